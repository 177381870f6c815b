-- What the machine was, as people read it, when Gough put it into rescue mode.
alter table host_records add column maintained_from text;
