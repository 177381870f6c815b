package io.penguintech.gough.templates.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penguintech.gough.schema.Tree;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "No",
                "ON",
                "off",
                "y",
                "N",
                "true",
                "False",
                "null",
                "~",
                "",
                " ",
                "1_000",
                "0644",
                "0o17",
                "0x1F",
                "0b101",
                "12:30:45",
                "190:20:30",
                "1e3",
                "1.5",
                ".5",
                "-.inf",
                ".NaN",
                "+12",
                "2026-11-22",
                "2026-11-22T20:47:00Z",
                "<<",
                "=",
                "- a",
                "a: b",
                "a #b",
                "#cloud-config",
                "!tag",
                "&a",
                "*a",
                "|",
                ">",
                "%x",
                "@x",
                "`x`",
                "{a}",
                "[a]",
                "'",
                "\"",
                "\\",
                "a\tb",
                "a\nb",
                "\na",
                "a\n",
                "a\n\n",
                "a\n \nb",
                " a\nb",
                "a \nb ",
                "\ta\nb",
                "a\r\nb",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "\u0000",
                "é",
                "日本",
                "😀",
                "---",
                "...",
                "a\n---\nb",
                "? a",
                ": a",
                "a:",
                "\u007F",
                "\u00A0",
                "\uFFFF",
                "line\n\n\nline\n\n\n"
            })
    void keepsATextThatLooksLikeSomethingElse(String text) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("value", text);
        tree.put(text, List.of(text, Map.of(text, text)));
        assertThat(parsed(emitted(tree))).isEqualTo(tree);
    }

    @Test
    void writesReadableBlocks() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("packages", List.of("htop", "jq"));
        tree.put("write_files", List.of(Map.of("content", "[a]\nb = 1\n")));
        tree.put("ntp", Map.of("enabled", true));
        tree.put("users", List.of());
        assertThat(emitted(tree)).isEqualTo("""
                        packages:
                          - htop
                          - jq
                        write_files:
                          - content: |
                              [a]
                              b = 1
                        ntp:
                          enabled: true
                        users: []
                        """);
    }

    @Test
    void keepsAKeyThatIsTooLongForAParserToGuess() {
        var tree = Map.<String, Object>of("k: ".repeat(1000), Map.of("a", 1L));
        assertThat(parsed(emitted(tree))).isEqualTo(tree);
    }

    @Test
    void keepsThousandsOfRandomTrees() {
        var random = new Random(20261122);
        for (int i = 0; i < 3000; i++) {
            var tree = RandomTrees.map(random, 4);
            assertThat(parsed(emitted(tree))).as("tree %d", i).isEqualTo(tree);
        }
    }

    @Test
    void meansTheSameToThePyYamlOfCloudInit(@TempDir Path folder) throws IOException, InterruptedException {
        assumeThat(Python.has("yaml")).as("python3 with PyYAML is installed").isTrue();
        var random = new Random(7);
        var trees = new ArrayList<Object>();
        for (int i = 0; i < 500; i++) trees.add(RandomTrees.map(random, 4));
        var file = Files.writeString(folder.resolve("trees.yaml"), emitted(Map.of("trees", trees)));
        var json = Python.run(
                "import yaml,json,sys;print(json.dumps(yaml.safe_load(open(sys.argv[1],encoding='utf-8'))['trees']))",
                file.toString());
        // JSON is YAML: the same reader can compare.
        assertThat(parsed(json)).isEqualTo(trees);
    }

    @Test
    void readsAWholeNumberOfAnySize() {
        var tree = Map.<String, Object>of("size", new BigInteger("123456789012345678901234567890"));
        assertThat(emitted(tree)).isEqualTo("size: 123456789012345678901234567890\n");
    }

    private static String emitted(Map<String, ?> plain) {
        var out = new StringBuilder();
        YamlText.write((Tree.Mapping) Trees.of(plain), out);
        return out.toString();
    }

    /** As snakeyaml-engine reads it, whole numbers as Long. */
    private static @Nullable Object parsed(String yaml) {
        var settings = LoadSettings.builder()
                .setCodePointLimit(100_000_000)
                .setMaxAliasesForCollections(0)
                .build();
        return Trees.widened(new Load(settings)
                .loadFromString(new String(yaml.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
    }
}
