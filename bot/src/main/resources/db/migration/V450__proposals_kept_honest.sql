-- Everybody's own no: one person's yes takes back nobody else's.
alter table proposal_noes drop constraint proposal_noes_pkey;
alter table proposal_noes add primary key (repository, number, digest, person);

-- Digests of the newest plan that was not empty: whoever is behind a squash is known before the forge tells of it.
alter table proposals add column changes text[] not null default '{}';
create index proposals_head on proposals (repository, head);

-- The branch's commit that the plan somebody said yes to was made with.
alter table proposal_yeses add column base text;
update proposal_yeses y set base = p.base from proposals p where p.repository = y.repository and p.number = y.number;
alter table proposal_yeses alter column base set not null;

-- The guards that were accepted when somebody said yes: the change begins under them, whatever comes later.
alter table proposal_yes_changes add column guards jsonb;
