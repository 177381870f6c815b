package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of Fleet's own GitOps are read as they are. */
class FleetFilesTest {
    private static final String GLOBAL = "org_settings: {org_info: {org_name: Example}}\n";

    private static Repo repo(String... pathsAndTexts) {
        var repo = Repo.create();
        for (int i = 0; i < pathsAndTexts.length; i += 2)
            repo.with("queries/" + pathsAndTexts[i], pathsAndTexts[i + 1]);
        return repo;
    }

    /** Everything but that Gough leaves Fleet as it is, in part and for the time being. */
    private static List<String> said(Repo repo) {
        return repo.diagnostics().stream()
                .filter(d -> !d.summary().startsWith("Not managed"))
                .map(Diagnostic::toString)
                .toList();
    }

    private static List<String> said(String... pathsAndTexts) {
        return said(repo(pathsAndTexts));
    }

    @Test
    void reportsPoliciesAndLabelsBecomeWhatTheyWouldBeHere() {
        var inventory = repo("default.yml", GLOBAL + """
                labels:
                  - name: Canaries
                    label_membership_type: manual
                    hosts: [abc]
                  - name: Kept
                    label_membership_type: manual
                  - name: Ubuntu
                    query: SELECT 1
                    platform: ubuntu
                reports:
                  - name: Uptime
                    description: How $long
                    query: SELECT days FROM uptime;
                    interval: 300
                    platform: darwin, linux
                    min_osquery_version: 5.10.2
                    observer_can_run: true
                    automations_enabled: true
                    logging: differential
                    discard_data: true
                  - name: Plain
                    query: SELECT 1
                    platform: ""
                    interval:
                policies:
                  - name: Encrypted
                    query: SELECT 1
                    resolution: Encrypt it.
                    platform: linux
                    critical: false
                    labels_include_any: [Canaries]
                    labels_exclude_all: [Kept]
                    calendar_events_enabled: true
                """).valid();
        assertThat(inventory.queries())
                .extracting(Query::name)
                .containsExactly(new QueryName("Plain"), new QueryName("Uptime"));
        var uptime = inventory.queries().get(1);
        assertThat(uptime.description()).isEqualTo("How $long");
        assertThat(uptime.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(uptime.platforms()).containsExactly("darwin", "linux");
        assertThat(uptime.logging()).isEqualTo(Query.Logging.DIFFERENTIAL);
        assertThat(uptime.minOsqueryVersion()).isEqualTo("5.10.2");
        assertThat(List.of(uptime.observerCanRun(), uptime.automationsEnabled(), uptime.discardData(), uptime.adopt()))
                .containsOnly(true);
        assertThat(uptime.place()).isEqualTo(new Place("queries/default.yml", 12, 5));
        assertThat(inventory.queries().getFirst().platforms()).isEmpty();
        assertThat(inventory.policies()).singleElement().satisfies(policy -> {
            assertThat(policy.resolution()).isEqualTo("Encrypt it.");
            assertThat(policy.labelsIncludeAny()).containsExactly(new LabelName("Canaries"));
            assertThat(policy.labelsExcludeAll()).containsExactly(new LabelName("Kept"));
            assertThat(policy.team()).isEmpty();
        });
        assertThat(inventory.labels())
                .extracting(Label::membership)
                .containsExactly(
                        new Label.Membership.Manual(Optional.of(new TreeSet<>(List.of("abc")))),
                        new Label.Membership.Manual(Optional.empty()),
                        new Label.Membership.Dynamic("SELECT 1", "ubuntu"));
    }

    @Test
    void whatIsNotManagedIsToldOncePerFile() {
        assertThat(repo("default.yml", GLOBAL + """
                agent_options: {path: lib/agent-options.yml}
                controls:
                policies:
                  - {name: a, query: SELECT 1, install_software: {x: y}}
                  - {name: b, query: SELECT 1, calendar_events_enabled: true, conditional_access_enabled: false}
                """, "lib/agent-options.yml", "config: {options: {}}\n")
                        .said())
                .containsExactly(
                        "queries/default.yml:1:1: notice: Not managed by Gough. Gough reads reports, policies and labels; Fleet keeps"
                                + " what it has of org_settings, agent_options, controls.",
                        "queries/default.yml:5:3: notice: Not managed by Gough. Fleet keeps what it has of install_software of these"
                                + " policies.",
                        "queries/default.yml:6:32: warning: Field without effect. Fleet has calendar events for policies of a team"
                                + " only. Remove this, or give the policy a team.");
    }

    @ParameterizedTest
    @CsvSource({"teams/web.yml, Web, Web", "fleets/web.yaml, Web, Web", "no-team.yml, No team, Unassigned"})
    void filesWithANameAreForItsHosts(String path, String name, String team) {
        var repo = repo(
                path,
                "name: %s\npolicies:\n  - path: ../queries/lib/p.yml\n"
                        .formatted(name)
                        .replace("../queries/", path.contains("/") ? "../" : ""),
                "lib/p.yml",
                "- {name: p, query: SELECT 1}\n");
        assertThat(said(repo)).isEmpty();
        assertThat(repo.valid().policies()).singleElement().satisfies(policy -> {
            assertThat(policy.team()).contains(new TeamName(team));
            assertThat(policy.place()).isEqualTo(new Place("queries/lib/p.yml", 1, 3));
        });
    }

    @Test
    void oneListMayServeManyFilesAndPatternsNameMany() {
        var repo = repo(
                "default.yml",
                GLOBAL + "queries:\n  - paths: lib/**/q*.y{,a}ml\n",
                "teams/a.yml",
                "name: A\npolicies: [{path: ../lib/p.yml}]\n",
                "teams/b.yml",
                "name: B\npolicies: [{path: ../lib/p.yml}]\n",
                "lib/p.yml",
                "- {name: p, query: SELECT 1}\n",
                "lib/linux/q1.yml",
                "- {name: q1, query: SELECT 1}\n",
                "lib/q2.yaml",
                "- {name: q2, query: SELECT 1}\n");
        assertThat(said(repo)).isEmpty();
        assertThat(repo.valid().queries())
                .extracting(query -> query.name().value())
                .containsExactly("q1", "q2");
        assertThat(repo.valid().policies())
                .extracting(policy -> policy.team().orElseThrow().value())
                .containsExactly("A", "B");
    }

    @Test
    void mistakesAreNamedWithTheirPlaces() {
        assertThat(said(
                        "default.yml",
                        GLOBAL + """
                        polices: []
                        reports:
                          - {name: a, qurey: SELECT 1, interval: 5m}
                          - path: lib/missing.yml
                          - path: lib/*.yml
                          - paths: lib/r.yml
                          - paths: other/*.yml
                          - {name: b, query: SELECT nope FROM uptime, platform: "linux, solaris"}
                          - Uptime
                        queries: []
                        labels:
                          - {name: l, label_membership_type: manual, query: SELECT 1}
                        """,
                        "lib/r.yml",
                        "- {path: s.yml}\n",
                        "teams/x.yml",
                        "reports: []\n",
                        "teams/y.yml",
                        "name: y\norg_settings: {}\nreports: {}\npolicies: [{path: ../../hosts/x.yml}]\n",
                        "lib/alone.yml",
                        "- {name: nobody, query: SELECT 1}\n"))
                .containsExactly(
                        "queries/default.yml:2:1: error: Unknown key. \"polices\" is no key of a file of Fleet's GitOps; did you mean \"policies\"?",
                        "queries/default.yml:4:5: error: Missing key. item.query must be given: The SQL.",
                        "queries/default.yml:4:15: error: Unknown key. \"qurey\" is no key of item; did you mean \"query\"?",
                        "queries/default.yml:4:42: error: Wrong type. item.interval must be a whole number, but is the text \"5m\".",
                        "queries/default.yml:5:11: error: Unknown file. There is no file of Fleet's GitOps at queries/lib/missing.yml.",
                        "queries/default.yml:6:11: error: Wrong kind of path. A pattern stands under paths; path names one file.",
                        "queries/default.yml:7:12: error: Wrong kind of path. paths takes a pattern such as *.yml; one file stands under path.",
                        "queries/default.yml:8:12: warning: Pattern matches no file. No file below queries/ that ends in .yml or .yaml matches \"other/*.yml\".",
                        "queries/default.yml:9:29: error: Unknown column. No table of the query has a column \"nope\".",
                        "queries/default.yml:9:57: error: Unknown word. platform[1]: \"solaris\" is none of darwin, linux, windows, chrome.",
                        "queries/default.yml:10:5: error: Wrong type. An item of this list is a map with a name.",
                        "queries/default.yml:11:1: error: Old and new name of one key. \"queries\" is what \"reports\" was called before Fleet 4.82. Keep one of the two.",
                        "queries/default.yml:13:46: error: Field not possible here. A label whose label_membership_type is manual has no query. Remove it, or name the other type.",
                        "queries/lib/alone.yml: warning: File is referred to by nothing. Fleet reads such a list only where a file names it by path or paths.",
                        "queries/teams/x.yml:1:1: error: File is for no hosts. Give the name of a fleet (before Fleet 4.82: team), or org_settings in the one file for all hosts.",
                        "queries/teams/y.yml:3:10: error: Wrong type. It must be a list of items.",
                        "queries/teams/y.yml:4:19: error: Unknown file. There is no file of Fleet's GitOps at hosts/x.yml.");
    }

    @Test
    void variablesStandForWhatTheServerSettingsSay() {
        var repo = repo("default.yml", GLOBAL + """
                reports:
                  - name: Big ${WHAT}
                    description: $WHAT
                    query: SELECT path FROM mounts WHERE blocks > $LEAST AND path <> '\\$WHAT' AND path <> '$.a'
                """);
        var settings = FleetVariables.only(Map.of("WHAT", "disks", "LEAST", "1000"));
        var loaded = (Loaded.Valid) new InventoryLoader(Limits.DEFAULT, SecretPrefixes.ANY, settings).load(repo.tree());
        assertThat(loaded.inventory().queries()).singleElement().satisfies(query -> {
            assertThat(query.name().value()).isEqualTo("Big disks");
            assertThat(query.description()).isEqualTo("$WHAT");
            assertThat(query.sql())
                    .isEqualTo("SELECT path FROM mounts WHERE blocks > 1000 AND path <> '$WHAT' AND path <> '$.a'");
        });
    }

    @Test
    void aVariableWithoutAValueIsAnErrorWhereTheSettingsAreKnownElseANotice() {
        var repo = repo(
                "default.yml",
                GLOBAL + "reports: [{name: a, query: SELECT $LEATS}, {name: b, query: SELECT $FLEET_SECRET_X}]\n");
        var settings = FleetVariables.only(Map.of("LEAST", "1"));
        var known =
                (Loaded.Invalid) new InventoryLoader(Limits.DEFAULT, SecretPrefixes.ANY, settings).load(repo.tree());
        assertThat(known.diagnostics().stream().map(Diagnostic::summary))
                .contains("Unknown variable", "Variable in the wrong place");
        assertThat(said(repo))
                .contains(
                        "queries/default.yml:2:28: notice: Variable is not known here. Only a server's settings give $LEATS a value; what"
                                + " holds it is not checked.")
                .noneMatch(line -> line.contains("2:28: error"));
    }

    @Test
    void whatAVariableMakesOfAnItemIsChecked() {
        var repo = repo(
                "default.yml",
                GLOBAL + "reports: [{name: $A, query: SELECT 1, logging: $B, labels_include_any: [$A]}]\n");
        var settings = FleetVariables.only(Map.of("A", "two\nlines", "B", "snapshot"));
        var loaded =
                (Loaded.Invalid) new InventoryLoader(Limits.DEFAULT, SecretPrefixes.ANY, settings).load(repo.tree());
        assertThat(loaded.diagnostics().stream()
                        .filter(d -> d.summary().equals("Value not allowed"))
                        .map(d -> d.place().column()))
                .containsExactly(18, 73);
    }

    @ParameterizedTest
    @ValueSource(strings = {"apiVersion: v1\nkind: query\nspec: {name: x, query: SELECT 1}", "kind: policy\nspec: {}"})
    void documentsForFleetctlApplyAreRefused(String text) {
        assertThat(repo("q.yml", text).said())
                .containsExactly(
                        "queries/q.yml:1:1: error: Not supported by this version. Documents for fleetctl apply are not read. Write kind:"
                                + " Query, Policy or Label, or files of Fleet's GitOps.");
    }

    @Test
    void listsThatNoFileNamesAreWarnings() {
        assertThat(said("lib/alone.yml", "- {name: nobody, query: SELECT 1}\n"))
                .containsExactly(
                        "queries/lib/alone.yml: warning: File is referred to by nothing. Fleet reads such a list only where a file names"
                                + " it by path or paths.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lib/*.yml | lib/a.yml | true",
                "lib/*.yml | lib/x/a.yml | false",
                "lib/**/*.yml | lib/a.yml | true",
                "lib/**/*.yml | lib/x/y/a.yml | true",
                "lib/[a-c]?.yml | lib/bz.yml | true",
                "lib/[!a-c].yml | lib/b.yml | false",
                "lib/{a,b}.yml | lib/b.yml | true",
                "lib/{a,b}.yml | lib/c.yml | false",
                "lib/[z-a].yml | lib/b.yml | false",
                "lib/a+(b).yml | lib/a+(b).yml | true",
            })
    void patternsMatchAsFleetsDo(String glob, String path, boolean matches) {
        assertThat(FleetPaths.pattern(glob).matcher(path).matches()).isEqualTo(matches);
    }

    @Test
    void pathsAreRelativeToTheirFileAndStayInside() {
        assertThat(FleetPaths.resolve("queries/teams/a.yml", "../lib/./x.yml")).isEqualTo("queries/lib/x.yml");
        assertThat(FleetPaths.resolve("queries/a.yml", "../../x.yml")).isEqualTo("../x.yml");
    }

    @Test
    void aRepositoryInFleetsFormatIsValidUnchanged() {
        var repo = Repo.create();
        var reports = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            var item =
                    "- name: Report %d\n  query: SELECT pid, name FROM processes WHERE pid > %d;\n  interval: 3600\n  platform: linux,darwin\n  logging: snapshot\n"
                            .formatted(i, i);
            if (i % 2 == 0) repo.with("queries/lib/all/reports/r%d.yml".formatted(i), item);
            else reports.append(item.indent(2));
        }
        repo.with(
                "queries/default.yml",
                GLOBAL + "reports:\n  - paths: ./lib/all/reports/*.yml\n" + reports
                        + "policies:\nagent_options:\ncontrols:\n");
        for (int i = 0; i < 100; i++) {
            repo.with(
                    "queries/lib/linux/policies/p%d.yml".formatted(i),
                    "- name: Policy %d\n  query: SELECT 1 FROM users WHERE uid = %d;\n  platform: linux\n  resolution: Mend it.\n"
                            .formatted(i, i));
        }
        repo.with(
                "queries/fleets/servers.yml",
                "name: Servers\npolicies:\n  - paths: ../lib/linux/policies/*.yml\nreports:\nsoftware:\nsettings: {secrets: [{secret: $X}]}\n");
        assertThat(said(repo)).isEmpty();
        assertThat(repo.valid().queries()).hasSize(200);
        assertThat(repo.valid().policies()).hasSize(100);
    }
}
