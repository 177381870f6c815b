package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the machines that a plan is about afresh: for each region one call by id, one by address where hosts are absent and
 * one by name where virtual machines are to be made, however many there are. What was read a moment ago is fresh.
 */
final class FreshLook {
    private static final Duration FRESH = Duration.ofSeconds(10);
    /** A plan may find the same of a thousand hosts; so many of them are read again. */
    private static final int MOST_FOUND = 100;

    private final Map<BackendName, Set<SystemId>> ids = new TreeMap<>();
    private final Map<BackendName, Set<MacAddress>> absent = new TreeMap<>();
    private final Map<BackendName, Set<String>> virtual = new TreeMap<>();
    private final Instant since;

    private FreshLook(Instant now) {
        this.since = now.minus(FRESH);
    }

    /** What must be read again before {@code plan} is worth showing. */
    static FreshLook at(Plan plan, Inventory inventory, Observed observed, Records records, Instant now) {
        var look = new FreshLook(now);
        var found = new Found(observed);
        for (var change : plan.changes()) if (change instanceof Change.OfHost host) look.add(host, found.machine(host));
        subjects(plan)
                .flatMap(subject -> Optional.ofNullable(inventory.hosts().get(subject.host())).stream())
                .distinct()
                .limit(MOST_FOUND)
                .forEach(host -> found.machine(host, records).ifPresent(seen -> look.add(host, seen)));
        return look;
    }

    private static Stream<Subject.OfHost> subjects(Plan plan) {
        return Stream.concat(
                        plan.blocked().stream().map(Plan.Blocked::subject),
                        plan.findings().stream().map(Plan.Finding::subject))
                .filter(Subject.OfHost.class::isInstance)
                .map(Subject.OfHost.class::cast);
    }

    private void add(Change.OfHost change, Optional<Seen<Machine>> seen) {
        if (seen.isPresent() && !seen.get().at().isBefore(since)) return;
        switch (change.machine()) {
            case Change.Identity.Known(var id) -> of(ids, change.region()).add(id);
            case Change.Identity.Absent(var macs) -> of(absent, change.region()).addAll(macs);
            case Change.Identity.Virtual made -> of(virtual, change.region()).add(made.hostname());
        }
    }

    private void add(Host host, Seen<Machine> seen) {
        if (seen.at().isBefore(since)) of(ids, host.region()).add(seen.value().id());
    }

    private static <T> Set<T> of(Map<BackendName, Set<T>> all, BackendName region) {
        return all.computeIfAbsent(region, _ -> new TreeSet<>());
    }

    /** Whether everything is fresh. */
    boolean isNeedless() {
        return ids.isEmpty() && absent.isEmpty() && virtual.isEmpty();
    }

    /** Reads; why it could not, if it could not. */
    Optional<Failure> take(World world) {
        var readings = new ArrayList<Reading<?>>();
        ids.forEach((region, all) -> readings.add(world.refresh(region, all)));
        absent.forEach((region, all) -> readings.add(world.lookUp(region, all)));
        virtual.forEach((region, all) -> readings.add(world.lookUpNamed(region, all)));
        return readings.stream()
                .flatMap(reading -> reading instanceof Reading.Missed<?>(var why) ? Stream.of(why) : Stream.empty())
                .findFirst();
    }
}
