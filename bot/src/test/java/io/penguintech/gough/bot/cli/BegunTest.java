package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.schema.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code gough apply} notes of the plan it began. */
class BegunTest {
    private static final Revision REVISION = new Revision("a".repeat(40));
    private static final String DIGEST = "b".repeat(64);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path path;

    @Test
    void whatIsNotedIsReadAgainUntilItIsForgotten() {
        try (var folder = DataFolder.open(path)) {
            var begun = new Begun(folder);
            var meant = new Begun.Meant(REVISION, DIGEST, Set.of("c".repeat(64), "d".repeat(64)));
            assertThat(begun.noted()).isEmpty();

            begun.note(meant);
            assertThat(new Begun(folder).noted()).contains(meant);

            begun.forget();
            begun.forget();
            assertThat(begun.noted()).isEmpty();
        }
    }

    @Test
    void aNoteOfAnEarlierVersionStandsForNoChange() throws Exception {
        try (var folder = DataFolder.open(path)) {
            Files.writeString(path.resolve("apply-begun"), REVISION.id() + " " + DIGEST);

            assertThat(new Begun(folder).noted()).contains(new Begun.Meant(REVISION, DIGEST, Set.of()));
        }
    }

    @Test
    void whatIsNoNoteIsNone() throws Exception {
        try (var folder = DataFolder.open(path)) {
            Files.writeString(path.resolve("apply-begun"), "main " + DIGEST);

            assertThat(new Begun(folder).noted()).isEmpty();
        }
    }
}
