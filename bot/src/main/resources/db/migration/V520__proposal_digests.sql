-- Every plan of a pull request that people were asked about: digits that begin two of them name neither, and of a commit with two
-- plans it must be known which one a review was about.
create table proposal_digests (
    repository text        not null,
    number     bigint      not null,
    digest     text        not null,
    head       text        not null,
    at         timestamptz not null,
    primary key (repository, number, digest, head),
    foreign key (repository, number) references proposals
);
insert into proposal_digests (repository, number, digest, head, at)
    select repository, number, digest, head, planned_at from proposals;
