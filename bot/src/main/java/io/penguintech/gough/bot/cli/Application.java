package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One {@code gough apply}: compares, asks, then ticks the engine until it is done or a person must act. */
final class Application {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Workplace workplace;
    private final Terminal terminal;
    private final Consent consent;
    private final String digest;
    private final Duration tick;
    private final ProgressLine progress;

    Application(Workplace workplace, Terminal terminal, Consent consent, String digest, Duration tick) {
        this.workplace = workplace;
        this.terminal = terminal;
        this.consent = consent;
        this.digest = digest;
        this.tick = tick;
        this.progress = new ProgressLine(terminal);
    }

    int run(String login) {
        Observing.everything(workplace.world());
        if (!workplace.service().engine().active())
            throw new CommandFailed(
                    Exit.NEEDS_PERSON,
                    "another Gough works with this database and applies by itself what is approved:"
                            + " gough approve ID --digest D --server URL");
        var before = latest();
        var plan = planned();
        var revision = workplace.revision().orElseThrow();
        var resumed = before.filter(rollout -> rollout.revision().equals(revision))
                .filter(this::goesOn)
                .map(rollout -> meant(rollout, plan));
        if (resumed.isEmpty() && !named(plan) && !plan.changes().isEmpty())
            return person("the plan is %s now, not %s: look at it again with `gough plan`"
                    .formatted(plan.digest().substring(0, 12), digest));
        var meant = resumed.orElseGet(() -> Begun.Meant.of(revision, plan));
        var seen = new Previewed(revision, plan, meant, resumed.isPresent());
        var typed = agreed(before, seen);
        if (typed.isEmpty()) return Exit.NEEDS_PERSON;
        return begin(new Actor.LocalUser(login), before, seen, typed.get());
    }

    /** What is done leaves the plan: then the rollout or the note still has the one that the digest names. */
    private Begun.Meant meant(Rollout rollout, Plan plan) {
        return Stream.concat(Stream.of(plan), rollout.plan().stream())
                .filter(this::named)
                .findFirst()
                .map(one -> Begun.Meant.of(rollout.revision(), one))
                .or(workplace.begun()::noted)
                .orElseThrow();
    }

    private boolean named(Plan plan) {
        return plan.digest().startsWith(digest);
    }

    /** The plan of the newest files; what is wrong with them was said already. */
    private Plan planned() {
        var rollouts = workplace.service();
        return rollouts.preview(workplace.id())
                .orElseThrow(() -> new CommandFailed(
                        Exit.INVALID,
                        "the revision cannot be fetched or is invalid; `gough validate` lists what is wrong"));
    }

    /** Whether {@code rollout} is this very plan, begun by an earlier run and not at its end. */
    private boolean goesOn(Rollout rollout) {
        return workplace.begun().goesOn(rollout, digest);
    }

    /** The hosts that were typed, none when none had to be; empty when nothing may begin. */
    private Optional<SortedSet<HostName>> agreed(Optional<Rollout> before, Previewed seen) {
        var plan = seen.plan();
        if (seen.resumed() || plan.changes().isEmpty()) return Optional.of(new TreeSet<>());
        if (!isMild(plan)) {
            if (consent.breakGlass) return Optional.of(Consent.typed(terminal, plan));
            if (before.filter(this::approved).isEmpty()) {
                person(("plan %s is %s and needs the approval of people, recorded by the service; or"
                                + " --break-glass --reason TEXT")
                        .formatted(plan.digest().substring(0, 12), plan.risk().word()));
                return Optional.empty();
            }
            return Optional.of(new TreeSet<>());
        }
        if (consent.toMild(terminal, plan)) return Optional.of(new TreeSet<>());
        person("nothing was begun: --yes says that changes of risk none and notice may be");
        return Optional.empty();
    }

    private boolean approved(Rollout rollout) {
        return !rollout.state().isFinal() && rollout.plan().filter(this::named).isPresent() && rollout.missing() < 1;
    }

    private int begin(Actor.LocalUser who, Optional<Rollout> before, Previewed seen, SortedSet<HostName> typed) {
        var moved = workplace.moved();
        if (moved.isPresent()) return person(moved.get());
        if (!seen.resumed() && (!consent.breakGlass || isMild(seen.plan()))) note(seen);
        var rollouts = workplace.service().rollouts();
        before.filter(rollout -> rollout.state() instanceof RolloutState.Stalled)
                .ifPresent(rollout -> rollouts.retry(rollout.id(), who));
        workplace.service().requests().look(workplace.id(), "apply");
        tick(seen);
        var rollout = latest().filter(one -> isAt(seen, one));
        if (consent.breakGlass && rollout.isPresent()) {
            var glass = new BreakGlass(workplace, terminal, consent.reason());
            var refused = glass.refusal(who, rollout.get(), seen, typed);
            if (refused.isPresent()) return person(refused.get());
            note(seen);
            tick(seen);
        }
        return follow(seen);
    }

    private void tick(Previewed seen) {
        workplace.service().engine().tick(workplace.id(), seen.revision());
    }

    /** Somebody said yes: by the same command it goes on after an interruption, and nothing else does. */
    private void note(Previewed seen) {
        if (!seen.meant().changes().isEmpty()) workplace.begun().note(seen.meant());
    }

    private static boolean isMild(Plan plan) {
        return plan.risk().compareTo(Risk.NOTICE) <= 0;
    }

    /** Whether the engine has the revision in hand; what was rejected says why by itself. */
    private static boolean isAt(Previewed seen, Rollout rollout) {
        return rollout.revision().equals(seen.revision()) && !(rollout.state() instanceof RolloutState.Rejected);
    }

    /** Ticks until the rollout ends or only a person helps. */
    private int follow(Previewed seen) {
        while (true) {
            var rollout = latest();
            if (rollout.isEmpty()) return converged("in sync: nothing to do");
            if (!rollout.get().revision().equals(seen.revision())) return elsewhere(seen, rollout.get());
            progress.show(rollout.get());
            var end = end(rollout.get());
            if (end.isPresent()) return end.get();
            if (!pause()) return person("interrupted: what a backend has begun goes on there; run it again to go on");
            workplace.world().regionNames().forEach(workplace.world()::news);
            tick(seen);
        }
    }

    /** A guard kept the revision from being taken up, as of a branch that was rewound. */
    private int elsewhere(Previewed seen, Rollout rollout) {
        return stopped()
                .map(why -> ended(Exit.STOPPED, "stopped: " + why))
                .orElseGet(() -> person("revision %s was not taken up: %s is of %s"
                        .formatted(
                                seen.revision().brief(),
                                rollout.id(),
                                rollout.revision().brief())));
    }

    /** The newest rollout is at its end, but it need not have had all that was looked at: what somebody said no to is in none. */
    private int converged(String words) {
        var plan = planned();
        return plan.inSync() ? ended(Exit.OK, words) : person(left(plan));
    }

    private String left(Plan plan) {
        return WhatIsLeft.words(plan, workplace.service().silenced(workplace.id()));
    }

    private Optional<Integer> end(Rollout rollout) {
        return switch (rollout.state()) {
            case RolloutState.Requested _ -> Optional.empty();
            case RolloutState.Applying _ -> asleep(rollout);
            case RolloutState.InSync _ -> Optional.of(converged("in sync: nothing to do"));
            case RolloutState.Done _ -> Optional.of(converged("done: everything is as declared"));
            case RolloutState.Rejected(var why) -> Optional.of(ended(Exit.INVALID, why));
            case RolloutState.Stalled(var why) -> Optional.of(stalled(why));
            case RolloutState.AwaitingApproval _ ->
                running(rollout)
                        ? Optional.empty()
                        : Optional.of(person("%s waits for the approval of %d people for plan %s"
                                .formatted(
                                        rollout.id(),
                                        rollout.missing(),
                                        rollout.plan()
                                                .map(plan -> plan.digest().substring(0, 12))
                                                .orElse(""))));
            case RolloutState.Declined(var by, var why) -> Optional.of(person("declined by %s: %s".formatted(by, why)));
            case RolloutState.Expired _ -> Optional.of(person("nobody approved in time"));
            case RolloutState.Superseded(var by) -> Optional.of(person("superseded by " + by));
            case RolloutState.Cancelled(var by, var why) ->
                Optional.of(person("cancelled by %s: %s".formatted(by, why)));
        };
    }

    /** A rollout in which nothing goes on for a long time is left; the same command goes on with it later. */
    private Optional<Integer> asleep(Rollout rollout) {
        return rollout.waits()
                .filter(waits -> !running(rollout))
                .filter(waits -> waits.until()
                        .filter(until -> until.isAfter(Instant.now().plus(LONGEST_WAIT)))
                        .isPresent())
                .map(waits -> person(waits.why() + " Run the same command again then."));
    }

    private int stalled(String why) {
        boolean stopped = workplace.service().rollouts().status().stream()
                .filter(status -> status.repository().equals(workplace.id()))
                .anyMatch(status -> status.stopped().isPresent()
                        || status.stops().stream().anyMatch(stop -> why.contains(stop.words())));
        return stopped ? ended(Exit.STOPPED, "stopped: " + why) : person(why);
    }

    /** What stops the whole repository. */
    private Optional<String> stopped() {
        return workplace.service().rollouts().status().stream()
                .filter(status -> status.repository().equals(workplace.id()))
                .flatMap(status -> status.stopped().stream())
                .findFirst();
    }

    private static boolean running(Rollout rollout) {
        return rollout.progress().values().stream().anyMatch(one -> one.stage() == Rollout.Stage.RUNNING);
    }

    private int person(String why) {
        return ended(Exit.NEEDS_PERSON, why);
    }

    private int ended(int exit, String why) {
        progress.end();
        if (exit == Exit.OK) terminal.result(Terminal.plain(why));
        else terminal.problem(Terminal.plain(why));
        return exit;
    }

    private Optional<Rollout> latest() {
        return workplace.service().rollouts().list(workplace.id(), Optional.empty(), 1).stream()
                .findFirst();
    }

    private boolean pause() {
        try {
            Thread.sleep(tick);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
