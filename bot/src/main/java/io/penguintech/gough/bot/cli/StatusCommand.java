package io.penguintech.gough.bot.cli;

import io.penguintech.gough.reconcile.Deed;
import java.time.Instant;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        description = "What is stopped, blocked, asked or under way.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is as declared or on its way",
            "1:stopped, blocked, unhealthy hosts or unreachable backends",
            "3:no answer"
        })
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Mixin
    Server server = new Server();

    @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() {
        var status = server.get(gough, "/api/v1/status");
        switch (format) {
            case JSON -> gough.terminal().result(status.toPrettyString());
            case TEXT -> status.path("repositories").forEach(this::print);
        }
        return healthy(status) ? Exit.OK : Exit.INVALID;
    }

    private static boolean healthy(JsonNode status) {
        for (var repository : status.path("repositories")) {
            if (!repository.path("stopped").isNull() && repository.hasNonNull("stopped")) return false;
            if (!repository.path("stops").isEmpty()) return false;
            if (repository.path("health").path("unhealthy").asInt(0) > 0) return false;
            for (var backend : repository.path("backends")) if (backend.hasNonNull("problem")) return false;
            for (var blocked : repository.path("blocked"))
                if (!blocked.path("waiting").asBoolean()) return false;
        }
        return true;
    }

    private void print(JsonNode repository) {
        var terminal = gough.terminal();
        terminal.result("%s  %s  mode %s  at %s"
                .formatted(
                        terminal.paint(Terminal.Paint.BOLD, text(repository, "id")),
                        text(repository, "branch"),
                        text(repository, "mode"),
                        brief(repository)));
        stops(repository);
        backends(repository);
        latest(repository.path("latest"));
        for (var blocked : repository.path("blocked"))
            terminal.result(terminal.paint(
                    Terminal.Paint.YELLOW,
                    "  blocked: %s: %s%s"
                            .formatted(text(blocked, "subject"), text(blocked, "why"), deed(repository, blocked))));
        health(repository.path("health"));
        for (var request : repository.path("requests"))
            if (text(request, "state").equals("open")) terminal.result("  asked: " + RequestCommands.line(request));
        findings(repository);
        accepted(repository);
    }

    /** Nothing about those that are healthy. */
    private void health(JsonNode health) {
        var terminal = gough.terminal();
        int unhealthy = health.path("unhealthy").asInt(0);
        int unknown = health.path("unknown").asInt(0);
        if (unhealthy + unknown > 0)
            terminal.result("  health: %d healthy, %d unhealthy, %d unknown"
                    .formatted(health.path("healthy").asInt(0), unhealthy, unknown));
        for (var host : health.path("hosts"))
            terminal.result(terminal.paint(
                    Terminal.Paint.RED,
                    "  unhealthy: %s: %s"
                            .formatted(
                                    text(host, "host"),
                                    host.path("reasons")
                                            .valueStream()
                                            .map(reason -> Terminal.plain(reason.asString("")))
                                            .collect(Collectors.joining("; ")))));
        for (var why : health.path("unknownBecause"))
            terminal.result(terminal.paint(
                    Terminal.Paint.YELLOW,
                    "  health unknown of %d: %s".formatted(why.path("hosts").asInt(0), text(why, "reason"))));
    }

    private void stops(JsonNode repository) {
        var terminal = gough.terminal();
        if (repository.hasNonNull("stopped"))
            terminal.result(terminal.paint(Terminal.Paint.RED, "  stopped: " + text(repository, "stopped")));
        for (var stop : repository.path("stops"))
            if (stop.hasNonNull("scope"))
                terminal.result(terminal.paint(
                        Terminal.Paint.RED,
                        "  stopped in part: %s by %s: %s"
                                .formatted(text(stop, "scope"), text(stop, "by"), text(stop, "reason"))));
    }

    private void backends(JsonNode repository) {
        var terminal = gough.terminal();
        for (var backend : repository.path("backends"))
            terminal.result("  %s  %s"
                    .formatted(
                            text(backend, "name"),
                            (backend.hasNonNull("problem")
                                            ? terminal.paint(Terminal.Paint.RED, text(backend, "problem"))
                                            : "answers")
                                    + (backend.hasNonNull("observedAt")
                                            ? ", known as of " + text(backend, "observedAt")
                                            : "")));
    }

    private void latest(JsonNode latest) {
        var terminal = gough.terminal();
        if (latest.isObject())
            terminal.result(
                    "  %s %s: %s".formatted(text(latest, "id"), text(latest, "state"), text(latest, "subject")));
        if (latest.hasNonNull("waits"))
            terminal.result(terminal.paint(Terminal.Paint.YELLOW, "  waits: " + text(latest, "waits")));
    }

    /** Differences that only a decision can end; those with one cause as one line. */
    private void findings(JsonNode repository) {
        var terminal = gough.terminal();
        var shared = new HashSet<String>();
        for (var cause : repository.path("causes")) {
            cause.path("findings").forEach(digest -> shared.add(digest.asString("")));
            terminal.result("  findings (%s) of %s. %s To accept all: gough accept --digest %s --reason TEXT"
                    .formatted(
                            text(cause, "kind"),
                            text(cause, "who"),
                            text(cause, "what"),
                            text(cause, "digest").substring(0, 12)));
        }
        for (var finding : repository.path("findings"))
            if (!shared.contains(finding.path("digest").asString("")))
                terminal.result("  finding: %s: %s%s"
                        .formatted(text(finding, "subject"), text(finding, "what"), deed(repository, finding)));
    }

    private void accepted(JsonNode repository) {
        var terminal = gough.terminal();
        for (var accepted : repository.path("acceptedFindings"))
            terminal.result(terminal.paint(
                    Terminal.Paint.DIM,
                    "  accepted: %s: %s, by %s at %s: %s"
                            .formatted(
                                    text(accepted, "subject"),
                                    text(accepted, "kind"),
                                    text(accepted, "by"),
                                    text(accepted, "at"),
                                    text(accepted, "reason"))));
    }

    /** What somebody did last to what {@code about} is about; empty text when nothing was noted. */
    private static String deed(JsonNode repository, JsonNode about) {
        var deed = repository.path("deeds").path(about.path("subject").asString(""));
        return deed.isObject()
                ? " "
                        + new Deed(
                                        text(deed, "who"),
                                        text(deed, "what"),
                                        Instant.parse(text(deed, "at")),
                                        deed.path("source").asString(Deed.MAAS_EVENT))
                                .words(Instant.now())
                        + "."
                : "";
    }

    private static String brief(JsonNode repository) {
        var revision = text(repository, "revision");
        return revision.length() > 12 ? revision.substring(0, 12) : "no revision yet";
    }

    static String text(JsonNode node, String field) {
        return Terminal.plain(node.path(field).asString(""));
    }
}
