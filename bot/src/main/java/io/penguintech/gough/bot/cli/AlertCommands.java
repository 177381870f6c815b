package io.penguintech.gough.bot.cli;

import static io.penguintech.gough.bot.cli.StatusCommand.text;

import io.penguintech.gough.bot.tables.Table;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Alerts from a terminal. The service judges who may say what about them. */
final class AlertCommands {
    private AlertCommands() {}

    private static String query(OneRepository repository, String path) {
        return path + repository.query();
    }

    @Command(name = "alerts", description = "Open alerts, or the hosts that one is or was about.")
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli
        Gough gough;

        @Mixin
        Server server = new Server();

        @Mixin
        OneRepository repository = new OneRepository();

        @Parameters(index = "0", arity = "0..1", paramLabel = "ALERT", description = "The short name of one of them.")
        @Nullable
        String alert;

        @Option(
                names = "-o",
                paramLabel = "FORMAT",
                description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        OutputFormat format = OutputFormat.TEXT;

        @Override
        public Integer call() {
            var path = alert == null
                    ? "/api/v1/alerts"
                    : "/api/v1/alerts/%s/hosts"
                            .formatted(URLEncoder.encode(alert, StandardCharsets.UTF_8)
                                    .replace("+", "%20"));
            var answer = server.get(gough, query(repository, path));
            switch (format) {
                case JSON -> gough.terminal().result(answer.toPrettyString());
                case TEXT ->
                    (alert == null ? alerts(answer) : hosts(answer)).lines().forEach(gough.terminal()::result);
            }
            return Exit.OK;
        }

        private static Table alerts(JsonNode answer) {
            var table = new Table("ALERT", "SEVERITY", "SINCE", "HOSTS", "STATE", "WHAT");
            for (var alert : answer.path("open"))
                table.row(
                        text(alert, "id"),
                        text(alert, "severity"),
                        text(alert, "since"),
                        Integer.toString(alert.path("hosts").asInt()),
                        state(alert),
                        text(alert, "text"));
            return table;
        }

        private static String state(JsonNode alert) {
            if (alert.hasNonNull("silencedUntil")) return "silenced until " + text(alert, "silencedUntil");
            return alert.hasNonNull("acknowledgedBy") ? text(alert, "acknowledgedBy") + " has it in hand" : "open";
        }

        private static Table hosts(JsonNode answer) {
            var table = new Table("HOST", "SINCE", "UNTIL");
            for (var host : answer) table.row(text(host, "host"), text(host, "since"), text(host, "until"));
            return table;
        }
    }

    private static Map<String, String> body(OneRepository repository) {
        var body = new LinkedHashMap<String, String>();
        if (repository.id != null) body.put("repository", repository.id);
        return body;
    }

    @Command(name = "ack", description = "Say that you have an alert in hand.")
    static final class Ack extends Deed {
        @Mixin
        OneRepository repository = new OneRepository();

        @Parameters(index = "0", paramLabel = "ALERT", description = "Its short name, or its key.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String alert;

        @Override
        public Integer call() {
            var body = body(repository);
            body.put("alert", alert);
            return post("/api/v1/alerts/acknowledge", body);
        }
    }

    @Command(
            name = "silence",
            description = "Hear nothing of an alert or a host for a time; it is recorded all the same.")
    static final class Silence extends Deed {
        @Mixin
        OneRepository repository = new OneRepository();

        @Parameters(index = "0", arity = "0..1", paramLabel = "ALERT", description = "Its short name, or its key.")
        @Nullable
        String alert;

        @Option(names = "--host", paramLabel = "NAME", description = "One host, in that alert or, without one, in any.")
        @Nullable
        String host;

        @Option(names = "--for", paramLabel = "TIME", description = "15m, 2h, 3d; at most 30d.")
        @Nullable
        String time;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the people who will ask.")
        @Nullable
        String reason;

        @Option(names = "--end", description = "End the silence instead.")
        boolean end;

        @Override
        public Integer call() {
            var body = body(repository);
            if (alert != null) body.put("alert", alert);
            if (host != null) body.put("host", host);
            if (end) return post("/api/v1/silences/end", body);
            if (time == null || reason == null)
                throw new CommandFailed(Exit.USAGE, "say for how long and why: --for 2h --reason TEXT");
            body.put("time", time);
            body.put("reason", reason);
            return post("/api/v1/silences", body);
        }
    }
}
