package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import java.time.Duration;
import java.util.Locale;
import java.util.TreeSet;

/** Reads documents of kind Query. */
final class QueryDecoder {
    /** What {@code spec} may hold. */
    static final Shape.Struct SPEC = struct(
            FleetSpec.FLEET,
            FleetSpec.TEAM,
            field(
                    "formerly",
                    listOf(TextRule.QUERY_NAME),
                    "Earlier names: a rename that keeps Fleet's id and stored results."),
            FleetSpec.DESCRIPTION,
            required("query", text(TextRule.SQL), "The SQL."),
            FleetSpec.PLATFORMS,
            field(
                    "interval",
                    new Shape.Period(),
                    "How often it runs, such as 10m; 0, the default, means only on request."),
            field(
                    "logging",
                    words("snapshot", "differential", "differential_ignore_removals"),
                    "How results are logged; snapshot if not given."),
            field("minOsqueryVersion", text(TextRule.VERSION), "Lowest version that runs it."),
            field(
                    "automationsEnabled",
                    new Shape.Flag(),
                    "Whether results go to the log destination; false if not given."),
            field("observerCanRun", new Shape.Flag(), "Whether observers may run it live; false if not given."),
            field("discardData", new Shape.Flag(), "Whether Fleet throws results away; false if not given."),
            FleetSpec.include(FleetSpec.INCLUDE_ANY),
            FleetSpec.include(FleetSpec.INCLUDE_ALL),
            FleetSpec.adopt("query"));

    private QueryDecoder() {}

    static Query decode(Document document) {
        var spec = new Fields(document.spec());
        return new Query(
                new QueryName(document.name()),
                document.labels(),
                FleetSpec.fleet(spec),
                FleetSpec.formerly(spec, QueryName::new),
                spec.text("description").orElse(""),
                spec.text("query").orElse(""),
                new TreeSet<>(spec.texts("platforms")),
                spec.period("interval").orElse(Duration.ZERO),
                spec.text("logging")
                        .map(word -> Query.Logging.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Query.Logging.SNAPSHOT),
                spec.text("minOsqueryVersion").orElse(""),
                spec.flag("automationsEnabled", false),
                spec.flag("observerCanRun", false),
                spec.flag("discardData", false),
                spec.flag("adopt", false),
                document.place(),
                FleetSpec.team(spec),
                FleetSpec.labels(spec, FleetSpec.INCLUDE_ANY),
                FleetSpec.labels(spec, FleetSpec.INCLUDE_ALL));
    }
}
