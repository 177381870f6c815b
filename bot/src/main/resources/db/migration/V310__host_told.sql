-- What MAAS was told once of a host and does not tell back (as a VM host, as a virtual machine), secrets as references.
alter table host_records add column told jsonb;
