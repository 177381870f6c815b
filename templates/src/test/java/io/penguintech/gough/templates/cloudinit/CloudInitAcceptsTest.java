package io.penguintech.gough.templates.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penguintech.gough.schema.UserData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last word has cloud-init: its own {@code schema} command on what we render. */
class CloudInitAcceptsTest {
    private static final List<String> SAMPLES = List.of("base", "secrets", "storage");
    private static final String VALUES =
            "timezone: Etc/UTC\npackages: [htop, [nginx, 1.18.0]]\nnasty: \"x\\nruncmd: [reboot] # ${x} 'q' yes\"";

    @TempDir
    Path folder;

    @BeforeEach
    void needsCloudInit() throws IOException, InterruptedException {
        assumeThat(CloudInit.isUnpacked() && Python.has("sys"))
                .as(CloudInit.HOW)
                .isTrue();
    }

    @Test
    void acceptsEachSample() throws IOException, InterruptedException {
        for (var sample : SAMPLES)
            assertAccepted(samples().host("h", VALUES, sample).valid().userData());
    }

    @Test
    void acceptsAllSamplesCombined() throws IOException, InterruptedException {
        assertAccepted(samples()
                .host("h", VALUES, "base", "secrets", "storage")
                .valid()
                .userData());
    }

    @Test
    void agreesWithItsSchemaCommandAboutWhatIsWrong() throws IOException, InterruptedException {
        var infra =
                new Infra().template("a", "ntp: {enabled: maybe}\npackages: {}").host("h", "", "a");
        assertThat(infra.problems(CloudInit.renderer())).hasSize(2);
        assertThat(judged(infra.valid().userData().masked()).exit()).isNotZero();
    }

    private static Infra samples() throws IOException {
        var infra = new Infra();
        for (var sample : SAMPLES)
            infra.template(sample, Files.readString(Path.of("src/test/resources/templates", sample + ".yaml")));
        return infra;
    }

    private void assertAccepted(UserData userData) throws IOException, InterruptedException {
        var secret = "it's \"quoted\": yes\n# and long";
        for (var text : List.of(userData.masked(), new String(userData.reveal(_ -> secret), StandardCharsets.UTF_8))) {
            var answer = judged(text);
            assertThat(answer.exit()).as("%s%n%s", answer.output(), text).isZero();
            assertThat(answer.output()).contains("Valid");
        }
    }

    private Python.Answer judged(String text) throws IOException, InterruptedException {
        return CloudInit.schema(Files.writeString(folder.resolve("user-data"), text));
    }
}
