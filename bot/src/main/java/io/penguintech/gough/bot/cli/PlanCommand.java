package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.planview.PlanViews;
import io.penguintech.gough.bot.rollout.Snapshot;
import io.penguintech.gough.bot.source.FolderRepo;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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
        if (against != null) ages(snapshot).forEach(gough.terminal()::note);
        gough.terminal().raw(format.print(view, gough.terminal()));
        return detailed && !plan.changes().isEmpty() ? Exit.CHANGES : Exit.OK;
    }

    /** How old what was seen is: a plan against yesterday says what would have been done yesterday. */
    private static List<String> ages(Snapshot snapshot) {
        var ages = new ArrayList<String>();
        snapshot.observed()
                .regions()
                .forEach((name, region) -> ages.add("maas %s as of %s".formatted(name, second(region.oldest()))));
        snapshot.observed()
                .fleets()
                .forEach((name, fleet) -> ages.add("fleet %s as of %s".formatted(name, second(fleet.at()))));
        return ages;
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Files that are not committed get a revision of their own, the one {@code apply} knows them by. */
    static RepoTree identified(RepoTree files) {
        return files.revision().isPresent()
                ? files
                : new RepoTree(Optional.of(FolderRepo.revisionOf(files)), files.entries());
    }
}
