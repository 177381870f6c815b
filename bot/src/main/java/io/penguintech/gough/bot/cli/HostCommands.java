package io.penguintech.gough.bot.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What a person decides from a terminal about differences that no plan can end. The service judges whether they may. */
final class HostCommands {
    private HostCommands() {}

    static final class Reason {
        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "Why, for the people who will ask.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String text;
    }

    /** What every deed of a person says. */
    static Map<String, String> body(Reason reason, OneRepository repository) {
        var body = new LinkedHashMap<String, String>();
        body.put("reason", reason.text);
        if (repository.id != null) body.put("repository", repository.id);
        return body;
    }

    private static String coded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String host(String name) {
        return "/api/v1/hosts/" + coded(name);
    }

    @Command(name = "accept", description = "Live with one difference: shown as accepted, no drift, no alert.")
    static final class Accept extends Deed {
        @Mixin
        OneRepository repository = new OneRepository();

        @Mixin
        Reason reason = new Reason();

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "HOST",
                description = "The host; left out, --digest says which difference, also of a query or an orphan.")
        @Nullable
        String name;

        @Option(
                names = "--finding",
                paramLabel = "CODE",
                description = "Its fixed word, such as release or user-data; needed when the host has several.")
        @Nullable
        String finding;

        @Option(names = "--digest", paramLabel = "D", description = "Its digest: 12 digits or more.")
        @Nullable
        String digest;

        @Option(names = "--undo", description = "Take an acceptance back: the difference is shown again.")
        boolean undo;

        @Override
        public Integer call() {
            var deed = undo ? "/reopen" : "/accept";
            var body = body(reason, repository);
            if (finding != null) body.put("finding", finding);
            if (name != null) {
                if (digest != null) body.put("digest", digest);
                return post(host(name) + deed, body);
            }
            if (digest == null || finding != null)
                throw new CommandFailed(Exit.USAGE, "name the HOST, or one difference by --digest D alone");
            return post("/api/v1/drift/" + coded(digest) + deed, body);
        }
    }

    @Command(
            name = "confirm-lost",
            description = "Confirm that what ran on one lost host is gone, so that it is planned as new.")
    static final class ConfirmLost extends Deed {
        @Mixin
        OneRepository repository = new OneRepository();

        @Mixin
        Reason reason = new Reason();

        @Parameters(index = "0", paramLabel = "HOST", description = "The host: one, never several.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String name;

        @Option(
                names = "--digest",
                paramLabel = "D",
                description = "Digest of the finding you saw; left out, it is shown now and the name asked for.")
        @Nullable
        String digest;

        @Override
        public Integer call() {
            var body = body(reason, repository);
            body.put("digest", digest != null ? digest : seen());
            return post(host(name) + "/confirm-lost", body);
        }

        /** Digest of what is found now, shown first; where a person looks, typed once more. */
        private String seen() {
            var terminal = gough.terminal();
            var lost = lost(server.get(gough, host(name) + repository.query()));
            var found = lost.path("digest").asString("");
            terminal.note(StatusCommand.text(lost, "what"));
            if (!terminal.isWatched())
                throw new CommandFailed(
                        Exit.NEEDS_PERSON,
                        "nobody is at this terminal to read that; give --digest %s when somebody has"
                                .formatted(found.substring(0, Math.min(12, found.length()))));
            if (!terminal.ask("Type the host's name to confirm: ").equals(name))
                throw new CommandFailed(Exit.NEEDS_PERSON, "that is not its name; nothing was confirmed");
            return found;
        }

        private JsonNode lost(JsonNode host) {
            for (var finding : host.path("findings"))
                if (finding.path("kind").asString("").equals("lost")) return finding;
            throw new CommandFailed(
                    Exit.INVALID,
                    "%s is not lost: %s %s"
                            .formatted(name, StatusCommand.text(host, "sync"), StatusCommand.text(host, "detail"))
                            .strip());
        }
    }

    @Command(
            name = "confirm-running",
            description =
                    "Confirm that all hosts a rebuilt region has forgotten still run, so that they are registered.")
    static final class ConfirmRunning extends Deed {
        @Mixin
        OneRepository repository = new OneRepository();

        @Mixin
        Reason reason = new Reason();

        @Parameters(index = "0", paramLabel = "REGION", description = "The region, as the server settings call it.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String region;

        @Option(
                names = "--digest",
                paramLabel = "D",
                description = "Digest of what you saw; left out, it is shown now and the region's name asked for.")
        @Nullable
        String digest;

        @Override
        public Integer call() {
            var body = body(reason, repository);
            body.put("digest", digest != null ? digest : seen());
            return post("/api/v1/regions/" + coded(region) + "/confirm-running", body);
        }

        /** Digest of what is forgotten now, shown first; where a person looks, the region is typed once more. */
        private String seen() {
            var terminal = gough.terminal();
            var lost = server.get(gough, "/api/v1/regions/" + coded(region) + "/forgotten" + repository.query());
            var found = lost.path("digest").asString("");
            terminal.note("Region %s has forgotten %d hosts that ran:"
                    .formatted(Terminal.plain(region), lost.path("hosts").size()));
            lost.path("hosts").forEach(host -> terminal.note("  " + Terminal.plain(host.asString(""))));
            if (!terminal.isWatched())
                throw new CommandFailed(
                        Exit.NEEDS_PERSON,
                        "nobody is at this terminal to read that; give --digest %s when somebody has"
                                .formatted(found.substring(0, Math.min(12, found.length()))));
            if (!terminal.ask("Every one of them runs? Type the region's name to confirm: ")
                    .equals(region))
                throw new CommandFailed(Exit.NEEDS_PERSON, "that is not its name; nothing was confirmed");
            return found;
        }
    }

    @Command(name = "confirm", description = "Confirm that exactly what a guard found is right.")
    static final class Confirm extends Deed {
        @Mixin
        OneRepository repository = new OneRepository();

        @Mixin
        Reason reason = new Reason();

        @Option(
                names = "--digest",
                required = true,
                paramLabel = "D",
                description = "Digest of what the guard found, as gough status says: 12 digits or more.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String digest;

        @Override
        public Integer call() {
            var body = body(reason, repository);
            body.put("digest", digest);
            return post("/api/v1/confirm", body);
        }
    }
}
