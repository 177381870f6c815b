-- What becomes of a merged pull request is told on it.
alter table pull_request add follows boolean not null default false;
create index pull_request_follows on pull_request (repository) where follows;
