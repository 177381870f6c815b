package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes into the folder of an import while the backends are read. */
class NewFolderTest {
    private static final Map<String, String> FILES =
            Map.of("gough.yaml", "a", "hosts/rack-a.yaml", "b", "region/zone.yaml", "c");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    Path target;

    @BeforeEach
    void begin() {
        target = folder.resolve("imported");
    }

    private void write() {
        new NewFolder(target).write(new TreeMap<>(FILES));
    }

    private void isRefusedNaming(String what) {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(this::write)
                .withMessageStartingWith("nothing was written")
                .withMessageContaining(what)
                .returns(Exit.INVALID, CommandFailed::exit);
        assertThat(target.resolve("gough.yaml")).doesNotExist();
    }

    @Test
    void everyFileIsWrittenAlsoBesideWhatGoughDoesNotRead() {
        Site.write(target.resolve("README.md"), "mine");
        Site.write(target.resolve("hosts/rack-b.yaml"), "mine");

        write();

        FILES.forEach((file, text) -> assertThat(target.resolve(file)).hasContent(text));
        assertThat(target.resolve("hosts/rack-b.yaml")).hasContent("mine");
    }

    @Test
    void aFileThatIsThereByNowHasNoneWritten() {
        Site.write(target.resolve("region/zone.yaml"), "mine");

        isRefusedNaming("region/zone.yaml");

        assertThat(target.resolve("region/zone.yaml")).hasContent("mine");
        assertThat(target.resolve("hosts")).doesNotExist();
    }

    @Test
    void whatStandsWhereAFolderIsToBeHasNoFileWritten() {
        Site.write(target.resolve("region"), "mine");

        isRefusedNaming("region");
    }

    @Test
    void aFolderThatStandsWhereAFileIsToBeHasNoneWritten() throws IOException {
        Files.createDirectories(target.resolve("hosts/rack-a.yaml"));

        isRefusedNaming("hosts/rack-a.yaml");
    }

    @Test
    void aSymbolicLinkIsNotWrittenThrough() throws IOException {
        var elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(target);
        Files.createSymbolicLink(target.resolve("hosts"), elsewhere);

        isRefusedNaming("hosts (a symbolic link)");

        assertThat(elsewhere).isEmptyDirectory();
    }
}
