package io.penguintech.gough.demo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gough as its own process, started as {@code ./gough} starts it: the launcher says how. */
final class Program {
    private static final String JAR = "GOUGH_BENCH_JAR";

    private Program() {}

    /** What is started. */
    enum Kind {
        /** A command that soon ends. */
        SHORT,
        /** The service. */
        SERVICE;

        /** Java's options for it. */
        List<String> options() {
            var said = System.getenv("GOUGH_BENCH_" + name());
            if (said == null)
                throw new IllegalStateException("the launcher did not say how it starts Java: use ./gough bench");
            return said.lines().filter(option -> !option.isBlank()).toList();
        }

        /** Those that decide how fast and how large it is, as a person reads them. */
        String summary() {
            return String.join(
                    " ",
                    options().stream()
                            .filter(option -> option.startsWith("-X") && !option.startsWith("-Xlog"))
                            .map(option -> option.replaceAll("(AOTCache=).*", "$1..."))
                            .toList());
        }
    }

    /** Starts {@code gough} with these words; what it says goes into {@code log}. */
    static Process start(Kind kind, Path log, List<String> words) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(kind.options());
        command.addAll(List.of("-jar", System.getenv(JAR)));
        command.addAll(words);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Gough", e);
        }
    }

    /** Ends it, gently at first. */
    static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (process.waitFor(30, TimeUnit.SECONDS)) return;
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
