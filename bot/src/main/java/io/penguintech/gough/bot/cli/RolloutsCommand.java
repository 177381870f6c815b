package io.penguintech.gough.bot.cli;

import static io.penguintech.gough.bot.cli.StatusCommand.text;

import io.penguintech.gough.bot.tables.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(name = "rollouts", description = "The newest rollouts.")
final class RolloutsCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Mixin
    Server server = new Server();

    @Mixin
    OneRepository repository = new OneRepository();

    @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() {
        var rollouts = server.get(gough, "/api/v1/rollouts" + repository.query());
        switch (format) {
            case JSON -> gough.terminal().result(rollouts.toPrettyString());
            case TEXT -> table(rollouts).lines().forEach(gough.terminal()::result);
        }
        return Exit.OK;
    }

    private static Table table(JsonNode rollouts) {
        var table = new Table("ID", "STATE", "REVISION", "CHANGES", "RISK", "APPROVALS", "DIGEST", "SUBJECT");
        for (var rollout : rollouts.path("rollouts"))
            table.row(
                    text(rollout, "id"),
                    text(rollout, "state"),
                    start(text(rollout, "revision")),
                    Integer.toString(rollout.path("changes").asInt()),
                    text(rollout, "risk"),
                    "%d of %d"
                            .formatted(
                                    rollout.path("approvals").asInt(),
                                    rollout.path("needed").asInt()),
                    start(text(rollout, "digest")),
                    text(rollout, "subject"));
        return table;
    }

    private static String start(String hex) {
        return hex.length() > 12 ? hex.substring(0, 12) : hex;
    }
}
