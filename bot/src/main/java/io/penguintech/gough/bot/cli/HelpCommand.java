package io.penguintech.gough.bot.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "help", description = "Say what there is, or how one command is used.")
final class HelpCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Such as validate.")
    @Nullable
    String command;

    @Override
    public Integer call() {
        var all = spec.parent().commandLine();
        if (command == null) {
            gough.terminal().raw(all.getUsageMessage());
            return Exit.OK;
        }
        var one = all.getSubcommands().get(command);
        if (one == null) throw new CommandFailed(Exit.USAGE, "no command is called " + command + "; see `gough help`");
        gough.terminal().raw(one.getUsageMessage());
        return Exit.OK;
    }
}
