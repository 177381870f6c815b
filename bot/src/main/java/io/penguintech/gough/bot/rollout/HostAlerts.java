package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FleetRoll;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the alerts about hosts as what was last seen says: raises, changes and resolves them, and records of every host from when
 * to when it was so. Level-triggered: it compares what is so with what is recorded, so that a restart, a missed webhook or a look
 * that failed neither repeats nor loses anything. Calls no backend.
 */
final class HostAlerts {
    /** Counts that change all the time are edited into a message no more often. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    /** Time passes too: a host is missed after a while although nothing else changes. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Stores stores;
    private final World world;
    private final FleetPolls polls;
    private final Healths healths;
    private final Clock clock;
    private final FleetNotes notes;
    private final Map<RepositoryId, Basis> last = new ConcurrentHashMap<>();
    /** Policies with an open alert, which are read until nobody fails them. */
    private final Map<RepositoryId, Map<BackendName, Set<Long>>> watched = new ConcurrentHashMap<>();

    /** What was compared last time. */
    private record Basis(
            Outlook.Compared compared,
            SortedMap<BackendName, FleetRoll.State> rolls,
            List<Alert.Silence> silences,
            Instant at) {
        @SuppressWarnings("ReferenceEquality") // made anew whenever anything differs
        private boolean stillHolds(Basis now) {
            return compared == now.compared
                    && silences.equals(now.silences)
                    && now.rolls.entrySet().stream().allMatch(entry -> rolls.get(entry.getKey()) == entry.getValue())
                    && now.at.isBefore(at.plus(AGAIN));
        }
    }

    HostAlerts(Stores stores, World world, FleetPolls polls, Healths healths, Clock clock) {
        this.stores = stores;
        this.world = world;
        this.polls = polls;
        this.healths = healths;
        this.clock = clock;
        notes = new FleetNotes(stores);
    }

    /** Compares, if there is anything new to compare, and has people told what they were not told yet. */
    void tell(RepositoryId repository, Optional<Outlook.Compared> compared) {
        var now = clock.instant();
        world.fleetNames().forEach(this::heed);
        compared.ifPresent(sight -> {
            var basis = new Basis(sight, world.rolls(), stores.silencedAlerts().of(repository, now), now);
            var before = last.get(repository);
            if (before != null && before.stillHolds(basis)) return;
            stores.together(() -> bring(repository, basis));
            last.put(repository, basis);
        });
        stores.together(() -> {
            notes.hold(repository);
            notes.forget(repository, now);
            stores.alerts().tell(repository, PAUSE, now);
        });
    }

    /** Has read soon what a Fleet said that is not as it was. */
    private void heed(BackendName fleet) {
        var hints = new ArrayList<>(stores.hints().take(fleet));
        if (hints.remove(FleetHints.OBJECTS)) world.hintObjects(fleet);
        if (hints.remove(FleetHints.LOG)) polls.hintLog(fleet);
        if (!hints.isEmpty())
            world.hintHosts(
                    fleet,
                    hints.stream()
                            .filter(hint -> hint.startsWith(FleetHints.POLICY))
                            .map(hint -> Long.parseLong(hint.substring(FleetHints.POLICY.length())))
                            .collect(Collectors.toSet()));
    }

    private void bring(RepositoryId repository, Basis basis) {
        var records = stores.records().all(repository);
        var troubles = HostTroubles.of(new HostTroubles.Facts(
                basis.compared().declared().inventory(),
                records,
                basis.rolls(),
                healths.ward(repository, basis.compared())));
        var open = new HashSet<>(stores.alerts().derived(repository));
        troubles.forEach((key, trouble) -> {
            boolean known = open.remove(key);
            if (known || !trouble.hosts().isEmpty()) bring(repository, trouble, basis);
        });
        var kept = HostTroubles.kept(records, basis.rolls().keySet(), world.snapshot());
        open.stream()
                .filter(key -> !kept.contains(key))
                .forEach(key ->
                        stores.alerts().resolve(repository, key, "Gough does not look at this any more.", basis.at()));
        forsake(repository, basis);
        notes.again(repository, basis.at());
        watch(repository, records);
    }

    /** A failed change of what is not declared any more, nor planned or under way, never goes on. */
    private void forsake(RepositoryId repository, Basis basis) {
        var failed = new HashSet<>(stores.alerts().about(repository, Flights.ALERT));
        if (failed.isEmpty()) return;
        var inventory = basis.compared().declared().inventory();
        var plan = basis.compared().plan();
        Stream.of(
                        inventory.hosts().keySet().stream().map(Subject.OfHost::new),
                        inventory.things().stream().map(Subject.OfThing::of),
                        inventory.inFleets().stream().map(Subject.OfFleet::of),
                        plan.changes().stream().map(Change::subject),
                        plan.blocked().stream().map(Plan.Blocked::subject),
                        stores.journal().inFlight(repository).stream()
                                .map(intent -> intent.change().subject()))
                .<Subject>flatMap(subjects -> subjects)
                .forEach(subject -> failed.remove(subject.text()));
        failed.forEach(subject -> stores.alerts()
                .resolve(repository, Flights.ALERT + subject, "It is not declared any more.", basis.at()));
    }

    /** Has those read that have an open alert, whatever Fleet has counted: only what is read can end it. */
    private void watch(RepositoryId repository, Records records) {
        var open = new HashSet<>(stores.alerts().derived(repository));
        var policies = new HashMap<BackendName, Set<Long>>();
        records.inFleets().forEach((subject, id) -> {
            if (open.contains(subject.text()))
                policies.computeIfAbsent(subject.fleet(), any -> new HashSet<>())
                        .add(id);
        });
        watched.put(repository, policies);
        world.fleetNames()
                .forEach(fleet -> world.watch(
                        fleet,
                        watched.values().stream()
                                .flatMap(all -> all.getOrDefault(fleet, Set.of()).stream())
                                .collect(Collectors.toSet())));
    }

    private void bring(RepositoryId repository, HostTroubles trouble, Basis basis) {
        var before = stores.alertHosts().now(repository, trouble.key());
        var began = new TreeMap<>(trouble.hosts());
        began.keySet().removeAll(before.keySet());
        var ended = new HashSet<>(before.keySet());
        ended.removeAll(trouble.hosts().keySet());
        ended.removeAll(trouble.unclear());
        var now = new TreeMap<>(before);
        now.putAll(trouble.hosts());
        now.keySet().removeAll(ended);
        stores.alertHosts().began(repository, trouble.key(), began, basis.at());
        stores.alertHosts().ended(repository, trouble.key(), ended, basis.at());
        if (now.isEmpty()) resolve(repository, trouble, basis.at());
        else stores.alerts().derive(repository, trouble.saying(now, basis.silences()), basis.at());
    }

    private void resolve(RepositoryId repository, HostTroubles trouble, Instant now) {
        var since = stores.alerts().open(repository, trouble.key(), now).map(Alert::since);
        int hosts = since.map(moment -> stores.alertHosts().since(repository, trouble.key(), moment))
                .orElse(0);
        stores.alerts().resolve(repository, trouble.key(), trouble.ending(hosts), now);
    }
}
