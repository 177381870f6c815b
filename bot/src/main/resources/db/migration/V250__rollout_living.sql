-- A person confirmed that the host still runs although its region does not know it any more: it is registered there.
alter table host_records add column living boolean not null default false;
