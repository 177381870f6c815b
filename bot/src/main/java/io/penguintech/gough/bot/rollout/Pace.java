package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.ChangeWindow;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of the changes that may begin by the rules begin now, and what the others wait for: change windows, waves, groups. An
 * approval covers the plan; this only orders it. Derived afresh from the plan and the journal at each look: nothing is
 * counted that a crash could leave wrong. Pure; for one look.
 */
final class Pace {
    private final Situation situation;
    private final List<Change> permitted;
    private final Optional<Waves> waves;
    private final Availability availability;
    private final Optional<Hold> closed;
    private final Map<Hold, Integer> holding = new LinkedHashMap<>();

    /**
     * Why a change does not begin now.
     *
     * @param why for people; the same for all that wait for the same
     * @param until when that ends by itself; empty when it ends with something else
     * @param person whether only a person can end it
     */
    record Hold(String why, Optional<Instant> until, boolean person) {
        /** It ends when something that is under way ends. */
        static Hold meanwhile(String why) {
            return new Hold(why, Optional.empty(), false);
        }

        static Hold until(Instant then, String why) {
            return new Hold(why, Optional.of(then), false);
        }

        static Hold person(String why) {
            return new Hold(why, Optional.empty(), true);
        }
    }

    /**
     * For one look.
     *
     * @param grouping made only when the rules need groups: it costs a look at every host
     * @param wellbeing how the host of a change that arrived is seen to be since; asked only when waves wait for that
     */
    Pace(Situation situation, Supplier<Groups> grouping, Function<Intent, Wellbeing> wellbeing) {
        this.situation = situation;
        permitted = situation.permitted();
        var limits = situation.rules().rules().rollout();
        boolean needed = limits.waves().isPresent() || !limits.maxUnavailable().isEmpty();
        var groups = needed ? grouping.get() : Groups.NONE;
        waves = limits.waves().map(rules -> new Waves(rules, situation, permitted, new Waves.Hosts(groups, wellbeing)));
        availability = new Availability(limits.maxUnavailable(), situation, groups);
        closed = closed(limits.windows(), situation.now());
    }

    /** Whether a change disturbs a host: only those may come in waves and count against groups. */
    static boolean disturbs(Change change) {
        return change instanceof Change.OfHost && change.risk().compareTo(Risk.DISRUPTIVE) >= 0;
    }

    /** The changes that may begin by the rules, in the order in which they do. */
    List<Change> ordered() {
        var all = new ArrayList<>(permitted);
        waves.ifPresent(order -> all.sort(Comparator.comparingInt(order::number)));
        return all;
    }

    /** Why {@code change} does not begin now; it is counted among those that wait. Empty when nothing keeps it. */
    Optional<Hold> hold(Change change) {
        var hold = reason(change);
        hold.ifPresent(why -> holding.merge(why, 1, Integer::sum));
        return hold;
    }

    private Optional<Hold> reason(Change change) {
        if (change.risk().compareTo(Risk.DISRUPTIVE) < 0 || change instanceof Change.AcceptRules)
            return Optional.empty();
        if (closed.isPresent() && !situation.mayBeginEarly(change)) return closed;
        if (!(change instanceof Change.OfHost host)) return Optional.empty();
        return waves.flatMap(order -> order.hold(host)).or(() -> availability.hold(host));
    }

    /** A change begins; those after it see that. */
    void begins(Change change) {
        if (!(change instanceof Change.OfHost host) || !disturbs(change)) return;
        waves.ifPresent(order -> order.begins(host));
        availability.begins(host);
    }

    /** Why nothing that disturbs begins at this moment; empty while a window is open. */
    static Optional<Hold> closed(List<ChangeWindow> windows, Instant now) {
        var opens = ChangeWindow.firstOpen(windows, now);
        if (!opens.isAfter(now)) return Optional.empty();
        var all = windows.stream().map(ChangeWindow::words).collect(Collectors.joining("; "));
        return Optional.of(Hold.until(
                opens,
                "Outside of the change windows (%s); the next opens %s."
                        .formatted(all, windows.getFirst().clock(opens))));
    }

    /** What only a person can end, if something waits for that. */
    Optional<String> person() {
        return holding.keySet().stream().filter(Hold::person).map(Hold::why).findFirst();
    }

    /** What those wait for that were held, and whom they did not wait for; empty when there is neither. */
    Optional<Waits> waits() {
        var held = holding.entrySet().stream()
                .map(entry -> "%s %d %s."
                        .formatted(entry.getKey().why(), entry.getValue(), entry.getValue() == 1 ? "waits" : "wait"));
        var why = Stream.concat(held, waves.flatMap(Waves::unjudged).stream()).collect(Collectors.joining(" "));
        if (why.isEmpty()) return Optional.empty();
        var until =
                holding.keySet().stream().flatMap(hold -> hold.until().stream()).min(Comparator.naturalOrder());
        return Optional.of(new Waits(why, until));
    }

    /** The host a change of a host is about. */
    static HostName host(Change.OfHost change) {
        return change.subject().host();
    }
}
