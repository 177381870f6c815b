-- The files under rules for paths that subjects were made of since something committed of them was last approved: a file that is
-- moved brings nothing about, and does not lead out from under a rule.
create table claimed_files (
    repository text   not null references repositories,
    subject    text   not null,
    own        text[] not null,                        -- of its document
    parts      text[] not null,                        -- everything it is made of
    primary key (repository, subject)
);
