package io.penguintech.gough.bot.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands by what people want, or one of them in full. */
@Command(name = "help", description = "Say how Gough, or one command, is used.")
final class HelpCommand implements Callable<Integer> {
    private static final List<Group> GROUPS = List.of(
            new Group("Your files", List.of("validate", "render", "explain", "schema")),
            new Group("What would happen, and making it happen", List.of("plan", "apply", "snapshot", "import")),
            new Group(
                    "A running service (--server URL --token-file FILE)",
                    List.of(
                            "status",
                            "rollouts",
                            "approve",
                            "reject",
                            "cancel",
                            "retry",
                            "early",
                            "overrule",
                            "reconcile",
                            "stop",
                            "resume",
                            "confirm",
                            "accept",
                            "confirm-lost",
                            "confirm-running",
                            "power",
                            "test",
                            "reinstall",
                            "withdraw",
                            "maintenance",
                            "ask",
                            "query",
                            "answers")),
            new Group("The program", List.of("serve", "version", "help")));

    /** What only the launcher {@code ./gough} of a clone offers. It answers {@code help} about these itself. */
    private static final List<Word> LAUNCHER = List.of(
            new Word("demo", "Play with Gough: everything embedded, nothing to configure."),
            new Word("test", "Run everything CI runs."),
            new Word("bench", "Measure how fast and how small Gough is."),
            new Word("mutants", "Count the mutants that no test notices."));

    private static final String STARTED_BY_LAUNCHER = "gough.launcher";

    private record Group(String title, List<String> commands) {}

    private record Word(String name, String description) {}

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "A command; all of them if left out.")
    @Nullable
    String name;

    @Override
    public Integer call() {
        var all = spec.parent().commandLine();
        if (name == null) {
            overview(all, gough.terminal());
            return Exit.OK;
        }
        var command = all.getSubcommands().get(name);
        if (command == null) throw new CommandFailed(Exit.USAGE, unknown(name));
        gough.terminal().raw(command.getUsageMessage(ansi(gough.terminal())));
        return Exit.OK;
    }

    private static String unknown(String name) {
        return LAUNCHER.stream().anyMatch(word -> word.name().equals(name))
                ? "%s is a command of the launcher in a clone of Gough's repository: ./gough help %s"
                        .formatted(name, name)
                : "there is no command %s; `gough help` lists them".formatted(name);
    }

    static void overview(CommandLine all, Terminal terminal) {
        terminal.result("Gough: GitOps and ChatOps for bare metal.");
        terminal.result("Usage: gough COMMAND [OPTION...]");
        for (var group : GROUPS) {
            terminal.result("");
            terminal.result(terminal.paint(Terminal.Paint.BOLD, group.title()));
            for (var name : group.commands())
                terminal.result("  %-12s %s"
                        .formatted(name, description(all.getSubcommands().get(name))));
        }
        if (Boolean.getBoolean(STARTED_BY_LAUNCHER)) {
            terminal.result("");
            terminal.result(terminal.paint(Terminal.Paint.BOLD, "To try it, and for developers"));
            LAUNCHER.forEach(word -> terminal.result("  %-12s %s".formatted(word.name(), word.description())));
        }
        terminal.result("");
        terminal.result("gough help COMMAND says more. --quiet says only results and errors; NO_COLOR is honoured.");
    }

    private static String description(@Nullable CommandLine command) {
        if (command == null) return "";
        return String.join(" ", command.getCommandSpec().usageMessage().description());
    }

    static CommandLine.Help.Ansi ansi(Terminal terminal) {
        return terminal.isColoured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
    }
}
