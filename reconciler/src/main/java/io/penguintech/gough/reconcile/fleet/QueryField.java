package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.ObservedQuery;
import io.penguintech.gough.schema.Query;
import java.util.Arrays;
import java.util.Optional;

/** The fields of a query: our word, Fleet's word, and both sides' values in Fleet's form (text, number, boolean). */
enum QueryField {
    NAME("name", "name"),
    DESCRIPTION("description", "description"),
    SQL("sql", "query"),
    PLATFORMS("platforms", "platform"),
    INTERVAL("interval", "interval"),
    LOGGING("logging", "logging"),
    MIN_OSQUERY_VERSION("minOsqueryVersion", "min_osquery_version"),
    AUTOMATIONS_ENABLED("automationsEnabled", "automations_enabled"),
    OBSERVER_CAN_RUN("observerCanRun", "observer_can_run"),
    DISCARD_DATA("discardData", "discard_data");

    private final String word;
    private final String wire;

    QueryField(String word, String wire) {
        this.word = word;
        this.wire = wire;
    }

    /** The field that files or Fleet call {@code word}. */
    static Optional<QueryField> named(String word) {
        return Arrays.stream(values())
                .filter(field -> field.word.equals(word) || field.wire.equals(word))
                .findFirst();
    }

    String word() {
        return word;
    }

    String wire() {
        return wire;
    }

    /** What is declared. */
    Object declared(Query query) {
        return switch (this) {
            case NAME -> query.name().value();
            case DESCRIPTION -> query.description();
            case SQL -> query.sql();
            case PLATFORMS -> String.join(",", query.platforms());
            case INTERVAL -> query.interval().toSeconds();
            case LOGGING -> query.logging().word();
            case MIN_OSQUERY_VERSION -> query.minOsqueryVersion();
            case AUTOMATIONS_ENABLED -> query.automationsEnabled();
            case OBSERVER_CAN_RUN -> query.observerCanRun();
            case DISCARD_DATA -> query.discardData();
        };
    }

    /** What Fleet has. */
    Object observed(ObservedQuery query) {
        return switch (this) {
            case NAME -> query.name();
            case DESCRIPTION -> query.description();
            case SQL -> query.sql();
            case PLATFORMS -> String.join(",", query.platforms());
            case INTERVAL -> query.interval().toSeconds();
            case LOGGING -> query.logging();
            case MIN_OSQUERY_VERSION -> query.minOsqueryVersion();
            case AUTOMATIONS_ENABLED -> query.automationsEnabled();
            case OBSERVER_CAN_RUN -> query.observerCanRun();
            case DISCARD_DATA -> query.discardData();
        };
    }

    /** Whether Fleet has what is declared; white space around texts is Fleet's own. */
    boolean taken(Query sent, ObservedQuery got) {
        return plain(declared(sent)).equals(plain(observed(got)));
    }

    private static Object plain(Object value) {
        return value instanceof String text ? text.strip() : value;
    }
}
