package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies and labels, and what queries and policies say of the hosts they are meant for. */
class FleetLoadingTest {
    private static String document(String kind, String name, String spec) {
        return "---\napiVersion: gough.io/v1\nkind: %s\nmetadata: {name: '%s'}\nspec: %s\n".formatted(kind, name, spec);
    }

    private static Repo repo(String... documents) {
        return Repo.create().with("queries/q.yaml", String.join("", documents));
    }

    private static List<String> said(String... documents) {
        return repo(documents).diagnostics().stream().map(Diagnostic::toString).toList();
    }

    @Test
    void aPolicyIsReadWithEveryField() {
        var policies = repo(document("Label", "One", "{fleet: lab, hosts: []}"), """
                ---
                apiVersion: gough.io/v1
                kind: Policy
                metadata: {name: "Caf\\u0065\\u0301", labels: {pack: cis}}
                spec:
                  fleet: lab
                  team: Servers
                  formerly: [Cafe]
                  description: Why.
                  query: SELECT 1;
                  resolution: Do it.
                  platforms: [linux, darwin]
                  critical: true
                  calendarEventsEnabled: true
                  conditionalAccessEnabled: false
                  labelsIncludeAny: [One]
                  labelsExcludeAll: [Two, Three]
                  adopt: true
                """)
                .valid()
                .policies();
        assertThat(policies)
                .containsExactly(new Policy(
                        new PolicyName("Caf\u00e9"),
                        new TreeMap<>(Map.of("pack", "cis")),
                        new BackendName("lab"),
                        Optional.of(new TeamName("Servers")),
                        List.of(new PolicyName("Cafe")),
                        "Why.",
                        "SELECT 1;",
                        "Do it.",
                        new TreeSet<>(List.of("darwin", "linux")),
                        true,
                        Optional.of(true),
                        Optional.of(false),
                        new TreeSet<>(List.of(new LabelName("One"))),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        new TreeSet<>(List.of(new LabelName("Two"), new LabelName("Three"))),
                        true,
                        new Place("queries/q.yaml", 7, 1)));
    }

    @Test
    void labelsAreReadWithWhatMakesThem() {
        var labels = repo(
                        document("Label", "d", "{query: SELECT 1, platform: ubuntu, description: x, adopt: true}"),
                        document("Label", "c", "{hosts: [b, a], formerly: [old]}"),
                        document("Label", "b", "{hosts: []}"),
                        document("Label", "a", "{team: T, criteria: {vital: end_user_idp_group, value: admins}}"),
                        document(
                                "Label",
                                "e",
                                "{criteria: {vital: custom_host_vital, operator: '!=', value: x, customHostVitalId: 3}}"))
                .valid()
                .labels();
        assertThat(labels).extracting(label -> label.name().value()).containsExactly("b", "c", "d", "e", "a");
        assertThat(labels)
                .extracting(Label::membership)
                .containsExactly(
                        new Label.Membership.Manual(Optional.of(new TreeSet<>())),
                        new Label.Membership.Manual(Optional.of(new TreeSet<>(List.of("a", "b")))),
                        new Label.Membership.Dynamic("SELECT 1", "ubuntu"),
                        new Label.Membership.HostVitals("custom_host_vital", "!=", "x", OptionalLong.of(3)),
                        new Label.Membership.HostVitals("end_user_idp_group", "=", "admins", OptionalLong.empty()));
        assertThat(labels.get(1).formerly()).containsExactly(new LabelName("old"));
        assertThat(labels.get(2).adopt()).isTrue();
        assertThat(labels.get(4).team()).contains(new TeamName("T"));
    }

    @ParameterizedTest
    @CsvSource({"Query, query: SELECT 1", "Policy, query: SELECT 1", "Label, hosts: []"})
    void namesThatFleetTakesForOneCollideWithinOneFleetAndTeam(String kind, String spec) {
        assertThat(repo(
                                document(kind, "Café", "{" + spec + "}"),
                                document(kind, "CAFE", "{" + spec + "}"),
                                document(kind, "cafe", "{fleet: lab, " + spec + "}"),
                                document(kind, "x", "{formerly: [cafe], " + spec + "}"))
                        .errors())
                .containsExactly(
                        "queries/q.yaml:9:18: error: %s declared twice. The name \"CAFE\" stands at queries/q.yaml:4:18 already, for fleet default. Fleet tells no names apart by case or accents."
                                .formatted(kind),
                        "queries/q.yaml:20:19: error: Former name is in use. The name \"cafe\" stands at queries/q.yaml:4:18 already, for fleet default. Fleet tells no names apart by case or accents.");
        assertThat(said(
                        document("Policy", "a", "{query: SELECT 1}"),
                        document("Policy", "a", "{query: SELECT 1, team: T}"),
                        document("Policy", "a", "{query: SELECT 1, team: t}"),
                        document("Query", "a", "{query: SELECT 1}"),
                        document("Label", "a", "{hosts: []}")))
                .containsExactly(
                        "queries/q.yaml:14:18: error: Policy declared twice. The name \"a\" stands at queries/q.yaml:9:18 already, for"
                                + " team t of fleet default. Fleet tells no names apart by case or accents.");
    }

    @Test
    void fleetsOwnLabelsCannotBeDeclaredAndMayBeRefusedAsTargets() {
        assertThat(said(
                        document("Label", "all hosts", "{hosts: []}"),
                        document("Policy", "p", "{query: SELECT 1, labelsIncludeAny: [macOS]}")))
                .containsExactly(
                        "queries/q.yaml:4:18: error: Label is built in. \"all hosts\" is one of Fleet's own labels, which nobody can"
                                + " change. Choose another name.",
                        "queries/q.yaml:10:44: warning: Label is built in. \"macOS\" is one of Fleet's own labels; Fleet may refuse"
                                + " them here. Give platforms, or declare a label of your own.");
    }

    @Test
    void namesOutsideAsciiAreNoticed() {
        assertThat(said(
                        document("Label", "ü", "{hosts: []}"),
                        document("Query", "ü", "{query: SELECT 1}"),
                        document("Policy", "ü", "{query: SELECT 1}")))
                .containsExactly(
                        "queries/q.yaml:4:18: notice: Name is not ASCII. Fleet takes \"ü\", but not from files of its own GitOps.",
                        "queries/q.yaml:9:18: notice: Name is not ASCII. Fleet takes \"ü\", but not from files of its own GitOps.");
    }

    @Test
    void aPolicyHasOneScopeToIncludeAndOneToExcludeWithoutOverlap() {
        var labels = document("Label", "a", "{hosts: []}") + document("Label", "b", "{hosts: []}");
        assertThat(said(
                        labels,
                        document("Policy", "fine", "{query: SELECT 1, labelsIncludeAll: [a], labelsExcludeAny: [b]}"),
                        document("Policy", "empty", "{query: SELECT 1, labelsIncludeAll: [a], labelsIncludeAny: []}"),
                        document("Policy", "p", """

                                  query: SELECT 1
                                  labelsExcludeAll: [b]
                                  labelsExcludeAny: [A]
                                  labelsIncludeAny: [a, A]
                                  labelsIncludeAll: [b]
                                """)))
                .containsExactly(
                        "queries/q.yaml:27:22: error: Label is included and excluded. \"b\" is included at queries/q.yaml:30:22. Remove it"
                                + " from one of the two.",
                        "queries/q.yaml:28:3: error: Two label scopes. Fleet takes either any or all of the labels to exclude, not"
                                + " both. Keep one of the two lists.",
                        "queries/q.yaml:28:22: error: Label is included and excluded. \"A\" is included at queries/q.yaml:29:22. Remove it"
                                + " from one of the two.",
                        "queries/q.yaml:29:25: warning: Label listed twice. \"A\" is listed at queries/q.yaml:29:22 already. Remove it"
                                + " here.",
                        "queries/q.yaml:30:3: error: Two label scopes. Fleet takes either any or all of the labels to include, not"
                                + " both. Keep one of the two lists.");
    }

    @Test
    void labelsNobodyDeclaresAreWarningsWithWhatWasMeant() {
        assertThat(said(
                        document("Label", "hypervisors", "{hosts: []}"),
                        document("Label", "of T", "{hosts: [], team: T}"),
                        document("Policy", "p", "{query: SELECT 1, labelsIncludeAny: [hypervisor, Hypervisors]}"),
                        document("Policy", "q", "{query: SELECT 1, team: t, labelsExcludeAny: [of T]}"),
                        document("Policy", "r", "{query: SELECT 1, labelsExcludeAny: [of T]}"),
                        document("Policy", "s", "{query: SELECT 1, fleet: lab, labelsExcludeAny: [hypervisors]}")))
                .containsExactly(
                        "queries/q.yaml:15:44: warning: Unknown label. No document of kind Label for fleet default is called"
                                + " \"hypervisor\"; did you mean \"hypervisors\"? Fleet must have it already, or declare it.",
                        "queries/q.yaml:25:44: warning: Label of another team. Label \"of T\" belongs to team T; hosts elsewhere never"
                                + " carry it. Remove its team, or choose another label.",
                        "queries/q.yaml:30:56: warning: Unknown label. No document of kind Label for fleet lab is called"
                                + " \"hypervisors\". Fleet must have it already, or declare it.");
    }

    @Test
    void aLabelIsMadeOfExactlyOneThing() {
        assertThat(said(
                        document("Label", "none", "{description: x}"),
                        document("Label", "two", "{query: SELECT 1, hosts: [a]}"),
                        document(
                                "Label",
                                "three",
                                "{hosts: [], platform: darwin, criteria: {vital: custom_host_vital, value: x}}"),
                        document(
                                "Label",
                                "four",
                                "{criteria: {vital: end_user_idp_group, value: x, customHostVitalId: 1}}")))
                .containsExactly(
                        "queries/q.yaml:4:18: error: Label without hosts. Label \"none\" says nowhere which hosts carry it: give query,"
                                + " hosts or criteria; hosts: [] means none.",
                        "queries/q.yaml:10:25: error: Two kinds of label. query and hosts exclude each other. Keep one of the two.",
                        "queries/q.yaml:15:19: error: Field not possible here. platform says of which hosts the SQL of a label is asked,"
                                + " and there is no query. Remove it.",
                        "queries/q.yaml:15:37: error: Two kinds of label. hosts and criteria exclude each other. Keep one of the two.",
                        "queries/q.yaml:15:55: error: Missing key. customHostVitalId must be given: which custom host vital is"
                                + " compared.",
                        "queries/q.yaml:20:56: error: Field not possible here. customHostVitalId goes with custom_host_vital only."
                                + " Remove it.");
    }
}
