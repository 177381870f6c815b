-- Every message Gough posts to Slack, written down before it is posted: a crash between the two leaves a row without a
-- ts, and Slack is searched for the message before it is posted again.
create table slack_post (
    key         text primary key,
    repository  text not null,
    channel     text not null,
    thread      text,
    ts          text,
    shown       text,
    intended_at timestamptz not null
);

-- Which question of a rollout is asked now: another digest is another message.
create table slack_question (
    repository text   not null,
    rollout    bigint not null,
    number     int    not null,
    digest     text,
    primary key (repository, rollout)
);

-- Alerts that are open in Slack: the same key is the same message until it is resolved.
create table slack_alert (
    repository text    not null,
    key        text    not null,
    number     int     not null,
    open       boolean not null,
    primary key (repository, key)
);

-- What Slack delivered, so that a replay does nothing.
create table slack_delivery (
    id text primary key,
    at timestamptz not null
);
create index slack_delivery_at on slack_delivery (at);
