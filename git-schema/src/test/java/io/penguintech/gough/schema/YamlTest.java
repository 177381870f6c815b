package io.penguintech.gough.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    private static final Limits LIMITS = Limits.DEFAULT;

    private static Yaml.Read read(String text) {
        return Yaml.read("f.yaml", text.getBytes(UTF_8), LIMITS);
    }

    private static Tree only(String text) {
        var read = read(text);
        assertThat(read.diagnostics()).isEmpty();
        assertThat(read.documents()).hasSize(1);
        return read.documents().getFirst();
    }

    private static List<String> problems(String text) {
        return read(text).diagnostics().stream().map(Diagnostic::toString).toList();
    }

    private static Tree.Mapping map(Tree tree) {
        return (Tree.Mapping) tree;
    }

    @Test
    void everyValueKnowsItsLineAndColumn() {
        var root = map(only("a:\n  - x\n  - {k: v}\n"));
        assertThat(root.place()).isEqualTo(new Place("f.yaml", 1, 1));
        var list = (Tree.Seq) root.get("a").orElseThrow();
        assertThat(list.place()).isEqualTo(new Place("f.yaml", 2, 3));
        assertThat(list.items().get(0).place()).isEqualTo(new Place("f.yaml", 2, 5));
        var inner = map(list.items().get(1));
        assertThat(inner.entry("k").orElseThrow().keyPlace()).isEqualTo(new Place("f.yaml", 3, 6));
        assertThat(inner.get("k").orElseThrow().place()).isEqualTo(new Place("f.yaml", 3, 9));
    }

    @Test
    void columnsCountCodePointsNotBytesOrChars() {
        var list = (Tree.Seq) only("[\"ä🙂\", x]");
        assertThat(list.items().get(1).place()).isEqualTo(new Place("f.yaml", 1, 8));
    }

    @Test
    void windowsLineEndsCountOnce() {
        assertThat(map(only("a: 1\r\nb: 2\r\n")).get("b").orElseThrow().place()).isEqualTo(new Place("f.yaml", 2, 4));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            value = {
                "true, java.lang.Boolean, true",
                "False, java.lang.Boolean, false",
                "TRUE, java.lang.Boolean, true",
                "yes, java.lang.String, yes",
                "off, java.lang.String, off",
                "0, java.lang.Long, 0",
                "-12, java.lang.Long, -12",
                "+7, java.lang.Long, 7",
                "0644, java.lang.String, 0644",
                "0o17, java.lang.Long, 15",
                "0xff, java.lang.Long, 255",
                "9223372036854775807, java.lang.Long, 9223372036854775807",
                "9223372036854775808, java.math.BigInteger, 9223372036854775808",
                "1.50, java.lang.Double, 1.5",
                "1e3, java.lang.Double, 1000.0",
                ".5, java.lang.Double, 0.5",
                "-.inf, java.lang.Double, -Infinity",
                ".inf, java.lang.Double, Infinity",
                ".NaN, java.lang.Double, NaN",
                "52:54:00:12:34:56, java.lang.String, 52:54:00:12:34:56",
                "2026-11-22, java.lang.String, 2026-11-22",
                "1_000, java.lang.String, 1_000",
                "-, java.lang.String, NULL",
                "'''1''', java.lang.String, 1",
            })
    void unquotedScalarsMeanWhatYaml12Says(String written, String type, String shown) {
        if (shown == null) return; // "-" alone opens a list
        var value = map(only("k: " + written)).get("k").orElseThrow().plain();
        assertThat(value).isNotNull();
        assertThat(value.getClass().getName()).isEqualTo(type);
        assertThat(value).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void nothingIsNull(String written) {
        assertThat(map(only("k: " + written)).get("k").orElseThrow().plain()).isNull();
    }

    @Test
    void numbersOfMoreThanAHundredDigitsStayText() {
        assertThat(map(only("k: " + "9".repeat(100))).get("k").orElseThrow().plain())
                .isEqualTo(new BigInteger("9".repeat(100)));
        assertThat(map(only("k: " + "9".repeat(101))).get("k").orElseThrow().plain())
                .isEqualTo("9".repeat(101));
    }

    @Test
    void aNumberRemembersHowItWasWritten() {
        var scalar = (Tree.Scalar) map(only("k: 22.10")).get("k").orElseThrow();
        assertThat(scalar.value()).isEqualTo(22.1);
        assertThat(scalar.text()).isEqualTo("22.10");
    }

    @Test
    void cloudConfigReadsTheWordsOfYaml11() {
        var read =
                Yaml.read("t.yaml", "[yes, No, on, OFF, y, 'yes']".getBytes(UTF_8), LIMITS, Yaml.Dialect.CLOUD_CONFIG);
        assertThat(read.documents().getFirst().plain()).isEqualTo(List.of(true, false, true, false, "y", "yes"));
    }

    @Test
    void explicitTagsOfYamlAreObeyed() {
        assertThat(only("[!!str 1, !!int '2', !!float 3, !!bool 'true', ! 4, !!null '']")
                        .plain())
                .isEqualTo(Arrays.asList("1", 2L, 3.0, true, "4", null));
        assertThat(only("!!map {a: !!seq [1]}").plain()).isEqualTo(Map.of("a", List.of(1L)));
    }

    @Test
    void otherTagsAreErrors() {
        assertThat(problems("a: !!binary aGk=\nb: !thing x\nc: !!int x\nd: !!set {a: }\ne: !!java.util.Date [1]"))
                .satisfiesExactly(
                        p -> assertThat(p)
                                .startsWith("f.yaml:1:4: error: Unsupported YAML tag. !!binary")
                                .contains("b64"),
                        p -> assertThat(p)
                                .startsWith("f.yaml:2:4: error: Unsupported YAML tag. \"x\"")
                                .contains("!thing"),
                        p -> assertThat(p)
                                .startsWith("f.yaml:3:4: error: Unsupported YAML tag.")
                                .contains("!!int"),
                        p -> assertThat(p).startsWith("f.yaml:4:4: error: Unsupported YAML tag."),
                        p -> assertThat(p).startsWith("f.yaml:5:4: error: Unsupported YAML tag."));
    }

    @Test
    void anchorsAndMergeKeysWork() {
        var root = map(only("base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\nuse: {<<: [*b, *m], x: 9}\nsame: *b\n"));
        assertThat(root.get("use").orElseThrow().plain()).isEqualTo(Map.of("x", 9L, "y", 2L, "z", 4L));
        assertThat(map(root.get("use").orElseThrow()).entries().stream().map(Tree.Entry::key))
                .containsExactly("y", "z", "x");
        assertThat(root.get("same").orElseThrow().plain()).isEqualTo(Map.of("x", 1L, "y", 2L));
    }

    @Test
    void anEntryBeforeTheMergeKeyAlsoOverrides() {
        assertThat(map(only("b: &b {x: 1}\nu: {x: 2, <<: *b}"))
                        .get("u")
                        .orElseThrow()
                        .plain())
                .isEqualTo(Map.of("x", 2L));
    }

    @Test
    void aQuotedMergeKeyIsAnOrdinaryKey() {
        assertThat(only("{'<<': 1}").plain()).isEqualTo(Map.of("<<", 1L));
    }

    @Test
    void mergeKeysInsideMergedMapsAreResolvedFirst() {
        var root = map(only("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}"));
        assertThat(root.get("c").orElseThrow().plain()).isEqualTo(Map.of("x", 1L, "y", 2L, "z", 3L));
    }

    @Test
    void mergeOfSomethingElseIsAnError() {
        assertThat(problems("a: {<<: 1}\nb: {<<: [{}, 2]}\nc: &c {}\nd:\n  <<: *c\n  <<: *c\n"))
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("f.yaml:1:5: error: Merge key needs a map."),
                        p -> assertThat(p).startsWith("f.yaml:2:5: error: Merge key needs a map."),
                        p -> assertThat(p).startsWith("f.yaml:6:3: error: Duplicate key. << stands at f.yaml:5:3"));
    }

    @Test
    void anAnchorEndsWithItsDocumentAndMayBeSetAgain() {
        assertThat(read("a: &x 1\nb: &x 2\nc: *x").documents().getFirst().plain())
                .isEqualTo(Map.of("a", 1L, "b", 2L, "c", 2L));
        assertThat(problems("a: &x 1\n---\nb: *x"))
                .containsExactly(
                        "f.yaml:3:4: error: Unknown alias. *x: no anchor &x stands above it in this document.");
    }

    @Test
    void anUnknownAliasSuggestsTheNearestAnchor() {
        assertThat(problems("a: &base 1\nb: *bsae"))
                .containsExactly("f.yaml:2:4: error: Unknown alias. *bsae: did you mean *base?");
    }

    @Test
    void anAliasInsideItsOwnAnchorIsAnError() {
        assertThat(problems("a: &x [1, *x]"))
                .containsExactly("f.yaml:1:11: error: Alias refers to itself. *x stands inside &x.");
    }

    @Test
    void everyDuplicateAndEveryKeyThatIsNotTextIsReported() {
        assertThat(problems("a: 1\nb: 2\na: 3\n1: x\n[q]: y\ntrue: z\nb: 4\n"))
                .containsExactly(
                        "f.yaml:3:1: error: Duplicate key. \"a\" stands at f.yaml:1:1 already; keep one of the two.",
                        "f.yaml:4:1: error: Key is not text. Write \"1\" in quotes if it is meant as a key.",
                        "f.yaml:5:1: error: Key is not text. A list or a map cannot be a key.",
                        "f.yaml:6:1: error: Key is not text. Write \"true\" in quotes if it is meant as a key.",
                        "f.yaml:7:1: error: Duplicate key. \"b\" stands at f.yaml:2:1 already; keep one of the two.");
        assertThat(map(read("a: 1\nb: 2\na: 3\n").documents().getFirst()).plain())
                .isEqualTo(Map.of("a", 1L, "b", 2L));
    }

    @Test
    void manyDocumentsAreReadAndEmptyOnesLeftOut() {
        assertThat(read("---\n---\na: 1\n---\n# nothing\n---\nb: 2\n...\n").documents().stream()
                        .map(Tree::plain))
                .containsExactly(Map.of("a", 1L), Map.of("b", 2L));
        assertThat(read("# only a comment\n").documents()).isEmpty();
        assertThat(read("").documents()).isEmpty();
    }

    @Test
    void documentsBeforeASyntaxErrorAreKept() {
        var read = read("a: 1\n---\nb: [1\n");
        assertThat(read.documents()).hasSize(1);
        assertThat(read.failed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: b: c        | 1 | 5  | colon",
                "'\tx: 1'       | 1 | 1  | tab",
                "'a: \"x'       | 1 | 4  | not closed",
                "'{a: ${{ b }}}'| 1 | 6  | placeholder must stand in quotes",
                "'a: 1\nb\nc: 2'| 2 | 1  | colon",
                "'a: @x'        | 1 | 4  | Check",
            })
    void syntaxErrorsSayWhereAndHowToMend(String text, int line, int column, String hint) {
        var found = read(text).diagnostics();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().summary()).isEqualTo("YAML syntax error");
        assertThat(found.getFirst().detail()).contains(hint);
        assertThat(found.getFirst().place()).isEqualTo(new Place("f.yaml", line, column));
    }

    @Test
    void bytesThatAreNotUtf8AreNamedWithTheirPlace() {
        var read = Yaml.read("f.yaml", new byte[] {'a', ':', '\n', 'b', (byte) 0xC3, '('}, LIMITS);
        assertThat(read.diagnostics())
                .containsExactly(Diagnostic.error(
                        "File is not UTF-8 text",
                        "Byte 5 (0xC3) cannot stand there. Save the file as UTF-8; binary files have no place here.",
                        new Place("f.yaml", 2, 2)));
        assertThat(read.documents()).isEmpty();
        assertThat(Yaml.read("f.yaml", new byte[] {'a', (byte) 0xC3}, LIMITS).failed())
                .isTrue();
    }

    @Test
    void utf16IsRecognised() {
        assertThat(Yaml.read("f.yaml", "a: 1".getBytes(java.nio.charset.StandardCharsets.UTF_16), LIMITS)
                        .diagnostics()
                        .getFirst()
                        .detail())
                .contains("UTF-16");
        assertThat(Yaml.read("f.yaml", "\uFEFFa: 1".getBytes(java.nio.charset.StandardCharsets.UTF_16LE), LIMITS)
                        .diagnostics()
                        .getFirst()
                        .detail())
                .contains("UTF-16");
    }

    @Test
    void everyKindOfLineEndIsCounted() {
        assertThat(map(read("a: 1\rb: \"${{ x }}\"\r\n\rc: ${{ y }}")
                                .documents()
                                .getFirst())
                        .entries()
                        .stream()
                        .map(entry -> ((Tree.Scalar) entry.value()).spelling().openings()))
                .containsExactly(List.of(), List.of(new Place("f.yaml", 2, 5)), List.of(new Place("f.yaml", 4, 4)));
        assertThat(problems("a\r\nb\rc\n\u0001")).singleElement().asString().startsWith("f.yaml:4:1: ");
        assertThat(problems("a\r\u0001")).singleElement().asString().startsWith("f.yaml:2:1: ");
    }

    @Test
    void theRestOfABrokenDocumentIsNotReadAgain() {
        var read = read("a: }\nb: }\nc: ]\n---x: }\n---\nd: 1\n");
        assertThat(read.diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.place().line()).isEqualTo(1));
        assertThat(read.documents().stream().map(Tree::plain)).containsExactly(Map.of("d", 1L));
        assertThat(read("a: }\nb: }\nc: ]\n").diagnostics()).hasSize(1);
    }

    @Test
    void afterTwentySyntaxErrorsTheFileIsGivenUp() {
        assertThat(read("--- }\n".repeat(30)).diagnostics()).hasSize(20);
    }

    @Test
    void readingGoesOnWithTheDocumentAfterASyntaxError() {
        var read = read("a: &x [\n---\nb: 1\n--- {c: 2}\n--- # next\nd: \"\n---x\n---\ne: *x\n");
        assertThat(read.documents().stream().map(Tree::plain))
                .containsExactly(Map.of("b", 1L), Map.of("c", 2L), Collections.singletonMap("e", null));
        assertThat(read.diagnostics().stream().map(Diagnostic::summary))
                .containsExactly("YAML syntax error", "YAML syntax error", "Unknown alias");
    }

    @Test
    void aByteOrderMarkIsSkippedWithAWarning() {
        var read = read("\uFEFFa: 1");
        assertThat(read.diagnostics()).hasSize(1);
        assertThat(read.failed()).isFalse();
        assertThat(map(read.documents().getFirst()).get("a").orElseThrow().place())
                .isEqualTo(new Place("f.yaml", 1, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 0xB, 0x1F, 0x7F, 0x84, 0x86, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069, 0xFFFE, 0xFFFF})
    void charactersThatHaveNoPlaceInTextAreErrors(int c) {
        assertThat(problems("a: 1\n🙂: x" + Character.toString(c)))
                .singleElement()
                .asString()
                .startsWith("f.yaml:2:5: error: Forbidden character in file. U+%04X".formatted(c));
    }

    @Test
    void ordinaryForeignTextIsAccepted() {
        assertThat(only("k: \"été 日本 🙂~\u00a0\u2029\u202F\u2065\u206A\uFFFD\"").plain())
                .isEqualTo(Map.of("k", "été 日本 🙂~\u00a0\u2029\u202F\u2065\u206A\uFFFD"));
    }

    @Test
    void aFileAboveTheLimitIsNotParsed() {
        var small = new Limits(10, 1, 5, 1);
        assertThat(Yaml.read("f.yaml", "k: 1234567".getBytes(UTF_8), small).failed())
                .isFalse();
        assertThat(Yaml.read("f.yaml", "k: 12345678".getBytes(UTF_8), small).diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.summary()).isEqualTo("File too large"))
                .satisfies(d -> assertThat(d.detail()).contains("11 bytes", "10"));
    }

    @Test
    void depthIsLimitedExactly() {
        var limits = new Limits(1000, 1, 3, 10);
        assertThat(Yaml.read("f.yaml", "[[[x]]]".getBytes(UTF_8), limits).failed())
                .isFalse();
        assertThat(Yaml.read("f.yaml", "[[[[x]]]]".getBytes(UTF_8), limits).diagnostics())
                .singleElement()
                .hasToString("f.yaml:1:4: error: Nested too deep. At most 3 levels are read.");
    }

    @Test
    void depthThroughAliasesCountsToo() {
        var limits = new Limits(1000, 1, 3, 10);
        assertThat(Yaml.read("f.yaml", "- &a [x]\n- [*a]".getBytes(UTF_8), limits)
                        .failed())
                .isFalse();
        assertThat(Yaml.read("f.yaml", "- &a [[x]]\n- [*a]".getBytes(UTF_8), limits)
                        .diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.toString()).startsWith("f.yaml:2:4: error: Nested too deep. Written out"));
    }

    @Test
    void aliasesAreLimitedPerDocument() {
        var limits = new Limits(1000, 1, 3, 2);
        assertThat(Yaml.read("f.yaml", "[&a x, *a, *a]\n---\n[&a x, *a, *a]".getBytes(UTF_8), limits)
                        .failed())
                .isFalse();
        assertThat(Yaml.read("f.yaml", "[&a x, *a, *a, *a]".getBytes(UTF_8), limits)
                        .diagnostics())
                .singleElement()
                .hasToString("f.yaml:1:16: error: Too many aliases. At most 2 aliases are read in one document.");
    }

    @Test
    void aBombOfAliasesIsStopped() {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 15; i++)
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ",").repeat(9))
                    .append("]\n");
        var found = read(bomb.toString()).diagnostics();
        assertThat(found)
                .singleElement()
                .satisfies(d -> assertThat(d.summary()).isEqualTo("Aliases stand for too much"));
    }

    @Test
    void garbageEndsSoonWithDiagnostics() {
        Work.isDoneWithin(Duration.ofSeconds(5), () -> {
            var random = new byte[100_000];
            new Random(1).nextBytes(random);
            assertThat(Yaml.read("r.yaml", random, LIMITS).failed()).isTrue();
            assertThat(Yaml.read("big.yaml", ("a: " + "x".repeat(10_000_000)).getBytes(UTF_8), LIMITS)
                            .failed())
                    .isTrue();
            assertThat(read("a: &a x\nb: [" + "*a,".repeat(100_000) + "]").failed())
                    .isTrue();
            assertThat(read("[".repeat(5_000)).failed()).isTrue();
            assertThat(read("- ".repeat(5_000)).failed()).isTrue();
            assertThat(read("{a: ".repeat(5_000)).failed()).isTrue();
            assertThat(read("a\0b").failed()).isTrue();
        });
    }

    @Test
    void problemsOfOneFileAreCapped() {
        var found = read("a: 1\n".repeat(2_000)).diagnostics();
        assertThat(found).hasSize(501);
        assertThat(found.getFirst().summary()).isEqualTo("Too many problems in one file");
    }

    @Test
    void everyOpeningOfAPlaceholderIsPlaced() {
        var text = "a: x ${{ n }}\nb: \"ä${{ n }} $${{\"\nc: | # ${{\n  one\n   ${{ n }}\nd: >-\n  x\n  ${{ n }}\n";
        var root = map(only(text));
        assertThat(openings(root, "a")).containsExactly(new Place("f.yaml", 1, 6));
        assertThat(openings(root, "b")).containsExactly(new Place("f.yaml", 2, 6), new Place("f.yaml", 2, 16));
        assertThat(openings(root, "c")).containsExactly(new Place("f.yaml", 5, 4));
        assertThat(openings(root, "d")).containsExactly(new Place("f.yaml", 8, 3));
        assertThat(openings(map(only("e: \"\\u0024{{ n }}\"")), "e")).isEmpty();
    }

    private static List<Place> openings(Tree.Mapping root, String key) {
        return ((Tree.Scalar) root.get(key).orElseThrow()).spelling().openings();
    }
}
