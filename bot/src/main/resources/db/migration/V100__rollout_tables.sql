-- Every row belongs to a repository of the server settings; nothing crosses from one to another.

create table repositories (
    repository     text primary key,
    newest         text,                            -- the newest revision that was taken up
    current        text,                            -- the newest valid one: what is brought about
    converged      text,                            -- the last one that was brought about completely
    accepted       text,                            -- the one whose rules judge
    rules          jsonb,                           -- those rules; null until a revision is accepted
    unprotected    text[] not null default '{}',    -- hosts with protect: false in the accepted revision
    releasable     text[] not null default '{}',    -- hosts with protect: false in the revision accepted before it
    declared       integer not null default 0,      -- hosts and queries in the current revision
    guard          text,                            -- what a guard stopped, for people
    guard_keys     text[] not null default '{}',    -- what resuming would confirm
    confirmed      text[] not null default '{}',    -- what was confirmed
    highest_stamp  bigint not null default 0,       -- highest journal number that was ever accepted on a machine
    checked_at     timestamptz
);

create table rollouts (
    id           bigserial primary key,
    repository   text not null references repositories,
    revision     text not null,
    base         text,                              -- commits after this one are judged
    subject      text not null,
    author       text not null,
    cause        text not null,
    requester    text,                              -- the person who asked, if one did
    state        text not null,
    detail       jsonb not null default '{}',
    plan         jsonb,                             -- what people are asked about, or what is applied
    needed       integer not null default 0,
    eligible     text[] not null default '{}',
    diagnostics  jsonb not null default '[]',
    asked_until  timestamptz,
    retried_at   timestamptz,
    created_at   timestamptz not null,
    updated_at   timestamptz not null
);
create index rollouts_by_repository on rollouts (repository, id desc);

create table approvals (
    id          bigserial primary key,
    repository  text not null references repositories,
    rollout     bigint not null references rollouts,  -- the rollout it counts for now
    given_for   bigint not null references rollouts,  -- the rollout it was given for
    person      text not null,
    digest      text not null,
    head        text not null,
    at          timestamptz not null,
    expires     timestamptz not null,
    via         text not null,
    break_glass boolean not null default false
);
create index approvals_by_rollout on approvals (rollout);

create table approved_changes (
    approval    bigint not null references approvals,
    repository  text not null references repositories,
    digest      text not null,
    spent_by    bigint,                             -- the intent that used it up
    primary key (approval, digest)
);
create index approved_changes_unspent on approved_changes (repository, digest) where spent_by is null;

-- Changes somebody said no to, or nobody said yes to in time: not asked again until they differ.
create table silenced_changes (
    repository  text not null references repositories,
    digest      text not null,
    rollout     bigint not null references rollouts,
    why         text not null,                      -- declined or expired
    by          text not null,
    at          timestamptz not null,
    primary key (repository, digest)
);

-- The journal: an intent is written down before anything is called.
create table intents (
    id            bigserial primary key,
    repository    text not null references repositories,
    rollout       bigint not null references rollouts,
    revision      text not null,
    digest        text not null,
    subject       text not null,
    verb          text not null,
    backend       text not null,
    destroys      boolean not null,
    change        jsonb not null,
    started_at    timestamptz not null,
    look_at       timestamptz not null,
    detail        text not null default '',
    finished_at   timestamptz,
    result        text                              -- arrived, failed
);
create unique index intents_one_in_flight on intents (repository, subject) where finished_at is null;
create index intents_by_rollout on intents (rollout);
create index intents_destroying on intents (backend, started_at) where destroys;

create table steps (
    id          bigserial primary key,
    repository  text not null references repositories,
    intent      bigint not null references intents,
    word        text not null,
    started_at  timestamptz not null,
    outcome     jsonb                               -- null: the process died before it could be recorded
);
create index steps_by_intent on steps (intent, id);

-- What Gough manages. MAAS returns no user data and forgets annotations: these rows are the only evidence.
create table host_records (
    repository     text not null references repositories,
    host           text not null,
    region         text not null,
    system_id      text not null,
    mac_addresses  text[] not null,
    adopted        boolean not null,
    deployment     jsonb,
    held_since     timestamptz,
    tags           text[] not null default '{}',
    primary key (repository, host),
    unique (region, system_id)
);

create table query_records (
    repository  text not null references repositories,
    fleet       text not null,
    name        text not null,
    query_id    bigint not null,
    primary key (repository, fleet, name),
    unique (fleet, query_id)
);

-- Fields that drifted and were set back without asking.
create table mended_fields (
    id          bigserial primary key,
    repository  text not null references repositories,
    subject     text not null,
    field       text not null,
    at          timestamptz not null
);
create index mended_fields_by_subject on mended_fields (repository, subject, at);

create table accepted_findings (
    repository  text not null references repositories,
    digest      text not null,
    by          text not null,
    at          timestamptz not null,
    primary key (repository, digest)
);

create table requests (
    repository  text primary key references repositories,
    cause       text not null,
    requester   text,
    at          timestamptz not null,
    not_before  timestamptz not null
);

-- Which server a repository was first served by.
create table backend_pins (
    repository   text not null references repositories,
    backend      text not null,
    fingerprint  text not null,
    login        text not null,
    primary key (repository, backend)
);

-- Which instance writes to which server; belongs to the service, not to one repository.
create table backend_claims (
    fingerprint  text primary key,
    repository   text not null,
    instance     text not null,
    at           timestamptz not null
);

-- The stop switch. Scope is a repository or * for all.
create table stops (
    scope   text primary key,
    reason  text not null,
    by      text not null,
    at      timestamptz not null
);

-- The outbox. Rows are inserted one transaction after the other, so that sequence is the order of commits.
create table events (
    sequence    bigserial primary key,
    repository  text not null references repositories,
    body        jsonb not null,
    at          timestamptz not null
);

create table event_positions (
    consumer   text primary key,
    position   bigint not null,
    failures   integer not null default 0,
    not_before timestamptz
);

create table open_alerts (
    repository  text not null references repositories,
    key         text not null,
    severity    text not null,
    text        text not null,
    since       timestamptz not null,
    primary key (repository, key)
);

create table audit (
    id          bigserial primary key,
    repository  text not null,
    at          timestamptz not null,
    who         text not null,
    what        text not null,
    detail      text not null
);
create index audit_by_repository on audit (repository, id desc);
