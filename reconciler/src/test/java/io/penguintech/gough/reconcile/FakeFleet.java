package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.FleetNames;
import io.penguintech.gough.schema.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A Fleet that behaves: names are taken once, and answers may be lost. */
final class FakeFleet implements Fleet {
    final TreeMap<Long, ObservedQuery> queries = new TreeMap<>();
    final List<String> effects = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    FakeMaas.Fate fate = () -> FakeMaas.Luck.GOOD;
    Optional<Failure> deaf = Optional.empty();
    private long last = 100;

    void put(ObservedQuery query) {
        queries.put(query.id(), query);
    }

    @Override
    public Reading<BackendIdentity> identity() {
        return deaf.<Reading<BackendIdentity>>map(Reading.Missed::new)
                .orElseGet(() ->
                        new Reading.Got<>(Given.fleet(List.of(), Given.NOON).identity()));
    }

    @Override
    public Reading<Observed.FleetServer> queries() {
        calls.add("queries");
        return deaf.<Reading<Observed.FleetServer>>map(Reading.Missed::new)
                .orElseGet(() -> new Reading.Got<>(Given.fleet(queries.values(), Given.NOON)));
    }

    @Override
    public Reading<Optional<ObservedQuery>> query(long id) {
        return new Reading.Got<>(Optional.ofNullable(queries.get(id)));
    }

    @Override
    public Outcome start(Step.OnQuery step) {
        calls.add(step.word());
        return switch (fate.next()) {
            case GOOD -> apply(step);
            case BUSY -> new Outcome.Failed(new Failure.TryAgain("Fleet is busy", Duration.ofSeconds(30)));
            case ANSWER_LOST, LATE -> {
                apply(step);
                yield new Outcome.Failed(new Failure.Unclear("no answer"));
            }
            case CALL_LOST -> new Outcome.Failed(new Failure.Unclear("no answer"));
        };
    }

    private Outcome apply(Step.OnQuery step) {
        return switch (step) {
            case Step.CreateQuery(var query) -> create(query);
            case Step.UpdateQuery(var id, var query, var fields) -> update(id, query, fields);
            case Step.DeleteQuery(var id) -> delete(id);
        };
    }

    private Outcome create(Query query) {
        for (var other : queries.values())
            if (FleetNames.key(other.name()).equals(FleetNames.key(query.name().value())))
                return new Outcome.Failed(new Failure.WorldChanged("the name is taken"));
        last++;
        put(Given.observed(last, query));
        effects.add("create " + query.name());
        return new Outcome.Done(Optional.of(Long.toString(last)));
    }

    private Outcome update(long id, Query query, List<String> fields) {
        if (!queries.containsKey(id)) return new Outcome.Failed(new Failure.WorldChanged("no such query"));
        var is = queries.get(id);
        put(new ObservedQuery(
                id,
                fields.contains("name") ? query.name().value() : is.name(),
                fields.contains("description") ? query.description() : is.description(),
                fields.contains("sql") ? query.sql() : is.sql(),
                fields.contains("platforms") ? query.platforms() : is.platforms(),
                fields.contains("interval") ? query.interval() : is.interval(),
                fields.contains("logging") ? query.logging().word() : is.logging(),
                fields.contains("minOsqueryVersion") ? query.minOsqueryVersion() : is.minOsqueryVersion(),
                fields.contains("automationsEnabled") ? query.automationsEnabled() : is.automationsEnabled(),
                fields.contains("observerCanRun") ? query.observerCanRun() : is.observerCanRun(),
                fields.contains("discardData") ? query.discardData() : is.discardData()));
        return new Outcome.Done(Optional.of(Long.toString(id)));
    }

    private Outcome delete(long id) {
        if (queries.remove(id) == null) return new Outcome.Failed(new Failure.WorldChanged("no such query"));
        effects.add("delete " + id);
        return new Outcome.Done(Optional.empty());
    }
}
