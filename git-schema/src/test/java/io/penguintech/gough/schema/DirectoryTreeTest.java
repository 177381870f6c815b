package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
    @TempDir
    private Path folder;

    private Map<String, RepoTree.Entry> read(Limits limits) throws IOException {
        return DirectoryTree.read(folder, limits).entries();
    }

    private void write(String path, String text) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void filesAreReadWithTheirPaths() throws IOException {
        write("gough.yaml", "a: 1");
        write("hosts/rack/a.yaml", "b: 2");
        var tree = DirectoryTree.read(folder, Limits.DEFAULT);
        assertThat(tree.revision()).isEmpty();
        assertThat(tree.entries().keySet()).containsExactly("gough.yaml", "hosts/rack/a.yaml");
        assertThat(tree.entries().get("hosts/rack/a.yaml"))
                .isInstanceOfSatisfying(
                        RepoTree.Entry.Blob.class,
                        blob -> assertThat(blob.bytes()).asString().isEqualTo("b: 2"));
    }

    @Test
    void foldersThatBeginWithADotAreSkipped() throws IOException {
        write(".git/config", "x");
        write("hosts/.cache/x", "x");
        write("hosts/.keep", "x");
        assertThat(read(Limits.DEFAULT)).containsOnlyKeys("hosts/.keep");
    }

    @Test
    void linksAreNeverFollowed() throws IOException {
        write("hosts/a.yaml", "x");
        Files.createSymbolicLink(folder.resolve("passwd"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        assertThat(read(Limits.DEFAULT))
                .containsEntry("passwd", new RepoTree.Entry.Symlink())
                .containsEntry("loop", new RepoTree.Entry.Symlink())
                .hasSize(3);
    }

    @Test
    void aRootThatIsALinkIsWhatTheUserNamed() throws IOException {
        write("real/gough.yaml", "x");
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        assertThat(DirectoryTree.read(link, Limits.DEFAULT).entries()).containsOnlyKeys("gough.yaml");
    }

    @Test
    void aFolderWithItsOwnGitIsASubmodule() throws IOException {
        write("lib/.git", "gitdir: ../.git/modules/lib");
        write("lib/x.yaml", "x");
        assertThat(read(Limits.DEFAULT)).containsExactly(Map.entry("lib", new RepoTree.Entry.Submodule()));
    }

    @Test
    void largeFilesAreNotRead() throws IOException {
        write("ten", "0123456789");
        write("eleven", "0123456789a");
        var entries = read(new Limits(10, 10, 10, 10));
        assertThat(entries.get("ten")).isInstanceOf(RepoTree.Entry.Blob.class);
        assertThat(entries).containsEntry("eleven", new RepoTree.Entry.TooLarge(11));
    }

    @Test
    void readingStopsOneFileAfterTheLimit() throws IOException {
        for (int i = 0; i < 10; i++) write("f" + i, "x");
        assertThat(read(new Limits(10, 3, 10, 10))).hasSize(4);
    }

    @Test
    void aPipeIsNeverOpened() throws Exception {
        var made = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
        assumeTrue(made.waitFor(1, TimeUnit.MINUTES) && made.exitValue() == 0, "mkfifo is not there");
        var entries = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> read(Limits.DEFAULT));
        assertThat(entries.get("pipe"))
                .isInstanceOfSatisfying(
                        RepoTree.Entry.Unreadable.class,
                        entry -> assertThat(entry.why()).contains("pipe"));
    }

    @Test
    void aFolderThatIsNotThereIsAnError() throws IOException {
        write("file", "x");
        assertThatThrownBy(() -> DirectoryTree.read(folder.resolve("nope"), Limits.DEFAULT))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DirectoryTree.read(folder.resolve("file"), Limits.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a folder");
    }
}
