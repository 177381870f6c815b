package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the pages and of the README are what the loader takes. */
class DocsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final String RULES = """
            apiVersion: gough.io/v1
            kind: Repository
            metadata: {name: docs}
            spec:
              people: [{name: Ada, emails: [ada@example.org], roles: [admin]}]
            """;

    @ParameterizedTest
    @ValueSource(strings = {"infra", "hypervisors"})
    void theExampleRepositoryIsValidWithoutAWarning(String name) throws IOException {
        var tree = DirectoryTree.read(ROOT.resolve("docs/examples").resolve(name), Limits.DEFAULT);
        assertThat(new InventoryLoader(Limits.DEFAULT).load(tree))
                .isInstanceOfSatisfying(
                        Loaded.Valid.class,
                        valid -> assertThat(valid.warnings())
                                .noneMatch(d -> d.severity() == Diagnostic.Severity.WARNING));
    }

    @Test
    void thereAreExamplesToCheck() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(6);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void theExampleIsUnderstood(Example example) {
        var loaded = new InventoryLoader(Limits.DEFAULT).load(example.tree());
        var problems = switch (loaded) {
            case Loaded.Valid _ -> List.<Diagnostic>of();
            case Loaded.Invalid(var diagnostics) -> diagnostics;
        };
        // A page shows one document at a time: what it refers to stands elsewhere.
        assertThat(problems.stream()
                        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                        .filter(d -> !d.summary().matches("Unknown (template|profile|placeholder|hypervisor).*")))
                .isEmpty();
    }

    /** A YAML block of a page, and the file of a repository it would be. */
    record Example(String page, int number, String path, String text) {
        RepoTree tree() {
            var entries = new TreeMap<String, RepoTree.Entry>();
            entries.put("gough.yaml", blob(RULES));
            entries.put(path, blob(text));
            return new RepoTree(Optional.empty(), entries);
        }

        private static RepoTree.Entry blob(String text) {
            return new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return page + " " + number;
        }
    }

    static List<Example> examples() throws IOException {
        var found = new ArrayList<Example>();
        try (Stream<Path> pages =
                Stream.concat(Stream.of(ROOT.resolve("README.md")), Files.list(ROOT.resolve("docs")))) {
            for (var page :
                    pages.filter(p -> p.toString().endsWith(".md")).sorted().toList()) {
                var blocks = EXAMPLE.matcher(Files.readString(page));
                for (int number = 1; blocks.find(); number++) {
                    var text = blocks.group(1);
                    var path = path(text);
                    if (path.isPresent())
                        found.add(new Example(page.getFileName().toString(), number, path.get(), text));
                }
            }
        }
        return found;
    }

    private static Optional<String> path(String text) {
        if (text.startsWith("#cloud-config")) return Optional.of("templates/example.yaml");
        if (text.contains("kind: Repository")) return Optional.of("gough.yaml");
        if (text.contains("kind: Profile")) return Optional.of("profiles/example.yaml");
        if (text.contains("kind: Host") || text.contains("kind: VirtualMachine"))
            return Optional.of("hosts/example.yaml");
        if (text.contains("kind: Query") || text.contains("kind: Policy") || text.contains("kind: Label"))
            return Optional.of("queries/example.yaml");
        if (text.contains("kind: ImageSet")) return Optional.of("images/example.yaml");
        if (Stream.of(ThingKind.values()).anyMatch(kind -> text.contains("kind: " + kind.word())))
            return Optional.of("region/example.yaml");
        return Optional.empty();
    }
}
