package io.penguintech.gough.bot.cli;

import io.penguintech.gough.reconcile.HostRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What a person asks to be done to hosts once. The service plans it, and asks who must approve it. */
final class RequestCommands {
    private RequestCommands() {}

    /** One of the requests that the service lists, as one line. */
    static String line(JsonNode request) {
        return "%s %s by %s (%s), request %s, %s%s"
                .formatted(
                        StatusCommand.text(request, "what"),
                        StatusCommand.text(request, "host"),
                        StatusCommand.text(request, "by"),
                        StatusCommand.text(request, "reason"),
                        request.path("number").asLong(),
                        StatusCommand.text(request, "state").equals("open")
                                ? "open until " + StatusCommand.text(request, "expires")
                                : StatusCommand.text(request, "state"),
                        StatusCommand.text(request, "detail").isEmpty()
                                ? ""
                                : ": " + StatusCommand.text(request, "detail"));
    }

    static final class Hosts {
        @Parameters(
                index = "0",
                paramLabel = "HOST|label:KEY=VALUE|finding:DIGEST",
                description =
                        "One host by its name, all that are declared with the label, or all that a finding is about.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String text;
    }

    /** What they all have. */
    abstract static class Asking extends Deed {
        @Mixin
        OneRepository repository = new OneRepository();

        @Mixin
        HostCommands.Reason reason = new HostCommands.Reason();

        final int ask(HostRequest.What what, String hosts) {
            return say("/api/v1/requests", what.word(), hosts);
        }

        final int say(String path, @Nullable String what, String hosts) {
            var body = HostCommands.body(reason, repository);
            if (what != null) body.put("what", what);
            body.put("hosts", hosts);
            return post(path, body);
        }
    }

    @Command(name = "reinstall", description = "Ask for hosts to be released and deployed again: always destructive.")
    static final class Reinstall extends Asking {
        @Mixin
        Hosts hosts = new Hosts();

        @Override
        public Integer call() {
            return ask(HostRequest.What.REINSTALL, hosts.text);
        }
    }

    @Command(name = "power", description = "Ask for hosts to be switched on, off, or off and on.")
    static final class Power extends Asking {
        @Parameters(index = "0", paramLabel = "on|off|cycle", description = "How they are switched.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String how;

        @Parameters(
                index = "1",
                paramLabel = "HOST|label:KEY=VALUE|finding:DIGEST",
                description =
                        "One host by its name, all that are declared with the label, or all that a finding is about.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String hosts;

        @Override
        public Integer call() {
            var what = HostRequest.What.of("power-" + how)
                    .orElseThrow(
                            () -> new CommandFailed(Exit.USAGE, "say on, off or cycle, not \"%s\"".formatted(how)));
            return ask(what, hosts);
        }
    }

    @Command(
            name = "test",
            description = "Ask for MAAS to test the hardware of hosts; what runs there is away meanwhile.")
    static final class Test extends Asking {
        @Mixin
        Hosts hosts = new Hosts();

        @Override
        public Integer call() {
            return ask(HostRequest.What.TEST, hosts.text);
        }
    }

    @Command(name = "withdraw", description = "Take back what was asked for and has not begun.")
    static final class Withdraw extends Asking {
        @Mixin
        Hosts hosts = new Hosts();

        @Override
        public Integer call() {
            return say("/api/v1/requests/withdraw", null, hosts.text);
        }
    }

    @Command(name = "maintenance", description = "Say how a host is put into maintenance: by its document.")
    static final class Maintenance extends Deed {
        @Mixin
        OneRepository repository = new OneRepository();

        @Parameters(index = "0", paramLabel = "HOST", description = "The host.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        String name;

        @Override
        public Integer call() {
            var path = "/api/v1/hosts/"
                    + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            var host = server.get(gough, path + repository.query());
            gough.terminal()
                    .result(
                            "Maintenance is declared: set goal: maintenance below spec of %s at %s and merge that. Its goal is %s now; setting that again brings the host back."
                                    .formatted(
                                            StatusCommand.text(host, "name"),
                                            StatusCommand.text(host, "place"),
                                            StatusCommand.text(host, "goal")));
            return Exit.OK;
        }
    }
}
