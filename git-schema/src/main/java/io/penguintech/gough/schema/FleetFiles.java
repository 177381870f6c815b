package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the files of Fleet's own GitOps below {@code queries/} as they are: one for all hosts, one for each fleet of
 * hosts, and lists of items that they refer to. Source of their rules: fleetdm/fleet, {@code pkg/spec/gitops.go}
 * (mid-2026).
 */
final class FleetFiles {
    /** Which lists are read, and what their items are. */
    private static final Map<String, Kind> LISTS = new TreeMap<>(
            Map.of("policies", Kind.POLICY, "reports", Kind.QUERY, "queries", Kind.QUERY, "labels", Kind.LABEL));

    private static final Set<String> NOT_MANAGED =
            Set.of("agent_options", "controls", "org_settings", "settings", "team_settings", "software");
    private static final Map<String, String> NEW_NAMES =
            new TreeMap<>(Map.of("queries", "reports", "team_settings", "settings"));
    private static final String NAME = "name";
    private static final String GLOBS = "*?[{";

    private final SortedMap<String, Tree> files = new TreeMap<>();
    private final Set<String> referred = new HashSet<>();
    private final SortedMap<String, SortedSet<String>> naming = new TreeMap<>();
    private final List<Document> documents = new ArrayList<>();
    private final FleetVariables variables;
    private final FleetItems items;
    private final Problems problems;
    private Optional<String> global = Optional.empty();

    FleetFiles(FleetVariables variables, Problems problems) {
        this.variables = variables;
        this.items = new FleetItems(variables, problems);
        this.problems = problems;
    }

    /** Takes note of what a file below {@code queries/} holds that is no document of ours. */
    void add(String path, Tree tree) {
        if (files.putIfAbsent(path, tree) != null)
            problems.error(
                    "Two documents in one file of Fleet's",
                    "Fleet reads one document of a file. Move this one into another file.",
                    tree.place());
    }

    /** Whether the tree is what Fleet reads first: a map with one of its lists or sections. */
    static boolean isFleets(Tree tree) {
        return tree instanceof Tree.Mapping map
                && map.entry("kind").isEmpty()
                && map.entry("apiVersion").isEmpty()
                && map.entries().stream()
                        .anyMatch(entry -> LISTS.containsKey(entry.key()) || NOT_MANAGED.contains(entry.key()));
    }

    /** The documents that the files stand for. What none of the files refers to is left in {@code others}. */
    List<Document> read(Map<String, Tree> others) {
        files.forEach((path, tree) -> {
            if (isFleets(tree)) file(path, (Tree.Mapping) tree);
        });
        files.forEach((path, tree) -> {
            if (isFleets(tree) || referred.contains(path)) return;
            if (!isListOfItems(tree)) others.put(path, tree);
            else
                problems.warning(
                        "File is referred to by nothing",
                        "Fleet reads such a list only where a file names it by path or paths.",
                        Place.ofFile(path));
        });
        return documents;
    }

    /** Which files name a list of items that is read, by the file of the list. */
    SortedMap<String, SortedSet<String>> naming() {
        return naming;
    }

    private static boolean isListOfItems(Tree tree) {
        return tree instanceof Tree.Seq seq
                && !seq.items().isEmpty()
                && seq.items().stream()
                        .allMatch(item -> item instanceof Tree.Mapping map
                                && (map.entry(NAME).isPresent()
                                        || map.entry("path").isPresent()
                                        || map.entry("paths").isPresent()));
    }

    private void file(String path, Tree.Mapping file) {
        keys(file);
        var team = team(path, file);
        file.entries().forEach(entry -> remember(path, entry.value()));
        if (team.isEmpty()) return;
        for (var entry : file.entries()) {
            var kind = LISTS.get(entry.key());
            if (kind != null) list(kind, path, entry.value(), team.get());
        }
    }

    private void keys(Tree.Mapping file) {
        var known = new HashSet<>(LISTS.keySet());
        known.addAll(NOT_MANAGED);
        known.add(NAME);
        var unmanaged = new ArrayList<Tree.Entry>();
        for (var entry : file.entries()) {
            if (NOT_MANAGED.contains(entry.key())) unmanaged.add(entry);
            if (!known.contains(entry.key()))
                problems.error(
                        "Unknown key",
                        "\"%s\" is no key of a file of Fleet's GitOps%s"
                                .formatted(entry.key(), Suggestion.clause(entry.key(), known)),
                        entry.keyPlace());
            var newer = NEW_NAMES.get(entry.key());
            if (newer != null && file.entry(newer).isPresent())
                problems.error(
                        "Old and new name of one key",
                        "\"%s\" is what \"%s\" was called before Fleet 4.82. Keep one of the two."
                                .formatted(entry.key(), newer),
                        entry.keyPlace());
        }
        if (!unmanaged.isEmpty())
            problems.notice(
                    "Not managed by Gough",
                    "Gough reads reports, policies and labels; Fleet keeps what it has of %s."
                            .formatted(String.join(
                                    ", ",
                                    unmanaged.stream().map(Tree.Entry::key).toList())),
                    unmanaged.getFirst().keyPlace());
    }

    /** For which hosts the file is: for all, or for those of the fleet that it names. */
    private Optional<FleetItems.Team> team(String path, Tree.Mapping file) {
        var name = file.get(NAME);
        var base = path.substring(path.lastIndexOf('/') + 1);
        if (name.isPresent()) return name(name.get());
        if (file.entry("org_settings").isEmpty() && !base.startsWith("default.")) {
            problems.error(
                    "File is for no hosts",
                    "Give the name of a fleet (before Fleet 4.82: team), or org_settings in the one file for all hosts.",
                    file.place());
            return Optional.empty();
        }
        if (global.isPresent())
            problems.error(
                    "Two files for all hosts",
                    "%s has no name and is for all hosts already. Keep one of the two.".formatted(global.get()),
                    file.place());
        global = Optional.of(path);
        return Optional.of(new FleetItems.Team(Optional.empty()));
    }

    private Optional<FleetItems.Team> name(Tree name) {
        var expanded = variables.expand(name, problems);
        new ShapeCheck(ShapeCheck.Stage.FINAL, problems)
                .check(expanded, Shape.text(TextRule.TEAM_NAME), ShapeCheck.Path.ROOT.key(NAME));
        // Fleet's older name for the hosts of no fleet.
        boolean old = expanded instanceof Tree.Scalar scalar && "No team".equals(scalar.value());
        return Optional.of(
                new FleetItems.Team(Optional.of(old ? new Tree.Scalar("Unassigned", expanded.place()) : expanded)));
    }

    /** Files that only sections refer to which Gough does not read are no mistake. */
    private void remember(String path, Tree tree) {
        switch (tree) {
            case Tree.Mapping map -> {
                for (var entry : map.entries()) {
                    if (entry.key().equals("path"))
                        Fields.text(entry.value()).ifPresent(to -> referred.add(resolved(path, to)));
                    else if (entry.key().equals("paths"))
                        Fields.text(entry.value()).ifPresent(glob -> referred.addAll(matching(path, glob)));
                    else remember(path, entry.value());
                }
            }
            case Tree.Seq seq -> seq.items().forEach(item -> remember(path, item));
            case Tree.Scalar _, Tree.SecretText _ -> {}
        }
    }

    private void list(Kind kind, String path, Tree list, FleetItems.Team team) {
        if (list instanceof Tree.Scalar scalar && scalar.value() == null) return;
        if (!(list instanceof Tree.Seq seq)) {
            problems.error("Wrong type", "It must be a list of items.", list.place());
            return;
        }
        var automations = new ArrayList<String>();
        for (var item : seq.items())
            if (item instanceof Tree.Mapping map
                    && (map.entry("path").isPresent() || map.entry("paths").isPresent()))
                reference(kind, path, map, team, automations);
            else item(kind, item, team, automations);
        if (!automations.isEmpty())
            problems.notice(
                    "Not managed by Gough",
                    "Fleet keeps what it has of %s of these policies."
                            .formatted(String.join(
                                    ", ",
                                    automations.stream().distinct().sorted().toList())),
                    list.place());
    }

    private void item(Kind kind, Tree item, FleetItems.Team team, List<String> automations) {
        if (kind == Kind.POLICY && item instanceof Tree.Mapping map)
            for (var entry : map.entries())
                if (FleetShapes.AUTOMATIONS.contains(entry.key())) automations.add(entry.key());
        items.read(kind, item, team).ifPresent(documents::add);
    }

    private void reference(Kind kind, String path, Tree.Mapping item, FleetItems.Team team, List<String> automations) {
        for (var entry : item.entries()) {
            var text = Fields.text(entry.value());
            if (text.isEmpty() || !Set.of("path", "paths").contains(entry.key())) {
                problems.error(
                        "Unknown key",
                        "Beside path or paths nothing else can stand. Move \"%s\" into the file."
                                .formatted(entry.key()),
                        entry.keyPlace());
                continue;
            }
            boolean glob = text.get().chars().anyMatch(c -> GLOBS.indexOf(c) >= 0);
            if (glob != entry.key().equals("paths"))
                problems.error(
                        "Wrong kind of path",
                        glob
                                ? "A pattern stands under paths; path names one file."
                                : "paths takes a pattern such as *.yml; one file stands under path.",
                        entry.value().place());
            else if (glob) pattern(kind, path, text.get(), entry.value().place(), team, automations);
            else library(kind, path, resolved(path, text.get()), entry.value().place(), team, automations);
        }
    }

    private void pattern(
            Kind kind, String path, String glob, Place place, FleetItems.Team team, List<String> automations) {
        var matching = matching(path, glob);
        if (matching.isEmpty())
            problems.warning(
                    "Pattern matches no file",
                    "No file below queries/ that ends in .yml or .yaml matches \"%s\".".formatted(glob),
                    place);
        for (var file : matching) library(kind, path, file, place, team, automations);
    }

    private void library(
            Kind kind, String from, String path, Place place, FleetItems.Team team, List<String> automations) {
        var tree = files.get(path);
        if (tree == null) {
            problems.error(
                    "Unknown file",
                    "There is no file of Fleet's GitOps at %s%s"
                            .formatted(path, Suggestion.clause(path, files.keySet())),
                    place);
            return;
        }
        if (!(tree instanceof Tree.Seq seq)) {
            problems.error("File is not a list", "%s must be a list of items: - name: …".formatted(path), tree.place());
            return;
        }
        naming.computeIfAbsent(path, any -> new TreeSet<>()).add(from);
        for (var item : seq.items())
            if (item instanceof Tree.Mapping map
                    && (map.entry("path").isPresent() || map.entry("paths").isPresent()))
                problems.error(
                        "File refers further",
                        "A file that is referred to holds items only. Name the other file where this one is named.",
                        map.place());
            else item(kind, item, team, automations);
    }

    private List<String> matching(String path, String glob) {
        var pattern = FleetPaths.pattern(resolved(path, glob));
        return files.keySet().stream()
                .filter(file -> pattern.matcher(file).matches() && !file.equals(path))
                .toList();
    }

    private static String resolved(String path, String relative) {
        return FleetPaths.resolve(path, relative);
    }
}
