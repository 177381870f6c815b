package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.QueryName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Queries to declare in tests. */
final class DeclaredQueries {
    private DeclaredQueries() {}

    static Query named(String name) {
        return of(name, "SELECT 1;", Duration.ofHours(1), new TreeSet<>(List.of("darwin", "linux")), false);
    }

    /** The same with another SQL, interval and platforms, and every switch the other way. */
    static Query other(String name) {
        return of(name, "SELECT version FROM osquery_info;", Duration.ZERO, new TreeSet<>(), true);
    }

    /** A step that makes some fields what is declared. */
    static Step.UpdateInFleet update(long id, FleetObject object, String... fields) {
        var declared = Step.CreateInFleet.of(object);
        var sent = new TreeMap<>(declared.fields());
        sent.keySet().retainAll(List.of(fields));
        return Step.UpdateInFleet.of(object.kind(), declared.team(), id, sent);
    }

    static Step.DeleteInFleet delete(long id) {
        return new Step.DeleteInFleet(FleetKind.QUERY, "", id);
    }

    private static Query of(String name, String sql, Duration interval, SortedSet<String> platforms, boolean switches) {
        return new Query(
                new QueryName(name),
                new TreeMap<>(),
                new BackendName("default"),
                List.of(),
                "what " + sql + " tells",
                sql,
                platforms,
                interval,
                switches ? Query.Logging.DIFFERENTIAL : Query.Logging.SNAPSHOT,
                switches ? "5.9.0" : "",
                !switches,
                switches,
                switches,
                false,
                Place.ofFile("queries/test.yaml"),
                Optional.empty(),
                new TreeSet<>(),
                new TreeSet<>());
    }
}
