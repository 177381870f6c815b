package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was last seen of one Fleet. The moment noted is the one before the call, so that an age is never too young. */
final class FleetView {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final BackendName name;
    private final Fleet fleet;
    private final Clock clock;
    private final RollView rollCall;
    private final LabelCarriers carriers;
    private final Object lock = new Object();

    private Optional<Observed.FleetServer> last = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private Optional<BackendIdentity> stranger = Optional.empty();
    private Optional<Set<String>> teams = Optional.of(Set.of());
    private final FleetDeeds deeds;
    private Set<Long> policies = Set.of();
    private Optional<Instant> hinted = Optional.empty();

    FleetView(BackendName name, Fleet fleet, Clock clock) {
        this.name = name;
        this.fleet = fleet;
        this.clock = clock;
        this.deeds = new FleetDeeds(name);
        rollCall = new RollView(fleet, clock);
        carriers = new LabelCarriers(fleet, rollCall);
    }

    /** What others did last to queries and policies. */
    Map<Subject.OfFleet, Deed> deeds() {
        synchronized (lock) {
            return last.map(server -> deeds.ofOthersThan(server.identity().user()))
                    .orElseGet(Map::of);
        }
    }

    Fleet fleet() {
        return fleet;
    }

    Optional<Observed.FleetServer> last() {
        synchronized (lock) {
            return last;
        }
    }

    Optional<Failure> failure() {
        synchronized (lock) {
            return failure;
        }
    }

    Optional<BackendIdentity> stranger() {
        synchronized (lock) {
            return stranger;
        }
    }

    void forget() {
        synchronized (lock) {
            last = Optional.empty();
            failure = Optional.empty();
            stranger = Optional.empty();
            deeds.clear();
        }
        rollCall.forget();
    }

    Reading<BackendIdentity> identity() {
        var reading = fleet.identity();
        synchronized (lock) {
            return switch (reading) {
                case Reading.Missed<BackendIdentity>(var why) -> missed(why);
                case Reading.Got<BackendIdentity>(var who) -> isStranger(who) ? refused(who) : got(who);
            };
        }
    }

    /** From the next look on, these teams are looked at as well. */
    void follow(Set<String> more) {
        synchronized (lock) {
            if (teams.isEmpty() || teams.get().containsAll(more)) return;
            var all = new TreeSet<>(teams.get());
            all.addAll(more);
            teams = Optional.of(all);
        }
    }

    /** From the next look on, every team is looked at. */
    void followAll() {
        synchronized (lock) {
            teams = Optional.empty();
        }
    }

    /** From the next look on, it is read who carries these labels, instead of those that {@code whose} documents listed before. */
    void list(String whose, Set<String> labels) {
        carriers.follow(whose, labels);
    }

    /** From the next look on, all hosts are read, and who carries which label that lists hosts. */
    void listAll() {
        carriers.everything();
    }

    /** From now on it is read which hosts fail these policies too. */
    void judgeBy(Set<Long> more) {
        synchronized (lock) {
            if (policies.containsAll(more)) return;
            var all = new TreeSet<>(policies);
            all.addAll(more);
            policies = all;
        }
    }

    /** Somebody says that its objects changed. */
    void hint() {
        synchronized (lock) {
            hinted = Optional.of(clock.instant());
        }
    }

    /** Whether somebody said so, and no look followed yet. */
    boolean isHinted() {
        synchronized (lock) {
            return hinted.isPresent();
        }
    }

    RollView rollCall() {
        return rollCall;
    }

    FleetRoll.State roll() {
        return rollCall.state();
    }

    /** Makes the next call of reading all hosts. Not before it is known which server answers, and not of a stranger. */
    Reading<Boolean> callRoll() {
        Set<String> followed;
        Set<Long> judging;
        synchronized (lock) {
            if (last.isEmpty() || stranger.isPresent())
                return new Reading.Missed<>(failure.orElseGet(
                        () -> new Failure.TryAgain("Fleet %s was not looked at yet.".formatted(name), SOON)));
            followed = teams.orElseGet(() -> there(last.get()));
            judging = policies;
        }
        return rollCall.next(followed, judging);
    }

    private static Set<String> there(Observed.FleetServer server) {
        return server.teams().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param labels ids of those of which it is read who carries them; of others it is as it was; empty: of all that are listed */
    Reading<Observed.FleetServer> read(Optional<Set<Long>> labels) {
        var at = clock.instant();
        Optional<Set<String>> followed;
        Optional<Observed.FleetServer> before;
        synchronized (lock) {
            followed = teams;
            before = last;
        }
        var reading = switch (fleet.look(followed)) {
            case Reading.Missed<Observed.FleetServer> missed -> missed;
            case Reading.Got<Observed.FleetServer>(var server) -> carriers.complete(server, labels, before);
        };
        heeded(reading, at);
        if (reading instanceof Reading.Got<Observed.FleetServer>(var now)
                && before.filter(known -> !isOther(known, now)).isEmpty()) note(before.orElse(now));
        synchronized (lock) {
            return switch (reading) {
                case Reading.Missed<Observed.FleetServer>(var why) -> missed(why);
                case Reading.Got<Observed.FleetServer>(var server) -> listed(server, at);
            };
        }
    }

    /** A hint is over when a look that began after it ended, and when only a person can mend what keeps us from looking. */
    private void heeded(Reading<?> reading, Instant begun) {
        boolean again = reading instanceof Reading.Missed<?> missed && missed.failure() instanceof Failure.TryAgain;
        synchronized (lock) {
            if (!again) hinted = hinted.filter(at -> at.isAfter(begun));
        }
    }

    private static boolean isOther(Observed.FleetServer before, Observed.FleetServer now) {
        return before.identity().sameAs(now.identity()) && !before.objects().equals(now.objects());
    }

    /** For people only: who may not read them, or gets no answer, knows nobody's name. */
    private void note(Observed.FleetServer before) {
        if (!(fleet.activities() instanceof Reading.Got<List<Fleet.Noted>>(var noted))) return;
        synchronized (lock) {
            deeds.note(noted, before);
        }
    }

    private Reading<Observed.FleetServer> listed(Observed.FleetServer server, Instant at) {
        if (isStranger(server.identity())) return refused(server.identity());
        // Two lists may overlap; the one that was asked for later wins.
        if (last.filter(known -> known.at().isAfter(at)).isPresent()) return got(last.get());
        var fresh = server.read(at);
        last = Optional.of(fresh);
        return got(fresh);
    }

    private boolean isStranger(BackendIdentity who) {
        boolean other = last.filter(server -> !server.identity().sameAs(who)).isPresent();
        stranger = other ? Optional.of(who) : Optional.empty();
        return other;
    }

    private <T> Reading<T> got(T value) {
        failure = Optional.empty();
        return new Reading.Got<>(value);
    }

    private <T> Reading<T> missed(Failure why) {
        failure = Optional.of(why);
        return new Reading.Missed<>(why);
    }

    private <T> Reading<T> refused(BackendIdentity who) {
        return missed(new Failure.NeedsHuman(
                "Fleet %s at %s is another server, or knows us as another user (%s), than before. Nothing of it is used until a person confirms it; a wrong URL or token is the usual cause."
                        .formatted(name, who.url(), who.user())));
    }
}
