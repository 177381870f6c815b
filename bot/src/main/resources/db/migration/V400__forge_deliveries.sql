-- What forges delivered lately, so that a copy does nothing. The id is made of what is signed.
create table forge_delivery (
    repository text        not null,
    id         text        not null,
    at         timestamptz not null,
    primary key (repository, id)
);
create index forge_delivery_at on forge_delivery (at);
