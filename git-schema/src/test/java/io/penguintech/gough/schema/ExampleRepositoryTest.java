package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExampleRepositoryTest {
    private static final Path EXAMPLE = Path.of("../docs/examples/infra");

    @Test
    void theExampleRepositoryIsValidAndWithoutWarnings() throws Exception {
        var loaded = new InventoryLoader(Limits.DEFAULT).load(DirectoryTree.read(EXAMPLE, Limits.DEFAULT));
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        var valid = (Loaded.Valid) loaded;
        assertThat(valid.warnings()).noneMatch(d -> d.severity() == Diagnostic.Severity.WARNING);
        assertThat(valid.inventory().hosts()).hasSizeGreaterThanOrEqualTo(24);
        assertThat(valid.inventory().queries()).hasSizeGreaterThanOrEqualTo(45);
        assertThat(valid.inventory().templates()).hasSizeGreaterThanOrEqualTo(6);
    }
}
