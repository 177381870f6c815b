package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.LabelName;
import io.penguintech.gough.schema.Policy;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.Query.Logging;
import io.penguintech.gough.schema.Risk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fields of what is in a Fleet: how they are compared, named and how much changing them costs. */
final class FleetFields {
    static final String NAME = "name";
    static final String SQL = "sql";
    static final String MEMBERSHIP = "membership";
    static final String CRITERIA = "criteria";
    static final String HOSTS = "hosts";
    private static final String DESCRIPTION = "description";
    private static final String PLATFORMS = "platforms";
    private static final String DISCARD = "discardData";
    private static final String LOGGING = "logging";
    private static final String MIN_VERSION = "minOsqueryVersion";

    /** Fields that hold names of labels, which are the hosts it is for. */
    static final Set<String> SCOPES =
            new TreeSet<>(List.of("labelsIncludeAny", "labelsIncludeAll", "labelsExcludeAny", "labelsExcludeAll"));

    /** What a label is made of: Fleet keeps it for as long as the label lives (facts). */
    private static final Set<String> MADE_OF = Set.of(MEMBERSHIP, SQL, "platform", CRITERIA);

    /** Of policies. */
    private static final Set<String> SWITCHES = Set.of("critical", "calendarEventsEnabled", "conditionalAccessEnabled");

    private static final Set<String> NOT_ALWAYS_SHOWN = Set.of(CRITERIA, HOSTS);

    private FleetFields() {}

    /** Everything that is declared, as it is declared. */
    static Map<String, String> of(FleetObject object) {
        return switch (object) {
            case Query query -> of(query);
            case Policy policy -> of(policy);
            case Label label -> of(label);
        };
    }

    private static Map<String, String> of(Query query) {
        var fields = new LinkedHashMap<String, String>();
        fields.put(NAME, query.name().value());
        fields.put(DESCRIPTION, query.description());
        fields.put(SQL, query.sql());
        fields.put(PLATFORMS, String.join(",", query.platforms()));
        fields.put("interval", Long.toString(query.interval().toSeconds()));
        fields.put(LOGGING, query.logging().word());
        fields.put(MIN_VERSION, query.minOsqueryVersion());
        fields.put("automationsEnabled", Boolean.toString(query.automationsEnabled()));
        fields.put("observerCanRun", Boolean.toString(query.observerCanRun()));
        fields.put(DISCARD, Boolean.toString(query.discardData()));
        fields.put("labelsIncludeAny", names(query.labelsIncludeAny()));
        fields.put("labelsIncludeAll", names(query.labelsIncludeAll()));
        return fields;
    }

    private static Map<String, String> of(Policy policy) {
        var fields = new LinkedHashMap<String, String>();
        fields.put(NAME, policy.name().value());
        fields.put(DESCRIPTION, policy.description());
        fields.put(SQL, policy.sql());
        fields.put("resolution", policy.resolution());
        fields.put(PLATFORMS, String.join(",", policy.platforms()));
        fields.put("critical", Boolean.toString(policy.critical()));
        policy.calendarEventsEnabled().ifPresent(on -> fields.put("calendarEventsEnabled", Boolean.toString(on)));
        policy.conditionalAccessEnabled().ifPresent(on -> fields.put("conditionalAccessEnabled", Boolean.toString(on)));
        fields.put("labelsIncludeAny", names(policy.labelsIncludeAny()));
        fields.put("labelsIncludeAll", names(policy.labelsIncludeAll()));
        fields.put("labelsExcludeAny", names(policy.labelsExcludeAny()));
        fields.put("labelsExcludeAll", names(policy.labelsExcludeAll()));
        return fields;
    }

    private static Map<String, String> of(Label label) {
        var fields = new LinkedHashMap<String, String>();
        fields.put(NAME, label.name().value());
        fields.put(DESCRIPTION, label.description());
        switch (label.membership()) {
            case Label.Membership.Dynamic(var sql, var platform) -> {
                fields.put(MEMBERSHIP, "dynamic");
                fields.put(SQL, sql);
                fields.put("platform", platform);
            }
            case Label.Membership.Manual(var hosts) -> {
                fields.put(MEMBERSHIP, "manual");
                hosts.ifPresent(names -> fields.put(HOSTS, NameList.text(names))); // no list: whoever carries it
            }
            case Label.Membership.HostVitals vitals -> {
                fields.put(MEMBERSHIP, "host_vitals");
                fields.put(CRITERIA, Criteria.text(vitals));
            }
        }
        return fields;
    }

    private static String names(SortedSet<LabelName> labels) {
        return NameList.text(labels.stream().map(LabelName::value).toList());
    }

    /** What {@code object} declares and Fleet has otherwise, sorted. What Fleet does not show is taken to be right. */
    static List<FieldChange> differences(FleetObject object, ObservedObject is) {
        var changes = new ArrayList<FieldChange>();
        of(object).forEach((field, wanted) -> {
            if (NOT_ALWAYS_SHOWN.contains(field) && !is.fields().containsKey(field)) return;
            if (field.equals(HOSTS)) {
                changes.addAll(LabelHosts.differences(wanted, is.field(HOSTS)));
                return;
            }
            var shall = wanted.strip();
            var now = now(is, field);
            if (!shall.equals(now)) changes.add(new FieldChange(field, Optional.of(now), Optional.of(shall)));
        });
        return changes.stream().sorted().toList();
    }

    /**
     * A field's value now. White space at the ends says nothing, and YAML block texts end with a line break that a server
     * may drop; a label that is being replaced is the one it was.
     */
    static String now(ObservedObject is, String field) {
        var now = is.field(field).strip();
        return SCOPES.contains(field) && LabelReplacement.mentionsParked(now)
                ? NameList.text(NameList.of(now).stream()
                        .map(LabelReplacement::original)
                        .sorted()
                        .toList())
                : now;
    }

    /** Whether Fleet has exactly what is declared. */
    static boolean same(FleetObject object, ObservedObject is) {
        return differences(object, is).isEmpty();
    }

    /** The same but for who carries a label: which is read later than the label itself. */
    static boolean sameButHosts(FleetObject object, ObservedObject is) {
        return differences(object, is).stream().allMatch(LabelHosts::isAbout);
    }

    /** Everything that is created. */
    static List<FieldChange> created(FleetObject object) {
        var fields = of(object);
        var plain = fields.entrySet().stream()
                .filter(field -> !isNothing(
                        object.kind(), field.getKey(), field.getValue().strip()))
                .map(field -> new FieldChange(
                        field.getKey(),
                        Optional.empty(),
                        Optional.of(field.getValue().strip())));
        return Stream.concat(plain, LabelHosts.differences(fields.getOrDefault(HOSTS, ""), "").stream())
                .sorted()
                .toList();
    }

    /** Everything that is deleted. */
    static List<FieldChange> deleted(ObservedObject is) {
        return is.fields().keySet().stream()
                .filter(field -> !field.equals(HOSTS))
                .filter(field -> !isNothing(is.kind(), field, now(is, field)))
                .map(field -> new FieldChange(field, Optional.of(now(is, field)), Optional.empty()))
                .sorted()
                .toList();
    }

    /** Queries say no as well as yes; elsewhere a switch that is off is nothing worth a line. */
    private static boolean isNothing(FleetKind kind, String field, String value) {
        return value.isEmpty()
                || field.equals(HOSTS)
                || (kind == FleetKind.POLICY && SWITCHES.contains(field) && value.equals("false"));
    }

    /** Fleet deletes what hosts answered when what they are asked changes, and results when they are no longer kept. */
    static Risk risk(FleetKind kind, Collection<FieldChange> changes) {
        return changes.stream().anyMatch(change -> losesResults(kind, change)) ? Risk.DESTRUCTIVE : Risk.NOTICE;
    }

    /** Source: fleetdm/fleet server/service/queries.go (ModifyQuery) and team_policies.go (modifyPolicy). */
    private static boolean losesResults(FleetKind kind, FieldChange change) {
        return switch (kind) {
            case QUERY ->
                switch (change.field()) {
                    case SQL, PLATFORMS, MIN_VERSION -> true;
                    case DISCARD -> change.after().filter("true"::equals).isPresent();
                    case LOGGING ->
                        change.before().filter(Logging.SNAPSHOT.word()::equals).isPresent();
                    default -> false;
                };
            case POLICY -> change.field().equals(SQL) || change.field().equals(PLATFORMS);
            case LABEL -> isMadeOf(change);
        };
    }

    /** Whether a label must be made anew for it. */
    static boolean isMadeOf(FieldChange change) {
        return MADE_OF.contains(change.field());
    }

    /** What only Fleet Premium has and {@code object} asks for. */
    static List<String> needingPremium(FleetObject object) {
        var fields = of(object);
        var needing = SCOPES.stream()
                .filter(scope -> !fields.getOrDefault(scope, "").isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
        if (object.team().isPresent()) needing.addFirst("team");
        if (Objects.equals(fields.get("critical"), "true")) needing.addFirst("critical");
        return needing;
    }

    /** Names of the labels whose hosts it is for. */
    static Set<String> targets(FleetObject object) {
        return of(object).entrySet().stream()
                .filter(field -> SCOPES.contains(field.getKey()))
                .flatMap(field -> NameList.of(field.getValue()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same of what Fleet has, as Fleet calls them. */
    static Set<String> targets(ObservedObject is) {
        return SCOPES.stream()
                .flatMap(scope -> NameList.of(is.field(scope)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of labels that one side of a change mentions. */
    static Set<String> targets(
            Collection<FieldChange> changes, java.util.function.Function<FieldChange, Optional<String>> side) {
        return changes.stream()
                .filter(change -> SCOPES.contains(change.field()))
                .flatMap(change -> side.apply(change).stream())
                .flatMap(names -> NameList.of(names).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
