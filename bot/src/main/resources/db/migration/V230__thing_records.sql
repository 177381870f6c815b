-- What machines stand on (zones, subnets, DNS records and so on) and Gough manages.
create table thing_records (
    repository  text not null references repositories,
    region      text not null,
    kind        text not null,
    name        text not null,                      -- of its document
    thing_id    text not null,                      -- MAAS's id; of a tag its name
    primary key (repository, region, kind, name)
);
