-- Since when a complete list of its Fleet has it no more; null: it was there the last time.
alter table fleet_vulnerabilities add column missing timestamptz;
