package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.Query.Logging;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The fields of a query: how they are compared, named and how much changing them costs. */
final class QueryFields {
    static final String NAME = "name";
    static final String SQL = "sql";
    private static final String DISCARD = "discardData";
    private static final String LOGGING = "logging";

    private QueryFields() {}

    /** One field of a query as text. */
    private record Field(String name, String value) {}

    /** What {@code query} declares and Fleet has otherwise, sorted. */
    static List<FieldChange> differences(Query query, ObservedQuery is) {
        var shall = of(query);
        var now = of(is);
        var changes = new ArrayList<FieldChange>();
        for (int i = 0; i < shall.size(); i++) {
            var field = shall.get(i);
            var before = now.get(i).value();
            if (!field.value().equals(before))
                changes.add(new FieldChange(field.name(), Optional.of(before), Optional.of(field.value())));
        }
        return changes.stream().sorted().toList();
    }

    /** Whether Fleet has exactly what is declared. */
    static boolean same(Query query, ObservedQuery is) {
        return of(query).equals(of(is));
    }

    /** Everything that is created. */
    static List<FieldChange> created(Query query) {
        return of(query).stream()
                .filter(field -> !field.value().isEmpty())
                .map(field -> new FieldChange(field.name(), Optional.empty(), Optional.of(field.value())))
                .sorted()
                .toList();
    }

    /** Everything that is deleted. */
    static List<FieldChange> deleted(ObservedQuery query) {
        return of(query).stream()
                .filter(field -> !field.value().isEmpty())
                .map(field -> new FieldChange(field.name(), Optional.of(field.value()), Optional.empty()))
                .sorted()
                .toList();
    }

    /** Fleet deletes stored results when the SQL changes, when they are to be discarded, or no longer kept whole. */
    static Risk risk(List<FieldChange> changes) {
        return changes.stream().anyMatch(QueryFields::losesResults) ? Risk.DESTRUCTIVE : Risk.NOTICE;
    }

    private static boolean losesResults(FieldChange change) {
        return switch (change.field()) {
            case SQL -> true;
            case DISCARD -> change.after().filter("true"::equals).isPresent();
            case LOGGING ->
                change.before().filter(Logging.SNAPSHOT.word()::equals).isPresent();
            default -> false;
        };
    }

    private static List<Field> of(Query query) {
        return fields(
                query.name().value(),
                query.description(),
                query.sql(),
                query.platforms(),
                query.interval(),
                query.logging().word(),
                query.minOsqueryVersion(),
                new Switches(query.automationsEnabled(), query.observerCanRun(), query.discardData()));
    }

    private static List<Field> of(ObservedQuery query) {
        return fields(
                query.name(),
                query.description(),
                query.sql(),
                query.platforms(),
                query.interval(),
                query.logging(),
                query.minOsqueryVersion(),
                new Switches(query.automationsEnabled(), query.observerCanRun(), query.discardData()));
    }

    private record Switches(boolean automationsEnabled, boolean observerCanRun, boolean discardData) {}

    // White space at the ends says nothing, and YAML block texts end with a line break that a server may drop.
    private static List<Field> fields(
            String name,
            String description,
            String sql,
            SortedSet<String> platforms,
            Duration interval,
            String logging,
            String minOsqueryVersion,
            Switches switches) {
        return List.of(
                new Field(NAME, name.strip()),
                new Field("description", description.strip()),
                new Field(SQL, sql.strip()),
                new Field("platforms", String.join(",", platforms)),
                new Field("interval", Long.toString(interval.toSeconds())),
                new Field(LOGGING, logging),
                new Field("minOsqueryVersion", minOsqueryVersion.strip()),
                new Field("automationsEnabled", Boolean.toString(switches.automationsEnabled())),
                new Field("observerCanRun", Boolean.toString(switches.observerCanRun())),
                new Field(DISCARD, Boolean.toString(switches.discardData())));
    }
}
