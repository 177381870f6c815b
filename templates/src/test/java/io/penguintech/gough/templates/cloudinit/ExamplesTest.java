package io.penguintech.gough.templates.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penguintech.gough.schema.DirectoryTree;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The example repositories of the documentation, as a user would copy them. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");

    // Takes the parts of a MIME message apart as cloud-init does, one file each.
    private static final String CLOUD_CONFIG_PART = """
            import email, sys
            message = email.message_from_string(open(sys.argv[1], encoding='utf-8', newline='').read())
            for part in message.walk():
                if part.get_content_type() == 'text/cloud-config' or not message.is_multipart():
                    sys.stdout.buffer.write(part.get_payload(decode=True))
            """;

    @ParameterizedTest
    @CsvSource({"infra, 20", "hypervisors, 1"})
    void rendersForEveryHost(String name, int more) throws IOException {
        var rendered = new UserDataRenderer(UserDataRenderer.Settings.DEFAULT).renderAll(example(name));
        assertThat(rendered.diagnostics()).isEmpty();
        assertThat(rendered.userData()).hasSameSizeAs(example(name).hosts()).hasSizeGreaterThan(more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"infra", "hypervisors"})
    void isAcceptedByTheSchemaOfCloudInit(String name) throws IOException {
        assumeThat(CloudInit.isUnpacked()).as(CloudInit.HOW).isTrue();
        assertThat(CloudInit.renderer().renderAll(example(name)).diagnostics()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"infra, 2", "hypervisors, 1"})
    void isAcceptedByCloudInitItself(String name, int more, @TempDir Path folder)
            throws IOException, InterruptedException {
        assumeThat(CloudInit.isUnpacked() && Python.has("email"))
                .as(CloudInit.HOW)
                .isTrue();
        var rendered = new UserDataRenderer(UserDataRenderer.Settings.DEFAULT).renderAll(example(name));
        var seen = new HashSet<Object>();
        for (var host : example(name).hosts().values()) {
            // One host for each list of templates: the others differ by their names.
            if (!seen.add(host.templates())) continue;
            var userData = rendered.userData().get(host.name());
            var whole = Files.write(folder.resolve("whole"), userData.reveal(_ -> "secret"));
            var config = Files.writeString(folder.resolve("config"), Python.run(CLOUD_CONFIG_PART, whole.toString()));
            var answer = CloudInit.schema(config);
            assertThat(answer.exit()).as("%s%n%s", host.name(), answer.output()).isZero();
        }
        assertThat(seen).hasSizeGreaterThan(more);
    }

    private static Inventory example(String name) throws IOException {
        assumeThat(Files.isDirectory(EXAMPLES.resolve(name)))
                .as("docs/examples exist")
                .isTrue();
        var loaded =
                new InventoryLoader(Limits.DEFAULT).load(DirectoryTree.read(EXAMPLES.resolve(name), Limits.DEFAULT));
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        return ((Loaded.Valid) loaded).inventory();
    }
}
