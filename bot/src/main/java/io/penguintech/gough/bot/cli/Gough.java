package io.penguintech.gough.bot.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
        name = "gough",
        description = "GitOps and ChatOps for bare metal.",
        subcommands = {
            ValidateCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            SnapshotCommand.class,
            ImportCommand.class,
            RenderCommand.class,
            ExplainCommand.class,
            SchemaCommand.class,
            StatusCommand.class,
            RolloutsCommand.class,
            Decisions.Approve.class,
            Decisions.Reject.class,
            Decisions.Cancel.class,
            Decisions.Retry.class,
            Decisions.Early.class,
            Decisions.Overrule.class,
            Decisions.Reconcile.class,
            StopCommands.Stop.class,
            StopCommands.Resume.class,
            HostCommands.Accept.class,
            HostCommands.ConfirmLost.class,
            HostCommands.ConfirmRunning.class,
            HostCommands.Confirm.class,
            RequestCommands.Reinstall.class,
            RequestCommands.Power.class,
            RequestCommands.Test.class,
            RequestCommands.Withdraw.class,
            RequestCommands.Maintenance.class,
            AlertCommands.Listing.class,
            AlertCommands.Ack.class,
            AlertCommands.Silence.class,
            QuestionCommands.Ask.class,
            QuestionCommands.Named.class,
            QuestionCommands.Answers.class,
            ServeCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Gough implements Callable<Integer> {
    /** Starts the service and returns when it has ended. */
    @FunctionalInterface
    public interface Service {
        /**
         * Runs the service.
         *
         * @param settings Spring's {@code --key=value} arguments
         * @return the exit code
         */
        int serve(String[] settings);
    }

    private final Terminal terminal;
    private final Service service;
    private final Map<String, String> environment;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Say only results and errors.")
    void quiet(boolean quiet) {
        if (quiet) terminal.hush();
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say how it is used.")
    @Nullable
    Boolean help;

    Gough(Terminal terminal, Service service, Map<String, String> environment) {
        this.terminal = terminal;
        this.service = service;
        this.environment = Map.copyOf(environment);
    }

    /** Runs the command that {@code args} name; its exit code. */
    public static int run(String[] args, Service service) {
        return run(args, Terminal.ofProcess(System.getenv()), service, System.getenv());
    }

    static int run(String[] args, Terminal terminal, Service service, Map<String, String> environment) {
        var commands = new CommandLine(new Gough(terminal, service, environment));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setOut(terminal.resultWriter());
        commands.setErr(terminal.messageWriter());
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(HelpCommand.ansi(terminal)));
        commands.setExecutionExceptionHandler((e, command, parsed) -> failed(e, terminal));
        return commands.execute(args);
    }

    private static int failed(Exception e, Terminal terminal) throws Exception {
        if (!(e instanceof CommandFailed failure)) throw e;
        terminal.problem(String.valueOf(failure.getMessage()));
        return failure.exit();
    }

    Terminal terminal() {
        return terminal;
    }

    Service service() {
        return service;
    }

    /** A variable of the environment, or null. */
    @Nullable
    String environment(String name) {
        return environment.get(name);
    }

    @Override
    public Integer call() {
        HelpCommand.overview(new CommandLine(this), terminal);
        return Exit.OK;
    }
}
