-- What hosts must answer with no row before they are destroyed, as the accepted revision declares it, and as the one
-- accepted before did: a revision cannot take a guard away together with what it guards.
create table accepted_guards (
    repository  text not null references repositories,
    before      boolean not null,
    fleet       text not null,
    query       text not null,
    sql         text not null,
    hosts       text[] not null
);
create index on accepted_guards (repository, before);

-- The guards that were in force when somebody said yes: they are asked, whatever later revisions say.
alter table approved_changes add column guards jsonb;

-- The guards that a change was begun under: what is asked until its first destructive step.
alter table intents add column guards jsonb;

-- Changes that somebody let begin although their guards do not pass.
create table overruled_guards (
    repository  text not null references repositories,
    digest      text not null,
    rollout     bigint not null references rollouts,
    by          text not null,
    reason      text not null,
    at          timestamptz not null,
    expires     timestamptz not null,
    spent_by    bigint references intents
);
create index on overruled_guards (repository, digest);
