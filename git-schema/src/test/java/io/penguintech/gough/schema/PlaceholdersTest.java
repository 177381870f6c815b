package io.penguintech.gough.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
    private static final Placeholders.Scope SCOPE = new Placeholders.Scope(
            "hv-01",
            new TreeMap<>(Map.of("env", "prod", "gough.io/role", "hypervisor")),
            map("""
                    timezone: Etc/UTC
                    packages: [a, b]
                    count: 3
                    version: 22.10
                    on: true
                    none:
                    deep: {er: {x: 1}, "a.b": 2}
                    nasty: "$(reboot)"
                    again: "${{ host.name }}"
                    """),
            map("{domain: example.com, ntp: {servers: [n1]}}"));

    private static Tree.Mapping map(String yaml) {
        return (Tree.Mapping) tree(yaml);
    }

    private static Tree tree(String yaml) {
        var read = Yaml.read("t.yaml", yaml.getBytes(UTF_8), Limits.DEFAULT);
        assertThat(read.diagnostics()).isEmpty();
        return read.documents().getFirst();
    }

    private static Object replaced(String yaml) {
        var result = Placeholders.replace(tree(yaml), SCOPE);
        assertThat(result.diagnostics()).isEmpty();
        return result.tree().plain();
    }

    private static List<String> problems(String yaml) {
        return Placeholders.replace(tree(yaml), SCOPE).diagnostics().stream()
                .map(Diagnostic::toString)
                .toList();
    }

    @Test
    void aPlaceholderThatIsTheWholeScalarKeepsItsType() {
        assertThat(replaced("[\"${{ values.packages }}\", '${{values.count}}', \"${{  values.on  }}\"]"))
                .isEqualTo(List.of(List.of("a", "b"), 3L, true));
        assertThat(replaced("a: ${{ values.deep.er }}")).isEqualTo(Map.of("a", Map.of("x", 1L)));
        assertThat(((Map<?, ?>) replaced("a: ${{ values.none }}")).get("a")).isNull();
    }

    @Test
    void aPlaceholderInsideTextBecomesText() {
        assertThat(replaced("a: ${{ host.name }}.${{ repository.domain }} x${{ values.count }}-${{ values.on }}"))
                .isEqualTo(Map.of("a", "hv-01.example.com x3-true"));
    }

    @Test
    void numbersInTextAreSpelledAsTheyWereWritten() {
        assertThat(replaced("a: v${{ values.version }}")).isEqualTo(Map.of("a", "v22.10"));
    }

    @ParameterizedTest
    @CsvSource({
        "host.name, hv-01",
        "host.labels.env, prod",
        "host.labels.gough.io/role, hypervisor",
        "values.deep.er.x, 1",
        "values.deep.a.b, 2",
        "repository.domain, example.com",
    })
    void everyKindOfNameIsKnown(String name, String expected) {
        assertThat(replaced("a: x${{ " + name + " }}")).isEqualTo(Map.of("a", "x" + expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"|\n  ${{ host.name }}\n", ">\n  ${{ host.name }}\n"})
    void blockScalarsAreReplacedAsText(String block) {
        assertThat(replaced("a: " + block)).isEqualTo(Map.of("a", "hv-01\n"));
    }

    @Test
    void whatWasPutInIsNotSearchedAgain() {
        assertThat(replaced("[\"${{ values.again }}\", \"x${{ values.again }}\"]"))
                .isEqualTo(List.of("${{ host.name }}", "x${{ host.name }}"));
    }

    @Test
    void aDoubledDollarIsALiteral() {
        assertThat(replaced("['$${{ host.name }}', 'a $$${{ x', '$${{$${{', '${{ host.name }}$${{']"))
                .isEqualTo(List.of("${{ host.name }}", "a $${{ x", "${{${{", "hv-01${{"));
    }

    @Test
    void otherDollarsAndBracesAreLeftAlone() {
        assertThat(replaced("['$x ${y} {{ z }} }}', '$ {{']")).isEqualTo(List.of("$x ${y} {{ z }} }}", "$ {{"));
    }

    @Test
    void anUnknownNameIsAnErrorAtItsPlaceWithTheNearestName() {
        assertThat(problems("a: 1\nb: see ${{ values.timezne }} and ${{ host.nme }}\nc: |\n  x\n  y ${{ foo.bar }}\n"))
                .containsExactly(
                        "t.yaml:2:8: error: Unknown placeholder name. Nothing is called \"values.timezne\" for host hv-01;"
                                + " did you mean \"values.timezone\"?",
                        "t.yaml:2:34: error: Unknown placeholder name. Nothing is called \"host.nme\" for host hv-01;"
                                + " did you mean \"host.name\"?",
                        "t.yaml:5:5: error: Unknown placeholder name. Nothing is called \"foo.bar\" for host hv-01.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"values", "values.", "host", "host.labels.none", "values.count.x", "values.packages.0", "x"})
    void namesThatLeadNowhereAreErrors(String name) {
        assertThat(problems("a: \"${{ " + name + " }}\"")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${{ values.count + 1 }}",
                "${{ }}",
                "${{ values['x'] }}",
                "${{ host.name",
                "${{ secret('nokey') }}",
                "${{ secret('../x#y') }}",
                "${{ secret(path#key) }}",
                "${{ values.a || 'b' }}",
            })
    void whatIsNoNameIsAnErrorWithTheRule(String text) {
        assertThat(problems("a: 'x " + text.replace("'", "''") + "'"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:1:7: error: Malformed placeholder. ");
    }

    @Test
    void aListAMapOrNothingCannotStandInsideText() {
        assertThat(problems("- x ${{ values.packages }}\n- x ${{ values.deep }}\n- x ${{ values.none }}\n"))
                .satisfiesExactly(
                        p -> assertThat(p)
                                .startsWith("t.yaml:1:5: error: Placeholder does not fit into text.")
                                .contains("a list"),
                        p -> assertThat(p).contains("2:5", "a map"),
                        p -> assertThat(p).contains("3:5", "nothing"));
    }

    @Test
    void keysHoldNoPlaceholders() {
        assertThat(problems("\"${{ host.name }}\": 1"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:1:1: error: Placeholder in a key.");
    }

    @Test
    void secretsBecomeReferencesThatAreShownMasked() {
        var tree =
                Placeholders.replace(tree("a: pw=${{ secret('app/db#password') }};\nb: ${{ secret(\"x#y\") }}"), SCOPE);
        assertThat(tree.diagnostics()).isEmpty();
        assertThat(tree.tree().plain()).isEqualTo(Map.of("a", "pw=<secret app/db#password>;", "b", "<secret x#y>"));
        var a = (Tree.SecretText) ((Tree.Mapping) tree.tree()).get("a").orElseThrow();
        assertThat(a.reveal(ref -> "s3 " + ref.key())).isEqualTo("pw=s3 password;");
        assertThat(a.place()).isEqualTo(new Place("t.yaml", 1, 4));
    }

    @Test
    void aValueThatIsASecretStaysOne() {
        var secret = new Tree.SecretText(List.of(new Tree.Part.Secret(new SecretRef("p", "k"))), Place.ofFile("h"));
        var values = new Tree.Mapping(List.of(new Tree.Entry("pw", Place.ofFile("h"), secret)), Place.ofFile("h"));
        var scope = new Placeholders.Scope("h", new TreeMap<>(), values, map("{}"));
        var result = Placeholders.replace(tree("[\"${{ values.pw }}\", \"x ${{ values.pw }}\"]"), scope);
        assertThat(result.tree().plain()).isEqualTo(List.of("<secret p#k>", "x <secret p#k>"));
        assertThat(((Tree.Seq) result.tree()).items()).allMatch(Tree.SecretText.class::isInstance);
    }

    @Test
    void whatIsPutInTakesThePlaceOfThePlaceholder() {
        var list = (Tree.Seq) Placeholders.replace(tree("- x\n- ${{ values.packages }}\n- ${{ values.deep }}"), SCOPE)
                .tree();
        assertThat(list.items().stream().map(Tree::place))
                .containsExactly(new Place("t.yaml", 1, 3), new Place("t.yaml", 2, 3), new Place("t.yaml", 3, 3));
    }

    @Test
    void treesWithoutPlaceholdersAreSharedNotCopied() {
        var tree = map("a: {b: [1, 2]}\nc: {d: \"${{ host.name }}\"}");
        var now = (Tree.Mapping) Placeholders.replace(tree, SCOPE).tree();
        assertThat(now.get("a").orElseThrow()).isSameAs(tree.get("a").orElseThrow());
        assertThat(Placeholders.replace(tree.get("a").orElseThrow(), SCOPE).tree())
                .isSameAs(tree.get("a").orElseThrow());
    }

    @Test
    void theShellFilterRefusesWhatAShellWouldTakeApart() {
        var result = Placeholders.replace(
                tree(
                        "- echo ${{ values.nasty }}\n- ${{ values.nasty }}\n- echo ${{ values.timezone }}\n- ${{ values.packages }}"),
                SCOPE,
                Placeholders.Filter.SHELL);
        assertThat(result.diagnostics())
                .satisfiesExactly(
                        d -> assertThat(d.toString())
                                .startsWith(
                                        "t.yaml:1:8: error: Value is not safe in a shell. \"values.nasty\" of host hv-01"),
                        d -> assertThat(d.place()).isEqualTo(new Place("t.yaml", 2, 3)));
        assertThat(((Tree.Seq) result.tree()).items().get(2).plain()).isEqualTo("echo Etc/UTC");
    }

    @Test
    void theTextAroundASecretOfAValueIsNotForAShellEither() {
        var nasty = new Tree.SecretText(
                List.of(new Tree.Part.Literal("x; "), new Tree.Part.Secret(new SecretRef("p", "k"))),
                Place.ofFile("h"));
        var values = new Tree.Mapping(List.of(new Tree.Entry("pw", Place.ofFile("h"), nasty)), Place.ofFile("h"));
        var scope = new Placeholders.Scope("h", new TreeMap<>(), values, map("{}"));
        var commands = tree("- login ${{ values.pw }}\n- ${{ values.pw }}");
        assertThat(Placeholders.replace(commands, scope, Placeholders.Filter.SHELL)
                        .diagnostics())
                .hasSize(2)
                .allSatisfy(d -> assertThat(d.summary()).isEqualTo("Value is not safe in a shell"));
    }

    @Test
    void scriptsAreReplacedWithPlacesOfTheFile() {
        var begin = new Place("s.sh", 1, 1);
        var good = Placeholders.replaceScript("#!/bin/sh\necho ${{ host.name }} $HOME ${X} $${{\n", begin, SCOPE);
        assertThat(good.diagnostics()).isEmpty();
        assertThat(good.tree().plain()).isEqualTo("#!/bin/sh\necho hv-01 $HOME ${X} ${{\n");
        var bad = Placeholders.replaceScript("#!/bin/sh\r\n# 🙂 $${{ ${{ values.nasty }}\n ${{ nope }}", begin, SCOPE);
        assertThat(bad.diagnostics().stream().map(Diagnostic::place))
                .containsExactly(new Place("s.sh", 2, 10), new Place("s.sh", 3, 2));
    }

    @Test
    void aSecretInAScriptIsCheckedWhenItIsRevealed() {
        var script =
                (Tree.SecretText) Placeholders.replaceScript("login ${{ secret('a#b') }}", new Place("s", 1, 1), SCOPE)
                        .tree();
        assertThat(script.plain()).isEqualTo("login <secret a#b>");
        assertThat(script.reveal(ref -> "safe-1")).isEqualTo("login safe-1");
        assertThatThrownBy(() -> script.reveal(ref -> "x; reboot"))
                .isInstanceOf(SecretSource.SecretUnavailable.class)
                .hasMessageContaining("<secret a#b>")
                .hasMessageNotContaining("reboot");
    }

    @Test
    void usesAreFoundWithoutAnyHost() {
        var found = Placeholders.find(
                tree("a: [\"${{ values.x }} ${{ host.name }}\"]\nb: ${{ secret('p#k') }}\nc: ${{ 1 + 1 }}"));
        assertThat(found.uses())
                .containsExactly(
                        new Placeholders.Use.Name("values.x", new Place("t.yaml", 1, 6)),
                        new Placeholders.Use.Name("host.name", new Place("t.yaml", 1, 22)),
                        new Placeholders.Use.Secret(new SecretRef("p", "k"), new Place("t.yaml", 2, 4)));
        assertThat(found.diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.place().line()).isEqualTo(3));
        assertThat(Placeholders.findInScript("\n${{ values.y }}", new Place("s", 1, 1))
                        .uses())
                .containsExactly(new Placeholders.Use.Name("values.y", new Place("s", 2, 1)));
    }
}
