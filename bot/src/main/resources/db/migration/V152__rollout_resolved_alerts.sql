-- Alerts that are over, for people who ask what happened. Kept for 30 days.
create table resolved_alerts (
    id          bigserial primary key,
    repository  text not null references repositories,
    key         text not null,
    severity    text not null,
    text        text not null,
    since       timestamptz not null,
    resolved_at timestamptz not null,
    ending      text not null
);
create index resolved_alerts_by_time on resolved_alerts (resolved_at);
