package io.penguintech.gough.bot.cli;

import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.templates.cloudinit.Rendered;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "render", description = "Print the user data of one host, secrets shown as references.")
final class RenderCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Parameters(index = "0", paramLabel = "HOST", description = "Name of the host.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    String name;

    @Mixin
    Files.Named files = new Files.Named();

    @Override
    public Integer call() {
        var inventory = Checked.of(files.read()).orFail(gough.terminal()).inventory();
        var host = inventory.hosts().get(hostName());
        if (host == null) throw new CommandFailed(Exit.INVALID, "no host " + name + " is declared here");
        if (host.templates().isEmpty())
            throw new CommandFailed(Exit.INVALID, "host " + name + " has no templates, so no user data");
        return switch (Checked.renderer().render(host, inventory)) {
            case Rendered.Valid valid -> {
                gough.terminal().raw(valid.userData().masked());
                gough.terminal().note("digest " + valid.userData().digest());
                yield Exit.OK;
            }
            case Rendered.Invalid invalid -> {
                gough.terminal().raw(DiagnosticFormat.TEXT.print(invalid.diagnostics(), gough.terminal()));
                yield Exit.INVALID;
            }
        };
    }

    private HostName hostName() {
        try {
            return new HostName(name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
