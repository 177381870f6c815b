-- Queries, policies and labels in Fleets that Gough manages; until now there were queries for all hosts only.
alter table query_records rename to fleet_records;
alter table fleet_records rename column query_id to object_id;
alter table fleet_records add column kind text not null default 'query';
alter table fleet_records add column team text not null default '';           -- empty: for all hosts
alter table fleet_records drop constraint query_records_pkey;
alter table fleet_records drop constraint query_records_fleet_query_id_key;
alter table fleet_records add primary key (repository, kind, fleet, team, name);
alter table fleet_records add unique (kind, fleet, object_id);
alter table fleet_records alter column kind drop default;
alter table fleet_records alter column team drop default;
