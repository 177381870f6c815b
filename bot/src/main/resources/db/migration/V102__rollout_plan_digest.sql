-- A plan is looked for by the first digits of its digest, however long ago it was.
alter table rollouts add column plan_digest text;
create index rollouts_by_plan on rollouts (repository, plan_digest text_pattern_ops);
