-- An alert has a life of its own; what people see of it in Slack and PagerDuty is told from here.
alter table open_alerts add column changed_at      timestamptz;                    -- when it last said something else
alter table open_alerts add column derived         boolean not null default false; -- derived anew from what is seen, with its hosts
alter table open_alerts add column muted           boolean not null default false; -- all its hosts are silenced
alter table open_alerts add column hosts           integer not null default 0;     -- how many hosts it is about now
alter table open_alerts add column acknowledged_by text;
alter table open_alerts add column acknowledged_at timestamptz;
alter table open_alerts add column told            text;                           -- what people were told of it last; null: nothing yet
alter table open_alerts add column told_at         timestamptz;
alter table open_alerts add column expires         timestamptz;                    -- of what nothing takes back: when it ends by itself
update open_alerts set changed_at = since, told = severity || ' ' || text, told_at = since;
alter table open_alerts alter column changed_at set not null;
alter table resolved_alerts add column acknowledged_by text;
create index resolved_alerts_by_key on resolved_alerts (repository, key, resolved_at);

-- Which hosts an alert is and was about, and from when to when: one row each time.
create table alert_hosts (
    repository  text not null references repositories,
    key         text not null,
    host        text not null,      -- the host's identity: its name, or Fleet's id of it
    name        text not null,      -- as people know it
    since       timestamptz not null,
    until       timestamptz         -- null: it is so now
);
create unique index alert_hosts_now on alert_hosts (repository, key, host) where until is null;
create index alert_hosts_past on alert_hosts (until) where until is not null;

-- What people do not want to hear of for a time. Kept by what the alert is about, so that it holds when it comes and goes.
create table alert_silences (
    id          bigserial primary key,
    repository  text not null references repositories,
    key         text,               -- null: whatever is wrong with the host
    host        text,               -- the name of a host; null: whatever host it is about
    by          text not null,
    reason      text not null,
    at          timestamptz not null,
    until       timestamptz not null
);
create index alert_silences_by_end on alert_silences (repository, until);
