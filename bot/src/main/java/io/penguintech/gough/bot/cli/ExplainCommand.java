package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.tables.Table;
import io.penguintech.gough.schema.Explainer;
import io.penguintech.gough.schema.Explanation;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Place;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "explain", description = "Say from which file and line each value of a host comes.")
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Parameters(index = "0", paramLabel = "HOST", description = "Name of the host.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FIELD",
            description = "A field below spec, such as os.release; all of them if left out.")
    @Nullable
    String field;

    @Mixin
    Files.Named files = new Files.Named();

    @Override
    public Integer call() {
        var explanation = new Explainer(Limits.DEFAULT).explain(files.read(), hostName(), Optional.ofNullable(field));
        return switch (explanation) {
            case Explanation.Found found -> print(found);
            case Explanation.Missing(var why) -> throw new CommandFailed(Exit.INVALID, why);
        };
    }

    private int print(Explanation.Found found) {
        var table = new Table("FIELD", "VALUE", "FROM", "PLACE", "OVERRIDES");
        for (var line : found.lines())
            table.row(
                    line.field(),
                    line.value(),
                    line.origin(),
                    line.place().map(Place::toString).orElse("-"),
                    line.overrides().stream().map(Object::toString).collect(Collectors.joining(", ")));
        table.lines().forEach(gough.terminal()::result);
        return Exit.OK;
    }

    private HostName hostName() {
        try {
            return new HostName(name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Exit.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
