package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test that a table of the pages names is there: what is claimed can be looked up, and run. */
class NamedTestsTest {
    private static final Path ROOT = Path.of("..");
    /** A class, one of its methods, a method of the class named before it; the end of a long name may be left out. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)?(?:\\.([a-z]\\w*)(…)?)?`");

    private static final Map<String, String> SOURCES = sources();

    @ParameterizedTest
    @ValueSource(strings = {"docs/incidents.md", "docs/testing.md"})
    void everyTestThatATableNamesIsThere(String page) {
        var missing = rows(page).stream()
                .flatMap(row -> named(row).stream())
                .filter(named -> !named.isThere())
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyIncidentHasATestOfItsOwnWordsAndASource() {
        var incidents = rows("docs/incidents.md").stream()
                .filter(row -> !row.matches("\\|[-|]+\\|") && !row.startsWith("| what happened"))
                .toList();
        assertThat(incidents).hasSizeGreaterThan(30).allSatisfy(row -> {
            assertThat(row.split("\\|")[1]).contains("](https://");
            assertThat(named(row))
                    .isNotEmpty()
                    .allMatch(named -> !named.method().isEmpty());
        });
    }

    private record Named(String type, String method, boolean cut) {
        boolean isThere() {
            var source = SOURCES.getOrDefault(type, "");
            if (method.isEmpty()) return !source.isEmpty();
            var rest = cut ? "\\w*" : "";
            return Pattern.compile("\\b(void " + method + rest + "\\(|ArchRule " + method + rest + " =)")
                    .matcher(source)
                    .find();
        }
    }

    private static List<Named> named(String row) {
        var found = new ArrayList<Named>();
        var type = "";
        for (var match = NAMED.matcher(row); match.find(); ) {
            if (match.group(1) != null) type = match.group(1);
            else if (match.group(2) == null) continue;
            found.add(new Named(type, match.group(2) == null ? "" : match.group(2), match.group(3) != null));
        }
        return found;
    }

    private static List<String> rows(String page) {
        try (var lines = Files.lines(ROOT.resolve(page))) {
            return lines.filter(line -> line.startsWith("|")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of each test class by its name; of those that share a name, all of it. */
    private static Map<String, String> sources() {
        try (var modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(NamedTestsTest::tests)
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            NamedTestsTest::text,
                            String::concat));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> tests(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
