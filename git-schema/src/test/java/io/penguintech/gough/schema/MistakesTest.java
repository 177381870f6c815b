package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One repository with all the mistakes that people make, and what is said of it. With {@code -Dgough.mistakes.write=true}
 * the expectation is written anew, to be read by a person.
 */
class MistakesTest {
    private static final Path FOLDER = Path.of("src/test/resources/mistakes");
    private static final Path EXPECTED = Path.of("src/test/resources/mistakes.txt");

    @Test
    void everyMistakeIsNamedInOneRunWithItsPlace() throws Exception {
        var loaded = new InventoryLoader(Limits.DEFAULT, SecretPrefixes.only(List.of("bmc")))
                .load(DirectoryTree.read(FOLDER, Limits.DEFAULT));
        assertThat(loaded).isInstanceOf(Loaded.Invalid.class);
        var said = ((Loaded.Invalid) loaded)
                .diagnostics().stream().map(Diagnostic::toString).toList();
        if (Boolean.getBoolean("gough.mistakes.write")) Files.write(EXPECTED, said);
        assertThat(said).containsExactlyElementsOf(Files.readAllLines(EXPECTED));
    }
}
