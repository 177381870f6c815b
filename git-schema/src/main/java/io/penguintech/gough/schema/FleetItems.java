package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads an item of Fleet's own GitOps YAML as the document it would be here: a report, a policy or a label, each field
 * with its place. Source of keys and rules: fleetdm/fleet, {@code pkg/spec/gitops.go} (mid-2026).
 */
final class FleetItems {
    /** What Fleet's own names are here. What is spelled alike is not listed. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("min_osquery_version", "minOsqueryVersion"),
            Map.entry("automations_enabled", "automationsEnabled"),
            Map.entry("observer_can_run", "observerCanRun"),
            Map.entry("discard_data", "discardData"),
            Map.entry("labels_include_any", FleetSpec.INCLUDE_ANY),
            Map.entry("labels_include_all", FleetSpec.INCLUDE_ALL),
            Map.entry("labels_exclude_any", FleetSpec.EXCLUDE_ANY),
            Map.entry("labels_exclude_all", FleetSpec.EXCLUDE_ALL),
            Map.entry("calendar_events_enabled", PolicyDecoder.CALENDAR),
            Map.entry("conditional_access_enabled", PolicyDecoder.ACCESS),
            Map.entry("custom_host_vital_id", LabelDecoder.CUSTOM_VITAL_ID));

    private static final String NAME = "name";
    private static final Set<String> PROSE = Set.of("description", "resolution");

    private final FleetVariables variables;
    private final Problems problems;

    FleetItems(FleetVariables variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    /** Which fleet of hosts the items of a file are for. */
    record Team(Optional<Tree> name) {}

    /** The document that {@code item} would be; empty when too little of it is sound. */
    Optional<Document> read(Kind kind, Tree item, Team team) {
        if (!(item instanceof Tree.Mapping map)) {
            problems.error("Wrong type", "An item of this list is a map with a name.", item.place());
            return Optional.empty();
        }
        var given = expanded(withoutNulls(map, kind));
        new ShapeCheck(ShapeCheck.Stage.FINAL, problems)
                .check(given, FleetShapes.of(kind), new ShapeCheck.Path(ShapeCheck.Path.ROOT, ".item"));
        if (!(given.get(NAME).orElse(map) instanceof Tree.Scalar name) || !(name.value() instanceof String text))
            return Optional.empty();
        var spec = new ArrayList<Tree.Entry>();
        for (var entry : given.entries()) translate(kind, entry, spec);
        team.name().ifPresent(of -> spec.add(new Tree.Entry("team", of.place(), of)));
        spec.add(new Tree.Entry("adopt", map.place(), new Tree.Scalar(true, map.place())));
        if (kind == Kind.LABEL) membership(given, spec);
        var none = new Tree.Mapping(List.of(), map.place());
        return Optional.of(new Document(
                kind,
                text,
                name.place(),
                Collections.emptySortedMap(),
                none,
                new Tree.Mapping(spec, map.place()),
                map.place()));
    }

    /** Variables stand for their values everywhere but in prose. */
    private Tree.Mapping expanded(Tree.Mapping map) {
        return new Tree.Mapping(
                map.entries().stream()
                        .map(entry -> PROSE.contains(entry.key()) || FleetShapes.AUTOMATIONS.contains(entry.key())
                                ? entry
                                : new Tree.Entry(
                                        entry.key(), entry.keyPlace(), variables.expand(entry.value(), problems)))
                        .toList(),
                map.place());
    }

    /** A key without a value is one that is not given; only of a label's hosts it says that there are none. */
    private static Tree.Mapping withoutNulls(Tree.Mapping map, Kind kind) {
        return new Tree.Mapping(
                map.entries().stream()
                        .flatMap(entry -> {
                            if (!isNull(entry.value())) return Stream.of(entry);
                            return kind == Kind.LABEL && entry.key().equals("hosts")
                                    ? Stream.of(new Tree.Entry(
                                            entry.key(),
                                            entry.keyPlace(),
                                            new Tree.Seq(
                                                    List.of(), entry.value().place())))
                                    : Stream.empty();
                        })
                        .toList(),
                map.place());
    }

    private static boolean isNull(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.value() == null;
    }

    private void translate(Kind kind, Tree.Entry entry, List<Tree.Entry> spec) {
        var key = entry.key();
        if (key.equals(NAME) || key.equals("label_membership_type") || FleetShapes.AUTOMATIONS.contains(key)) return;
        var value = entry.value();
        if (key.equals("platform") && kind != Kind.LABEL) spec.add(platforms(entry, value));
        else if (key.equals("platform") && isBlank(value)) return;
        else if (key.equals("interval") && value instanceof Tree.Scalar(Long seconds, var place, var _))
            spec.add(new Tree.Entry(key, entry.keyPlace(), new Tree.Scalar(seconds + "s", place)));
        else if (key.equals("min_osquery_version") && isBlank(value)) return;
        else if (key.equals("criteria") && value instanceof Tree.Mapping criteria)
            spec.add(new Tree.Entry(key, entry.keyPlace(), renamed(criteria)));
        else spec.add(new Tree.Entry(KEYS.getOrDefault(key, key), entry.keyPlace(), value));
    }

    private static boolean isBlank(Tree value) {
        return value instanceof Tree.Scalar scalar && scalar.text().isBlank();
    }

    private static Tree.Mapping renamed(Tree.Mapping map) {
        return new Tree.Mapping(
                map.entries().stream()
                        .map(entry -> new Tree.Entry(
                                KEYS.getOrDefault(entry.key(), entry.key()), entry.keyPlace(), entry.value()))
                        .toList(),
                map.place());
    }

    /** Fleet lists platforms in one text: {@code darwin, linux}. */
    private Tree.Entry platforms(Tree.Entry entry, Tree value) {
        var items = new ArrayList<Tree>();
        if (value instanceof Tree.Scalar scalar && scalar.value() instanceof String text)
            for (var word : text.split(",", -1))
                if (!word.isBlank()) items.add(new Tree.Scalar(word.strip(), scalar.place()));
        var list = new Tree.Seq(items, value.place());
        new ShapeCheck(ShapeCheck.Stage.FINAL, problems)
                .check(list, FleetSpec.PLATFORMS.shape(), new ShapeCheck.Path(ShapeCheck.Path.ROOT, ".platform"));
        return new Tree.Entry("platforms", entry.keyPlace(), list);
    }

    /** What makes a label must fit what its kind is said to be. Without hosts a manual one keeps those it has. */
    private void membership(Tree.Mapping given, List<Tree.Entry> spec) {
        var type = new Fields(given).text("label_membership_type").orElse("dynamic");
        var fits = switch (type) {
            case "manual" -> "hosts";
            case "host_vitals" -> "criteria";
            default -> "query";
        };
        var others = Stream.of("query", "hosts", "criteria")
                .filter(key -> !key.equals(fits))
                .flatMap(key -> given.entry(key).stream())
                .toList();
        for (var other : others)
            problems.error(
                    "Field not possible here",
                    "A label whose label_membership_type is %s has no %s. Remove it, or name the other type."
                            .formatted(type, other.key()),
                    other.keyPlace());
        if (given.entry(fits).isPresent())
            spec.removeIf(entry -> others.stream().anyMatch(o -> o.key().equals(entry.key())));
        else if (type.equals("manual") && others.isEmpty())
            spec.add(new Tree.Entry("hosts", given.place(), new Tree.Scalar(null, given.place())));
    }
}
