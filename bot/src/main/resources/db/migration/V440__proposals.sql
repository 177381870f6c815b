-- What pull requests would do, as people are asked about it.
create table proposals (
    repository     text        not null references repositories,
    number         bigint      not null,               -- of the pull request
    state          text        not null,               -- planned, retracted, closed, merged
    why            text        not null default '',    -- why there is no plan
    title          text        not null,
    author         text        not null,               -- the login of who opened it
    author_account text        not null,               -- their account: github:583231
    page           text        not null,
    head           text        not null,
    base           text        not null,               -- the branch's commit that it was planned with last
    plan           jsonb       not null,
    digest         text        not null,
    commits        jsonb       not null,               -- those of the head, for their authors
    planned_at     timestamptz not null,
    expires        timestamptz not null,
    shown_at       timestamptz,                        -- since when the plan stands in the comment, by the forge's clock
    wakes_at       timestamptz,                        -- when how far people are with it changes by itself
    merged_commit  text,                               -- what the branch got
    rollout        bigint references rollouts,         -- the one that the yeses count for since it was merged
    primary key (repository, number)
);
create index proposals_waking on proposals (repository, wakes_at) where wakes_at is not null;
create index proposals_merged on proposals (repository, merged_commit) where merged_commit is not null;

create table proposal_yeses (
    id          bigserial primary key,
    repository  text        not null,
    number      bigint      not null,
    person      text        not null,
    digest      text        not null,                  -- of the plan they saw
    head        text        not null,
    at          timestamptz not null,
    expires     timestamptz not null,
    via         text        not null,
    destroys    integer,                               -- how many destroyed hosts they typed
    foreign key (repository, number) references proposals
);
create index proposal_yeses_of on proposal_yeses (repository, number);

create table proposal_yes_changes (
    yes         bigint not null references proposal_yeses,
    digest      text   not null,
    subject     text   not null,
    change      jsonb  not null,
    void        text,                                  -- why it does not count any more, for good
    void_at     timestamptz,
    primary key (yes, digest)
);

-- Changes that somebody said no to on a pull request.
create table proposal_noes (
    repository  text        not null,
    number      bigint      not null,
    digest      text        not null,                  -- of the change
    person      text        not null,
    why         text        not null,
    at          timestamptz not null,
    primary key (repository, number, digest),
    foreign key (repository, number) references proposals
);
