-- A person confirmed that what ran on this host is gone, and nothing was deployed since.
alter table host_records add column lost boolean not null default false;

-- What was accepted, as it was shown, and why.
alter table accepted_findings add column subject text not null default '';
alter table accepted_findings add column kind    text not null default '';
alter table accepted_findings add column what    text not null default '';
alter table accepted_findings add column reason  text not null default '';

-- Who asked for what is read by person and by host.
alter table audit add column person  text;
alter table audit add column outcome text not null default '';
alter table audit add column reason  text not null default '';
alter table audit add column hosts   text[] not null default '{}';
create index audit_by_host on audit using gin (hosts);
create index audit_by_person on audit (person, id desc);
