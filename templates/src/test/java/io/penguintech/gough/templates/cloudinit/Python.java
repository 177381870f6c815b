package io.penguintech.gough.templates.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The system's Python: the language of cloud-init, and so the judge of what we write for it. */
final class Python {
    private static final String PROGRAM = "/usr/bin/python3";

    private Python() {}

    /** What a program answered. */
    record Answer(int exit, String output) {}

    static boolean has(String module) throws IOException, InterruptedException {
        return Files.isExecutable(Path.of(PROGRAM))
                && answer(Map.of(), "-c", "import " + module).exit() == 0;
    }

    static String run(String code, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("-c", code));
        command.addAll(List.of(arguments));
        var answer = answer(Map.of(), command.toArray(String[]::new));
        assertThat(answer.exit()).as(answer.output()).isZero();
        return answer.output();
    }

    static Answer answer(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(List.of(arguments));
        var output = Files.createTempFile("python", ".out");
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS))
                        .as("python ended")
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
