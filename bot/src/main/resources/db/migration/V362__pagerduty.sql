-- What PagerDuty was told of an alert last: trigger, acknowledge or resolve.
create table pagerduty_alerts (
    repository  text not null,
    key         text not null,
    said        text not null,
    severity    text not null,
    at          timestamptz not null,
    primary key (repository, key)
);
