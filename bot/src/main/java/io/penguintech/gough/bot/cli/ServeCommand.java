package io.penguintech.gough.bot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Unmatched;

@Command(
        name = "serve",
        description =
                "Run the service. Settings come from application.yaml, GOUGH_* or --key=value (docs/configuration.md).")
final class ServeCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Unmatched
    final List<String> settings = new ArrayList<>(); // picocli adds to it

    @Override
    public Integer call() {
        return gough.service().serve(settings.toArray(String[]::new));
    }
}
