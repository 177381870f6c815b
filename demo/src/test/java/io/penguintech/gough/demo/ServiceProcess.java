package io.penguintech.gough.demo;

import io.penguintech.gough.bot.GoughApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own, which can die. */
final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private ServiceProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param options of Java, for example {@code -Dgough.test.halt-at=3}
     * @param settings as {@code --key=value}
     */
    static ServiceProcess start(Path output, List<String> options, List<String> settings) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), GoughApplication.class.getName(), "serve"));
        command.addAll(settings);
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            return new ServiceProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the service", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The exit code of a process that has ended. */
    int exit() {
        return process.exitValue();
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** What it wrote, the newest part. */
    String said() {
        var text = log();
        return text.length() > 6000 ? text.substring(text.length() - 6000) : text;
    }

    /** Everything it wrote. */
    String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void await() {
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        await();
        process.destroyForcibly();
    }
}
