package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.LocalStops;
import io.penguintech.gough.bot.rollout.Scope;
import io.penguintech.gough.bot.source.RepositoryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The emergency stop from a terminal: of a running service, or of a data folder without one. */
final class StopCommands {
    private static final String FILE = "STOP";

    private StopCommands() {}

    /** What is stopped, and where. */
    static final class Reach {
        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                description = "zone:NAME, pool:NAME, label:KEY=VALUE, maas:NAME, fleet:NAME, or the id of a repository;"
                        + " everything if left out.")
        @Nullable
        String scope;

        @Mixin
        OneRepository repository = new OneRepository();

        @Option(names = "--state", paramLabel = "DIR", description = "A data folder instead of a running service.")
        @Nullable
        Path state;

        /** The repository that is meant; a scope that is no part of one names one. */
        @Nullable
        String of() {
            return repository.id == null && scope != null && !scope.contains(":") ? scope : repository.id;
        }

        /** The part that is meant. */
        @Nullable
        String part() {
            return scope != null && scope.contains(":") ? scope : null;
        }

        Map<String, String> body() {
            var body = new LinkedHashMap<String, String>();
            var id = of();
            var part = part();
            if (id != null) body.put("repository", id);
            if (part != null) body.put("scope", part);
            return body;
        }

        Scope parsed() {
            try {
                var id = Optional.ofNullable(of()).map(RepositoryId::new);
                var part = part();
                return part == null ? Scope.whole(id) : Scope.parse(id, part);
            } catch (IllegalArgumentException e) {
                throw new CommandFailed(Exit.USAGE, "--scope: " + e.getMessage());
            }
        }
    }

    private static Actor.LocalUser whoever() {
        return new Actor.LocalUser(System.getProperty("user.name", "unknown"));
    }

    private static CommandFailed unwritable(Path file, IOException e) {
        return new CommandFailed(Exit.UNREACHABLE, "%s cannot be changed: %s".formatted(file, e.getMessage()));
    }

    @Command(name = "stop", aliases = "pause", description = "Stop every write at once, also after a restart.")
    static final class Stop extends Deed {
        @Mixin
        Reach reach = new Reach();

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why, for the people who will ask.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String reason;

        @Override
        public Integer call() {
            if (reach.state != null) return local(reach.state, reach.parsed());
            var body = reach.body();
            body.put("reason", reason);
            return post("/api/v1/stop", body);
        }

        private int local(Path folder, Scope scope) {
            if (scope.equals(Scope.EVERYTHING)) return byFile(folder.resolve(FILE));
            Logs.quiet();
            try (var state = State.embedded(folder)) {
                new LocalStops(state.database(), folder).stop(scope, whoever(), reason, Instant.now());
            }
            gough.terminal().result("Stopped: %s.".formatted(scope.words()));
            return Exit.OK;
        }

        /** The file needs no database, so it stops also what runs there now. */
        private int byFile(Path file) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(
                        file,
                        "%s, by %s at %s%n".formatted(reason, whoever().login(), Instant.now()),
                        StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw unwritable(file, e);
            }
            gough.terminal().result("Stopped: the file %s stops every write.".formatted(file));
            return Exit.OK;
        }
    }

    @Command(name = "resume", description = "End a stop.")
    static final class Resume extends Deed {
        @Mixin
        Reach reach = new Reach();

        @Override
        public Integer call() {
            return reach.state == null ? post("/api/v1/resume", reach.body()) : local(reach.state, reach.parsed());
        }

        private int local(Path folder, Scope scope) {
            boolean file = scope.equals(Scope.EVERYTHING) && removed(folder.resolve(FILE));
            boolean ended = State.exists(folder) && ended(folder, scope);
            gough.terminal()
                    .result(
                            file || ended
                                    ? "The stop of %s is over.".formatted(scope.words())
                                    : "There was no stop of %s.".formatted(scope.words()));
            return Exit.OK;
        }

        private static boolean removed(Path file) {
            try {
                return Files.deleteIfExists(file);
            } catch (IOException e) {
                throw unwritable(file, e);
            }
        }

        private static boolean ended(Path folder, Scope scope) {
            Logs.quiet();
            try (var state = State.embedded(folder)) {
                return new LocalStops(state.database(), folder).resume(scope, whoever(), Instant.now());
            }
        }
    }
}
