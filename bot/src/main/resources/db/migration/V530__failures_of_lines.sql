-- What failed in rollouts that another one took over from is asked for at each look: a line may be long.
create index rollouts_by_line on rollouts (repository, (coalesce(line, id)));
create index intents_by_subject on intents (repository, subject, id);
