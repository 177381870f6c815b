package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Sixty queries that do not do what they say, and what is said of each: one thing, at its token. With
 * {@code -Dgough.mistakes.write=true} the expectation is written anew, to be read by a person.
 */
class BrokenSqlTest {
    private static final Path FOLDER = Path.of("src/test/resources/broken-sql");
    private static final Path EXPECTED = Path.of("src/test/resources/broken-sql.txt");

    @Test
    void sixtyBrokenQueriesGiveSixtyExactDiagnostics() throws Exception {
        var loaded = new InventoryLoader(Limits.DEFAULT).load(DirectoryTree.read(FOLDER, Limits.DEFAULT));
        var said = ((Loaded.Invalid) loaded)
                .diagnostics().stream().map(Diagnostic::toString).toList();
        if (Boolean.getBoolean("gough.mistakes.write")) Files.write(EXPECTED, said);
        assertThat(said).hasSize(60).containsExactlyElementsOf(Files.readAllLines(EXPECTED));
    }
}
