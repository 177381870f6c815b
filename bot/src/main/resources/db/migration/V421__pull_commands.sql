-- What people said on pull requests that was meant for Gough: decided once, in the transaction that did it.
create table pull_commands (
    repository  text not null references repositories,
    number      bigint not null,                     -- of the pull request
    said        text not null,                       -- comment ID
    answer      text,                                -- what is to be said to it; null: nothing
    at          timestamptz not null,
    answered    boolean not null default false,      -- the reaction and the answer are on the forge
    primary key (repository, number, said)
);
