package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** What the documents of a Fleet server have in common: fields and how they are read. */
final class FleetSpec {
    static final String INCLUDE_ANY = "labelsIncludeAny";
    static final String INCLUDE_ALL = "labelsIncludeAll";
    static final String EXCLUDE_ANY = "labelsExcludeAny";
    static final String EXCLUDE_ALL = "labelsExcludeAll";

    static final Shape.Field FLEET =
            field("fleet", text(TextRule.BACKEND), "Which configured Fleet; default if not given.");
    static final Shape.Field TEAM = field(
            "team",
            text(TextRule.TEAM_NAME),
            "Which fleet of hosts inside that server (before Fleet 4.82: team); all hosts if not given.");
    static final Shape.Field DESCRIPTION = field("description", text(TextRule.ANY), "For people.");
    static final Shape.Field PLATFORMS = field(
            "platforms",
            new Shape.ListOf(words("darwin", "linux", "windows", "chrome")),
            "Where it runs; everywhere if not given.");

    private FleetSpec() {}

    static Shape.Field include(String key) {
        return field(
                key,
                listOf(TextRule.LABEL_NAME),
                key.equals(INCLUDE_ANY)
                        ? "Only hosts with one of these labels."
                        : "Only hosts with all of these labels.");
    }

    static Shape.Field exclude(String key) {
        return field(
                key,
                listOf(TextRule.LABEL_NAME),
                key.equals(EXCLUDE_ANY) ? "No host with one of these labels." : "No host with all of these labels.");
    }

    static Shape.Field adopt(String what) {
        return field(
                "adopt",
                new Shape.Flag(),
                "Take over a %s of this name that somebody else made; false if not given.".formatted(what));
    }

    static BackendName fleet(Fields spec) {
        return new BackendName(spec.text("fleet").orElse("default"));
    }

    static Optional<TeamName> team(Fields spec) {
        return spec.text("team").map(TeamName::new);
    }

    static <T> List<T> formerly(Fields spec, Function<String, T> name) {
        return spec.texts("formerly").stream().map(name).toList();
    }

    static SortedSet<LabelName> labels(Fields spec, String key) {
        var labels = new TreeSet<LabelName>();
        spec.texts(key).forEach(name -> labels.add(new LabelName(name)));
        return labels;
    }
}
