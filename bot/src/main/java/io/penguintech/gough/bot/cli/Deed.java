package io.penguintech.gough.bot.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Something a running service is asked to do; the service judges whether it may be, and says what came of it. */
abstract class Deed implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Mixin
    Server server = new Server();

    final int post(String path, Map<String, ?> body) {
        gough.terminal().result(StatusCommand.text(server.post(gough, path, body), "text"));
        return Exit.OK;
    }
}
