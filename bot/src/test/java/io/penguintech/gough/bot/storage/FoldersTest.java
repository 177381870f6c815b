package io.penguintech.gough.bot.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    Path temp;

    @Test
    void aFolderGoesWithAllThatIsInItAndNothingElse() throws IOException {
        var folder = Files.createDirectories(temp.resolve("a/b/c")).getParent().getParent();
        Files.writeString(folder.resolve("b/file"), "x");
        var kept = Files.writeString(temp.resolve("kept"), "x");
        Files.createSymbolicLink(folder.resolve("link"), kept);
        Folders.delete(folder);
        Folders.delete(folder);

        assertThat(folder).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void whatSomebodyElseDeletesOrAddsMeanwhileIsNoError() throws Exception {
        for (int round = 0; round < 30; round++) {
            var folder = Files.createDirectories(temp.resolve("clone-" + round));
            for (int i = 0; i < 50; i++) Files.writeString(folder.resolve("file-" + i), "x");
            var begun = new AtomicBoolean();
            var upkeep = Thread.ofPlatform().start(() -> locks(folder, begun));
            while (!begun.get()) Thread.onSpinWait();
            assertThatCode(() -> Folders.delete(folder)).doesNotThrowAnyException();
            upkeep.join();
        }
    }

    /** What an upkeep in the background does at its end. */
    private static void locks(Path folder, AtomicBoolean begun) {
        try {
            for (int i = 0; i < 20; i++) {
                var lock = Files.writeString(folder.resolve("gc.log.lock"), "x");
                begun.set(true);
                Files.delete(lock);
            }
        } catch (IOException gone) {
            begun.set(true); // The folder went first.
        }
    }
}
