-- What a Fleet said by a webhook that Gough should look at soon. A hint: losing one loses nothing.
create table fleet_hints (
    fleet   text not null,
    about   text not null,          -- objects, hosts, or policy and Fleet's id of it
    at      timestamptz not null,
    primary key (fleet, about)
);

-- What a webhook delivered, so that the same twice is the same once.
create table fleet_deliveries (
    digest  text primary key,
    at      timestamptz not null
);
create index fleet_deliveries_at on fleet_deliveries (at);
