package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.Criteria;
import io.penguintech.gough.reconcile.NameList;
import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetNames;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Label.Membership.HostVitals;
import io.penguintech.gough.schema.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes a Fleet's queries, policies and labels as documents that take them over. */
final class FleetSheets {
    private static final Pattern NAME = Pattern.compile("\\S([^\\p{Cntrl}]{0,253}\\S)?");
    private static final List<String> SCOPES =
            List.of("labelsIncludeAny", "labelsIncludeAll", "labelsExcludeAny", "labelsExcludeAll");

    /** The Fleet that a document means that names none. */
    private static final String DEFAULT = "default";

    private FleetSheets() {}

    /**
     * One of them.
     *
     * @param name what it is called in reports and files: its name, of policies and labels with what it is
     * @param document its document
     */
    record Sheet(String name, String document) {}

    /** Labels, queries, policies, each by name; without what Fleet brought along. */
    static List<Sheet> of(Collection<ObservedObject> objects, Remarks leftOut) {
        var sheets = new ArrayList<Sheet>();
        var names = new HashSet<String>();
        objects.stream()
                .filter(is -> !is.builtIn())
                .sorted(Comparator.comparing(ObservedObject::kind)
                        .thenComparing(ObservedObject::team)
                        .thenComparing(ObservedObject::name))
                .forEach(is -> {
                    var no = objection(is);
                    if (no.isPresent()) leftOut.add(called(is), no.get());
                    else if (!names.add("%s %s\n%s".formatted(is.kind(), is.team(), FleetNames.key(is.name()))))
                        leftOut.add(
                                called(is),
                                "Fleet has several %s of this name, so no document can mean one of them."
                                        .formatted(is.kind().plural()));
                    else sheets.add(new Sheet(called(is), document(is)));
                });
        return List.copyOf(sheets);
    }

    private static String called(ObservedObject is) {
        var team = is.team().isEmpty() ? "" : " of " + is.team();
        return (is.kind() == FleetKind.QUERY ? "" : is.kind().word() + " ") + is.name() + team;
    }

    private static Optional<String> objection(ObservedObject is) {
        if (!NAME.matcher(is.name()).matches())
            return Optional.of("Its name is none that a document can say: rename it in Fleet.");
        if (is.kind() != FleetKind.LABEL) return Optional.empty();
        return switch (is.field("membership")) {
            case "dynamic" -> Optional.empty();
            case "host_vitals" ->
                criteria(is).isPresent() ? Optional.empty() : Optional.of("Fleet does not show what makes this label.");
            default -> Optional.of("Its hosts are listed in Fleet, and lists of hosts are left there.");
        };
    }

    private static Optional<HostVitals> criteria(ObservedObject is) {
        return Criteria.of(is.field("criteria"));
    }

    private static String document(ObservedObject is) {
        var spec = spec(is);
        spec.put("adopt", true);
        return Yamls.document(kind(is), is.name(), spec);
    }

    /** A document of what Gough manages already, as it is. */
    static String ofOurs(ObservedObject is, BackendName fleet) {
        var spec = ours(fleet);
        spec.putAll(spec(is));
        return Yamls.document(kind(is), is.name(), spec);
    }

    /** The same, with what its document says and Fleet does not know; what the document leaves as Fleet has it stays out. */
    static String ofOurs(ObservedObject is, FleetObject declared) {
        var spec = ours(declared.fleet());
        if (!declared.earlier().isEmpty()) spec.put("formerly", declared.earlier());
        spec.putAll(spec(is));
        declared.team().ifPresent(team -> spec.replace("team", team.value()));
        if (declared.adopt()) spec.put("adopt", true);
        if (declared instanceof Policy policy) {
            choice(spec, is, "calendarEventsEnabled", policy.calendarEventsEnabled());
            choice(spec, is, "conditionalAccessEnabled", policy.conditionalAccessEnabled());
        }
        return Yamls.document(kind(is), is.name(), spec);
    }

    private static Map<String, Object> ours(BackendName fleet) {
        var spec = new LinkedHashMap<String, Object>();
        if (!fleet.value().equals(DEFAULT)) spec.put("fleet", fleet.value());
        return spec;
    }

    /** A switch that is off is not the same as one of which nothing is said. */
    private static void choice(Map<String, Object> spec, ObservedObject is, String field, Optional<Boolean> declared) {
        if (declared.isPresent() && is.fields().containsKey(field))
            spec.put(field, is.field(field).equals("true"));
        else spec.remove(field);
    }

    private static Map<String, Object> spec(ObservedObject is) {
        var spec = new LinkedHashMap<String, Object>();
        if (!is.team().isEmpty()) spec.put("team", is.team());
        text(spec, is, "description");
        switch (is.kind()) {
            case QUERY -> query(spec, is);
            case POLICY -> policy(spec, is);
            case LABEL -> label(spec, is);
        }
        for (var scope : SCOPES) if (!is.field(scope).isEmpty()) spec.put(scope, NameList.of(is.field(scope)));
        return spec;
    }

    private static String kind(ObservedObject is) {
        return switch (is.kind()) {
            case QUERY -> "Query";
            case POLICY -> "Policy";
            case LABEL -> "Label";
        };
    }

    private static void query(Map<String, Object> spec, ObservedObject is) {
        spec.put("query", is.field("sql").strip());
        platforms(spec, is);
        if (!is.field("interval").equals("0")) spec.put("interval", is.field("interval") + "s");
        spec.put("logging", is.field("logging"));
        text(spec, is, "minOsqueryVersion");
        for (var flag : List.of("automationsEnabled", "observerCanRun", "discardData")) flag(spec, is, flag);
    }

    private static void policy(Map<String, Object> spec, ObservedObject is) {
        spec.put("query", is.field("sql").strip());
        text(spec, is, "resolution");
        platforms(spec, is);
        for (var flag : List.of("critical", "calendarEventsEnabled", "conditionalAccessEnabled")) flag(spec, is, flag);
    }

    private static void label(Map<String, Object> spec, ObservedObject is) {
        criteria(is)
                .ifPresentOrElse(
                        vitals -> {
                            var criteria = new LinkedHashMap<String, Object>();
                            criteria.put("vital", vitals.vital());
                            criteria.put("operator", vitals.operator());
                            criteria.put("value", vitals.value());
                            vitals.customHostVitalId().ifPresent(id -> criteria.put("customHostVitalId", id));
                            spec.put("criteria", criteria);
                        },
                        () -> {
                            spec.put("query", is.field("sql").strip());
                            text(spec, is, "platform");
                        });
    }

    private static void text(Map<String, Object> spec, ObservedObject is, String field) {
        if (!is.field(field).isBlank()) spec.put(field, is.field(field).strip());
    }

    private static void flag(Map<String, Object> spec, ObservedObject is, String field) {
        if (is.field(field).equals("true")) spec.put(field, true);
    }

    private static void platforms(Map<String, Object> spec, ObservedObject is) {
        if (!is.field("platforms").isEmpty())
            spec.put("platforms", List.of(is.field("platforms").split(",")));
    }
}
