package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what webhooks of Fleets may lose: what people did, and what is known to be wrong with software. One call at a time, in the one
 * process that works, and never of a server that is another than before. A process that stopped working forgets what it has half
 * read. Thread-safe; one Fleet's list is read by one at a time.
 */
public final class FleetPolls {
    private static final Logger LOG = LoggerFactory.getLogger(FleetPolls.class);
    private static final String ELSEWHERE = "another process does the work";
    private static final Duration SOON = Duration.ofSeconds(5);
    /** What cannot be read for longer than that people are told of, whatever the reason. */
    private static final Duration OVERDUE = Duration.ofHours(6);

    private final Stores stores;
    private final FleetTidings tidings;
    private final World world;
    private final EngineLock lock;
    private final FleetLogPoll log;
    private final VulnerabilityPoll vulnerabilities;
    private final Refusals refusals;
    private final Clock clock;
    /** Since when there is a reason to read the log of a Fleet. */
    private final Map<BackendName, Instant> hinted = new ConcurrentHashMap<>();
    /** Since when the log of a Fleet is being read. */
    private final Map<BackendName, Instant> passes = new ConcurrentHashMap<>();
    /** When a list that was never read to its end was first tried in vain. */
    private final Map<FleetListStore.Which, Instant> tried = new ConcurrentHashMap<>();

    FleetPolls(Collection<RepositoryId> served, Stores stores, World world, EngineLock lock, Clock clock) {
        this.stores = stores;
        this.tidings = new FleetTidings(served, stores);
        this.world = world;
        this.lock = lock;
        this.log = new FleetLogPoll(stores, world, tidings, clock);
        this.vulnerabilities = new VulnerabilityPoll(stores, world, tidings, clock);
        this.refusals = new Refusals(stores, tidings, clock);
        this.clock = clock;
    }

    /**
     * Makes the next call of reading what was done in a Fleet since it was last read.
     *
     * @return whether all is read with it
     */
    public Reading<Boolean> log(BackendName fleet) {
        var begun = passes.computeIfAbsent(fleet, any -> clock.instant());
        var reading = read(fleet, FleetListStore.What.LOG, log::next);
        if (reading.equals(new Reading.Got<>(false))) return reading;
        passes.remove(fleet);
        var at = hinted.get(fleet);
        if (reading instanceof Reading.Got<Boolean> && at != null && !at.isAfter(begun)) hinted.remove(fleet, at);
        return reading;
    }

    /** Whether there is a reason to read the log of a Fleet before it is its turn. */
    public boolean isLogHinted(BackendName fleet) {
        return hinted.containsKey(fleet);
    }

    /** Somebody says that something was done. */
    void hintLog(BackendName fleet) {
        hinted.put(fleet, clock.instant());
    }

    /**
     * Makes the next call of reading all vulnerabilities of a Fleet, and the hosts of those that are new.
     *
     * @return whether all is read with it
     */
    public Reading<Boolean> vulnerabilities(BackendName fleet) {
        return read(fleet, FleetListStore.What.VULNERABILITIES, vulnerabilities::next);
    }

    private interface Call {
        Reading<Boolean> next(FleetListStore.Which which, EngineLock.Term term);
    }

    private Reading<Boolean> read(BackendName fleet, FleetListStore.What what, Call call) {
        var server = server(fleet);
        if (server.isEmpty()) return later("Fleet %s was not looked at yet.".formatted(fleet));
        var term = lock.term();
        if (term.isEmpty()) return later(ELSEWHERE);
        var which = new FleetListStore.Which(fleet, what, server.get().fingerprint());
        stores.together(() -> heedServer(which));
        var reading = call.next(which, term.get());
        if (reading instanceof Reading.Missed<Boolean>(var failure)
                && !world.failures().containsKey("fleet " + fleet)
                && (!(failure instanceof Failure.TryAgain) || isOverdue(which))) refusals.tell(which, failure.why());
        return reading;
    }

    /** Ids and vulnerabilities of the server that it was before mean nothing. */
    private void heedServer(FleetListStore.Which which) {
        if (!stores.fleetLists().isAnother(which)) return;
        switch (which.what()) {
            case LOG -> {
                tidings.unknown(
                        which.fleet(),
                        FleetLogPoll.GAP,
                        "Another server is fleet %s now: what people did in it before its log is read is not known"
                                .formatted(which.fleet()),
                        clock.instant());
                stores.fleetDeeds().forgetLog(which.fleet());
            }
            case VULNERABILITIES -> stores.vulnerabilities().forget(which.fleet());
        }
    }

    private boolean isOverdue(FleetListStore.Which which) {
        var now = clock.instant();
        return stores.fleetLists()
                .readAt(which)
                .orElseGet(() -> tried.computeIfAbsent(which, any -> now))
                .isBefore(now.minus(OVERDUE));
    }

    /** What was read after the lock was lost: whoever has it now read that, too. */
    static Reading<Boolean> lost() {
        return later(ELSEWHERE);
    }

    private static Reading<Boolean> later(String why) {
        return new Reading.Missed<>(new Failure.TryAgain(why, SOON));
    }

    /** The server that was confirmed to be it; empty while that is not known, or another answers. */
    private Optional<BackendIdentity> server(BackendName fleet) {
        if (world.identityChanged().containsKey("fleet " + fleet)) return Optional.empty();
        return Optional.ofNullable(world.snapshot().fleets().get(fleet)).map(seen -> seen.identity());
    }

    /** What is said, once, of a list that cannot be read, or was not for long, although its Fleet can. */
    private record Refusals(Stores stores, FleetTidings tidings, Clock clock) {
        void tell(FleetListStore.Which which, String why) {
            stores.together(() -> {
                if (!stores.fleetLists().refused(which)) return;
                LOG.warn("{}", why);
                tidings.unknown(which.fleet(), which.what().name(), words(which, why), clock.instant());
            });
        }

        private static String words(FleetListStore.Which which, String why) {
            return switch (which.what()) {
                case LOG ->
                    "What people do in fleet %s is known from its webhooks only: %s"
                            .formatted(which.fleet(), stopless(why));
                case VULNERABILITIES ->
                    "Vulnerabilities in fleet %s are known from its webhooks only, and nobody tells when they are over: %s"
                            .formatted(which.fleet(), stopless(why));
            };
        }

        private static String stopless(String why) {
            return why.replaceFirst("\\.$", "");
        }
    }
}
