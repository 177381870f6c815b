-- What a person asked for about one host: a reinstall, power, a test. Open until it is done, withdrawn or over.
create table host_requests (
    id          bigserial primary key,              -- part of what an approval names
    repository  text not null references repositories,
    host        text not null,
    what        text not null,                      -- reinstall, power-on, power-off, power-cycle, test
    by          text not null,                      -- the person who asked
    account     text not null,                      -- with which account
    reason      text not null,
    at          timestamptz not null,
    expires     timestamptz not null,               -- not begun later than this
    ended_at    timestamptz,
    ending      text,                               -- done, failed, withdrawn, expired, declined, contradicted
    outcome     text not null default ''
);
create unique index host_requests_one_open on host_requests (repository, host) where ended_at is null;
create index host_requests_by_repository on host_requests (repository, ended_at);
