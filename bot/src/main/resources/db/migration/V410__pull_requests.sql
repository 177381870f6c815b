-- The pull requests that were ever heard of: what the forge and git said last, what was planned, what was told.
create table pull_request (
    repository text        not null,
    number     bigint      not null,
    due        timestamptz,                      -- when to look at it; without it, when something happens
    nudges     bigint      not null default 0,   -- how often something happened: a look that missed one is no longer news
    failures   integer     not null default 0,   -- how many looks in a row led to nothing
    asked      boolean     not null default false, -- somebody who may asked for a plan, and it was not made yet
    open       boolean     not null default true,
    seen       boolean     not null default false, -- "pull" is what the forge says: nobody hinted at anything else since
    pull       jsonb,                            -- what the forge said of it last
    planned    jsonb,                            -- what was found out about its newest head, and said of earlier ones
    told       jsonb,                            -- what its statuses and its comment say
    newest     text,                             -- the branch's revision that was taken up when it was looked at last
    accepted   text,                             -- the revision whose rules judged then
    hosts      text[]      not null default '{}', -- the hosts that its plan is about
    primary key (repository, number)
);
create index pull_request_due on pull_request (repository, due) where due is not null;
