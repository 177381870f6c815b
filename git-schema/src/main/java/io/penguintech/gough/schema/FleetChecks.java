package io.penguintech.gough.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks queries, policies and labels against each other: names, the hosts they are meant for, what makes a label. */
final class FleetChecks {
    private final List<Document> documents;
    private final Problems problems;
    private final Map<Name, Place> names = new HashMap<>();

    private FleetChecks(List<Document> documents, Problems problems) {
        this.documents = documents;
        this.problems = problems;
    }

    /** Notes all that is wrong with them. */
    static void check(Draft draft, Problems problems) {
        var checks = new FleetChecks(draft.ofFleet(), problems);
        checks.documents.forEach(checks::name);
        checks.documents.forEach(checks::formerNames);
        checks.documents.forEach(checks::targets);
        checks.documents.stream()
                .filter(document -> document.kind() == Kind.POLICY)
                .forEach(checks::ofTeamOnly);
        checks.labels().forEach(checks::membership);
        // A document that could not be read may be the label that is referred to.
        if (draft.complete()) checks.references();
    }

    private Stream<Document> labels() {
        return documents.stream().filter(document -> document.kind() == Kind.LABEL);
    }

    /** What Fleet has only one of. */
    private record Name(Kind kind, String fleet, String team, String key) {}

    private void name(Document document) {
        once(document, document.name(), document.namePlace(), document.kind().word() + " declared twice");
        if (document.kind() == Kind.LABEL && Label.BUILT_IN.stream().anyMatch(name -> same(name, document.name())))
            problems.error(
                    "Label is built in",
                    "\"%s\" is one of Fleet's own labels, which nobody can change. Choose another name."
                            .formatted(document.name()),
                    document.namePlace());
        if (document.kind() != Kind.POLICY && !document.name().chars().allMatch(c -> c < 0x80))
            problems.notice(
                    "Name is not ASCII",
                    "Fleet takes \"%s\", but not from files of its own GitOps.".formatted(document.name()),
                    document.namePlace());
    }

    /** A name that changed only its case or accents is the same name to Fleet, and in use by nobody else. */
    private void formerNames(Document document) {
        for (var former : new Fields(document.spec()).items("formerly"))
            Fields.text(former)
                    .filter(name -> name.equals(document.name()) || !same(name, document.name()))
                    .ifPresent(name -> once(document, name, former.place(), "Former name is in use"));
    }

    /** Fleet compares names without regard to case and accents. */
    private void once(Document document, String name, Place place, String summary) {
        var spec = new Fields(document.spec());
        var team = spec.text("team");
        var key = new Name(document.kind(), fleet(document), FleetNames.key(team.orElse("")), FleetNames.key(name));
        var first = names.putIfAbsent(key, place);
        if (first != null)
            problems.error(
                    summary,
                    "The name \"%s\" stands at %s already, for %sfleet %s. Fleet tells no names apart by case or accents."
                            .formatted(
                                    name,
                                    first,
                                    team.map("team %s of "::formatted).orElse(""),
                                    key.fleet()),
                    place);
    }

    private static String fleet(Document document) {
        return new Fields(document.spec()).text("fleet").orElse("default");
    }

    private static boolean same(String name, String other) {
        return FleetNames.key(name).equals(FleetNames.key(other));
    }

    private void targets(Document document) {
        var spec = new Fields(document.spec());
        oneScope(spec, "include", FleetSpec.INCLUDE_ANY, FleetSpec.INCLUDE_ALL);
        oneScope(spec, "exclude", FleetSpec.EXCLUDE_ANY, FleetSpec.EXCLUDE_ALL);
        var included = new LinkedHashMap<String, Place>();
        for (var label : targets(spec, FleetSpec.INCLUDE_ANY, FleetSpec.INCLUDE_ALL)) {
            var first = included.putIfAbsent(FleetNames.key(label.text()), label.place());
            if (first != null) twice(label, first);
        }
        var excluded = new HashMap<String, Place>();
        for (var label : targets(spec, FleetSpec.EXCLUDE_ANY, FleetSpec.EXCLUDE_ALL)) {
            var first = excluded.putIfAbsent(FleetNames.key(label.text()), label.place());
            var include = included.get(FleetNames.key(label.text()));
            if (first != null) twice(label, first);
            else if (include != null)
                problems.error(
                        "Label is included and excluded",
                        "\"%s\" is included at %s. Remove it from one of the two.".formatted(label.text(), include),
                        label.place());
        }
    }

    /** What Fleet has for the policies of a team only. */
    private void ofTeamOnly(Document policy) {
        var spec = new Fields(policy.spec());
        if (spec.text("team").isPresent()) return;
        for (var field : Map.of(PolicyDecoder.CALENDAR, "calendar events", PolicyDecoder.ACCESS, "conditional access")
                .entrySet())
            if (spec.flag(field.getKey(), false))
                problems.warning(
                        "Field without effect",
                        "Fleet has %s for policies of a team only. Remove this, or give the policy a team."
                                .formatted(field.getValue()),
                        spec.map().entry(field.getKey()).orElseThrow().keyPlace());
    }

    private void twice(Target label, Place first) {
        problems.warning(
                "Label listed twice",
                "\"%s\" is listed at %s already. Remove it here.".formatted(label.text(), first),
                label.place());
    }

    private void oneScope(Fields spec, String verb, String any, String all) {
        if (spec.items(any).isEmpty() || spec.items(all).isEmpty()) return;
        problems.error(
                "Two label scopes",
                "Fleet takes either any or all of the labels to %s, not both. Keep one of the two lists."
                        .formatted(verb),
                later(spec.map().entry(any).orElseThrow(), spec.map().entry(all).orElseThrow()));
    }

    private static Place later(Tree.Entry one, Tree.Entry other) {
        return one.keyPlace().compareTo(other.keyPlace()) > 0 ? one.keyPlace() : other.keyPlace();
    }

    /** A label that hosts shall have or not have. */
    private record Target(String text, Place place) {}

    private static List<Target> targets(Fields spec, String... keys) {
        return Stream.of(keys)
                .flatMap(key -> spec.items(key).stream())
                .flatMap(item -> Fields.text(item).map(text -> new Target(text, item.place())).stream())
                .toList();
    }

    private void membership(Document label) {
        var spec = new Fields(label.spec());
        var given = Stream.of("query", "hosts", "criteria")
                .flatMap(key -> spec.map().entry(key).stream())
                .toList();
        if (given.isEmpty())
            problems.error(
                    "Label without hosts",
                    "Label \"%s\" says nowhere which hosts carry it: give query, hosts or criteria; hosts: [] means none."
                            .formatted(label.name()),
                    label.namePlace());
        for (var more : given.subList(Math.min(1, given.size()), given.size()))
            problems.error(
                    "Two kinds of label",
                    "%s and %s exclude each other. Keep one of the two."
                            .formatted(given.getFirst().key(), more.key()),
                    more.keyPlace());
        if (spec.map().get("query").isEmpty())
            spec.map()
                    .entry("platform")
                    .ifPresent(platform -> problems.error(
                            "Field not possible here",
                            "platform says of which hosts the SQL of a label is asked, and there is no query. Remove it.",
                            platform.keyPlace()));
        vital(spec.inner("criteria"));
    }

    private void vital(Fields criteria) {
        boolean custom =
                criteria.text("vital").filter(LabelDecoder.CUSTOM_VITAL::equals).isPresent();
        var id = criteria.map().entry(LabelDecoder.CUSTOM_VITAL_ID);
        if (custom && id.isEmpty())
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "customHostVitalId must be given: which custom host vital is compared.",
                    criteria.place("vital"));
        if (!custom && criteria.text("vital").isPresent() && id.isPresent())
            problems.error(
                    "Field not possible here",
                    "customHostVitalId goes with custom_host_vital only. Remove it.",
                    id.get().keyPlace());
    }

    private void references() {
        var declared = new HashMap<String, Map<String, @Nullable String>>();
        labels().forEach(label -> declared.computeIfAbsent(fleet(label), _ -> new HashMap<>())
                .put(label.name(), new Fields(label.spec()).text("team").orElse(null)));
        for (var document : documents)
            for (var target : targets(
                    new Fields(document.spec()),
                    FleetSpec.INCLUDE_ANY,
                    FleetSpec.INCLUDE_ALL,
                    FleetSpec.EXCLUDE_ANY,
                    FleetSpec.EXCLUDE_ALL))
                reference(document, target, declared.getOrDefault(fleet(document), Map.of()));
    }

    private void reference(Document document, Target target, Map<String, @Nullable String> declared) {
        if (Label.BUILT_IN.stream().anyMatch(name -> same(name, target.text()))) {
            problems.warning(
                    "Label is built in",
                    "\"%s\" is one of Fleet's own labels; Fleet may refuse them here. Give platforms, or declare a label of your own."
                            .formatted(target.text()),
                    target.place());
            return;
        }
        var found = declared.keySet().stream()
                .filter(name -> same(name, target.text()))
                .findFirst();
        if (found.isEmpty()) {
            problems.warning(
                    "Unknown label",
                    "No document of kind Label for fleet %s is called \"%s\"%s Fleet must have it already, or declare it."
                            .formatted(
                                    fleet(document),
                                    target.text(),
                                    Suggestion.clause(target.text(), declared.keySet())),
                    target.place());
            return;
        }
        var team = Optional.ofNullable(declared.get(found.get()));
        var own = new Fields(document.spec()).text("team");
        if (team.isPresent() && own.filter(name -> same(name, team.get())).isEmpty())
            problems.warning(
                    "Label of another team",
                    "Label \"%s\" belongs to team %s; hosts elsewhere never carry it. Remove its team, or choose another label."
                            .formatted(target.text(), team.get()),
                    target.place());
    }
}
