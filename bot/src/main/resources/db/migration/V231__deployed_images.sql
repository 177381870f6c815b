-- From which version of its image a host was deployed: MAAS does not remember it.
create table deployed_images (
    repository  text not null references repositories,
    host        text not null,
    version     text not null,
    primary key (repository, host)
);
