package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.planview.PlanViews;
import io.penguintech.gough.bot.source.FolderRepo;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "plan",
        description = "Say what would change, what must not and why. Writes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:compared",
            "1:the repository is invalid",
            "2:wrong usage",
            "3:a backend, the service or the repository cannot be reached",
            "10:with --detailed-exitcode: there are changes"
        })
final class PlanCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Gough gough;

    @Mixin
    Files.First files = new Files.First();

    @Mixin
    Vantage vantage = new Vantage();

    @Option(
            names = "--against",
            paramLabel = "SNAPSHOT",
            description = "Compare with what `gough snapshot` wrote; no backend is asked.")
    @Nullable
    Path against;

    @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    PlanFormat format = PlanFormat.TEXT;

    @Option(names = "--detailed-exitcode", description = "End with 10 when there are changes.")
    boolean detailed;

    @Override
    public Integer call() {
        var declared = Checked.of(identified(files.read())).orFail(gough.terminal());
        var snapshot = against == null ? vantage.look(gough) : Vantage.read(against);
        var plan = snapshot.plan(declared);
        var revision = declared.inventory().revision().map(Revision::id).orElse("");
        var view = PlanViews.of(snapshot.repository().value(), revision, Optional.empty(), plan);
        gough.terminal().raw(format.print(view, gough.terminal()));
        return detailed && !plan.changes().isEmpty() ? Exit.CHANGES : Exit.OK;
    }

    /** Files that are not committed get a revision of their own, the one {@code apply} knows them by. */
    static RepoTree identified(RepoTree files) {
        return files.revision().isPresent()
                ? files
                : new RepoTree(Optional.of(FolderRepo.revisionOf(files)), files.entries());
    }
}
