package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Pace.Hold;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which order hosts are disturbed: canaries, then one group after the other. The wave that is on is the first one in
 * which something is under way or may begin; what waits for an approval or is blocked holds no later wave up. Which hosts
 * were canaries and when a wave ended, the journal says. For one look.
 */
final class Waves {
    private static final int NAMED = 3;
    private static final int LAST = Integer.MAX_VALUE;

    private final Repository.Waves rules;
    private final Situation situation;
    private final Hosts hosts;
    private final List<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Canaries canaries;
    private final List<Intent> arrived;
    private final OptionalInt current;
    private final Optional<Hold> failed;
    private final Map<Integer, Optional<Hold>> pauses = new HashMap<>();
    private final Map<Integer, Optional<Hold>> healths = new HashMap<>();

    /**
     * What is known of hosts.
     *
     * @param groups which groups they are in
     * @param wellbeing how the host of a change that arrived is seen to be since
     */
    record Hosts(Groups groups, Function<Intent, Wellbeing> wellbeing) {}

    Waves(Repository.Waves rules, Situation situation, List<Change> permitted, Hosts hosts) {
        this.rules = rules;
        this.situation = situation;
        this.hosts = hosts;
        names = all().map(this::group)
                .distinct()
                .sorted(Comparator.<String>comparingInt(this::rank).thenComparing(Comparator.naturalOrder()))
                .toList();
        for (var name : names) numbers.put(name, numbers.size());
        canaries = new Canaries(rules.canary(), situation);
        arrived = arrived(permitted);
        current = Stream.concat(flying(), permitted.stream().filter(Waves::comes))
                .mapToInt(this::number)
                .min();
        failed = tooManyFailures();
    }

    /** Giving a host up comes in no wave: it has a hold of its own, which would keep all others for days. */
    private static boolean comes(Change change) {
        return Pace.disturbs(change) && !(change instanceof Change.Release);
    }

    /**
     * What arrived last at each host, oldest first. A host that this rollout disturbs again is not waited for: what it is
     * given may be what mends it.
     */
    private List<Intent> arrived(List<Change> permitted) {
        var again = permitted.stream().filter(Waves::comes).map(Waves::host).collect(Collectors.toSet());
        var last = new LinkedHashMap<HostName, Intent>();
        for (var intent : situation.arrived())
            if (comes(intent.change()) && !again.contains(host(intent.change())))
                last.put(host(intent.change()), intent);
        return List.copyOf(last.values());
    }

    private static HostName host(Change change) {
        return Pace.host((Change.OfHost) change);
    }

    private Stream<Change> flying() {
        return situation.inFlight().stream().map(Intent::change).filter(Waves::comes);
    }

    /** Every change that comes in waves: begun, by this rollout or those it took over from, or to be begun. */
    private Stream<Change> all() {
        var begun = Stream.of(situation.begun(), situation.earlier(), situation.failures(), situation.inFlight())
                .flatMap(Collection::stream)
                .map(Intent::change);
        return Stream.concat(begun, situation.open().stream()).filter(Waves::comes);
    }

    private String group(Change change) {
        return rules.by().map(by -> hosts.groups().of(by, host(change))).orElse("");
    }

    private int rank(String group) {
        int place = rules.order().indexOf(group);
        if (place >= 0) return place;
        return group.isEmpty() ? LAST : rules.order().size();
    }

    /** The wave a change is in, from zero on; what comes in no wave is before all. */
    int number(Change change) {
        return comes(change) ? Objects.requireNonNull(numbers.get(group(change))) : -1;
    }

    void begins(Change.OfHost change) {
        if (comes(change)) canaries.begins();
    }

    Optional<Hold> hold(Change.OfHost change) {
        if (!comes(change)) return Optional.empty();
        return failed.or(canaries::hold)
                .or(() -> laterWave(change))
                .or(() -> healths.computeIfAbsent(number(change), this::unwell))
                .or(() -> pauses.computeIfAbsent(number(change), this::pause));
    }

    private Optional<Hold> tooManyFailures() {
        if (rules.stopAfterFailures().isEmpty()) return Optional.empty();
        int most = rules.stopAfterFailures().getAsInt();
        for (int wave = 0; wave < names.size(); wave++) {
            int number = wave;
            var failed = situation.failures().stream()
                    .filter(intent -> number(intent.change()) == number)
                    .toList();
            if (failed.size() >= most)
                return Optional.of(Hold.person("%s has %d failed (%s); nothing new begins. Mend the cause, then retry."
                        .formatted(words(wave), failed.size(), hosts(failed))));
        }
        return Optional.empty();
    }

    private Optional<Hold> laterWave(Change.OfHost change) {
        if (current.isEmpty() || number(change) <= current.getAsInt()) return Optional.empty();
        return Optional.of(Hold.meanwhile(words(current.getAsInt()) + " is on; later waves come after it."));
    }

    /** Who arrived in an earlier wave, or as a canary, and is not well yet; by their own time each, and then a person looks. */
    private Optional<Hold> unwell(int wave) {
        if (rules.healthyWithin().isZero()) return Optional.empty();
        var before = in(names.get(wave)).negate().or(canaries.isOne());
        var sick = new TreeMap<HostName, String>();
        var ends = Instant.EPOCH;
        int late = 0;
        for (var intent : arrived) {
            if (!before.test(intent)) continue;
            if (!(hosts.wellbeing().apply(intent) instanceof Wellbeing.Unwell(var why))) continue;
            var end = intent.finishedAt().orElseThrow().plus(rules.healthyWithin());
            sick.put(host(intent.change()), why);
            if (!situation.now().isBefore(end)) late++;
            if (end.isAfter(ends)) ends = end;
        }
        if (sick.isEmpty()) return Optional.empty();
        var who = "%d %s of earlier waves %s"
                .formatted(sick.size(), sick.size() == 1 ? "host" : "hosts", sick.size() == 1 ? "is" : "are");
        return Optional.of(
                late > 0
                        ? Hold.person(
                                "%s not well in time (%s); nothing new begins. Mend the cause, or retry to go on all the same."
                                        .formatted(who, named(sick)))
                        : Hold.until(
                                ends,
                                "%s not seen to be well yet (%s), and %s time until %s."
                                        .formatted(who, named(sick), sick.size() == 1 ? "has" : "have", clock(ends))));
    }

    /** Of which hosts that arrived nobody can tell how they are, while there is more to do; empty when of none. */
    Optional<String> unjudged() {
        if (rules.healthyWithin().isZero() || current.isEmpty()) return Optional.empty();
        var unjudged = new TreeMap<HostName, String>();
        for (var intent : arrived)
            if (hosts.wellbeing().apply(intent) instanceof Wellbeing.Unjudged(var why))
                unjudged.put(host(intent.change()), why);
        if (unjudged.isEmpty()) return Optional.empty();
        return Optional.of("%d %s not judged, and not waited for (%s)."
                .formatted(unjudged.size(), unjudged.size() == 1 ? "host is" : "hosts are", named(unjudged)));
    }

    private static String named(SortedMap<HostName, String> sick) {
        var first = sick.entrySet().stream()
                .limit(NAMED)
                .map(host -> "%s: %s".formatted(host.getKey(), host.getValue()))
                .collect(Collectors.joining("; "));
        return sick.size() > NAMED ? "%s; and %d more".formatted(first, sick.size() - NAMED) : first;
    }

    /** The pause counts from the end of the last host before, until the first one of this wave has begun. */
    private Optional<Hold> pause(int wave) {
        var here = in(wave).and(canaries.isOne().negate());
        if (rules.pause().isZero() || own().anyMatch(here)) return Optional.empty();
        // A wave that was begun before a takeover goes on, unless hosts before it are disturbed anew: then it comes
        // after them.
        var before = earlier().anyMatch(here) ? own() : Stream.concat(earlier(), own());
        return before.filter(here.negate())
                .flatMap(intent -> intent.finishedAt().stream())
                .max(Comparator.naturalOrder())
                .map(end -> end.plus(rules.pause()))
                .filter(situation.now()::isBefore)
                .map(then -> Hold.until(then, "The pause before %s ends at %s.".formatted(words(wave), clock(then))));
    }

    private Stream<Intent> own() {
        return situation.begun().stream().filter(intent -> comes(intent.change()));
    }

    private Stream<Intent> earlier() {
        return situation.earlier().stream().filter(intent -> comes(intent.change()));
    }

    private Predicate<Intent> in(int wave) {
        return intent -> number(intent.change()) == wave;
    }

    /** By name: what earlier rollouts did may have been in groups that are none of the waves now. */
    private Predicate<Intent> in(String group) {
        return intent -> group(intent.change()).equals(group);
    }

    private String words(int wave) {
        var group = rules.by()
                .map(by -> " (%s)".formatted(by.words(names.get(wave))))
                .orElse("");
        return "Wave %d of %d%s".formatted(wave + 1, names.size(), group);
    }

    private static String clock(Instant moment) {
        return moment.toString().replaceFirst("(\\.\\d+)?Z$", "Z");
    }

    private static String hosts(Collection<Intent> intents) {
        return intents.stream()
                .limit(NAMED)
                .map(intent -> host(intent.change()))
                .map(HostName::value)
                .collect(Collectors.joining(", "));
    }

    /** Hosts that come before all others. Which ones they were: those that began before enough had arrived. */
    private static final class Canaries {
        private final int wanted;
        private final List<Intent> failed;
        private final List<Intent> arrived;
        private int flying;

        Canaries(int wanted, Situation situation) {
            this.wanted = wanted;
            var begun = situation.begun().stream()
                    .filter(intent -> comes(intent.change()))
                    .toList();
            failed = situation.failures().stream()
                    .filter(intent -> comes(intent.change()))
                    .toList();
            arrived = begun.stream()
                    .filter(Intent::arrived)
                    .sorted(Comparator.comparing(
                                    (Intent intent) -> intent.finishedAt().orElseThrow())
                            .thenComparingLong(Intent::id))
                    .toList();
            // What a rollout that this one took over from has under way shows as much as one of its own.
            flying = (int) situation.inFlight().stream()
                    .filter(intent -> comes(intent.change()))
                    .count();
        }

        private boolean through() {
            return arrived.size() >= wanted;
        }

        Predicate<Intent> isOne() {
            if (wanted == 0) return intent -> false;
            if (!through()) return intent -> true;
            long last =
                    arrived.stream().limit(wanted).mapToLong(Intent::id).max().orElse(0);
            return intent -> intent.id() <= last;
        }

        void begins() {
            flying++;
        }

        Optional<Hold> hold() {
            if (through()) return Optional.empty();
            if (!failed.isEmpty())
                return Optional.of(
                        Hold.person("A canary failed (%s: %s); the others do not begin. Mend the cause, then retry."
                                .formatted(hosts(failed), failed.getFirst().detail())));
            if (arrived.size() + flying < wanted) return Optional.empty();
            return Optional.of(Hold.meanwhile(
                    "%d of %d canaries through; the others come after them.".formatted(arrived.size(), wanted)));
        }
    }
}
