package io.penguintech.gough.demo.bench;

import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.forge.Note;
import io.penguintech.gough.simulators.forge.Status;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.Workbench;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Opens pull requests that each give one host one tag more, and sees what Gough shows on them. Times are those that the forge
 * wrote down, by the clock of this process.
 */
final class PullAuthor implements AutoCloseable {
    private static final String NAME = ForgeSettings.ADA.login();
    private static final String PLAN = "gough/plan";

    /** So many digits of a head stand in the comment. */
    private static final int SHOWN = 12;

    private final SampleInfra infra;
    private final ForgeStandIn forge;
    private final Workbench bench;
    private final List<Opened> all = new ArrayList<>();

    PullAuthor(SampleInfra infra, ForgeStandIn forge, Workbench bench) {
        this.infra = infra;
        this.forge = forge;
        this.bench = bench;
    }

    /**
     * A pull request.
     *
     * @param number its number
     * @param head its commit
     * @param at when it was opened, before the delivery
     */
    record Opened(long number, String head, Instant at) {}

    /**
     * How long it took since it was opened.
     *
     * @param plan until the status of the head
     * @param comment until the comment with the plan
     */
    record Shown(Duration plan, Duration comment) {}

    /** Pushes a branch on which a host has one tag more; answers its name. */
    String push(int host) {
        var branch = "tag-" + SampleInfra.name(host);
        var file = infra.tagged(host, "bench");
        bench.switchTo("main");
        bench.switchTo(branch);
        bench.commit("Tag " + SampleInfra.name(host), Edit.write(file.getKey(), file.getValue()));
        bench.push();
        return branch;
    }

    /** Opens a pull request from it; answers when the delivery was answered. Any thread may. */
    Opened open(String branch) {
        var at = Instant.now();
        var pull = forge.open(NAME, "Change " + branch, branch, "main");
        var opened = new Opened(pull.number(), pull.head(), at);
        synchronized (all) {
            all.add(opened);
        }
        return opened;
    }

    /** Whether its plan stands there, and since when. */
    Optional<Shown> shown(Opened pull) {
        return plans(pull)
                .filter(status -> status.state().equals("success"))
                .findFirst()
                .flatMap(status -> comments(pull).stream()
                        .filter(note -> note.body().contains(pull.head().substring(0, SHOWN)))
                        .filter(note -> !note.updated().isBefore(status.at()))
                        .findFirst()
                        .map(note -> new Shown(
                                Duration.between(pull.at(), status.at()),
                                Duration.between(pull.at(), note.updated()))));
    }

    private Stream<Status> plans(Opened pull) {
        return forge.statuses(pull.head()).stream()
                .filter(status -> status.context().equals(PLAN))
                .filter(status -> !status.state().equals("pending"));
    }

    private List<Note> comments(Opened pull) {
        return forge.comments(pull.number()).stream()
                .filter(note -> note.author().equals(ForgeSettings.BOT.login()))
                .toList();
    }

    /** What is not as it should be on those that were opened so far: each is planned once, and has one comment. */
    List<String> wrong() {
        var wrong = new ArrayList<String>();
        for (var pull : List.copyOf(all)) {
            long plans = plans(pull).count();
            int comments = comments(pull).size();
            if (plans != 1 || comments != 1)
                wrong.add(
                        "pull request %d has %d final plans and %d comments".formatted(pull.number(), plans, comments));
        }
        return wrong;
    }

    @Override
    public void close() {
        bench.close();
    }
}
