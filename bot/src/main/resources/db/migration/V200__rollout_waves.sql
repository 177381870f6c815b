-- The first of the rollouts that took over from one another: a pause between waves is counted through all of them.
alter table rollouts add column line bigint;

-- What permitted changes wait for, for people, and when that ends by itself.
alter table rollouts add column waits    text;
alter table rollouts add column wakes_at timestamptz;

-- A person said that this failure is over.
alter table intents add column forgiven_at timestamptz;

-- Changes that somebody let begin outside of the change windows.
create table early_changes (
    repository  text not null references repositories,
    rollout     bigint not null references rollouts,
    digest      text not null,
    by          text not null,
    reason      text not null,
    at          timestamptz not null,
    expires     timestamptz not null,
    primary key (rollout, digest)
);
