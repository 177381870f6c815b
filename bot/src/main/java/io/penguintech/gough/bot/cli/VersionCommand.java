package io.penguintech.gough.bot.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "version", description = "Say which Gough this is, and which Java runs it.")
final class VersionCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Override
    public Integer call() {
        gough.terminal().result("gough " + Version.text() + ", Java " + Runtime.version());
        return Exit.OK;
    }
}
