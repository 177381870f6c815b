package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Glances.Glance;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Course;
import io.penguintech.gough.reconcile.Desired;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Installation;
import io.penguintech.gough.reconcile.Journey;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.Risk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Brings begun changes to their end, one step at a time: look, derive the next step from what is seen and journalled,
 * write it down, call, write down what came of it. Never waits for a machine.
 */
final class Flights {
    /** What the keys of alerts about failed changes begin with; the subject follows. */
    static final String ALERT = "change ";

    /** Enough for every quick step in a row; the rest goes on at the next tick. */
    private static final int STEPS_A_TICK = 8;

    private static final Set<String> NO_WAY_BACK =
            Set.of("shut-down", "power-off", "tell-vm-host", "remove-vm-hosts", "release", "delete", "deploy");
    static final Duration NOT_NOW = Duration.ofSeconds(15);

    private final Stores stores;
    private final Glances glances;
    private final Caller caller;
    private final WriteGate gate;
    private final LiveGuards guards;
    private final Surroundings surroundings;
    /** When each change under way was last looked at by this process. */
    private final Map<Long, Instant> looked = new ConcurrentHashMap<>();

    private final DeployedImages images;
    private final LastLook lastLook;
    private final Untouched untouched;

    /**
     * What else a journey needs.
     *
     * @param crash where a test may kill the process
     */
    record Surroundings(World world, Clock clock, Journey.Patience patience, CrashPoint crash) {}

    Flights(
            Stores stores,
            Glances glances,
            Caller caller,
            WriteGate gate,
            LiveGuards guards,
            Surroundings surroundings) {
        this.guards = guards;
        this.stores = stores;
        this.glances = glances;
        this.caller = caller;
        this.gate = gate;
        this.surroundings = surroundings;
        lastLook = new LastLook(surroundings.world(), surroundings.clock());
        untouched = new Untouched(stores, caller, surroundings.clock());
        images = new DeployedImages(stores.records(), surroundings.world(), surroundings.clock());
    }

    /** Goes on with everything under way that is worth a look now. */
    void goOn(ServedRepository served) {
        var flying = stores.journal().inFlight(served.id());
        looked.keySet().retainAll(flying.stream().map(Intent::id).toList());
        if (flying.isEmpty()) return;
        var found = new Found(surroundings.world().snapshot());
        goOn(served, flying.stream().filter(intent -> isDue(intent, found)).toList());
    }

    /** Its time has come, or its machine was seen since with nothing more going on. */
    private boolean isDue(Intent intent, Found found) {
        if (!intent.lookAt().isAfter(now())) return true;
        var last = looked.get(intent.id());
        if (last == null || !(intent.change() instanceof Change.OfHost change)) return false;
        return found.machine(change)
                .filter(seen -> seen.at().isAfter(last))
                .filter(seen -> !(seen.value().state() instanceof Machine.State.Busy))
                .isPresent();
    }

    /** Goes on with these, one step of each after a look at all of them, as long as looking again is worth while. */
    void goOn(ServedRepository served, List<Intent> intents) {
        var left = intents;
        for (int turn = 0; turn < STEPS_A_TICK && !left.isEmpty(); turn++) {
            var seen = glances.at(left.stream().map(Intent::change).toList());
            var taken = stores.journal().steps(left.stream().map(Intent::id).toList());
            left = left.stream()
                    .filter(intent -> again(
                            served,
                            new Flight(
                                    intent,
                                    Objects.requireNonNull(seen.get(intent.change())),
                                    taken.getOrDefault(intent.id(), List.of()))))
                    .toList();
        }
    }

    /**
     * A change under way at one look.
     *
     * @param taken its journalled steps; nobody but the engine adds any
     */
    private record Flight(Intent intent, Glance seen, List<Journey.Taken> taken) {}

    /** Does what one look at a change says. Answers whether looking again at once is worth while. */
    private boolean again(ServedRepository served, Flight flight) {
        var intent = flight.intent();
        if (flight.seen() instanceof Glance.Missed(var failure)) {
            later(intent, failure.why(), NOT_NOW);
            return false;
        }
        if (isUnknown(intent)) {
            later(intent, "its region was not read since Gough started", NOT_NOW);
            return false;
        }
        var doubts = doubts(served, flight);
        if (doubts.isPresent()) {
            later(intent, doubts.get(), NOT_NOW);
            return false;
        }
        remember(flight);
        looked.put(intent.id(), now());
        var ended = ended(served, flight);
        return switch (next(flight, ended)) {
            case Next.Wait(var in, var why) -> {
                later(intent, why, in);
                yield in.isZero();
            }
            case Next.Arrived() -> {
                var unseen = unseenVmHosts(intent);
                if (unseen.isPresent()) later(intent, unseen.get().why(), NOT_NOW);
                else if (ended) withdraw(intent);
                else arrive(served, flight);
                yield false;
            }
            case Next.Stuck(var why) -> {
                fail(intent, why);
                yield false;
            }
            case Next.Start(var kind) -> !isStill(flight, kind) || step(served, flight, kind);
        };
    }

    /** Another server knows none of our machines, and has other things under the numbers of ours: it ends nothing of ours. */
    private Optional<String> doubts(ServedRepository served, Flight flight) {
        boolean there = flight.seen() instanceof Glance.AtMachine(var seen)
                && seen.value().isPresent();
        return there ? Optional.empty() : gate.doubts(served, flight.intent().backend());
    }

    /** A machine does not say which VM hosts it is: they are read once more, so that nothing is planned from an older list. */
    private Optional<Failure> unseenVmHosts(Intent intent) {
        if (!(intent.change() instanceof Change.OfHost change) || !change.altersVmHosts()) return Optional.empty();
        return surroundings.world().vmHosts(change.region()) instanceof Reading.Missed<?>(var failure)
                ? Optional.of(failure)
                : Optional.empty();
    }

    /** What cannot be undone is derived once more from a look at its machine alone, right before the call. */
    private boolean isStill(Flight flight, Journey.Kind kind) {
        var change = flight.intent().change();
        if (change.risk() != Risk.DESTRUCTIVE || !NO_WAY_BACK.contains(kind.word())) return true;
        return next(new Flight(flight.intent(), glances.at(change), flight.taken()), false)
                .equals(new Next.Start(kind));
    }

    /** Before a region was read nobody knows which of its users is ours: a machine of ours would look like a stranger's. */
    private boolean isUnknown(Intent intent) {
        return intent.change() instanceof Change.OfHost change
                && !surroundings.world().snapshot().regions().containsKey(change.region());
    }

    /** Takes one step. Answers whether looking again at once is worth while. */
    private boolean step(ServedRepository served, Flight flight, Journey.Kind kind) {
        var intent = flight.intent();
        var closed = gate.closed(served, intent.backend())
                .or(() -> gate.bars(served).reason(intent.change(), intent.revision()))
                .or(() -> lastLook.obstacle(intent.change(), flight.seen(), flight.taken(), kind))
                .or(() -> untouched.outOfHours(served, intent, flight.taken()))
                .or(() -> guarded(flight, kind));
        if (closed.isPresent()) {
            later(intent, "waits before %s: %s".formatted(kind.word(), closed.get()), NOT_NOW);
            return false;
        }
        var undeliverable = untouched.undeliverable(served, intent, flight.taken());
        if (undeliverable.isPresent()) {
            notGivenUp(intent, kind, undeliverable.get());
            return false;
        }
        var crash = surroundings.crash();
        var step = stores.transaction().execute(status -> stepBegins(served, flight, kind));
        if (step.isEmpty()) {
            later(
                    intent,
                    "waits before %s: as many hosts of this backend were released or reinstalled in the last 24 hours as the server allows (max-destroyed-per-day). It goes on by itself later."
                            .formatted(kind.word()),
                    NOT_NOW);
            return false;
        }
        crash.reached("step-journalled " + kind.word());
        var outcome = caller.call(served, intent, kind);
        crash.reached("called " + kind.word());
        stores.journal().stepEnds(step.getAsLong(), outcome);
        crash.reached("outcome-journalled " + kind.word());
        return lookAgain(intent, kind, outcome);
    }

    private void notGivenUp(Intent intent, Journey.Kind kind, Failure why) {
        if (why instanceof Failure.TryAgain(var text, var after))
            later(
                    intent,
                    "waits before %s, so that nothing is given up for what cannot be installed: %s. It goes on by itself when that is mended."
                            .formatted(kind.word(), text.replaceFirst("[.]$", "")),
                    after);
        else fail(intent, "%s Nothing was given up.".formatted(why.why()));
    }

    /** One transaction. Empty when the server allows no other host to be destroyed today. */
    private OptionalLong stepBegins(ServedRepository served, Flight flight, Journey.Kind kind) {
        var intent = flight.intent();
        boolean destroys = intent.change().destroysHost()
                && Journal.DESTROYING.contains(kind.word())
                && flight.taken().stream().noneMatch(step -> Journal.DESTROYING.contains(step.word()));
        if (destroys
                && stores.journal().destroyedWithinADay(intent, now())
                        >= served.ceiling().maxDestroyedPerDay()) return OptionalLong.empty();
        publish(intent);
        return OptionalLong.of(stores.journal().stepBegins(intent, kind.word(), now()));
    }

    /**
     * What the guards say before a step that destroys: between its begin and this moment there may have been anything, a
     * stop or another process. Only a host that Gough has switched off, and that is off, is not asked: it could not answer.
     */
    private Optional<String> guarded(Flight flight, Journey.Kind kind) {
        var intent = flight.intent();
        if (!LiveGuards.isGuarded(intent.change()) || !isGuarded(intent.change(), kind)) return Optional.empty();
        boolean off = Journey.mayHaveHappened(flight.taken(), "power-off");
        if (off && guards.isOff(intent.change())) return Optional.empty();
        return switch (guards.goingOn(intent)) {
            case LiveGuards.Say.Pass _ -> Optional.empty();
            case LiveGuards.Say.Asking _ -> Optional.of("its guards are asked.");
            case LiveGuards.Say.Held(var why) ->
                Optional.of(
                        "%s An admin who did not write it may overrule: gough overrule %s --digest %s --reason TEXT."
                                .formatted(why, intent.rollout(), Decisions.brief(intent.digest())));
        };
    }

    /** On what was just installed nothing lives: only a machine that ran before is registered under its guards. */
    private static boolean isGuarded(Change change, Journey.Kind kind) {
        return NO_WAY_BACK.contains(kind.word())
                || (change instanceof Change.Amend && kind.word().equals("register-vm-host"));
    }

    private boolean lookAgain(Intent intent, Journey.Kind kind, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> true;
            case Outcome.Running(var lookAgainIn) -> {
                later(intent, kind.word(), lookAgainIn);
                yield false;
            }
            case Outcome.Failed(Failure.TryAgain(var why, var after)) -> {
                later(intent, "%s: %s".formatted(kind.word(), why), after);
                yield false;
            }
            case Outcome.Failed(Failure.WorldChanged why) -> true;
            case Outcome.Failed(Failure.NeedsHuman why) -> true;
            case Outcome.Failed(Failure.Forbidden why) -> true;
            case Outcome.Failed(Failure.Unclear why) -> true;
        };
    }

    /** Whether a change shall not go on: its rollout was cancelled, or a newer revision took it back. */
    private boolean ended(ServedRepository served, Flight flight) {
        return cancelled(flight.intent()) || !stillWanted(served, flight);
    }

    private Next next(Flight flight, boolean ended) {
        var intent = flight.intent();
        var taken = flight.taken();
        return switch (flight.seen()) {
            case Glance.AtMachine(var seen)
            when intent.change() instanceof Change.OfHost change ->
                ended
                        ? Journey.settle(change, seen, taken, course(intent))
                        : Journey.next(change, seen, taken, course(intent));
            case Glance.AtFleet(var seen)
            when intent.change() instanceof Change.OfFleet change ->
                ended
                        ? Journey.settle(change, seen, taken, course(intent))
                        : Journey.next(change, seen, taken, course(intent));
            case Glance.AtThings(var seen)
            when intent.change() instanceof Change.OfThing change ->
                ended
                        ? Journey.settle(change, seen, taken, course(intent))
                        : Journey.next(change, seen, taken, course(intent));
            case Glance.AtMachine ignored -> mismatch(intent);
            case Glance.AtThings ignored -> mismatch(intent);
            case Glance.AtFleet ignored -> mismatch(intent);
            case Glance.AtNothing() -> new Next.Arrived();
            case Glance.Missed(var failure) -> new Next.Wait(NOT_NOW, failure.why());
        };
    }

    /** A rollout that took another one over stands for it as well: nobody can cancel that one any more. */
    private boolean cancelled(Intent intent) {
        var state = stores.rollouts().state(intent.rollout());
        while (state.isPresent() && state.get() instanceof RolloutState.Superseded(var by))
            state = stores.rollouts().state(by);
        return state.filter(RolloutState.Cancelled.class::isInstance).isPresent();
    }

    /** A newer revision may have taken back what this change is about to destroy or deploy. */
    private boolean stillWanted(ServedRepository served, Flight flight) {
        var intent = flight.intent();
        return stores.repositories()
                .get(served.id())
                .current()
                .filter(newest -> !newest.equals(intent.revision()))
                .flatMap(newest -> caller.desired(served, newest))
                .map(newest -> stillWanted(served, flight, newest))
                .orElse(true);
    }

    private boolean stillWanted(ServedRepository served, Flight flight, Desired newest) {
        var intent = flight.intent();
        var taken = flight.taken();
        if (intent.change() instanceof Change.OfHost change)
            return !(flight.seen() instanceof Glance.AtMachine(var seen))
                    || Journey.stillWanted(change, seen, taken, newest, course(intent));
        // What has begun is finished: half of it would be nobody's wish.
        if (taken.stream().anyMatch(step -> Journey.mayHaveHappened(taken, step.word()))) return true;
        return own(served, intent)
                .map(own -> Redeclared.asBefore(intent.change(), own.inventory(), newest.inventory()))
                .orElse(true);
    }

    private Optional<Desired> own(ServedRepository served, Intent intent) {
        try {
            return caller.desired(served, intent.revision());
        } catch (RevisionUnavailable gone) {
            return Optional.empty();
        }
    }

    private static Next mismatch(Intent intent) {
        throw new IllegalStateException(
                "looked at the wrong thing for " + intent.change().subject().text());
    }

    private void remember(Flight flight) {
        var intent = flight.intent();
        if (flight.seen() instanceof Glance.AtMachine(var seen) && intent.change() instanceof Change.OfHost change)
            rememberHost(flight, change, seen);
        if (flight.seen() instanceof Glance.AtThings(var seen) && intent.change() instanceof Change.OfThing change)
            rememberThing(flight, change, seen);
        if (flight.seen() instanceof Glance.AtFleet(var seen) && intent.change() instanceof Change.OfFleet change)
            Journey.ours(change, seen, flight.taken(), course(intent))
                    .ifPresent(
                            id -> stores.records().inFleets(intent.repository()).put(change.subject(), id));
    }

    /** As soon as it is there: what was made is ours even if its change gets stuck later. */
    private void rememberThing(Flight flight, Change.OfThing change, Seen<SortedMap<String, ObservedThing>> seen) {
        var intent = flight.intent();
        Journey.remember(change, seen, flight.taken(), course(intent))
                .ifPresent(id -> stores.records().things(intent.repository()).put(change.subject(), id));
    }

    private void rememberHost(Flight flight, Change.OfHost change, Seen<Optional<Machine>> seen) {
        var intent = flight.intent();
        var records = stores.records();
        var before = records.host(intent.repository(), change.subject().host())
                .or(() -> seen.value().flatMap(m -> records.machine(intent.repository(), change.region(), m.id())));
        var after = Journey.remember(change, seen, flight.taken(), before, course(intent));
        if (after.equals(before)) return;
        var image = images.version(before, after, seen.value());
        stores.together(() -> {
            if (after.isPresent()) {
                records.put(intent.repository(), after.get());
                images.keep(intent.repository(), before, after.get(), image);
            } else
                before.map(Records.HostRecord::host).ifPresent(host -> {
                    records.forget(intent.repository(), host);
                    records.images(intent.repository()).forget(host);
                });
        });
    }

    private void arrive(ServedRepository served, Flight flight) {
        var intent = flight.intent();
        var glance = flight.seen();
        boolean enrols = Caller.installs(intent.change()) && caller.enrols(served, intent);
        stores.together(() -> {
            rememberInstallation(flight, enrols);
            forgetInstallation(intent);
            if (glance instanceof Glance.AtFleet(var seen) && intent.change() instanceof Change.OfFleet change)
                rememberInFleet(intent, change, seen);
            stores.journal().arrived(intent, now());
            RequestBook.arrived(stores, intent.change(), said(glance), now());
            publish(intent);
            stores.alerts().resolve(intent.repository(), alert(intent), "It went on and is done.", now());
        });
        surroundings.crash().reached("arrived " + intent.change().verb());
    }

    /** A deployment that was there before this change began, as of a change that a crash left open, is none of its own. */
    private void rememberInstallation(Flight flight, boolean enrols) {
        var intent = flight.intent();
        if (!Caller.installs(intent.change())
                || !(intent.change() instanceof Change.OfHost change)
                || !(flight.seen() instanceof Glance.AtMachine(var seen))
                || seen.value().isEmpty()) return;
        var machine =
                new InstallationStore.Key(change.region(), seen.value().get().id());
        flight.taken().stream()
                .filter(step -> step.word().equals("deploy"))
                .map(Journey.Taken::startedAt)
                .max(Comparator.naturalOrder())
                .ifPresent(sent -> stores.records()
                        .installations(intent.repository())
                        .put(machine, new Installation(sent, now()), enrols));
    }

    /** What was released runs no more; who installs it next may not be us. */
    private void forgetInstallation(Intent intent) {
        if (intent.change() instanceof Change.Release release
                && release.machine() instanceof Change.Identity.Known(var id))
            stores.records().installations(intent.repository()).forget(new InstallationStore.Key(release.region(), id));
    }

    private static String said(Glance glance) {
        return glance instanceof Glance.AtMachine(var seen)
                ? seen.value()
                        .map(machine -> "MAAS says %s.".formatted(machine.status()))
                        .orElse("")
                : "";
    }

    /** Nothing is under way any more; a fresh plan says what is wanted instead. */
    private void withdraw(Intent intent) {
        stores.together(() -> {
            stores.journal().withdrawn(intent, now());
            // What was sent is not sent again for the same asking, whoever ended it.
            if (cancelled(intent)) RequestBook.failed(stores, intent, "its rollout was cancelled.", now());
            else RequestBook.outdated(stores, intent, now());
            publish(intent);
        });
        surroundings.crash().reached("withdrawn " + intent.change().verb());
    }

    private void rememberInFleet(Intent intent, Change.OfFleet change, Seen<Observed.FleetServer> seen) {
        var id = Journey.remember(change, seen);
        var records = stores.records().inFleets(intent.repository());
        if (id.isPresent()) records.put(change.subject(), id.getAsLong());
        else records.forget(change.subject());
    }

    private void fail(Intent intent, String reason) {
        var why = besideHost(intent, reason);
        stores.together(() -> {
            stores.journal().failed(intent, why, now());
            RequestBook.failed(stores, intent, why, now());
            publish(intent);
            stores.alerts()
                    .raise(
                            intent.repository(),
                            alert(intent),
                            Alert.Severity.WARNING,
                            "%s %s: %s"
                                    .formatted(
                                            intent.change().verb(),
                                            intent.change().subject().text(),
                                            why),
                            now());
        });
        surroundings.crash().reached("failed " + intent.change().verb());
    }

    /** People read it beside the host: a machine that is called like that need not say so again. */
    private static String besideHost(Intent intent, String why) {
        if (!(intent.change() instanceof Change.OfHost change)) return why;
        var name = Pattern.quote(change.subject().host().value());
        return why.replaceAll("(machine \\w+) \\(" + name + "\\)", "$1");
    }

    /** Looks again in a while, but never later than patience says: what ended sooner is seen sooner. */
    private void later(Intent intent, String reason, Duration in) {
        var why = besideHost(intent, reason);
        var most = surroundings.patience().look();
        var pause = in.compareTo(most) < 0 ? in : most;
        stores.together(() -> {
            if (stores.journal().detail(intent, why, now().plus(pause))) publish(intent);
        });
    }

    private void publish(Intent intent) {
        stores.outbox().publish(new RolloutEvent.RolloutChanged(intent.repository(), intent.rollout()), now());
    }

    private Course course(Intent intent) {
        return new Course(
                intent.repository().value(), user(intent), intent.revision().id(), surroundings.patience(), now());
    }

    private String user(Intent intent) {
        if (!(intent.change() instanceof Change.OfHost change)) return "";
        var region = surroundings.world().snapshot().regions().get(change.region());
        return region == null ? "" : region.identity().user();
    }

    private Instant now() {
        return surroundings.clock().instant();
    }

    private static String alert(Intent intent) {
        return ALERT + intent.change().subject().text();
    }
}
