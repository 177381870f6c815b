package io.penguintech.gough.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid repositories, damaged at random from a fixed seed: the loader says something sensible and never throws. */
class FuzzTest {
    private static final Set<String> SOME_OF_THE_LIBRARY =
            Set.of("queries/labels.yaml", "queries/policies/access.yaml");
    private static final List<String> PIECES = List.of(
            "${{",
            "}}",
            "$${{",
            "${{ values.x }}",
            "${{ secret('a#b') }}",
            "---\n",
            "\n",
            "\r\n",
            "\t",
            " ",
            ":",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "<<: *a\n",
            "!!int ",
            "!x ",
            "|\n",
            ">-\n",
            "\"",
            "'",
            "#",
            "null",
            "~",
            "true",
            "1",
            "-1",
            "0x",
            "1e9",
            "99999999999999999999",
            "+tags: [a]\n",
            "=os: {}\n",
            "é",
            "🙂",
            "\u0000",
            "\uFEFF",
            "\u202E",
            "secret: a#b",
            "? ",
            "@",
            "`",
            "%YAML 1.1\n",
            "...\n");

    private static byte[] damage(byte[] bytes, Random random) {
        var damaged = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) damaged = once(damaged, random);
        return damaged;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(20));
        return switch (random.nextInt(5)) {
            case 0 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, Math.min(bytes.length, at + 1));
            case 1 -> joined(bytes, at, new byte[0], to);
            case 2 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, to), at);
            case 3 ->
                joined(bytes, at, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), to);
            default ->
                joined(bytes, at, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), at);
        };
    }

    private static byte[] joined(byte[] bytes, int end, byte[] middle, int begin) {
        var result = new byte[end + middle.length + bytes.length - begin];
        System.arraycopy(bytes, 0, result, 0, end);
        System.arraycopy(middle, 0, result, end, middle.length);
        System.arraycopy(bytes, begin, result, end + middle.length, bytes.length - begin);
        return result;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damagedRepositoriesNeverMakeTheLoaderThrow(long seed) throws Exception {
        var random = new Random(seed);
        var good = DirectoryTree.read(Path.of("../docs/examples/infra"), Limits.DEFAULT);
        var paths = new ArrayList<>(good.entries().keySet());
        // Most of the library is left out: its SQL would be compiled some forty thousand times.
        paths.removeIf(path -> path.startsWith("queries/") && !SOME_OF_THE_LIBRARY.contains(path));
        for (int round = 0; round < 40; round++) {
            var entries = new TreeMap<>(good.entries());
            entries.keySet().retainAll(paths);
            for (int i = 0; i < 3; i++) {
                var path = paths.get(random.nextInt(paths.size()));
                if (entries.get(path) instanceof RepoTree.Entry.Blob(var bytes))
                    entries.put(path, new RepoTree.Entry.Blob(damage(bytes, random)));
            }
            var tree = new RepoTree(Optional.empty(), entries);
            var loaded = new InventoryLoader(Limits.DEFAULT).load(tree);
            switch (loaded) {
                case Loaded.Valid(var inventory, var _) ->
                    assertThat(inventory.repository().name()).isNotNull();
                case Loaded.Invalid(var diagnostics) ->
                    assertThat(diagnostics).anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
            }
            assertThat(new InventoryLoader(Limits.DEFAULT).load(tree)).isEqualTo(loaded);
            new Explainer(Limits.DEFAULT).explain(tree, new HostName("hv-01"), Optional.empty());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void anyMixtureOfYamlPiecesIsReadOrRefusedWithAPlaceInsideTheFile(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) text.append(PIECES.get(random.nextInt(PIECES.size())));
            var read = Yaml.read("f", text.toString().getBytes(UTF_8), Limits.DEFAULT);
            long lines = text.chars().filter(c -> c == '\n' || c == '\r').count() + 2;
            assertThat(read.diagnostics())
                    .allMatch(d -> d.place().line() <= lines && d.place().line() >= 0);
            for (var document : read.documents()) {
                Placeholders.find(document);
                Placeholders.replace(
                        document,
                        new Placeholders.Scope("h", new TreeMap<>(), empty(), empty()),
                        Placeholders.Filter.SHELL);
            }
        }
    }

    private static Tree.Mapping empty() {
        return new Tree.Mapping(List.of(), Place.ofFile("f"));
    }
}
