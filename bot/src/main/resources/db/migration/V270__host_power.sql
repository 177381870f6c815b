-- How MAAS was last told to switch a machine, secrets as references; null or empty while that is not known.
alter table host_records add column power jsonb;
