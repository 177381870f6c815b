package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.backends.Backends;
import io.penguintech.gough.bot.rollout.Remembered;
import io.penguintech.gough.bot.rollout.Snapshot;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RepositorySettings;
import io.penguintech.gough.bot.source.RulesFile;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.schema.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From where a plan looks at the world: itself, through a service, or by what was seen before. */
final class Vantage {
    private static final long LARGEST = 256L << 20;

    @Mixin
    BackendFlags backends = new BackendFlags();

    @Mixin
    Server server = new Server();

    @Mixin
    OneRepository repository = new OneRepository();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Data folder with what Gough remembers, for use without a service.")
    @Nullable
    Path state;

    @Option(
            names = "--initial-rules",
            paramLabel = "FILE",
            description = "With --state: a gough.yaml that judges as long as no revision was accepted.")
    @Nullable
    Path initialRules;

    /** What can be seen and is remembered. */
    Snapshot look(Gough gough) {
        if (state != null) return withState(state);
        if (server.url != null) return asked(gough);
        if (backends.given()) return withService(ServerSettings.read(), backends.settings());
        if (gough.environment("GOUGH_SERVER") != null) return asked(gough);
        var settings = ServerSettings.read();
        if (!settings.knowBackends())
            throw new CommandFailed(
                    Exit.USAGE,
                    "say what to compare with: --server URL, or --state DIR with --maas-url and --fleet-url,"
                            + " or --against SNAPSHOT, or run it where the service's settings are");
        return withService(settings, settings.backends());
    }

    /** What {@code gough snapshot} wrote. */
    static Snapshot read(Path file) {
        try {
            if (java.nio.file.Files.size(file) > LARGEST) throw new IOException("it is larger than 256 MiB");
            return Snapshot.parse(java.nio.file.Files.readString(file));
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, "%s cannot be read: %s".formatted(file, e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, "%s cannot be used: %s".formatted(file, e.getMessage()));
        }
    }

    private Snapshot asked(Gough gough) {
        try {
            return Snapshot.parse(server.text(gough, "/api/v1/snapshot" + repository.query()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.UNREACHABLE, "the service's answer cannot be used: " + e.getMessage());
        }
    }

    private Snapshot withState(Path folder) {
        var observing =
                backends.given() ? backends.settings() : ServerSettings.read().backends();
        return observed(id(), observing, remembered(folder).judgedAtFirstBy(firstRules()));
    }

    /** A folder that was never used is not made for looking at it. */
    private Remembered remembered(Path folder) {
        if (!State.exists(folder)) return Remembered.NOTHING;
        Logs.quiet();
        try (var opened = State.embedded(folder)) {
            return Remembered.read(opened.database(), id());
        }
    }

    private Snapshot withService(ServerSettings settings, BackendSettings observing) {
        var id = new RepositoryId(settings.repository(repository.id));
        try (var opened = settings.database().map(State::reading).orElseGet(() -> State.embedded(settings.dataDir()))) {
            var remembered = Remembered.read(opened.database(), id);
            var first = settings.of(id.value())
                    .map(RepositorySettings::initialRules)
                    .map(RulesFile::read);
            return observed(
                    id, observing, first.map(remembered::judgedAtFirstBy).orElse(remembered));
        }
    }

    private static Snapshot observed(RepositoryId id, BackendSettings settings, Remembered remembered) {
        Logs.quiet();
        try (var opened = new Backends(settings, CallListener.NONE, Clock.systemUTC(), new SecureRandom())) {
            return new Snapshot(id, Observing.everything(opened.world()), remembered);
        }
    }

    /** The repository's id; a data folder of one's own usually serves one only. */
    RepositoryId id() {
        try {
            return new RepositoryId(repository.id == null ? "main" : repository.id);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, "--repository " + e.getMessage());
        }
    }

    /** The rules that judge at first without a service: as on any server everything lossy needs people. */
    Repository firstRules() {
        if (initialRules == null) return FirstRules.RULES;
        try {
            return RulesFile.read(initialRules);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, "--initial-rules: " + e.getMessage());
        }
    }

    Optional<Path> state() {
        return Optional.ofNullable(state);
    }
}
