-- Whether the lock that the machine has in MAAS is one that Gough set.
alter table host_records add column locked boolean not null default false;
