package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryLoadingTest {
    private static Repo gough(String spec) {
        return Repo.empty().with("gough.yaml", """
                apiVersion: gough.io/v1
                kind: Repository
                metadata: {name: infra}
                spec:
                """ + spec.indent(2));
    }

    @Test
    void everyFieldIsRead() {
        var repository = gough("""
                        mode: apply
                        people:
                          - {name: Ada, slack: U012ABC, github: ada, gitea: ada.o, emails: [Ada@Example.org], roles: [approver, viewer]}
                          - {name: Bo, gitlab: bo, roles: [admin]}
                          - name: Cy
                        approvals: {validFor: 1h30m, none: 1, notice: 2, disruptive: 3, destructive: 0}
                        rollout: {maxParallel: 7, stopAfterFailures: 8, maxDestroyed: 0}
                        prune: true
                        retire: {hold: 1w}
                        values: {site: Lund}
                        """).valid().repository();
        assertThat(repository.name()).isEqualTo("infra");
        assertThat(repository.mode()).isEqualTo(Repository.Mode.APPLY);
        assertThat(repository.people().get(0).slack()).contains("U012ABC");
        assertThat(repository.people().get(0).logins()).isEqualTo(Map.of("github", "ada", "gitea", "ada.o"));
        assertThat(repository.people().get(0).emails()).containsExactly("ada@example.org");
        assertThat(repository.people().get(0).roles())
                .containsExactly(Repository.Role.VIEWER, Repository.Role.APPROVER);
        assertThat(repository.people().get(1).logins()).isEqualTo(Map.of("gitlab", "bo"));
        assertThat(repository.people().get(2))
                .satisfies(p -> assertThat(p.name()).isEqualTo("Cy"))
                .satisfies(p -> assertThat(p.slack()).isEmpty())
                .satisfies(p -> assertThat(p.roles()).containsExactly(Repository.Role.VIEWER));
        assertThat(repository.approvals()).isEqualTo(new Repository.Approvals(Duration.ofMinutes(90), 1, 2, 3, 0));
        assertThat(repository.rollout()).isEqualTo(new Repository.RolloutLimits(7, 8, 0));
        assertThat(repository.prune()).isTrue();
        assertThat(repository.retireHold()).isEqualTo(Duration.ofDays(7));
        assertThat(repository.values().plain()).isEqualTo(Map.of("site", "Lund"));
        assertThat(repository.place()).isEqualTo(new Place("gough.yaml", 1, 1));
    }

    @Test
    void whoMayAskHostsIsReadAndNobodyMayUnlessSaid() {
        assertThat(gough("mode: apply").valid().repository().questions()).isEqualTo(Questions.NOBODY);
        var questions = gough("""
                        people: [{name: Ada, roles: [admin]}, {name: Bo, roles: [operator]}, {name: Cy}, {name: Di}]
                        osqueryTables: [our_inventory]
                        questions:
                          roles:
                            operator: {}
                            admin: {tables: [process_envs]}
                            security: {people: [Cy], tables: [shadow, our_inventory]}
                          perPerson: 5
                          inAll: 6
                          confirmAbove: 7
                        """).valid().repository().questions();
        assertThat(questions.perPerson()).isEqualTo(5);
        assertThat(questions.inAll()).isEqualTo(6);
        assertThat(questions.confirmAbove()).isEqualTo(7);
        assertThat(questions.tables("Ada", role -> true)).contains(new TreeSet<>(List.of("process_envs")));
        assertThat(questions.tables("Bo", role -> role.compareTo(Repository.Role.OPERATOR) <= 0))
                .contains(new TreeSet<>());
        assertThat(questions.tables("Cy", role -> role == Repository.Role.VIEWER))
                .contains(new TreeSet<>(List.of("our_inventory", "shadow")));
        assertThat(questions.tables("Di", role -> role == Repository.Role.VIEWER))
                .isEmpty();
    }

    @Test
    void wavesGroupsAndWindowsAreRead() {
        var rollout = gough("""
                        rollout:
                          maxDestroyedPercent: 10
                          waves: {by: 'label:ring', order: [inner, outer], canary: 2, pause: 30m, stopAfterFailures: 1}
                          maxUnavailable:
                            - {by: zone, most: 2, percent: 20}
                            - {by: 'label:cluster', percent: 34}
                          windows:
                            - {days: [mon, fri], from: 22:00, to: 06:00, zone: Europe/Stockholm}
                            - {from: 00:00, to: 24:00, zone: UTC}
                        """).valid().repository().rollout();
        assertThat(rollout.maxDestroyedPercent()).hasValue(10);
        assertThat(rollout.waves())
                .contains(new Repository.Waves(
                        Optional.of(Grouping.parse("label:ring")),
                        List.of("inner", "outer"),
                        2,
                        Duration.ofMinutes(30),
                        OptionalInt.of(1)));
        assertThat(rollout.maxUnavailable().getFirst().by().kind()).isEqualTo(Grouping.Kind.ZONE);
        assertThat(rollout.maxUnavailable())
                .extracting(Repository.Unavailable::words)
                .containsExactly("2 and 20%", "34%");
        assertThat(rollout.windows())
                .extracting(ChangeWindow::words)
                .containsExactly("mon, fri 22:00-06:00 Europe/Stockholm", "every day 00:00-24:00 UTC");
        assertThat(gough("rollout: {waves: {canary: 1}}")
                        .valid()
                        .repository()
                        .rollout()
                        .waves())
                .contains(new Repository.Waves(Optional.empty(), List.of(), 1, Duration.ZERO, OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "9, 1", "10, 2", "14, 2", "15, 3", "100, 5"})
    void aShareOfAGroupIsRoundedDownButNeverToNobody(int size, int most) {
        var both = new Repository.Unavailable(Grouping.parse("zone"), OptionalInt.of(5), OptionalInt.of(20));
        assertThat(both.of(size)).isEqualTo(most);
    }

    @Test
    void groupsThatNoHostIsInAreWarnedOf() {
        var repo = gough(
                        "rollout: {waves: {by: zone, order: [rack-a, rak-b]}, maxUnavailable: [{by: 'label:rol', most: 1}]}")
                .with("hosts/a.yaml", host("a", 1, "rack-a"))
                .with("hosts/b.yaml", host("b", 2, "rack-b"));
        assertThat(repo.said())
                .containsExactly(
                        "gough.yaml:5:47: warning: Unknown group. spec.rollout.waves.order: no host is declared in"
                                + " \"rak-b\"; did you mean \"rack-b\"?",
                        "gough.yaml:5:78: warning: Unknown label. No host has a label \"rol\", so all are one group; did"
                                + " you mean \"role\"?");
        assertThat(repo.with("hosts/c.yaml", host("c", 3, "rack-a").replace("  zone: rack-a\n", ""))
                        .said())
                .singleElement()
                .asString()
                .contains("Unknown label");
    }

    private static String host(String name, int number, String zone) {
        return """
                apiVersion: gough.io/v1
                kind: Host
                metadata: {name: %s, labels: {role: db}}
                spec:
                  machine: {macAddresses: ["52:54:00:00:00:%02x"]}
                  zone: %s
                """.formatted(name, number, zone);
    }

    @Test
    void theDefaultsAreTheCautiousOnes() {
        var repository = Repo.create().valid().repository();
        assertThat(repository.mode()).isEqualTo(Repository.Mode.OBSERVE);
        assertThat(repository.approvals()).isEqualTo(Repository.Approvals.DEFAULT);
        assertThat(repository.rollout()).isEqualTo(Repository.RolloutLimits.DEFAULT);
        assertThat(repository.prune()).isFalse();
        assertThat(repository.retireHold()).isEqualTo(Duration.ofHours(72));
        assertThat(repository.people()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "10m, PT10M",
        "24h, PT24H",
        "7d, PT168H",
        "2w, PT336H",
        "1h30m, PT90M",
        "0, PT0S",
        "'0s', PT0S"
    })
    void durationsAreReadInEveryUnit(String written, Duration meant) {
        assertThat(gough("retire: {hold: " + written + "}").valid().repository().retireHold())
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"1", "h", "1y", "-1h", "1.5h", "1h 30m", "''", "1234567h"})
    void otherDurationsAreErrors(String written) {
        assertThat(gough("retire: {hold: \"" + written + "\"}").errors())
                .singleElement()
                .asString()
                .startsWith("gough.yaml:5:18: error: Value not allowed. spec.retire.hold");
    }

    @Test
    void anAccountBelongsToOnePerson() {
        assertThat(gough("""
                        people:
                          - {name: Ada, slack: U01, emails: [a@x]}
                          - {name: Bo, slack: U01, gitea: b}
                          - {name: ada, emails: [A@X], gitea: B}
                          - {name: Cy, github: b}
                        """).errors())
                .satisfiesExactly(
                        e -> assertThat(e)
                                .startsWith("gough.yaml:7:25: error: Person declared twice. The Slack user id \"U01\""),
                        e -> assertThat(e)
                                .startsWith("gough.yaml:8:14: error: Person declared twice. The name \"ada\""),
                        e -> assertThat(e)
                                .startsWith("gough.yaml:8:28: error: Person declared twice. The email address \"A@X\""),
                        e -> assertThat(e)
                                .startsWith("gough.yaml:8:41: error: Person declared twice. The gitea login \"B\""));
    }

    @Test
    void anAccountOfAForgeIsItsNumberAndBelongsToOnePerson() {
        var ada = gough("people: [{name: Ada, github: ada, githubId: 583231, giteaId: 7}]")
                .valid()
                .repository()
                .people()
                .getFirst();
        assertThat(ada.accounts()).isEqualTo(Map.of("github", 583231L, "gitea", 7L));
        assertThat(gough("people: [{name: Ada, githubId: 7}, {name: Bo, gitlabId: 7}, {name: Cy, githubId: 7}]")
                        .errors())
                .singleElement()
                .asString()
                .contains("Person declared twice. The github account \"7\"");
        assertThat(gough("people: [{name: Ada, githubId: ada}, {name: Bo, gitlabId: 0}]")
                        .errors())
                .hasSize(2);
    }

    @Test
    void tooFewApproversIsAWarningUnlessNothingIsWritten() {
        assertThat(gough("mode: apply\npeople: [{name: A, roles: [approver]}]").said())
                .containsExactly(
                        "gough.yaml:6:11: warning: Too few approvers. Changes of risk destructive need 2, and 1 may approve."
                                + " Give more people the role approver.");
        assertThat(gough("mode: propose").said())
                .singleElement()
                .asString()
                .contains("risk disruptive need 1, and 0 may approve");
        assertThat(gough("mode: apply\npeople: [{name: A, roles: [approver]}, {name: B, roles: [admin]}]")
                        .said())
                .isEmpty();
        assertThat(gough("mode: observe").said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "0s"})
    void anApprovalHoldsForSomeTime(String never) {
        assertThat(gough("approvals: {validFor: " + never + "}").errors())
                .containsExactly(
                        "gough.yaml:5:25: error: Value not allowed. spec.approvals.validFor: an approval that holds no time"
                                + " at all can never be used.");
    }

    @Test
    void aRepositoryWithoutGoughYamlIsAnError() {
        assertThat(Repo.empty().said())
                .containsExactly(
                        "gough.yaml: error: No gough.yaml. The repository needs one file gough.yaml of kind Repository at its root.");
        assertThat(Repo.empty().with("sub/gough.yaml", Repo.GOUGH).errors()).hasSize(1);
    }

    @Test
    void twoFilesGoughYamlAreAnError() {
        assertThat(Repo.create().with("gough.yml", Repo.GOUGH).errors())
                .containsExactly(
                        "gough.yml: error: Two files gough.yaml. gough.yaml and gough.yml: keep one of the two.");
    }

    @Test
    void twoDocumentsInGoughYamlAreAnError() {
        assertThat(Repo.empty()
                        .with("gough.yaml", Repo.GOUGH + "---\n" + Repo.GOUGH)
                        .errors())
                .containsExactly(
                        "gough.yaml:6:1: error: Repository declared twice. A document of kind Repository stands at"
                                + " gough.yaml:1:1 already.");
    }

    @Test
    void aGoughYamlOfAnotherKindIsInTheWrongPlace() {
        assertThat(Repo.empty().with("gough.yaml", Repo.host("a", "")).errors())
                .containsExactly("gough.yaml:2:7: error: Document in the wrong folder. Kind Host belongs in hosts/.");
    }

    @Test
    void theRevisionIsPassedOn() {
        var revision = new Revision("0123456789".repeat(4));
        var loaded = new InventoryLoader(Limits.DEFAULT)
                .load(new RepoTree(Optional.of(revision), Repo.create().tree().entries()));
        assertThat(((Loaded.Valid) loaded).inventory().revision()).contains(revision);
    }

    @Test
    void queriesAreReadWithEveryField() {
        var queries = Repo.create().with("queries/a/b.yml", """
                        apiVersion: gough.io/v1
                        kind: Query
                        metadata: {name: Disks and more, labels: {pack: system}}
                        spec:
                          fleet: lab
                          formerly: [Disks]
                          description: All disks.
                          query: SELECT 1;
                          platforms: [linux, darwin]
                          interval: 10m
                          logging: differential_ignore_removals
                          minOsqueryVersion: 5.10.2
                          automationsEnabled: true
                          observerCanRun: true
                          discardData: true
                          adopt: true
                        ---
                        apiVersion: gough.io/v1
                        kind: Query
                        metadata: {name: Plain}
                        spec: {query: SELECT 2}
                        """).valid().queries();
        assertThat(queries)
                .containsExactly(
                        new Query(
                                new QueryName("Plain"),
                                new java.util.TreeMap<>(),
                                new BackendName("default"),
                                List.of(),
                                "",
                                "SELECT 2",
                                new java.util.TreeSet<>(),
                                Duration.ZERO,
                                Query.Logging.SNAPSHOT,
                                "",
                                false,
                                false,
                                false,
                                false,
                                new Place("queries/a/b.yml", 18, 1),
                                Optional.empty(),
                                new TreeSet<>(),
                                new TreeSet<>()),
                        new Query(
                                new QueryName("Disks and more"),
                                new java.util.TreeMap<>(Map.of("pack", "system")),
                                new BackendName("lab"),
                                List.of(new QueryName("Disks")),
                                "All disks.",
                                "SELECT 1;",
                                new java.util.TreeSet<>(List.of("linux", "darwin")),
                                Duration.ofMinutes(10),
                                Query.Logging.DIFFERENTIAL_IGNORE_REMOVALS,
                                "5.10.2",
                                true,
                                true,
                                true,
                                true,
                                new Place("queries/a/b.yml", 1, 1),
                                Optional.empty(),
                                new TreeSet<>(),
                                new TreeSet<>()));
    }

    @Test
    void queryNamesAreUniquePerFleetWithoutRegardToCase() {
        var query =
                "---\napiVersion: gough.io/v1\nkind: Query\nmetadata: {name: %s}\nspec: {query: SELECT 1, fleet: %s, formerly: [%s]}\n";
        assertThat(Repo.create()
                        .with(
                                "queries/q.yaml",
                                query.formatted("A", "one", "x")
                                        + query.formatted("a", "two", "x")
                                        + query.formatted("b", "one", "a"))
                        .errors())
                .containsExactly(
                        "queries/q.yaml:15:48: error: Former name is in use. The name \"a\" stands at queries/q.yaml:4:18"
                                + " already, for fleet one. Fleet tells no names apart by case or accents.");
    }

    @Test
    void whatNothingUsesIsAWarning() {
        assertThat(Repo.empty()
                        .with("gough.yaml", Repo.GOUGH.replace("{}", "{values: {used: 1, unused: 2}}"))
                        .withProfile(
                                "p",
                                "values: {inTemplate: 1, inProfile: 2, parts: {a: 1, b: 2}, idle: 3, +more: [1]}\nzone: z${{ values.inProfile }}")
                        .withProfile("q", "zone: x")
                        .with(
                                "templates/t.sh",
                                "#!/bin/sh\necho ${{ values.inTemplate }} ${{ values.parts.a }} ${{ repository.used }}\n")
                        .with("templates/u.sh", "#!/bin/sh\n")
                        .withHost("a", "profiles: [p]\ntemplates: [t]\nvalues: {idle: 4}")
                        .said())
                .containsExactly(
                        "gough.yaml:4:26: warning: Unused value. No placeholder of any profile, host or template uses repository.unused.",
                        "profiles/p.yaml:5:55: warning: Unused value. No placeholder of any profile, host or template uses values.parts.b.",
                        "profiles/p.yaml:5:62: warning: Unused value. No placeholder of any profile, host or template uses"
                                + " values.idle; it is also set in 1 other place.",
                        "profiles/p.yaml:5:71: warning: Unused value. No placeholder of any profile, host or template uses values.more.",
                        "profiles/q.yaml:3:18: warning: Unused profile. No host is merged from profile \"q\".",
                        "templates/u.sh:1:1: warning: Unused template. No host uses template \"u\".");
    }

    @Test
    void nothingIsCalledUnusedWhenAFileCouldNotBeRead() {
        assertThat(Repo.create()
                        .withProfile("p", "values: {x: 1}")
                        .with("hosts/h.yaml", "{")
                        .said())
                .singleElement()
                .asString()
                .contains("YAML syntax error");
    }
}
