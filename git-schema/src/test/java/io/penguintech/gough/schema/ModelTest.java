package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
    private static final Place PLACE = new Place("f.yaml", 1, 2);

    /** Constructor, rule of the loader, good examples, bad examples. */
    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of(
                        (Function<String, Object>) HostName::new,
                        TextRule.HOST_NAME,
                        List.of("a", "a1", "web-01", "A", "a".repeat(63)),
                        List.of("", "-a", "a-", "a_b", "a.b", "a b", "a".repeat(64), "ä")),
                Arguments.of(
                        (Function<String, Object>) BackendName::new,
                        TextRule.BACKEND,
                        List.of("default", "a", "a-1"),
                        List.of("", "A", "-a", "a-", "a".repeat(64))),
                Arguments.of(
                        (Function<String, Object>) ProfileName::new,
                        TextRule.PROFILE_NAME,
                        List.of("base", "A.b_c-d", "x".repeat(63)),
                        List.of("", ".a", "a.", "a/b", "x".repeat(64))),
                Arguments.of(
                        (Function<String, Object>) TemplateName::new,
                        TextRule.TEMPLATE_NAME,
                        List.of("a", "a/b.c", "_x/-y"),
                        List.of("", "/a", "a/", "a//b", ".a", "a/.b", "a b")),
                Arguments.of(
                        (Function<String, Object>) QueryName::new,
                        TextRule.QUERY_NAME,
                        List.of("a", "All disks", "é".repeat(255)),
                        List.of("", " a", "a ", "a\nb", "a\u007fb", "a".repeat(256))),
                Arguments.of(
                        (Function<String, Object>) PolicyName::new,
                        TextRule.POLICY_NAME,
                        List.of("a", "All disks", "\u0344".repeat(255)),
                        List.of("", " a", "a ", "a\nb", "a\u007fb", "a".repeat(256))),
                Arguments.of(
                        (Function<String, Object>) LabelName::new,
                        TextRule.LABEL_NAME,
                        List.of("a", "All hosts", "é".repeat(255)),
                        List.of("", " a", "a ", "a\nb", "a\u007fb", "a".repeat(256))),
                Arguments.of(
                        (Function<String, Object>) TeamName::new,
                        TextRule.TEAM_NAME,
                        List.of("a", "All servers", "é".repeat(255)),
                        List.of("", " a", "a ", "a\nb", "a\u007fb", "a".repeat(256))),
                Arguments.of(
                        (Function<String, Object>) MacAddress::new,
                        TextRule.MAC_ADDRESS,
                        List.of("52:54:00:aa:bb:01", "52-54-00-AA-BB-01"),
                        List.of("", "52:54:00:aa:bb", "52:54:00:aa:bb:0g", "525400aabb01", "52:54:00:aa:bb:01:02")),
                Arguments.of(
                        (Function<String, Object>) SecretRef::parse,
                        TextRule.SECRET,
                        List.of("a#b", "bmc/hv-01#password", "a.b/@c+d#k_e.y-1"),
                        List.of(
                                "",
                                "a",
                                "#k",
                                "a#",
                                "/a#k",
                                "a/#k",
                                "../a#k",
                                "a/../b#k",
                                "a/.#k",
                                "./a#k",
                                "a b#k",
                                "a#b#c")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameIsTakenExactlyWhenTheLoadersRuleTakesIt(
            Function<String, Object> constructor, TextRule rule, List<String> good, List<String> bad) {
        for (var text : good) {
            assertThat(constructor.apply(text)).isNotNull();
            assertThat(rule.objection(text)).as(text).isEmpty();
        }
        for (var text : bad) {
            assertThatThrownBy(() -> constructor.apply(text)).as(text).isInstanceOf(IllegalArgumentException.class);
            assertThat(rule.objection(text)).as(text).isPresent();
        }
    }

    private static <T extends Comparable<T>> void assertOrder(List<T> ordered) {
        var shuffled = new ArrayList<>(ordered);
        Collections.reverse(shuffled);
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(ordered);
        assertThat(ordered.getFirst().compareTo(ordered.getFirst())).isZero();
    }

    @Test
    void namesSortByTheirTextAndPrintAsIt() {
        assertOrder(List.of(new HostName("a"), new HostName("b"), new HostName("c")));
        assertOrder(List.of(new BackendName("a"), new BackendName("b"), new BackendName("c")));
        assertOrder(List.of(new ProfileName("a"), new ProfileName("b"), new ProfileName("c")));
        assertOrder(List.of(new TemplateName("a"), new TemplateName("b"), new TemplateName("c")));
        assertOrder(List.of(new QueryName("a"), new QueryName("b"), new QueryName("c")));
        assertOrder(List.of(new PolicyName("a"), new PolicyName("b"), new PolicyName("c")));
        assertOrder(List.of(new LabelName("a"), new LabelName("b"), new LabelName("c")));
        assertOrder(List.of(new TeamName("a"), new TeamName("b"), new TeamName("c")));
        assertOrder(List.of(new SecretRef("a", "k"), new SecretRef("a", "l"), new SecretRef("b", "a")));
        assertOrder(List.of(
                new MacAddress("00:00:00:00:00:01"),
                new MacAddress("00:00:00:00:00:02"),
                new MacAddress("00:00:00:00:00:03")));
        assertOrder(List.of(new Revision("0".repeat(40)), new Revision("1".repeat(40)), new Revision("2".repeat(64))));
        assertThat(new HostName("A")).hasToString("a");
        assertThat(new BackendName("a")).hasToString("a");
        assertThat(new ProfileName("A")).hasToString("A");
        assertThat(new TemplateName("a/b")).hasToString("a/b");
        assertThat(new QueryName("All disks")).hasToString("All disks");
        assertThat(new PolicyName("Cafe\u0301")).hasToString("Caf\u00e9");
        assertThat(new LabelName("All hosts")).hasToString("All hosts");
        assertThat(new TeamName("Servers")).hasToString("Servers");
        assertThat(new SecretRef("a/b", "k")).hasToString("<secret a/b#k>");
        assertThat(new MacAddress("52-54-00-AA-BB-01")).hasToString("52:54:00:aa:bb:01");
    }

    @Test
    void aRevisionIsAFullCommitId() {
        var id = "0123456789abcdef0123456789abcdef01234567";
        assertThat(new Revision(id)).hasToString(id);
        assertThat(new Revision(id).brief()).isEqualTo("0123456789ab");
        for (var bad : List.of("", "0123", id + "0", id.toUpperCase(java.util.Locale.ROOT), "main"))
            assertThatThrownBy(() -> new Revision(bad)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretWithoutAKeySaysHowItIsWritten() {
        assertThatThrownBy(() -> SecretRef.parse("path")).hasMessageContaining("path#key");
        assertThat(SecretRef.parse("p/q#k").path()).isEqualTo("p/q");
        assertThat(SecretRef.parse("p/q#k").key()).isEqualTo("k");
    }

    @Test
    void theWorseOfTwoRisksWins() {
        assertThat(Risk.NONE.or(Risk.DISRUPTIVE)).isEqualTo(Risk.DISRUPTIVE);
        assertThat(Risk.DESTRUCTIVE.or(Risk.NOTICE)).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(Risk.NOTICE.or(Risk.NOTICE)).isEqualTo(Risk.NOTICE);
        assertThat(Arrays.stream(Risk.values()).map(Risk::word))
                .containsExactly("none", "notice", "disruptive", "destructive");
    }

    @Test
    void everyRiskHasItsOwnNumberOfPeople() {
        var approvals = new Repository.Approvals(Duration.ZERO, 1, 2, 3, 4);
        assertThat(Arrays.stream(Risk.values()).map(approvals::needed)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aRoleIncludesThoseBeforeIt() {
        var approver = person(Repository.Role.APPROVER);
        assertThat(approver.may(Repository.Role.VIEWER)).isTrue();
        assertThat(approver.may(Repository.Role.OPERATOR)).isTrue();
        assertThat(approver.may(Repository.Role.APPROVER)).isTrue();
        assertThat(approver.may(Repository.Role.ADMIN)).isFalse();
        assertThat(person().may(Repository.Role.VIEWER)).isFalse();
    }

    private static Repository.Person person(Repository.Role... roles) {
        return new Repository.Person(
                "A", Optional.empty(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>(List.of(roles)));
    }

    @Test
    void wordsAreSpelledAsInFiles() {
        assertThat(Repository.Mode.OBSERVE.word()).isEqualTo("observe");
        assertThat(Query.Logging.DIFFERENTIAL_IGNORE_REMOVALS.word()).isEqualTo("differential_ignore_removals");
        assertThat(Stream.of(
                                new HostGoal.Ready(),
                                new HostGoal.Deployed(),
                                new HostGoal.Maintenance(),
                                new HostGoal.Retired(HostGoal.Erase.NONE, false))
                        .map(HostGoal::word))
                .containsExactly("ready", "deployed", "maintenance", "retired");
    }

    @Test
    void limitsRefuseWhatCannotWork() {
        assertThat(new Limits(1, 1, 1, 0)).isNotNull();
        assertThat(new Limits(1, 1, 500, 0)).isNotNull();
        for (var bad : List.of(
                new int[] {0, 1, 1, 1},
                new int[] {1, 0, 1, 1},
                new int[] {1, 1, 0, 1},
                new int[] {1, 1, 1, -1},
                new int[] {1, 1, 501, 1}))
            assertThatThrownBy(() -> new Limits(bad[0], bad[1], bad[2], bad[3]))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPlacePrintsLineAndColumnWhenItHasThem() {
        assertThat(PLACE).hasToString("f.yaml:1:2");
        assertThat(Place.ofFile("f.yaml")).hasToString("f.yaml");
        assertOrder(List.of(new Place("a", 9, 9), new Place("b", 1, 9), new Place("b", 2, 1), new Place("b", 2, 2)));
    }

    @Test
    void diagnosticsSortByPlaceThenSeverity() {
        assertOrder(List.of(
                Diagnostic.error("B", "x", new Place("a", 1, 1)),
                Diagnostic.warning("A", "x", new Place("a", 1, 1)),
                Diagnostic.warning("A", "y", new Place("a", 1, 1)),
                Diagnostic.warning("B", "x", new Place("a", 1, 1)),
                Diagnostic.error("A", "x", new Place("a", 1, 2))));
        assertThat(Diagnostic.warning("Summary", "Detail.", PLACE))
                .hasToString("f.yaml:1:2: warning: Summary. Detail.");
    }

    @Test
    void loadedKeepsDiagnosticsSortedByPlace() {
        var late = Diagnostic.error("A", "x", new Place("b", 1, 1));
        var early = Diagnostic.error("B", "x", new Place("a", 1, 1));
        assertThat(new Loaded.Invalid(List.of(late, early)).diagnostics()).containsExactly(early, late);
    }

    @Test
    void collectionsOfTheModelAreCopiesThatNobodyChanges() {
        SortedSet<MacAddress> macs = new TreeSet<>();
        var machine = new MachineSpec(macs, Optional.empty(), Optional.empty(), Optional.empty());
        macs.add(new MacAddress("00:00:00:00:00:01"));
        assertThat(machine.macAddresses()).isEmpty();
        SortedMap<String, Tree> parameters = new TreeMap<>();
        var power = new MachineSpec.Power("ipmi", parameters);
        parameters.put("x", new Tree.Scalar("y", PLACE));
        assertThat(power.parameters()).isEmpty();
        assertThatThrownBy(() -> power.parameters().put("x", new Tree.Scalar("y", PLACE)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aTreeWithoutPlacesIsPlainJava() {
        var map = new Tree.Mapping(
                List.of(
                        new Tree.Entry("a", PLACE, new Tree.Scalar(null, PLACE)),
                        new Tree.Entry("b", PLACE, new Tree.Seq(List.of(new Tree.Scalar(1L, PLACE)), PLACE))),
                PLACE);
        assertThat(map.plain()).hasToString("{a=null, b=[1]}");
        assertThat(map.get("b")).isPresent();
        assertThat(map.get("c")).isEmpty();
        assertThat(map.entry("a").orElseThrow().keyPlace()).isEqualTo(PLACE);
        assertThat(new Tree.Scalar(null, PLACE).text()).isEmpty();
        assertThat(new Tree.Scalar(true, PLACE).text()).isEqualTo("true");
    }

    @Test
    void aSecretThatCannotBeHadNamesItsReferenceOnly() {
        assertThat(new SecretSource.SecretUnavailable(new SecretRef("a", "b"), "no such file"))
                .hasMessage("<secret a#b>: no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x-", "tempalte", "templates"})
    void aSuggestionIsNeverTheWordItself(String written) {
        assertThat(Suggestion.among(written, List.of("templates", "x", ""))).isNotEqualTo(Optional.of(written));
    }

    @Test
    void theNearestNameIsSuggestedWhenItIsNearEnough() {
        var names = List.of("templates", "template", "tags", "zone");
        assertThat(Suggestion.among("tempaltes", names)).contains("templates");
        assertThat(Suggestion.among("zoen", names)).contains("zone");
        assertThat(Suggestion.among("ZONES", names)).contains("zone");
        assertThat(Suggestion.among("zzne", names)).contains("zone");
        assertThat(Suggestion.among("zz", names)).isEmpty();
        assertThat(Suggestion.among("zzzz", names)).isEmpty();
        assertThat(Suggestion.among("ab", List.of("ac", "aa"))).contains("aa");
        assertThat(Suggestion.among("x".repeat(201), List.of("x".repeat(200)))).isEmpty();
        assertThat(Suggestion.among("x".repeat(200), List.of("x".repeat(199)))).isPresent();
        assertThat(Suggestion.distance("abc", "acb")).isEqualTo(1);
        assertThat(Suggestion.distance("abc", "")).isEqualTo(3);
        assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestion.distance("ABC", "abc")).isZero();
        assertThat(Suggestion.clause("zoen", names)).isEqualTo("; did you mean \"zone\"?");
        assertThat(Suggestion.clause("q", List.of())).isEqualTo(".");
    }
}
