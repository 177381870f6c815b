package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.Workbench;

/** Commits for people who do not want to open an editor: Ada makes and pushes them. Safe for use by many threads. */
final class ExampleChanges {
    private static final String LISTS = "queries/security.yaml";
    private static final String RACK_C = "hosts/rack-c.yaml";

    private final StandIns standIns;
    private int step;

    ExampleChanges(StandIns standIns) {
        this.standIns = standIns;
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
        var text = ExampleRepository.file(RACK_C);
        push("Let dk-07 be reinstalled", ExampleEdits.unprotected(text), RACK_C);
        return "Ada unprotected dk-07. " + push("Reinstall dk-07", ExampleEdits.reinstalled(text), RACK_C);
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
