package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.FleetNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The next step of one query's change, from one look at its Fleet. */
final class QueryJourney {
    private final Change.OfQuery change;
    private final Seen<Observed.FleetServer> seen;
    private final Trail trail;

    QueryJourney(Change.OfQuery change, Seen<Observed.FleetServer> seen, List<Taken> taken, Course course) {
        this.change = change;
        this.seen = seen;
        trail = new Trail(taken, course);
    }

    Next next() {
        return tooEarly().orElseGet(() -> switch (change) {
            case Change.CreateQuery create -> create(create);
            case Change.UpdateQuery update -> update(update);
            case Change.DeleteQuery delete -> delete(delete);
        });
    }

    /** Watches what was started; starts nothing. */
    Next settle() {
        return tooEarly().orElseGet(Next.Arrived::new);
    }

    /** The id of what an arrived change is about. */
    static OptionalLong made(Change.OfQuery change, Observed.FleetServer server) {
        return switch (change) {
            case Change.CreateQuery create ->
                named(create, server).map(query -> OptionalLong.of(query.id())).orElseGet(OptionalLong::empty);
            case Change.UpdateQuery update -> OptionalLong.of(update.id());
            case Change.DeleteQuery ignored -> OptionalLong.empty();
        };
    }

    private Optional<Next> tooEarly() {
        var last = trail.last();
        if (last.isPresent() && seen.at().isBefore(last.get().startedAt()))
            return Optional.of(new Next.Wait(Duration.ZERO, "the last look is older than the last step; look again"));
        return trail.unsettled().filter(step -> !effectSeen()).flatMap(trail::unclearWait);
    }

    private boolean effectSeen() {
        return switch (change) {
            case Change.CreateQuery create -> named(create, seen.value()).isPresent();
            case Change.UpdateQuery ignored -> false;
            case Change.DeleteQuery delete -> !seen.value().queries().containsKey(delete.id());
        };
    }

    private static Optional<ObservedQuery> named(Change.CreateQuery create, Observed.FleetServer server) {
        var key = FleetNames.key(create.query().name().value());
        return server.queries().values().stream()
                .filter(query -> FleetNames.key(query.name()).equals(key))
                .findFirst();
    }

    private Next create(Change.CreateQuery create) {
        var found = named(create, seen.value());
        if (found.isEmpty()) return trail.start(new Kind.Plain(new Step.CreateQuery(create.query())));
        if (isMade(create, found.get())) return new Next.Arrived();
        return new Next.Stuck("Fleet now has a query \"%s\" (id %d) that this change did not make: it is planned anew"
                .formatted(found.get().name(), found.get().id()));
    }

    /** By the id Fleet answered with; without an answer, by being exactly what was sent. */
    private boolean isMade(Change.CreateQuery create, ObservedQuery found) {
        var id = trail.last("create-query")
                .flatMap(Taken::outcome)
                .flatMap(outcome -> outcome instanceof Outcome.Done(var made) ? made : Optional.empty());
        if (id.isPresent()) return id.get().equals(Long.toString(found.id()));
        return trail.has("create-query") && QueryFields.same(create.query(), found);
    }

    private Next update(Change.UpdateQuery update) {
        var is = seen.value().queries().get(update.id());
        if (is == null)
            return new Next.Stuck("Fleet does not have query %d any more: somebody deleted it".formatted(update.id()));
        var pending = new ArrayList<String>();
        for (var difference : QueryFields.differences(update.query(), is)) {
            var approved = update.fields().stream()
                    .filter(field -> field.field().equals(difference.field()))
                    .findFirst();
            // What differs besides is news, and not covered: the next plan has it.
            if (approved.isEmpty()) continue;
            if (!approved.get().before().equals(difference.before()))
                return new Next.Stuck("%s was another when this was approved: somebody changed it in Fleet"
                        .formatted(difference.field()));
            pending.add(difference.field());
        }
        if (pending.isEmpty()) return new Next.Arrived();
        return trail.start(new Kind.Plain(new Step.UpdateQuery(update.id(), update.query(), pending)));
    }

    private Next delete(Change.DeleteQuery delete) {
        var is = seen.value().queries().get(delete.id());
        if (is == null) return new Next.Arrived();
        if (!QueryFields.deleted(is).equals(delete.fields()))
            return new Next.Stuck("query %d is another than when this was approved: somebody changed it in Fleet"
                    .formatted(delete.id()));
        return trail.start(new Kind.Plain(new Step.DeleteQuery(delete.id())));
    }
}
