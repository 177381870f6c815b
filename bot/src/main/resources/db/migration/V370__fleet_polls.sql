-- How far was read what a Fleet lists of what happened: its log, and its vulnerabilities.
create table fleet_lists (
    fleet    text not null,
    list     text not null,                  -- log or vulnerabilities
    server   text not null,                  -- the fingerprint of the server that it was read from
    newest   bigint not null default 0,      -- of the log: the newest entry that was read
    refused  boolean not null default false, -- people were told that it cannot be read
    read_at  timestamptz,                    -- when it was read to its end; null: never
    primary key (fleet, list)
);

-- Deeds that people were told of, so that what a webhook says and the log says is one deed.
create table fleet_deeds (
    id       bigserial primary key,
    fleet    text not null,
    content  text not null,                  -- a digest of what was done to what
    person   bigint,                         -- Fleet's id of the person
    at       timestamptz not null,           -- when it was done, as whoever told it first had it
    heard    text,                           -- a digest of what the webhook delivered; null: only the log has it
    logged   bigint,                         -- its id in the log; null: only a webhook told it
    noted_at timestamptz not null
);
create unique index fleet_deeds_heard on fleet_deeds (fleet, heard);
create unique index fleet_deeds_logged on fleet_deeds (fleet, logged);
create index fleet_deeds_noted on fleet_deeds (noted_at);

-- Vulnerabilities that a Fleet lists or told of, so that what it finds newly is known.
create table fleet_vulnerabilities (
    fleet     text not null,
    cve       text not null,
    told      boolean not null,              -- people were told of it
    exploited boolean not null,              -- as one that is known to be exploited
    hosts     integer not null default -1,   -- how many hosts Fleet had counted when they were last read; -1: never
    at        timestamptz not null,          -- when it was first seen
    primary key (fleet, cve)
);

-- Which hosts each part is about, by Fleet's id; null in those from before. Whether they are all of them.
alter table alert_parts add column hosts bigint[];
alter table alert_parts add column whole boolean not null default true;
