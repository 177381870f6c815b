package io.penguintech.gough.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Small files that would mean gigabytes. */
class BudgetTest {
    private static Tree.Mapping map(String yaml) {
        return (Tree.Mapping)
                Yaml.read("f", yaml.getBytes(UTF_8), Limits.DEFAULT).documents().getFirst();
    }

    private static Placeholders.Replaced replace(String yaml, String values) {
        var scope = new Placeholders.Scope("h", new TreeMap<>(), map(values), map("{}"));
        return Placeholders.replace(map(yaml), scope);
    }

    private static List<String> summaries(Placeholders.Replaced replaced) {
        return replaced.diagnostics().stream()
                .map(Diagnostic::summary)
                .distinct()
                .toList();
    }

    @Test
    void aTextMayGrowToAMebicharacter() {
        var half = "big: " + "x".repeat(1 << 19);
        assertThat(summaries(replace("a: \"${{ values.big }}${{ values.big }}\"", half)))
                .isEmpty();
        assertThat(summaries(replace("a: \"${{ values.big }}${{ values.big }}.\"", half)))
                .containsExactly("Placeholders make too much");
        assertThat(summaries(replace("a: \"${{ values.big }}.\"\nb: \"${{ values.big }}.\"", half)))
                .containsExactly("Placeholders make too much");
    }

    @Test
    void listsMayGrowToAHundredThousandValues() {
        var list = "big: [" + "x,".repeat(9_998) + "x]"; // 9,999 items and the list itself
        assertThat(summaries(replace("a: [" + "\"${{ values.big }}\",".repeat(10) + "]", list)))
                .isEmpty();
        assertThat(summaries(replace("a: [" + "\"${{ values.big }}\",".repeat(11) + "]", list)))
                .containsExactly("Placeholders make too much");
        assertThat(summaries(replace(
                        "a: [" + "\"${{ values.big }}\",".repeat(11) + "]", "big: {x: " + list.substring(5) + "}")))
                .containsExactly("Placeholders make too much");
    }

    @Test
    void profilesOfMoreThanTwentyThousandValuesAreRefused() {
        var repo = Repo.create()
                .withProfile("p", "values: {big: [" + "x,".repeat(20_000) + "]}")
                .withHost("a", "profiles: [p]\nzone: ${{ values.big }}")
                .withHost("b", "profiles: [p]");
        assertThat(repo.errors())
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("hosts/a.yaml:7:9: error: Unknown placeholder name."),
                        e -> assertThat(e)
                                .startsWith(
                                        "profiles/p.yaml:1:1: error: Profiles too large. Together the profiles p hold"));
    }

    @Test
    void aBombOfPlaceholdersInAProfileEndsSoonForManyHosts() {
        var repo = Repo.create()
                .withProfile(
                        "p",
                        "values: {big: " + "x".repeat(100_000) + "}\ndescription: \""
                                + "${{ values.big }}".repeat(5_000) + "\"");
        for (int i = 0; i < 2_000; i++) repo.withHost("h" + i, "profiles: [p]");
        Work.isDoneWithin(
                Duration.ofSeconds(10),
                () -> assertThat(repo.errors())
                        .anySatisfy(e ->
                                assertThat(e).startsWith("profiles/p.yaml:6:16: error: Placeholders make too much.")));
    }
}
