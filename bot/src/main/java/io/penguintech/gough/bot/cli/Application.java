package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

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
        var resumed = before.filter(this::goesOn).isPresent();
        if (!resumed && !plan.digest().startsWith(digest) && !plan.changes().isEmpty())
            return person("the plan is %s now, not %s: look at it again with `gough plan`"
                    .formatted(plan.digest().substring(0, 12), digest));
        var typed = agreed(before, plan, resumed);
        if (typed.isEmpty()) return Exit.NEEDS_PERSON;
        if (!resumed)
            workplace.revision().ifPresent(revision -> workplace.begun().note(revision, plan));
        return begin(new Actor.LocalUser(login), before, plan, typed.get());
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
    private Optional<SortedSet<HostName>> agreed(Optional<Rollout> before, Plan plan, boolean resumed) {
        if (resumed && !consent.breakGlass) return Optional.of(new java.util.TreeSet<>());
        if (plan.changes().isEmpty()) return Optional.of(new java.util.TreeSet<>());
        if (plan.risk().compareTo(Risk.NOTICE) > 0) {
            if (consent.breakGlass) return Optional.of(Consent.typed(terminal, plan));
            if (before.filter(this::approved).isEmpty()) {
                person(("plan %s is %s and needs the approval of people, recorded by the service; or"
                                + " --break-glass --reason TEXT")
                        .formatted(plan.digest().substring(0, 12), plan.risk().word()));
                return Optional.empty();
            }
            return Optional.of(new java.util.TreeSet<>());
        }
        if (consent.toMild(terminal, plan)) return Optional.of(new java.util.TreeSet<>());
        person("nothing was begun: --yes says that changes of risk none and notice may be");
        return Optional.empty();
    }

    private boolean approved(Rollout rollout) {
        return goesOn(rollout) && rollout.missing() < 1;
    }

    private int begin(Actor.LocalUser who, Optional<Rollout> before, Plan plan, SortedSet<HostName> typed) {
        var rollouts = workplace.service().rollouts();
        before.filter(rollout -> rollout.state() instanceof RolloutState.Stalled)
                .ifPresent(rollout -> rollouts.retry(rollout.id(), who));
        workplace.service().requests().look(workplace.id(), "apply");
        workplace.service().engine().tick(workplace.id());
        if (consent.breakGlass) {
            var refused = breakGlass(who, plan, typed);
            if (refused.isPresent()) return person(refused.get());
            workplace.service().engine().tick(workplace.id());
        }
        return follow();
    }

    /** Why the glass holds; empty when it broke or did not have to. */
    private Optional<String> breakGlass(Actor.LocalUser who, Plan plan, SortedSet<HostName> typed) {
        var asking = latest().filter(rollout -> rollout.state() instanceof RolloutState.AwaitingApproval);
        if (asking.isEmpty()) return Optional.empty();
        var rollout = asking.get();
        var question = rollout.plan().orElseThrow();
        var seen = plan.changes().stream().map(Change::digest).collect(Collectors.toSet());
        if (!question.changes().stream().map(Change::digest).allMatch(seen::contains))
            return Optional.of("the plan changed meanwhile: look at it again with `gough plan`");
        var verdict = workplace
                .service()
                .rollouts()
                .breakGlass(rollout.id(), who, question.digest(), typed, consent.reason());
        return switch (verdict) {
            case Verdict.Refused(var why) -> Optional.of(why);
            case Verdict.Accepted(var text) -> {
                terminal.note(Terminal.plain(text));
                yield Optional.empty();
            }
        };
    }

    /** Ticks until the rollout ends or only a person helps. */
    private int follow() {
        while (true) {
            var rollout = latest();
            if (rollout.isEmpty()) return ended(Exit.OK, "in sync: nothing to do");
            progress.show(rollout.get());
            var end = end(rollout.get());
            if (end.isPresent()) return end.get();
            if (!pause()) return person("interrupted: what a backend has begun goes on there; run it again to go on");
            workplace.world().regionNames().forEach(workplace.world()::news);
            workplace.service().engine().tick(workplace.id());
        }
    }

    private Optional<Integer> end(Rollout rollout) {
        return switch (rollout.state()) {
            case RolloutState.Requested _ -> Optional.empty();
            case RolloutState.Applying _ -> asleep(rollout);
            case RolloutState.InSync _ -> Optional.of(ended(Exit.OK, "in sync: nothing to do"));
            case RolloutState.Done _ -> Optional.of(ended(Exit.OK, "done: everything is as declared"));
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
