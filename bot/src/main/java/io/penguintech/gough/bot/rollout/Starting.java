package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Outlook.Compared;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Guard;
import io.penguintech.gough.schema.Risk;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Begins the changes that may begin: looks once more at exactly what they are about, plans again, and begins only what
 * is still the same. A destructive one is looked at by itself, right before.
 */
final class Starting {
    private final Stores stores;
    private final Outlook outlook;
    private final Glances glances;
    private final WriteGate gate;
    private final Departure departure;

    /** What beginning a change leads to, and what keeps it from that at the last moment. */
    record Departure(
            LiveGuards guards,
            Healths healths,
            Flights flights,
            Intake intake,
            Sources sources,
            CrashPoint crash,
            Clock clock) {}

    Starting(Stores stores, Outlook outlook, Glances glances, WriteGate gate, Departure departure) {
        this.stores = stores;
        this.outlook = outlook;
        this.glances = glances;
        this.gate = gate;
        this.departure = departure;
    }

    /**
     * What came of it.
     *
     * @param changes how many were begun
     * @param held why others were not, as far as a person can end it
     * @param waits what others wait for
     */
    record Begun(int changes, Optional<String> held, Optional<Waits> waits) {}

    Begun begin(ServedRepository served, Situation situation, Compared compared) {
        var picked = picked(served, situation, compared);
        if (picked.changes.isEmpty() || gate.closed(served).isPresent()) return picked.begun(0);
        glances.at(picked.changes);
        var fresh = fresh(served, compared);
        var intents = new ArrayList<Intent>();
        int begun = 0;
        for (var change : picked.changes) {
            if (change.risk() == Risk.DESTRUCTIVE) {
                glances.at(change);
                fresh = fresh(served, compared);
            }
            if (!fresh.contains(change.digest()) || !passes(situation, compared, change)) continue;
            var intent = begin(served, situation, compared, change);
            if (intent.isEmpty()) continue;
            begun++;
            if (!(change instanceof Change.AcceptRules)) intents.add(intent.get());
        }
        departure.flights().goOn(served, intents);
        return picked.begun(begun);
    }

    private Picked picked(ServedRepository served, Situation situation, Compared compared) {
        var picked = new Picked(
                situation,
                new Pace(
                        situation,
                        () -> groups(served, situation, compared),
                        departure.healths().wellbeing(served.id(), compared)),
                change -> say(situation, compared, change));
        var bars = gate.bars(served);
        for (var change : picked.pace.ordered()) {
            var barred = bars.reason(change, situation.rollout().revision());
            if (barred.isPresent()) picked.hold(barred.get());
            else picked.offer(change, destroyedToday(change));
        }
        return picked;
    }

    private LiveGuards.Say say(Situation situation, Compared compared, Change change) {
        return departure
                .guards()
                .beginning(situation.rollout(), change, guards(situation, compared, change), situation.rules());
    }

    private List<Guard> guards(Situation situation, Compared compared, Change change) {
        return departure.guards().inForce(situation.rollout(), change, compared.declared());
    }

    /** Once more, of the machine as it was just seen. */
    private boolean passes(Situation situation, Compared compared, Change change) {
        if (guards(situation, compared, change).isEmpty()) return true;
        if (!(say(situation, compared, change) instanceof LiveGuards.Say.Pass)) return false;
        departure.crash().reached("guards-passed " + change.verb());
        return true;
    }

    private Groups groups(ServedRepository served, Situation situation, Compared compared) {
        var records = stores.records().all(served.id());
        return new Groups(
                compared.declared().inventory().hosts(),
                outlook.hosts(served, situation.rollout().base()),
                Groups.machines(compared.observed(), records),
                records,
                stores.journal().emptied(served.id()));
    }

    private Set<String> fresh(ServedRepository served, Compared compared) {
        var row = stores.repositories().get(served.id());
        return outlook.again(served, row, compared.declared()).changes().stream()
                .map(Change::digest)
                .collect(Collectors.toSet());
    }

    private Optional<Intent> begin(ServedRepository served, Situation situation, Compared compared, Change change) {
        if (gate.closed(served, Intent.backend(change)).isPresent()) return Optional.empty();
        var begun = stores.transaction().execute(status -> intend(served, situation, compared, change));
        if (begun.isPresent()) departure.crash().reached("intent-journalled " + change.verb());
        return begun;
    }

    /** One transaction: the intent, the approvals it uses up, and that people see it. Empty when that just ended. */
    private Optional<Intent> intend(ServedRepository served, Situation situation, Compared compared, Change change) {
        var rollout = situation.rollout();
        var state = stores.rollouts().lockState(rollout.id()).orElseThrow();
        if (state.isFinal() || isTakenBack(change)) return Optional.empty();
        var intent = stores.journal().intend(rollout, change, now());
        if (LiveGuards.isGuarded(change)) stores.guards().begun(intent, guards(situation, compared, change), now());
        stores.approvals().spend(served.id(), change.digest(), intent.id());
        stores.proposals()
                .spend(
                        served.id(),
                        change.digest(),
                        new ProposalRow.Revoked("It was begun by %s.".formatted(rollout.id()), now()));
        if (situation.rules().claims().of(change).asks())
            departure.sources().begun(served, rollout, intent, situation.rules());
        if (rollout.cause().equals("drift")
                && change.asked().isEmpty()
                && situation.rules().judge(change, List.of(), now()) instanceof ApprovalRules.Answer.Free)
            stores.mended().add(served.id(), change, now());
        if (change instanceof Change.AcceptRules) {
            departure.intake().accept(served, rollout.revision(), compared.declared());
            departure
                    .sources()
                    .accepted(
                            served,
                            rollout,
                            compared.declared().inventory().repository().paths());
            stores.journal().arrived(intent, now());
        }
        stores.outbox().publish(new RolloutEvent.RolloutChanged(served.id(), rollout.id()), now());
        return Optional.of(intent);
    }

    /** Somebody may withdraw what they asked for in this very moment: one of the two comes first. */
    private boolean isTakenBack(Change change) {
        return change.asked()
                .filter(request -> !stores.hostRequests().lock(request.number(), now()))
                .isPresent();
    }

    private int destroyedToday(Change change) {
        return change.destroysHost() ? stores.journal().destroyedWithinADay(Intent.backend(change), now()) : 0;
    }

    private Instant now() {
        return departure.clock().instant();
    }

    /** Takes permitted changes while the limits allow. */
    private static final class Picked {
        private static final int NAMED = 3;

        private final List<Change> changes = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();
        private final Set<String> subjects = new HashSet<>();
        private final Situation situation;
        private final Pace pace;
        private final Function<Change, LiveGuards.Say> guards;
        private final List<String> guarded = new ArrayList<>();
        private int asking;
        private int room;
        private int destroyable;

        Picked(Situation situation, Pace pace, Function<Change, LiveGuards.Say> guards) {
            this.situation = situation;
            this.pace = pace;
            this.guards = guards;
            room = situation.room();
            destroyable = situation.toll().own();
        }

        void hold(String reason) {
            reasons.add(reason);
        }

        void offer(Change change, int destroyedToday) {
            if (!subjects.add(change.subject().text())) return;
            if (pace.hold(change).isPresent()) return;
            if (change instanceof Change.OfHost && room < 1) return;
            if (change.destroysHost() && !mayDestroy(change, destroyedToday)) return;
            if (!isFree(change)) return;
            if (change.destroysHost()) destroyable--;
            if (change instanceof Change.OfHost) room--;
            pace.begins(change);
            changes.add(change);
        }

        private boolean mayDestroy(Change change, int today) {
            var already = changes.stream()
                    .filter(one -> one.destroysHost() && Intent.backend(one).equals(Intent.backend(change)))
                    .count();
            if (destroyable < 1 && !situation.beyondLimit(change)) {
                reasons.add(
                        "This rollout has released or reinstalled as many hosts as rollout.maxDestroyed of gough.yaml"
                                + " allows. Raise it, or bring the rest about with another commit.");
                return false;
            }
            if (today + already >= situation.rules().ceiling().maxDestroyedPerDay()) {
                reasons.add("As many hosts were released or reinstalled at this backend in the last 24 hours as the"
                        + " server allows (max-destroyed-per-day). It goes on by itself later.");
                return false;
            }
            return true;
        }

        /** What its guards hold gives its place to the next; what is being asked keeps it, as it may begin soon. */
        private boolean isFree(Change change) {
            return switch (guards.apply(change)) {
                case LiveGuards.Say.Pass _ -> true;
                case LiveGuards.Say.Asking _ -> {
                    asking++;
                    room--;
                    yield false;
                }
                case LiveGuards.Say.Held(var why) -> {
                    guarded.add(
                            "%s Asked again by itself. To let it go on all the same: gough overrule %s --digest %s --reason TEXT (%s)."
                                    .formatted(
                                            why,
                                            situation.rollout().id(),
                                            Decisions.brief(change.digest()),
                                            Overrules.said(situation.rules(), change)));
                    yield false;
                }
            };
        }

        /** Said in every state of the rollout: what else goes on does not hide it. */
        private Optional<Waits> waits() {
            var said = new ArrayList<String>();
            situation.stoppedByFailures().ifPresent(said::add);
            pace.waits().map(Waits::why).ifPresent(said::add);
            if (asking > 0)
                said.add("The guards of %d %s are asked.".formatted(asking, asking == 1 ? "host" : "hosts"));
            guarded().ifPresent(said::add);
            return said.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Waits(String.join(" ", said), pace.waits().flatMap(Waits::until)));
        }

        private Optional<String> guarded() {
            if (guarded.isEmpty()) return Optional.empty();
            var first = guarded.stream().limit(NAMED).collect(Collectors.joining(" "));
            return Optional.of(
                    guarded.size() > NAMED
                            ? "%s %d more are held by their guards.".formatted(first, guarded.size() - NAMED)
                            : first);
        }

        Begun begun(int count) {
            var held = reasons.stream().findFirst().or(this::guarded).or(pace::person);
            return new Begun(count, asking > 0 ? Optional.empty() : held, waits());
        }
    }
}
