package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Which changes the stops of a part of a repository hold back. A host counts as in a zone or pool that it is, was or
 * shall be in; when it cannot be told whether a stop reaches a change, it does.
 */
final class Bars {
    private final List<RepositoryStatus.Stop> stops;
    private final World world;
    private final BiFunction<Revision, Change.OfHost, Optional<Host>> declared;
    private final Optional<Revision> current;

    /**
     * The stops in force.
     *
     * @param declared the host of a change as a revision declares it
     * @param current the revision that is brought about
     */
    Bars(
            List<RepositoryStatus.Stop> stops,
            World world,
            BiFunction<Revision, Change.OfHost, Optional<Host>> declared,
            Optional<Revision> current) {
        this.stops = stops.stream()
                .filter(stop -> !(stop.scope().part() instanceof Scope.Part.Whole))
                .toList();
        this.world = world;
        this.declared = declared;
        this.current = current;
    }

    /** Everything that is held back, in words; empty when nothing is. */
    Optional<String> words() {
        return stops.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(
                        " ", stops.stream().map(RepositoryStatus.Stop::words).toList()));
    }

    /** Why {@code change} of {@code revision} is held back; empty when it is not. */
    Optional<String> reason(Change change, Revision revision) {
        return stops.stream()
                .filter(stop -> reaches(stop.scope().part(), change, revision))
                .map(RepositoryStatus.Stop::words)
                .findFirst();
    }

    private boolean reaches(Scope.Part part, Change change, Revision revision) {
        return switch (part) {
            case Scope.Part.Whole _ -> true;
            case Scope.Part.Backend(var name) -> Intent.backend(change).equals(name);
            case Scope.Part.Zone(var name) ->
                change instanceof Change.OfHost host && isIn("zone", name, host, revision);
            case Scope.Part.Pool(var name) ->
                change instanceof Change.OfHost host && isIn("pool", name, host, revision);
            case Scope.Part.Label(var key, var value) ->
                change instanceof Change.OfHost host && isLabelled(key, value, host, revision);
        };
    }

    private boolean isIn(String field, String name, Change.OfHost change, Revision revision) {
        var places = new ArrayList<String>();
        machine(change)
                .map(machine -> field.equals("zone") ? machine.zone() : machine.pool())
                .ifPresent(places::add);
        documents(change, revision)
                .flatMap(host -> (field.equals("zone") ? host.zone() : host.pool()).stream())
                .forEach(places::add);
        change.fields().stream()
                .filter(one -> one.field().equals(field))
                .flatMap(Bars::values)
                .forEach(places::add);
        return places.isEmpty() || places.contains(name);
    }

    private static Stream<String> values(FieldChange field) {
        return Stream.concat(field.before().stream(), field.after().stream());
    }

    private boolean isLabelled(String key, String value, Change.OfHost change, Revision revision) {
        var documents = documents(change, revision).toList();
        return documents.isEmpty()
                || documents.stream()
                        .anyMatch(host -> value.equals(host.labels().get(key)));
    }

    /** The host as the change's own revision and as the current one declare it. */
    private Stream<Host> documents(Change.OfHost change, Revision revision) {
        return Stream.concat(Stream.of(revision), current.stream())
                .distinct()
                .flatMap(one -> declared.apply(one, change).stream());
    }

    private Optional<Machine> machine(Change.OfHost change) {
        if (!(change.machine() instanceof Change.Identity.Known(var id))) return Optional.empty();
        return Optional.ofNullable(world.snapshot().regions().get(change.region()))
                .flatMap(region -> Optional.ofNullable(region.machines().get(id)))
                .map(Seen::value);
    }
}
