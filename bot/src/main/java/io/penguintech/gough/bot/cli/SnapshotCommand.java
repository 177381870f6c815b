package io.penguintech.gough.bot.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "snapshot",
        description = "Write what is observed and remembered to a file, masked, for `gough plan --against FILE`.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "2:wrong usage", "3:a backend or the service cannot be reached"})
final class SnapshotCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Parameters(index = "0", paramLabel = "FILE", description = "Where to; replaced when it exists.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    Path file;

    @Mixin
    Vantage vantage = new Vantage();

    @Override
    public Integer call() {
        var snapshot = vantage.look(gough);
        write(snapshot.json());
        gough.terminal()
                .note("%s: %d machines, %d queries, policies and labels"
                        .formatted(
                                file,
                                snapshot.observed().regions().values().stream()
                                        .mapToInt(region -> region.machines().size())
                                        .sum(),
                                snapshot.observed().fleets().values().stream()
                                        .mapToInt(fleet -> fleet.size())
                                        .sum()));
        return Exit.OK;
    }

    /** A whole file or none. */
    private void write(String json) {
        var target = file.toAbsolutePath();
        try {
            var draft = java.nio.file.Files.createTempFile(target.getParent(), ".gough", ".new");
            java.nio.file.Files.write(draft, json.getBytes(StandardCharsets.UTF_8));
            java.nio.file.Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, "%s cannot be written: %s".formatted(file, e.getMessage()));
        }
    }
}
