-- When Gough installed what runs on a machine, and what says that it is meant to be in Fleet: 'user data' (it enrols there) or
-- 'fleet' (it was seen there). A machine that Gough did not install has a row only for the latter.
create table installations (
    repository  text not null references repositories,
    region      text not null,
    system_id   text not null,
    sent_at     timestamptz,
    arrived_at  timestamptz,
    meant_by    text,
    primary key (repository, region, system_id)
);
