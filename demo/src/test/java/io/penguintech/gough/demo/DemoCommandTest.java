package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.storage.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo that cannot start says so in one sentence. */
class DemoCommandTest {
    @TempDir
    Path folder;

    private record Ended(int exit, String said) {}

    private static Ended run(String... args) {
        var before = System.err;
        var said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            return new Ended(DemoApplication.run(args), said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInOneSentence() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended = run("demo", "--data", folder.toString(), "--port", "" + taken.getLocalPort());
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.said().lines())
                    .singleElement()
                    .asString()
                    .startsWith("gough: port " + taken.getLocalPort() + " cannot be used")
                    .contains("--port 0");
        }
        assertThat(run("demo", "--port", "70000").exit()).isEqualTo(2);
    }

    @Test
    void aForgeThatThereIsNotIsSaidInOneSentence() {
        var ended = run("demo", "--forge", "bitbucket", "--port", "0");
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.said().strip()).isEqualTo("gough: --forge takes github, gitlab or gitea, not \"bitbucket\"");
    }

    @Test
    void aFolderInUseIsSaidInOneSentenceAndLeftAlone() throws Exception {
        var theirs = Files.createDirectories(folder.resolve("run")).resolve("theirs");
        Files.writeString(theirs, "of the other demo");
        try (var other = DataFolder.open(folder.resolve("database"))) {
            var ended = run("demo", "--data", folder.toString(), "--port", "0");
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.said().lines())
                    .singleElement()
                    .asString()
                    .contains(folder.toString(), "in use by another Gough", "--data DIR");
            assertThat(other.path()).isDirectory();
        }
        assertThat(theirs).exists();
    }

    @Test
    void aFolderThatIsAFileIsSaidInOneSentence() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");
        assertThat(run("demo", "--data", file.toString(), "--port", "0").said().lines())
                .singleElement()
                .asString()
                .contains(file.toString(), "cannot be used", "--data DIR");
    }
}
