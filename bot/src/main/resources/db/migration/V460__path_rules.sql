-- What rules for paths of gough.yaml add to a question: how many more people, and for what comes from which files.
alter table rollouts add column path_needs jsonb not null default '{"missing": 0, "each": []}';

-- From which files each change of the plan comes, by its digest; one that is not there may come from any.
alter table proposals add column origins jsonb not null default '{}';

-- What subjects were declared as when they were last seen to be so, where that is not what the last revision that was brought
-- about completely declares: while something else is stuck, a difference of theirs is drift and nobody's commit.
create table brought_about (
    repository text not null references repositories,
    subject    text not null,
    form       text not null,
    primary key (repository, subject)
);

-- The files under such rules that subjects were made of since something committed of them was last approved: a file that is
-- moved brings nothing about, and does not lead out from under a rule.
create table claimed_files (
    repository text   not null references repositories,
    subject    text   not null,
    own        text[] not null,                        -- of its document
    parts      text[] not null,                        -- everything it is made of
    primary key (repository, subject)
);
