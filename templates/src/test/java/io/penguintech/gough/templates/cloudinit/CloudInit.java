package io.penguintech.gough.templates.cloudinit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** cloud-init itself, unpacked by {@code .ci/unpack-cloud-init} under the project's target folder. */
final class CloudInit {
    private static final Path MODULES = Path.of("..", "target", "cloud-init", "usr", "lib", "python3", "dist-packages");
    private static final Path SCHEMA = MODULES.resolve("cloudinit/config/schemas/schema-cloud-config-v1.json");

    static final String HOW = "cloud-init is unpacked (run .ci/unpack-cloud-init)";

    private CloudInit() {}

    static boolean isUnpacked() {
        return Files.exists(SCHEMA);
    }

    static UserDataRenderer renderer() throws IOException {
        return new UserDataRenderer(new UserDataRenderer.Settings(8 << 20, Optional.of(Files.readString(SCHEMA))));
    }

    /** What {@code cloud-init schema} says about a file. */
    static Python.Answer schema(Path file) throws IOException, InterruptedException {
        return Python.answer(
                Map.of("PYTHONPATH", MODULES.toAbsolutePath().normalize().toString()),
                "-m",
                "cloudinit.cmd.main",
                "schema",
                "--config-file",
                file.toString());
    }
}
