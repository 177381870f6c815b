package io.penguintech.gough.bot.cli;

import io.penguintech.gough.schema.Schemas;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "schema", description = "Print the JSON Schema of a kind, or the kinds there are.")
final class SchemaCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Parameters(arity = "0..1", paramLabel = "KIND", description = "Such as host; the list of kinds if left out.")
    @Nullable
    String kind;

    @Override
    public Integer call() {
        if (kind == null) {
            Schemas.all().keySet().forEach(gough.terminal()::result);
            return Exit.OK;
        }
        var schema = Schemas.of(kind)
                .orElseThrow(() -> new CommandFailed(
                        Exit.USAGE,
                        "no kind is called %s; there are %s"
                                .formatted(kind, String.join(", ", Schemas.all().keySet()))));
        gough.terminal().raw(schema);
        return Exit.OK;
    }
}
