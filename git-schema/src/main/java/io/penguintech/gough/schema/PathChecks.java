package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks who may say yes to what comes from which files: that every rule can be fulfilled, and means a file. */
final class PathChecks {
    private static final int MOST_RULES = 100;

    /** Patterns and paths of strangers shall not keep anybody busy: what would take longer is not looked for. */
    private static final long MOST_EFFORT = 100_000_000;

    private final Problems problems;
    private long effort;

    PathChecks(Problems problems) {
        this.problems = problems;
    }

    /** A rule that is sound by itself. */
    private record Sound(PathRule rule, Place place, Set<String> admitted) {}

    /** {@code paths} are those of all files of the repository. */
    void check(Document document, Set<String> paths) {
        var spec = new Fields(document.spec());
        var rules = spec.items("paths");
        if (rules.isEmpty()) return;
        if (rules.size() > MOST_RULES)
            problems.error(
                    "Too many rules",
                    "spec.paths holds %d rules, at most %d are read. Write one with a wider glob in the place of several."
                            .formatted(rules.size(), MOST_RULES),
                    spec.place("paths"));
        var people = people(spec);
        var sound = new ArrayList<Sound>();
        for (var rule : rules.subList(0, Math.min(MOST_RULES, rules.size())))
            if (rule instanceof Tree.Mapping map) check(new Fields(map), people, sound);
        if (problems.anyErrorIn(document.place().file())) return;
        enough(RepositoryDecoder.decode(document), sound);
        files(sound, paths.stream().filter(RepoLayout::isOurs).toList());
    }

    private static SortedMap<String, Repository.Person> people(Fields spec) {
        var people = new TreeMap<String, Repository.Person>();
        for (var person : spec.items("people"))
            if (person instanceof Tree.Mapping map && hasKnownRoles(new Fields(map))) {
                var read = RepositoryDecoder.person(map);
                people.put(read.name(), read);
            }
        return people;
    }

    /** Another word was refused already. */
    private static boolean hasKnownRoles(Fields person) {
        var words = List.of(Repository.Role.values()).stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
        return words.containsAll(person.texts("roles"));
    }

    private void check(Fields rule, SortedMap<String, Repository.Person> people, List<Sound> sound) {
        var glob =
                rule.text("glob").filter(text -> TextRule.GLOB.objection(text).isEmpty());
        glob.ifPresent(text -> glob(text, rule.place("glob")));
        for (var person : rule.items("people"))
            Fields.text(person).ifPresent(name -> person(name, people, person.place()));
        if (rule.items("roles").isEmpty() && rule.items("people").isEmpty()) {
            problems.error(
                    "Rule admits nobody",
                    "It names neither roles nor people. Say who may say yes: roles: [admin], or people by their names.",
                    rule.map().place());
            return;
        }
        if (!List.of("approver", "admin").containsAll(rule.texts("roles"))) return; // said already
        PathsDecoder.decode(List.of(rule.map())).forEach(one -> admitted(one, rule, people, sound));
    }

    private void glob(String text, Place place) {
        try {
            PathGlob.parse(text);
        } catch (IllegalArgumentException noPattern) {
            problems.error(
                    "Not a pattern of paths",
                    "\"%s\": %s. Write it like hosts/db/** or queries/*.yaml.".formatted(text, noPattern.getMessage()),
                    place);
        }
    }

    private void person(String name, SortedMap<String, Repository.Person> people, Place place) {
        var person = people.get(name);
        if (person == null)
            problems.error(
                    "Unknown person",
                    "Nobody in people is called \"%s\"%s".formatted(name, Suggestion.clause(name, people.keySet())),
                    place);
        else if (!person.may(Repository.Role.APPROVER))
            problems.error(
                    "Person may not approve",
                    "%s does not have the role approver, so no yes of theirs ever counts. Give them that role, or leave them out here."
                            .formatted(name),
                    place);
    }

    private void admitted(
            PathRule rule, Fields fields, SortedMap<String, Repository.Person> people, List<Sound> sound) {
        var admitted = people.values().stream()
                .filter(person -> person.may(Repository.Role.APPROVER) && rule.admits(person))
                .map(Repository.Person::name)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean said = !admitted.containsAll(fields.texts("people"));
        if (!admitted.isEmpty()) sound.add(new Sound(rule, fields.place("glob"), admitted));
        else if (!said)
            problems.error(
                    "Rule admits nobody",
                    "%s takes %s, and nobody in people is that and may approve: nothing that comes from there could ever be approved. Give somebody the role, or name other people."
                            .formatted(rule.glob(), rule.words()),
                    fields.map().place());
    }

    private void enough(Repository repository, List<Sound> sound) {
        if (repository.mode() == Repository.Mode.OBSERVE) return;
        for (var one : sound)
            for (var risk : Risk.values()) {
                int needed = repository.approvals().needed(risk);
                if (needed <= one.admitted().size()) continue;
                problems.warning(
                        "Too few approvers",
                        "What comes from %s may be approved by %s; changes of risk %s need %d. Admit more people."
                                .formatted(one.rule().glob(), String.join(", ", one.admitted()), risk.word(), needed),
                        one.place());
                break;
            }
    }

    private void files(List<Sound> sound, List<String> files) {
        var seen = new HashSet<PathGlob>();
        var matching = new TreeMap<String, List<Sound>>();
        for (var one : sound) {
            if (!seen.add(one.rule().glob()))
                problems.warning(
                        "Glob listed twice",
                        "Both rules of %s hold: whoever says yes must be admitted by either. To admit more people, put them into one rule."
                                .formatted(one.rule().glob()),
                        one.place());
            boolean any = false;
            for (var file : files)
                if (matches(one.rule().glob(), file)) {
                    any = true;
                    matching.computeIfAbsent(file, path -> new ArrayList<>()).add(one);
                }
            if (effort > MOST_EFFORT) return;
            if (!any) unused(one, files);
        }
        disjoint(matching);
    }

    private boolean matches(PathGlob glob, String file) {
        if (!file.startsWith(glob.prefix())) return false;
        effort += glob.effort(file.length());
        return effort <= MOST_EFFORT && glob.matches(file);
    }

    private void unused(Sound one, List<String> files) {
        var prefix = one.rule().glob().prefix();
        var folder = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
        var folders = new TreeSet<String>();
        for (var file : files)
            for (int slash = file.indexOf('/'); slash > 0; slash = file.indexOf('/', slash + 1))
                folders.add(file.substring(0, slash));
        problems.warning(
                "Rule matches no file",
                "No file that Gough reads matches %s%s"
                        .formatted(
                                one.rule().glob(), folders.contains(folder) ? "." : Suggestion.clause(folder, folders)),
                one.place());
    }

    /** Each row of rules once, with the first of its files. */
    private void disjoint(SortedMap<String, List<Sound>> matching) {
        var said = new HashSet<List<Sound>>();
        matching.forEach((file, rules) -> {
            var all = new TreeSet<>(rules.getFirst().admitted());
            rules.forEach(rule -> all.retainAll(rule.admitted()));
            if (all.isEmpty() && said.add(rules))
                problems.warning(
                        "Rules admit nobody together",
                        "%s matches %s, and nobody is admitted by all of these: what comes from it could never be approved. Admit somebody to all."
                                .formatted(
                                        file,
                                        rules.stream()
                                                .map(rule -> rule.rule().glob().toString())
                                                .collect(Collectors.joining(" and "))),
                        rules.getLast().place());
        });
    }
}
