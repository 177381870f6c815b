package io.penguintech.gough.demo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gough as its own process, started as {@code ./gough} starts it. */
final class Program {
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx320m",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private Program() {}

    /** Starts {@code gough} with these words; what it says goes into {@code log}. */
    static Process start(Path log, List<String> words) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(OPTIONS);
        command.addAll(program());
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

    /** The service's own jar beside ours, or the classes we run from. */
    private static List<String> program() {
        var path = System.getProperty("java.class.path");
        if (!path.endsWith("-exec.jar")) return List.of("-cp", path, "io.penguintech.gough.bot.GoughApplication");
        var bot = Path.of(path.replace("demo/target/demo-", "bot/target/bot-"));
        if (!Files.exists(bot))
            throw new IllegalStateException("there is no " + bot + ": start the bench with ./gough bench");
        return List.of("-jar", bot.toString());
    }

    /** Ends it, gently at first. */
    static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (process.waitFor(30, TimeUnit.SECONDS)) return;
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
