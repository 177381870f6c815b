-- What stands beside lines of a pull request, on the forge: nothing so far.
alter table pull_request add annotated text not null default '';
update pull_request set planned = planned || '{"annotations": []}' where planned is not null;
