package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Criteria;
import io.penguintech.gough.reconcile.FleetHost;
import io.penguintech.gough.reconcile.NameList;
import io.penguintech.gough.schema.FleetKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The fields of what is in a Fleet: our word, Fleet's word, and how a value looks there. */
enum FleetField {
    NAME("name", "name", Form.TEXT, FleetKind.QUERY, FleetKind.POLICY, FleetKind.LABEL),
    DESCRIPTION("description", "description", Form.TEXT, FleetKind.QUERY, FleetKind.POLICY, FleetKind.LABEL),
    SQL("sql", "query", Form.TEXT, FleetKind.QUERY, FleetKind.POLICY, FleetKind.LABEL),
    RESOLUTION("resolution", "resolution", Form.TEXT, FleetKind.POLICY),
    PLATFORMS("platforms", "platform", Form.PLATFORMS, FleetKind.QUERY, FleetKind.POLICY),
    PLATFORM("platform", "platform", Form.TEXT, FleetKind.LABEL),
    INTERVAL("interval", "interval", Form.NUMBER, FleetKind.QUERY),
    LOGGING("logging", "logging", Form.TEXT, FleetKind.QUERY),
    MIN_OSQUERY_VERSION("minOsqueryVersion", "min_osquery_version", Form.TEXT, FleetKind.QUERY),
    AUTOMATIONS_ENABLED("automationsEnabled", "automations_enabled", Form.FLAG, FleetKind.QUERY),
    OBSERVER_CAN_RUN("observerCanRun", "observer_can_run", Form.FLAG, FleetKind.QUERY),
    DISCARD_DATA("discardData", "discard_data", Form.FLAG, FleetKind.QUERY),
    CRITICAL("critical", "critical", Form.FLAG, FleetKind.POLICY),
    CALENDAR_EVENTS("calendarEventsEnabled", "calendar_events_enabled", Form.FLAG, FleetKind.POLICY),
    CONDITIONAL_ACCESS("conditionalAccessEnabled", "conditional_access_enabled", Form.FLAG, FleetKind.POLICY),
    INCLUDE_ANY("labelsIncludeAny", "labels_include_any", Form.NAMES, FleetKind.QUERY, FleetKind.POLICY),
    INCLUDE_ALL("labelsIncludeAll", "labels_include_all", Form.NAMES, FleetKind.QUERY, FleetKind.POLICY),
    EXCLUDE_ANY("labelsExcludeAny", "labels_exclude_any", Form.NAMES, FleetKind.POLICY),
    EXCLUDE_ALL("labelsExcludeAll", "labels_exclude_all", Form.NAMES, FleetKind.POLICY),
    /** Told by their ids: names may be shared, and one that Fleet does not know it passes over without a word (facts). */
    HOSTS("hosts", "host_ids", Form.HOSTS, FleetKind.LABEL),
    CRITERIA("criteria", "criteria", Form.CRITERIA, FleetKind.LABEL);

    /** How a value looks in Fleet's JSON. */
    private enum Form {
        TEXT,
        NUMBER,
        FLAG,
        PLATFORMS,
        NAMES,
        /** A {@link NameList} of hosts as {@code FleetHost.name()} says them; not in what Fleet shows of a label. */
        HOSTS,
        CRITERIA
    }

    private final String word;
    private final String wire;
    private final Form form;

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf is immutable
    private final Set<FleetKind> kinds;

    FleetField(String word, String wire, Form form, FleetKind kind, FleetKind... more) {
        this.word = word;
        this.wire = wire;
        this.form = form;
        this.kinds = Set.copyOf(EnumSet.of(kind, more));
    }

    /** The fields of a kind. */
    static List<FleetField> of(FleetKind kind) {
        return Arrays.stream(values())
                .filter(field -> field.kinds.contains(kind))
                .toList();
    }

    /** The field of that kind that documents call {@code word}. */
    static Optional<FleetField> named(FleetKind kind, String word) {
        return of(kind).stream().filter(field -> field.word.equals(word)).findFirst();
    }

    String word() {
        return word;
    }

    String wire() {
        return wire;
    }

    /** Whether Fleet has this anyway when it is not told, so that a licence or a version that does not know it is not asked. */
    boolean goesWithoutSaying(FleetKind kind, String value) {
        return switch (form) {
            case NAMES, CRITERIA, HOSTS -> value.isEmpty();
            case FLAG -> kind == FleetKind.POLICY && value.equals("false");
            case TEXT, NUMBER, PLATFORMS -> kind == FleetKind.LABEL && value.isEmpty();
        };
    }

    /** A value of ours as Fleet takes it. */
    Object told(String value) {
        return switch (form) {
            case TEXT, PLATFORMS -> value;
            case NUMBER -> Long.parseLong(value);
            case FLAG -> Boolean.parseBoolean(value);
            case NAMES -> NameList.of(value);
            case HOSTS ->
                NameList.of(value).stream()
                        .map(FleetHost::idIn)
                        .flatMap(Optional::stream)
                        .toList();
            case CRITERIA -> criteria(value);
        };
    }

    private static Object criteria(String text) {
        var body = new LinkedHashMap<String, Object>();
        Criteria.of(text).ifPresent(vitals -> {
            body.put("vital", vitals.vital());
            body.put("value", vitals.value());
            body.put("operator", vitals.operator());
            vitals.customHostVitalId().ifPresent(id -> body.put("custom_host_vital_id", id));
        });
        return body;
    }

    /** The field of an object in Fleet's JSON, in our form; empty when Fleet does not show it. What is null has Fleet's default. */
    Optional<String> shown(JsonNode json) {
        var node = json.path(wire);
        return switch (form) {
            case TEXT -> Optional.of(text(node));
            case NUMBER -> Optional.of(Long.toString(node.asLong(0)));
            case FLAG -> Optional.of(Boolean.toString(node.asBoolean(false)));
            case PLATFORMS -> Optional.of(sorted(Arrays.stream(node.asString("").split(",")), ","));
            case NAMES ->
                Optional.of(NameList.text(node.valueStream()
                        .map(label -> label.isString()
                                ? label.asString("")
                                : label.path("name").asString(""))
                        .filter(name -> !name.isEmpty())
                        .sorted()
                        .toList()));
            case HOSTS -> Optional.empty();
            case CRITERIA -> node.isObject() ? Optional.of(criteria(node)) : Optional.empty();
        };
    }

    private String text(JsonNode node) {
        var text = node.asString("");
        return this == LOGGING && text.isEmpty() ? "snapshot" : text;
    }

    private static String sorted(Stream<String> words, String between) {
        return String.join(
                between,
                words.map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .sorted()
                        .distinct()
                        .toList());
    }

    private static String criteria(JsonNode node) {
        var id = node.path("custom_host_vital_id");
        return "%s%s %s %s"
                .formatted(
                        node.path("vital").asString(""),
                        id.isIntegralNumber() ? " " + id.asLong(0) : "",
                        node.path("operator").asString("="),
                        node.path("value").asString(""));
    }
}
