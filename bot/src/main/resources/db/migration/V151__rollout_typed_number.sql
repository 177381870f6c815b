-- How many destroyed hosts the person typed; null: they were not asked to, or did not.
alter table approvals add column destroys integer;

-- What exactly was said yes to, so that it can be shown beside what is asked instead.
alter table approved_changes add column subject text;
alter table approved_changes add column change  jsonb;
