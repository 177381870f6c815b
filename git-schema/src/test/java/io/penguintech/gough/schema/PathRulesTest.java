package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may say yes to what comes from which files, as gough.yaml says it. */
class PathRulesTest {
    private static final String PEOPLE = """
            people:
              - {name: Ada, roles: [admin]}
              - {name: Ben Haas, roles: [approver]}
              - {name: Cyn, roles: [approver]}
              - {name: Dan, roles: [operator]}
            """;

    /** {@code spec} begins in line 10 of gough.yaml. */
    private static Repo gough(String spec) {
        return Repo.empty()
                .with(
                        "gough.yaml",
                        "apiVersion: gough.io/v1\nkind: Repository\nmetadata: {name: infra}\nspec:\n"
                                + (PEOPLE + spec).indent(2))
                .withHost("web1", "")
                .with("hosts/db/db1.yaml", Repo.host("db1", ""));
    }

    private static Repository.Person person(Repository repository, String name) {
        return repository.people().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rulesAreReadInTheirOrder() {
        var repository = gough("""
                paths:
                  - {glob: hosts/db/**, roles: [admin], people: [Ben Haas]}
                  - {glob: "{hosts,queries}/**", roles: [approver]}
                """).valid().repository();
        assertThat(repository.paths())
                .extracting(rule -> rule.glob() + ": " + rule.words())
                .containsExactly("hosts/db/**: role admin, Ben Haas", "{hosts,queries}/**: role approver");
        var db = repository.paths().getFirst();
        assertThat(db.admits(person(repository, "Ada"))).isTrue();
        assertThat(db.admits(person(repository, "Ben Haas"))).isTrue();
        assertThat(db.admits(person(repository, "Cyn"))).isFalse();
        assertThat(repository.paths().getLast().admits(person(repository, "Ada")))
                .isTrue();
        assertThat(repository.paths().getLast().admits(person(repository, "Dan")))
                .isFalse();
    }

    @Test
    void withoutRulesThereAreNone() {
        assertThat(gough("mode: observe").valid().repository().paths()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() {
        assertThat(gough("""
                paths:
                  - {glob: /hosts/**, roles: [admin]}
                  - {glob: hosts/../x, roles: [admin]}
                  - {glob: "", roles: [admin]}
                  - {roles: [admin]}
                  - {glob: hosts/db/**, roles: [admn]}
                  - {glob: hosts/db/**, roles: [operator]}
                  - {glob: hosts/db/**, people: [Ben Hass]}
                  - {glob: hosts/db/**, people: [Dan]}
                  - {glob: hosts/db/**}
                  - {glob: "hosts/[z-a]", people: [Ada], role: [admin]}
                """).errors())
                .containsExactly(
                        "gough.yaml:11:14: error: Not a pattern of paths. \"/hosts/**\": it begins with a slash; it counts"
                                + " from the repository's root without one. Write it like hosts/db/** or queries/*.yaml.",
                        "gough.yaml:12:14: error: Not a pattern of paths. \"hosts/../x\": it has an empty folder, . or .. in it."
                                + " Write it like hosts/db/** or queries/*.yaml.",
                        "gough.yaml:13:14: error: Value not allowed. spec.paths[2].glob: \"\" is not a pattern of paths (one"
                                + " line, no blanks around it).",
                        "gough.yaml:14:7: error: Missing key. spec.paths[3].glob must be given: Which files, from the repository's root:"
                                + " * and ? within a folder, ** over folders, [a-z], {a,b}.",
                        "gough.yaml:15:35: error: Unknown word. spec.paths[4].roles[0]: \"admn\" is none of approver, admin;"
                                + " did you mean \"admin\"?",
                        "gough.yaml:16:35: error: Unknown word. spec.paths[5].roles[0]: \"operator\" is none of approver,"
                                + " admin.",
                        "gough.yaml:17:36: error: Unknown person. Nobody in people is called \"Ben Hass\"; did you mean"
                                + " \"Ben Haas\"?",
                        "gough.yaml:18:36: error: Person may not approve. Dan does not have the role approver, so no yes of"
                                + " theirs ever counts. Give them that role, or leave them out here.",
                        "gough.yaml:19:7: error: Rule admits nobody. It names neither roles nor people. Say who may say yes:"
                                + " roles: [admin], or people by their names.",
                        "gough.yaml:20:14: error: Not a pattern of paths. \"hosts/[z-a]\": [z-a] is no set of characters of"
                                + " a name. Write it like hosts/db/** or queries/*.yaml.",
                        "gough.yaml:20:44: error: Unknown key. \"role\" is no key of spec.paths[9]; did you mean \"roles\"?");
    }

    @Test
    void aRuleThatNobodyCanFulfilIsAnError() {
        assertThat(Repo.create()
                        .with(
                                "gough.yaml",
                                Repo.GOUGH.replace(
                                        "{}",
                                        "{people: [{name: Cyn, roles: [approver]}], paths: [{glob: '**', roles: [admin]}]}"))
                        .errors())
                .containsExactly(
                        "gough.yaml:4:58: error: Rule admits nobody. ** takes role admin, and nobody in people is that and may"
                                + " approve: nothing that comes from there could ever be approved. Give somebody the role,"
                                + " or name other people.");
    }

    @Test
    void tooManyRulesAreRefused() {
        var rules = IntStream.range(0, 101)
                .mapToObj(i -> "  - {glob: hosts/x%d, roles: [admin]}\n".formatted(i))
                .collect(Collectors.joining());
        assertThat(gough("paths:\n" + rules).errors())
                .containsExactly(
                        "gough.yaml:11:5: error: Too many rules. spec.paths holds 101 rules, at most 100 are read."
                                + " Write one with a wider glob in the place of several.");
    }

    @Test
    void aTooLongPatternIsRefused() {
        assertThat(gough("paths: [{glob: %s, roles: [admin]}]".formatted("a".repeat(201)))
                        .errors())
                .singleElement()
                .asString()
                .contains("has 201 characters, at most 200 are allowed");
    }

    @Test
    void aRuleThatMatchesNoFileIsAHint() {
        var repo = gough("""
                paths:
                  - {glob: host/db/**, roles: [approver]}
                  - {glob: hosts/db/db2.yaml, roles: [approver]}
                  - {glob: docs/**, roles: [approver]}
                  - {glob: gough.yaml, roles: [approver]}
                """).with("docs/a.md", "x");
        assertThat(repo.said())
                .containsExactly(
                        "gough.yaml:11:14: warning: Rule matches no file. No file that Gough reads matches host/db/**; did you"
                                + " mean \"hosts/db\"?",
                        "gough.yaml:12:14: warning: Rule matches no file. No file that Gough reads matches hosts/db/db2.yaml.",
                        "gough.yaml:13:14: warning: Rule matches no file. No file that Gough reads matches docs/**.");
    }

    @Test
    void rulesThatTooFewOrNobodyCanFulfilTogetherAreWarnedOf() {
        assertThat(gough("""
                paths:
                  - {glob: hosts/db/**, people: [Ben Haas]}
                  - {glob: "**/db1.yaml", people: [Cyn]}
                mode: apply
                """).said())
                .containsExactly(
                        "gough.yaml:11:14: warning: Too few approvers. What comes from hosts/db/** may be approved by Ben Haas;"
                                + " changes of risk destructive need 2. Admit more people.",
                        "gough.yaml:12:14: warning: Rules admit nobody together. hosts/db/db1.yaml matches hosts/db/** and"
                                + " **/db1.yaml, and nobody is admitted by all of these: what comes from it could never be"
                                + " approved. Admit somebody to all.",
                        "gough.yaml:12:14: warning: Too few approvers. What comes from **/db1.yaml may be approved by Cyn;"
                                + " changes of risk destructive need 2. Admit more people.");
    }

    @Test
    void aGlobThatStandsTwiceIsWarnedOf() {
        assertThat(gough("""
                paths:
                  - {glob: hosts/**, roles: [admin]}
                  - {glob: hosts/**, roles: [approver]}
                """).said())
                .containsExactly(
                        "gough.yaml:12:14: warning: Glob listed twice. Both rules of hosts/** hold: whoever says yes"
                                + " must be admitted by either. To admit more people, put them into one rule.");
    }

    @Test
    void patternsOfStrangersKeepNobodyBusy() {
        var rules = IntStream.range(0, 100)
                .mapToObj(i -> "  - {glob: '**/%s%d', roles: [admin]}\n".formatted("*a".repeat(90), i))
                .collect(Collectors.joining());
        var repo = gough("paths:\n" + rules);
        for (int i = 0; i < 2000; i++) repo.with("templates/%s%d".formatted("a".repeat(150), i), "#!/bin/sh\n");
        long before = System.nanoTime();
        assertThat(repo.errors()).isEmpty();
        assertThat(System.nanoTime() - before).isLessThan(60_000_000_000L);
    }

    @Test
    void whereProfilesStandIsKnown() {
        assertThat(Repo.create().withProfile("base", "{}").valid().profiles().values())
                .containsExactly(new Place("profiles/base.yaml", 1, 1));
    }
}
