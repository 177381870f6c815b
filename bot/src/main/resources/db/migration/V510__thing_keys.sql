-- What told a thing of a region from all others when it was as declared last: MAAS gives its numbers anew when it is set up anew.
alter table thing_records add thing_key text;
