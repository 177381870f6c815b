package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what is declared and used by nothing in the whole repository. */
final class UseChecks {
    private final Problems problems;
    private final Set<String> usedValues = new HashSet<>();
    private final Set<String> usedRepositoryValues = new HashSet<>();

    UseChecks(Problems problems) {
        this.problems = problems;
    }

    /** Takes note of the placeholders somebody wrote. */
    void note(List<Placeholders.Use> uses) {
        for (var use : uses)
            if (use instanceof Placeholders.Use.Name(var name, var _)) {
                ScopeNames.valuePath(name).ifPresent(usedValues::add);
                ScopeNames.repositoryPath(name).ifPresent(usedRepositoryValues::add);
            }
    }

    /** Warns of values that no placeholder stands for, each once, with the number of its other places. */
    void values(Collection<Document> documents) {
        var unused = new LinkedHashMap<String, List<Place>>();
        for (var document : documents) collect("", new Fields(document.spec()).mapping("values"), usedValues, unused);
        warn("values.", unused);
    }

    /** The same for the values of {@code gough.yaml}. */
    void repositoryValues(Document repository) {
        var unused = new LinkedHashMap<String, List<Place>>();
        collect("", new Fields(repository.spec()).mapping("values"), usedRepositoryValues, unused);
        warn("repository.", unused);
    }

    private void warn(String prefix, Map<String, List<Place>> unused) {
        unused.forEach((path, places) -> problems.warning(
                "Unused value",
                "No placeholder of any profile, host or template uses %s%s%s."
                        .formatted(
                                prefix,
                                path,
                                places.size() == 1
                                        ? ""
                                        : "; it is also set in %d other %s"
                                                .formatted(places.size() - 1, places.size() == 2 ? "place" : "places")),
                places.getFirst()));
    }

    /** A map that is used in parts is looked into; one that is not used at all is named as a whole. */
    private static void collect(String prefix, Tree.Mapping map, Set<String> used, Map<String, List<Place>> unused) {
        for (var entry : map.entries()) {
            var path = prefix + MergeKey.of(entry.key()).name();
            boolean removes = entry.value() instanceof Tree.Scalar scalar && scalar.value() == null;
            if (used.contains(path) || removes) continue;
            boolean inParts = used.stream().anyMatch(name -> name.startsWith(path + "."));
            if (inParts && entry.value() instanceof Tree.Mapping inner) collect(path + ".", inner, used, unused);
            else unused.computeIfAbsent(path, _ -> new ArrayList<>()).add(entry.keyPlace());
        }
    }

    /** Warns of profiles and templates that no host names. */
    void references(
            Collection<Document> profiles,
            Set<String> usedProfiles,
            Collection<Template> templates,
            Set<String> usedTemplates) {
        for (var profile : profiles)
            if (!usedProfiles.contains(profile.name()))
                problems.warning(
                        "Unused profile",
                        "No host is merged from profile \"%s\".".formatted(profile.name()),
                        profile.namePlace());
        for (var template : templates)
            if (!usedTemplates.contains(template.name().value()))
                problems.warning(
                        "Unused template",
                        "No host uses template \"%s\".".formatted(template.name()),
                        template.place());
    }
}
