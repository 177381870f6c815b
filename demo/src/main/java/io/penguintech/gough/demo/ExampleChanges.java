package io.penguintech.gough.demo;

import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.Workbench;
import java.time.Duration;
import java.time.Instant;

/** Commits for people who do not want to open an editor: Ada makes and pushes them. Safe for use by many threads. */
final class ExampleChanges {
    private static final String LISTS = "queries/security.yaml";
    private static final Duration ACCEPTED_WITHIN = Duration.ofSeconds(15);
    private static final String RACK_C = "hosts/rack-c.yaml";

    private final StandIns standIns;
    private final Rollouts rollouts;
    private int step;
    private int generation = 1;

    ExampleChanges(StandIns standIns, Rollouts rollouts) {
        this.standIns = standIns;
        this.rollouts = rollouts;
    }

    /** The next of a few commits in turn: a query, a tag, a new host. Says what it was. */
    synchronized String commitNext() {
        step++;
        return switch (step) {
            case 1 ->
                push(
                        "Look at listening ports every five minutes",
                        ExampleEdits.moreOften(ExampleRepository.file(LISTS)),
                        LISTS);
            case 2 -> pushNewcomer();
            default ->
                push(
                        "Look at logins every %d minutes".formatted(step),
                        ExampleRepository.file(LISTS).replaceFirst("interval: 5m", "interval: " + step + "m"),
                        LISTS);
        };
    }

    /** Two commits in a row: the host is unprotected first, then it is asked to be installed again. */
    synchronized String askForReinstall() {
        generation++;
        var text = ExampleRepository.file(RACK_C);
        if (generation == 2) {
            push("Let dk-07 be reinstalled", ExampleEdits.unprotected(text), RACK_C);
            if (!acceptedSoon())
                return "Ada unprotected dk-07. Once Gough has accepted that, press again: a host must be unprotected a revision earlier.";
        }
        return "Ada unprotected dk-07, and when that was accepted, "
                + push("Reinstall dk-07", ExampleEdits.reinstalled(text, generation), RACK_C);
    }

    /** Waits until the newest commit is the one whose rules judge. */
    private boolean acceptedSoon() {
        var end = Instant.now().plus(ACCEPTED_WITHIN);
        while (Instant.now().isBefore(end)) {
            var status = rollouts.status().getFirst();
            var tip = GitLog.tip(standIns.repository());
            if (status.accepted().map(Revision::id).equals(tip)) return true;
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        generation--;
        return false;
    }

    private String pushNewcomer() {
        return push("Add dk-10 to rack C", ExampleEdits.newcomer(), "hosts/dk-10.yaml");
    }

    private String push(String message, String text, String path) {
        try (Workbench clone =
                standIns.git().workbench(ExampleRepository.NAME, ExampleRepository.ADA, standIns.author())) {
            clone.commit(message, Edit.write(path, text));
            clone.push();
        }
        return "Ada pushed \"%s\" (%s).".formatted(message, path);
    }
}
