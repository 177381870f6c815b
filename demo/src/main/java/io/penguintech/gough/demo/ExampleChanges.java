package io.penguintech.gough.demo;

import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.forge.Pull;
import io.penguintech.gough.simulators.git.Edit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Pull requests for people who do not want to open an editor: Ada makes and pushes them. Safe for use by many threads. */
final class ExampleChanges {
    private static final String LISTS = "queries/security.yaml";
    private static final Duration ACCEPTED_WITHIN = Duration.ofSeconds(15);
    private static final String RACK_C = "hosts/rack-c.yaml";
    private static final String REINSTALL = "reinstall-dk-07";

    private final StandIns standIns;
    private final Rollouts rollouts;
    private final AdasClone ada;
    private final Map<Long, Example> examples = new HashMap<>();
    private int step;

    ExampleChanges(StandIns standIns, Addresses addresses, Rollouts rollouts) {
        this.standIns = standIns;
        this.rollouts = rollouts;
        this.ada = new AdasClone(standIns, addresses.clone(ExampleRepository.NAME));
    }

    /**
     * What one of these pull requests proposes.
     *
     * @param branch its branch
     * @param title its title
     * @param path the file it changes
     * @param version which version of the file is there now, from 1 on
     * @param text the file, by version
     */
    private record Example(String branch, String title, String path, int version, IntFunction<String> text) {
        Edit edit() {
            return Edit.write(path, text.apply(version));
        }

        Example next() {
            return new Example(branch, title, path, version + 1, text);
        }
    }

    /** The next of a few in turn: a new host, a query, another one. Says what it was. */
    synchronized String openNext() {
        step++;
        int minutes = step + 1;
        return switch (step) {
            case 1 ->
                opened(new Example(
                        "add-dk-10",
                        "Add dk-10 to rack C",
                        "hosts/dk-10.yaml",
                        1,
                        version -> ExampleEdits.newcomer(version % 2 == 1 ? "staging" : "production")));
            case 2 ->
                opened(new Example(
                        "listening-ports",
                        "Look at listening ports more often",
                        LISTS,
                        1,
                        version -> ExampleEdits.every(4 + version, "Listening ports", onMain(LISTS))));
            default ->
                opened(new Example(
                        "logins-" + step,
                        "Look at logins every %d minutes".formatted(minutes),
                        LISTS,
                        1,
                        version -> ExampleEdits.every(minutes + version - 1, "Remote logins", onMain(LISTS))));
        };
    }

    /** Two pull requests in a row: the host is unprotected first, which is merged, then it is asked to be installed again. */
    synchronized String askForReinstall() {
        var asked = examples.entrySet().stream()
                .filter(example -> example.getValue().branch().equals(REINSTALL))
                .filter(example -> pull(example.getKey()).state() == Pull.State.OPEN)
                .findFirst();
        if (asked.isPresent())
            return "%s asks for that already."
                    .formatted(standIns.kind().capital(asked.get().getKey()));
        var before = "";
        if (!ExampleEdits.isUnprotected(onMain(RACK_C))) {
            var first = ada.propose(
                    "unprotect-dk-07",
                    "Let dk-07 be reinstalled",
                    Edit.write(RACK_C, ExampleEdits.unprotected(onMain(RACK_C))));
            ada.merge(first.number());
            before = "Ada unprotected dk-07 by %s, which needs nobody, and merged it. "
                    .formatted(standIns.kind().request(first.number()));
            if (!acceptedSoon())
                return before
                        + "Once Gough has accepted that, press again: a host must be unprotected a revision earlier.";
        }
        int generation = ExampleEdits.generation(onMain(RACK_C));
        return before
                + opened(new Example(
                        REINSTALL,
                        "Reinstall dk-07",
                        RACK_C,
                        1,
                        version -> ExampleEdits.reinstalled(onMain(RACK_C), generation + version)));
    }

    /** Whether {@link #pushAgain} can push another version to this pull request. */
    synchronized boolean hasVersions(long number) {
        return examples.containsKey(number);
    }

    /** Ada pushes another version of her commit over the one that is there. */
    synchronized String pushAgain(long number) {
        var example = Optional.ofNullable(examples.get(number))
                .filter(any -> pull(number).state() == Pull.State.OPEN)
                .map(Example::next)
                .orElseThrow(() -> new IllegalStateException("Ada has no other version of %s to push."
                        .formatted(standIns.kind().request(number))));
        var head = ada.push(
                example.branch(), "%s, version %d".formatted(example.title(), example.version()), example.edit());
        examples.put(number, example);
        return "Ada pushed %s over the head of %s: see what becomes of the approvals."
                .formatted(head.substring(0, 7), standIns.kind().request(number));
    }

    private String opened(Example example) {
        var pull = ada.propose(example.branch(), example.title(), example.edit());
        examples.put(pull.number(), example);
        return "Ada opened %s, \"%s\". Gough plans it: look at its comment."
                .formatted(standIns.kind().request(pull.number()), pull.title());
    }

    private Pull pull(long number) {
        return standIns.forge().pull(number);
    }

    private String onMain(String path) {
        return GitLog.file(standIns.repository(), path).orElseGet(() -> ExampleRepository.file(path));
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
        return false;
    }
}
