-- jsonb turns 1e10 into an integer, and the digest of rules must not change by being stored.
alter table repositories alter column rules type text;
-- What is wrong with a file may hold what jsonb refuses.
alter table rollouts alter column diagnostics drop default;
alter table rollouts alter column diagnostics type text;
alter table rollouts alter column diagnostics set default '[]';
