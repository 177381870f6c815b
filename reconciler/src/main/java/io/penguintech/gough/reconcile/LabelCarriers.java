package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetNames;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Reads who carries the labels whose hosts documents list: a page or more for each such label, and whose hosts we see at all.
 * Which hosts there are is taken from the last roll call; before there was one, nobody is found. Safe for many threads.
 */
final class LabelCarriers {
    /** A list that does not end is no list. */
    private static final int MOST_PAGES = 1000;

    /** How many hosts Fleet says carry a label: changes by itself, and is compared with nothing but the list of them. */
    static final String COUNT = "count";

    private final Fleet fleet;
    private final RollView rollCall;
    /** Keys of the labels that documents list hosts of, by whose documents. */
    private final Map<String, Set<String>> listed = new TreeMap<>();

    private boolean everything;

    LabelCarriers(Fleet fleet, RollView rollCall) {
        this.fleet = fleet;
        this.rollCall = rollCall;
    }

    /** From the next look on, it is read who carries these labels, instead of those that {@code whose} documents listed before. */
    synchronized void follow(String whose, Set<String> labels) {
        var keys = new TreeSet<String>();
        labels.forEach(label -> keys.add(FleetNames.key(label)));
        if (keys.isEmpty()) listed.remove(whose);
        else listed.put(whose, keys);
    }

    /** From the next look on, all hosts are read, and who carries each label that can list any. */
    synchronized void everything() {
        everything = true;
    }

    private synchronized Optional<Set<String>> wanted() {
        if (everything) return Optional.empty();
        var keys = new TreeSet<String>();
        listed.values().forEach(keys::addAll);
        return Optional.of(keys);
    }

    /**
     * The same with who carries its labels. A label of which that cannot be told is without hosts, and nothing else is lost by it;
     * only when everything is to be read it is missed as a whole.
     *
     * @param only ids of the labels to be read, the others being as they were {@code before}; empty: all that are listed
     */
    Reading<Observed.FleetServer> complete(
            Observed.FleetServer looked, Optional<Set<Long>> only, Optional<Observed.FleetServer> before) {
        var wanted = wanted();
        var labels = new TreeMap<>(looked.all(FleetKind.LABEL));
        var counts = new TreeMap<Long, Integer>();
        labels.replaceAll((id, label) -> uncounted(label, counts));
        var server = looked.with(labels, Observed.Enrolled.NONE);
        if (wanted.filter(Set::isEmpty).isPresent()) return new Reading.Got<>(server);
        return switch (fleet.sight()) {
            case Reading.Missed<Sight>(var why) ->
                wanted.isEmpty() ? new Reading.Missed<>(why) : new Reading.Got<>(server);
            case Reading.Got<Sight>(var sight) -> new Look(server, sight, wanted, counts).read(only, before);
        };
    }

    private static ObservedObject uncounted(ObservedObject label, Map<Long, Integer> counts) {
        var count = label.fields().get(COUNT);
        if (count == null) return label;
        counts.put(label.id(), Integer.parseInt(count));
        var fields = new TreeMap<>(label.fields());
        fields.remove(COUNT);
        return with(label, fields);
    }

    private static ObservedObject with(ObservedObject label, SortedMap<String, String> fields) {
        return new ObservedObject(label.kind(), label.id(), label.team(), label.builtIn(), fields);
    }

    /** One look at all of them. */
    private final class Look {
        private final Observed.FleetServer server;
        private final Sight sight;
        private final Optional<Set<String>> wanted;
        private final Map<Long, Integer> counts;
        private final SortedMap<Long, ObservedObject> labels;
        private final SortedMap<Long, FleetHost> carriers = new TreeMap<>();
        private boolean forbidden;
        private Optional<Failure> missed = Optional.empty();

        Look(Observed.FleetServer server, Sight sight, Optional<Set<String>> wanted, Map<Long, Integer> counts) {
            this.server = server;
            this.sight = sight;
            this.wanted = wanted;
            this.counts = counts;
            labels = new TreeMap<>(server.all(FleetKind.LABEL));
        }

        Reading<Observed.FleetServer> read(Optional<Set<Long>> only, Optional<Observed.FleetServer> before) {
            for (var label : List.copyOf(labels.values())) {
                if (!isListed(label) || !isSeen(label)) continue;
                if (only.filter(ids -> !ids.contains(label.id())).isPresent())
                    before.ifPresent(known -> asBefore(label, known));
                else read(label);
            }
            var enrolled = enrolled();
            if (wanted.isEmpty() && missed.isPresent()) return new Reading.Missed<>(missed.get());
            return new Reading.Got<>(server.with(labels, enrolled));
        }

        private boolean isListed(ObservedObject label) {
            return !label.builtIn()
                    && label.field(FleetFields.MEMBERSHIP).equals("manual")
                    && wanted.map(keys -> keys.contains(FleetNames.key(LabelReplacement.original(label.name()))))
                            .orElse(true);
        }

        /** Whether all who carry it are among those we see: a list is written whole, and whoever is not on it loses the label. */
        private boolean isSeen(ObservedObject label) {
            return switch (sight) {
                case Sight.All() -> true;
                case Sight.Teams(var teams) ->
                    !label.team().isEmpty() && teams.stream().anyMatch(team -> FleetNames.same(team, label.team()));
                case Sight.Untold() -> false;
            };
        }

        private void asBefore(ObservedObject label, Observed.FleetServer known) {
            var was = known.all(FleetKind.LABEL).get(label.id());
            if (was == null || !was.fields().containsKey(FleetFields.HOSTS)) return;
            var hosts = was.field(FleetFields.HOSTS);
            labels.put(label.id(), carried(label, hosts));
            LabelHosts.ids(hosts).forEach(id -> {
                var host = known.enrolled().hosts().get(id);
                if (host != null) carriers.put(id, host);
            });
        }

        private void read(ObservedObject label) {
            switch (pages(label)) {
                case Reading.Missed<SortedMap<Long, FleetHost>>(Failure.Forbidden _) -> forbidden = true;
                case Reading.Missed<SortedMap<Long, FleetHost>>(var why) -> missed = missed.or(() -> Optional.of(why));
                case Reading.Got<SortedMap<Long, FleetHost>>(var hosts) -> {
                    labels.put(label.id(), carried(label, LabelHosts.text(hosts.values())));
                    carriers.putAll(hosts);
                }
            }
        }

        /** Pages shift when a host goes meanwhile, so that one may be missed: fewer than Fleet counts are read once more. */
        private Reading<SortedMap<Long, FleetHost>> pages(ObservedObject label) {
            IntFunction<Reading<HostPage>> page = number -> fleet.carrying(label.id(), number);
            var once = LabelCarriers.pages(page);
            return once instanceof Reading.Got<SortedMap<Long, FleetHost>>(var hosts)
                            && hosts.size() < counts.getOrDefault(label.id(), 0)
                    ? LabelCarriers.pages(page)
                    : once;
        }

        private Observed.Enrolled enrolled() {
            var state = rollCall.state();
            var roll = state.roll().filter(this::isOfUse).map(FleetRoll::hosts);
            boolean refused = sight instanceof Sight.Untold
                    || state.failure()
                            .filter(Failure.Forbidden.class::isInstance)
                            .isPresent();
            if (roll.isEmpty() && !refused && wanted.isEmpty()) roll = all();
            if (forbidden || refused) return enrolled(carriers.values(), Observed.Extent.FORBIDDEN);
            if (roll.isEmpty()) return enrolled(carriers.values(), Observed.Extent.NOT_READ);
            var both = new TreeMap<>(roll.get());
            both.putAll(carriers);
            return enrolled(both.values(), sight instanceof Sight.All ? Observed.Extent.ALL : Observed.Extent.LIMITED);
        }

        /** One that was called when we saw fewer hosts does not say who is missing. */
        private boolean isOfUse(FleetRoll roll) {
            return roll.sight() instanceof Sight.All || roll.sight().equals(sight);
        }

        private Optional<SortedMap<Long, FleetHost>> all() {
            return switch (LabelCarriers.pages(page -> fleet.hosts(page, OptionalLong.empty()))) {
                case Reading.Got<SortedMap<Long, FleetHost>>(var hosts) -> Optional.of(hosts);
                case Reading.Missed<SortedMap<Long, FleetHost>>(Failure.Forbidden _) -> {
                    forbidden = true;
                    yield Optional.empty();
                }
                case Reading.Missed<SortedMap<Long, FleetHost>>(var why) -> {
                    missed = missed.or(() -> Optional.of(why));
                    yield Optional.empty();
                }
            };
        }

        private Observed.Enrolled enrolled(Collection<FleetHost> hosts, Observed.Extent extent) {
            var still = new TreeMap<Long, FleetHost>();
            hosts.forEach(host -> still.put(host.id(), host.identity()));
            SortedSet<String> teams = sight instanceof Sight.Teams(var names) ? names : Collections.emptySortedSet();
            return new Observed.Enrolled(still, extent, teams);
        }
    }

    private static ObservedObject carried(ObservedObject label, String hosts) {
        var fields = new TreeMap<>(label.fields());
        fields.put(FleetFields.HOSTS, hosts);
        return with(label, fields);
    }

    private static Reading<SortedMap<Long, FleetHost>> pages(IntFunction<Reading<HostPage>> pages) {
        var hosts = new TreeMap<Long, FleetHost>();
        for (int number = 0; number < MOST_PAGES; number++)
            switch (pages.apply(number)) {
                case Reading.Missed<HostPage>(var why) -> {
                    return new Reading.Missed<>(why);
                }
                case Reading.Got<HostPage>(var page) -> {
                    page.hosts().forEach(host -> hosts.put(host.id(), host));
                    if (page.last()) return new Reading.Got<>(hosts);
                }
            }
        return new Reading.Missed<>(
                new Failure.NeedsHuman("Fleet's list of hosts has more than " + MOST_PAGES + " pages."));
    }
}
