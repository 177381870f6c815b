package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Makes each host what it means: profiles left to right, then the host; then placeholders; then secrets. */
final class HostMerger {
    private static final String UNKNOWN_PROFILE = "Unknown profile";

    /** Every host walks through what its profiles say, so that must be no more than people write. */
    private static final int MOST_VALUES_OF_PROFILES = 20_000;

    private final SortedMap<String, Document> profiles;
    private final Tree.Mapping repositoryValues;
    private final Map<List<String>, Tree.Mapping> chains = new HashMap<>();
    private final Budget budget = Budget.ofAllHosts();

    HostMerger(SortedMap<String, Document> profiles, Tree.Mapping repositoryValues) {
        this.profiles = profiles;
        this.repositoryValues = repositoryValues;
    }

    MergedHost merge(Document host) {
        var problems = new Problems();
        var row = profilesOf(host, problems);
        var written = new MapMerge(problems).over(shared(host, chain(row, problems)), host.spec());
        var scope = scope(host, resolvedValues(host, written, problems));
        var spec = finalSpec(written, scope, problems);
        new ShapeCheck(ShapeCheck.Stage.FINAL, problems)
                .check(spec, host.kind().spec(), ShapeCheck.Path.ROOT.key("spec"));
        boolean complete = problems.sorted().stream().noneMatch(d -> d.summary().equals(UNKNOWN_PROFILE));
        var said = complete ? problems.sorted() : withoutConsequences(problems.sorted());
        return new MergedHost(host, written, spec, scope, complete, said);
    }

    /** What profiles say of machines is about metal: a virtual machine may share the rest. */
    private static Tree.Mapping shared(Document host, Tree.Mapping profiles) {
        if (host.kind() != Kind.VIRTUAL_MACHINE || profiles.get("machine").isEmpty()) return profiles;
        return new Tree.Mapping(
                profiles.entries().stream()
                        .filter(entry -> !MergeKey.of(entry.key()).name().equals("machine"))
                        .toList(),
                profiles.place());
    }

    /** What a profile that was not found might have said is not missing. */
    private static List<Diagnostic> withoutConsequences(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(d -> !d.summary().equals(Placeholders.UNKNOWN_NAME)
                        && !d.summary().equals(ShapeCheck.MISSING_KEY))
                .toList();
    }

    private Placeholders.Scope scope(Document host, Tree.Mapping values) {
        return new Placeholders.Scope(host.name(), host.labels(), values, repositoryValues);
    }

    /** Profiles are named before anything is merged, so only the host's own names and the repository's can help. */
    private List<Document> profilesOf(Document host, Problems problems) {
        var found = new ArrayList<Document>();
        var nothing = new Tree.Mapping(List.of(), host.place());
        var own = new MapMerge(problems).over(nothing, host.spec());
        for (var item : new Fields(own).items("profiles"))
            Fields.text(replaced(item, scope(host, nothing), problems))
                    .filter(name -> !name.contains(Placeholders.OPENING))
                    .ifPresent(name -> {
                        var profile = profiles.get(name);
                        if (profile == null) unknownProfile(name, item.place(), problems);
                        else if (!found.contains(profile)) found.add(profile);
                        else
                            problems.warning(
                                    "Profile listed twice",
                                    "Profile \"%s\" is listed before; it is merged once.".formatted(name),
                                    item.place());
                    });
        return found;
    }

    private void unknownProfile(String name, Place place, Problems problems) {
        problems.error(
                UNKNOWN_PROFILE,
                "No profile is called \"%s\"%s".formatted(name, Suggestion.clause(name, profiles.keySet())),
                place);
    }

    /** Many hosts share a row of profiles, which is merged once. */
    private Tree.Mapping chain(List<Document> row, Problems problems) {
        var names = row.stream().map(Document::name).toList();
        var known = chains.get(names);
        if (known != null) return known;
        var merged = new Tree.Mapping(List.of(), Place.ofFile(""));
        for (var profile : row) merged = new MapMerge(problems).over(merged, profile.spec());
        if (!new Budget(0, MOST_VALUES_OF_PROFILES).take(merged)) {
            problems.error(
                    "Profiles too large",
                    "Together the profiles %s hold more than %,d values. Put what is so large into a template."
                            .formatted(String.join(", ", names), MOST_VALUES_OF_PROFILES),
                    row.getLast().place());
            merged = new Tree.Mapping(List.of(), Place.ofFile(""));
        }
        chains.put(names, merged);
        return merged;
    }

    private Tree.Mapping resolvedValues(Document host, Tree.Mapping written, Problems problems) {
        var values = new Fields(written).mapping("values");
        for (var use : Placeholders.find(values).uses())
            if (use instanceof Placeholders.Use.Name name) checkNotNested(name, values, problems);
        var replaced = replaced(values, scope(host, values), problems);
        return SecretForm.read(replaced, problems) instanceof Tree.Mapping map ? map : values;
    }

    private void checkNotNested(Placeholders.Use.Name use, Tree.Mapping values, Problems problems) {
        ScopeNames.valuePath(use.name())
                .flatMap(path -> ScopeNames.descend(values, path))
                .map(Placeholders::find)
                .filter(inner -> !inner.uses().isEmpty() || !inner.diagnostics().isEmpty())
                .ifPresent(_ -> problems.error(
                        "Placeholder refers to another placeholder",
                        "\"%s\" holds a placeholder itself, and there is no recursion. Write its text here."
                                .formatted(use.name()),
                        use.place()));
    }

    private Tree.Mapping finalSpec(Tree.Mapping written, Placeholders.Scope scope, Problems problems) {
        var entries = new ArrayList<Tree.Entry>(written.entries().size());
        for (var entry : written.entries()) {
            var value = switch (entry.key()) {
                case "values" -> entry.value() instanceof Tree.Mapping ? scope.values() : entry.value();
                case "machine", "vmHost" -> SecretForm.read(replaced(entry.value(), scope, problems), problems);
                default -> replaced(entry.value(), scope, problems);
            };
            entries.add(new Tree.Entry(entry.key(), entry.keyPlace(), value));
        }
        return new Tree.Mapping(entries, written.place());
    }

    private Tree replaced(Tree tree, Placeholders.Scope scope, Problems problems) {
        var replaced = Placeholders.replace(tree, scope, Placeholders.Filter.NONE, budget);
        problems.addAll(replaced.diagnostics());
        return replaced.tree();
    }
}
