package io.penguintech.gough.bot.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process that {@code postmaster.pid} of a database folder speaks of. The caller holds the data folder's
 * lock, so what still runs on it was left by a Gough that was killed.
 */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration POLITE = Duration.ofSeconds(15);
    private static final Duration FIRM = Duration.ofSeconds(60);

    private final Path data;
    private final Path pidFile;

    Postmaster(Path data) {
        this.data = data;
        this.pidFile = data.resolve("postmaster.pid");
    }

    /** Stops a server that still runs on the folder, and takes away the pid file of one that no longer runs. */
    void stopOrphan() {
        var pid = pid();
        if (pid.isEmpty()) return;
        ProcessHandle.of(pid.get()).filter(this::servesOurFolder).ifPresent(this::stop);
        deletePidFile();
    }

    private Optional<Long> pid() {
        try (var lines = Files.lines(pidFile)) {
            return lines.findFirst().map(String::strip).map(Long::valueOf);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + pidFile, e);
        } catch (NumberFormatException e) {
            // Half written by a server that died at once: nothing runs, the file only stands in the way.
            deletePidFile();
            return Optional.empty();
        }
    }

    /** Process ids are used again: after a restart the same number may be anybody. */
    private boolean servesOurFolder(ProcessHandle process) {
        try {
            var commandLine = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
            return commandLine.contains("postgres") && commandLine.contains(data.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private void stop(ProcessHandle process) {
        LOG.info("Stopping the database server {} that a killed Gough left behind", process.pid());
        process.destroy();
        if (gone(process, POLITE)) return;
        // SIGTERM waits for clients to leave; SIGINT does not and still shuts down cleanly.
        signal("INT", process);
        if (gone(process, FIRM)) return;
        throw new IllegalStateException(
                "a database server (process %d) still runs on %s and does not stop; stop it and start Gough again"
                        .formatted(process.pid(), data));
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            LOG.warn("Cannot signal process {}: {}", process.pid(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean gone(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private void deletePidFile() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the stale " + pidFile, e);
        }
    }
}
