-- What nothing but a person ends, or time: acknowledging it does.
alter table open_alerts add column ends_by_ack boolean not null default false;
update open_alerts set ends_by_ack = true where expires is not null or key like 'break-glass %';

comment on column pagerduty_alerts.said is 'sending, trigger, refused or acknowledge';

-- What an open alert consists of that only a Fleet tells: vulnerabilities, or deeds of people, one row each.
create table alert_parts (
    repository  text not null references repositories,
    key         text not null,
    part        text not null,          -- what makes it one and the same
    words       text not null,
    at          timestamptz not null,   -- when it was heard of last
    expires     timestamptz not null,
    primary key (repository, key, part)
);
