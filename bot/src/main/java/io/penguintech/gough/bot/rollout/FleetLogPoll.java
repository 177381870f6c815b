package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the log of a Fleet back to the newest entry that is known, page by page, and takes all of it in one transaction with how far it
 * was read: who dies meanwhile reads it again. What was done before the log is first read is nobody's news.
 */
final class FleetLogPoll {
    /** More than that happened: the oldest is not read. */
    static final int MOST_PAGES = 10;

    /** What was done in it is not known. */
    static final String GAP = "gap";

    /** Ids become visible out of order: one that is lower than the newest may come so much later. */
    private static final Duration LATE = Duration.ofMinutes(1);
    /** None comes later than that, whatever was done since. */
    private static final Duration SETTLED = Duration.ofMinutes(10);

    private final Stores stores;
    private final World world;
    private final FleetTidings tidings;
    private final Clock clock;
    private final Map<BackendName, Pass> passes = new ConcurrentHashMap<>();

    FleetLogPoll(Stores stores, World world, FleetTidings tidings, Clock clock) {
        this.stores = stores;
        this.world = world;
        this.tidings = tidings;
        this.clock = clock;
    }

    /** What was read since the newest entry that is known. */
    private static final class Pass {
        private final FleetListStore.Which which;
        private final EngineLock.Term term;
        private final Optional<Long> known;
        /** By id: what is on two pages is once. */
        private final TreeMap<Long, Fleet.Logged> entries = new TreeMap<>();

        private int page;

        Pass(FleetListStore.Which which, EngineLock.Term term, Optional<Long> known) {
            this.which = which;
            this.term = term;
            this.known = known;
        }

        private long newest() {
            return entries.isEmpty() ? known.orElse(0L) : entries.lastKey();
        }

        /**
         * Up to where nothing comes any more. What is after it is read again, and told once all the same; not where nothing was told,
         * nor where even more would be too much.
         */
        private long settled(boolean back, Instant now) {
            if (entries.isEmpty() || known.isEmpty() || isAnew()) return newest();
            var last = entries.lastEntry().getValue().activity().at().map(at -> at.minus(LATE));
            var edge = last.filter(now.minus(SETTLED)::isBefore).orElse(now.minus(SETTLED));
            return entries.descendingMap().entrySet().stream()
                    .filter(entry -> entry.getValue()
                            .activity()
                            .at()
                            .filter(edge::isBefore)
                            .isEmpty())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .map(id -> Math.max(id, known.get()))
                    .orElse(back ? known.get() : newest());
        }

        /** An older database of Fleet's may have been brought back: its newest entry is older than what is known. */
        private boolean isAnew() {
            return !entries.isEmpty() && newest() < known.orElse(0L);
        }

        private boolean isBack(boolean last) {
            return last || known.isEmpty() || (!entries.isEmpty() && entries.firstKey() <= known.get());
        }

        private Collection<Fleet.Logged> news() {
            return known.isEmpty() || isAnew()
                    ? List.of()
                    : entries.tailMap(known.get(), false).values();
        }
    }

    /** Makes the next call; answers whether all is read with it. */
    @SuppressWarnings("ReferenceEquality") // a term is no other
    Reading<Boolean> next(FleetListStore.Which which, EngineLock.Term term) {
        var pass = passes.compute(
                which.fleet(),
                (_, now) -> now != null && now.which.equals(which) && now.term == term
                        ? now
                        : new Pass(which, term, stores.fleetLists().newest(which)));
        return switch (world.fleet(which.fleet()).log(pass.page)) {
            case Reading.Missed<Fleet.LogPage>(var failure) -> {
                passes.remove(which.fleet());
                yield new Reading.Missed<>(failure);
            }
            case Reading.Got<Fleet.LogPage>(var page) -> {
                page.entries().forEach(entry -> pass.entries.put(entry.id(), entry));
                pass.page++;
                boolean back = pass.isBack(page.last());
                if (!back && pass.page < MOST_PAGES) yield new Reading.Got<>(false);
                passes.remove(which.fleet());
                if (!term.lasts()) yield FleetPolls.lost();
                stores.together(() -> take(pass, back));
                yield new Reading.Got<>(true);
            }
        };
    }

    private void take(Pass pass, boolean back) {
        var now = clock.instant();
        var fleet = pass.which.fleet();
        if (pass.isAnew()) {
            tidings.unknown(fleet, GAP, anew(pass), now);
            stores.fleetDeeds().forgetLog(fleet);
        } else if (!back) tidings.unknown(fleet, GAP, tooMuch(pass), now);
        tidings.logged(fleet, pass.news(), now);
        if (stores.fleetLists().read(pass.which, pass.settled(back, now), now))
            tidings.knownAgain(fleet, FleetListStore.What.LOG.name(), now);
    }

    private static String anew(Pass pass) {
        return "The log of fleet %s begins anew (entry %d after %d): what people did in between is not known"
                .formatted(pass.which.fleet(), pass.newest(), pass.known.orElse(0L));
    }

    private static String tooMuch(Pass pass) {
        var since = pass.entries.firstEntry().getValue().activity().at();
        return "More was done in fleet %s than Gough reads at once: what people did before%s stands in Fleet's own log only"
                .formatted(pass.which.fleet(), since.map(at -> " " + at).orElse(" the newest entries"));
    }
}
