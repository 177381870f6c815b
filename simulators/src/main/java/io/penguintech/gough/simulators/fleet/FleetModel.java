package io.penguintech.gough.simulators.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The whole state of a stand-in Fleet, behind one lock. */
final class FleetModel {

    /**
     * A host with what the server added.
     *
     * @param id given by the server
     * @param host what the agent said
     * @param enrolledAt when it came
     */
    record Enrolled(int id, FleetHost host, Instant enrolledAt) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final FleetSettings settings;
    private final Places places;
    private final ActivityLog log;
    private final Labels labels;
    private final Reports reports;
    private final Policies policies;
    private final LiveQueries live = new LiveQueries();
    private final TreeMap<Integer, Enrolled> hosts = new TreeMap<>();

    FleetModel(FleetSettings settings) {
        this.settings = settings;
        this.places = new Places(settings.tier());
        this.log = new ActivityLog(settings.clock());
        this.labels = new Labels();
        this.reports = new Reports(places, labels, log, settings.clock());
        this.policies = new Policies(places, labels, log, settings.clock());
    }

    /** Runs {@code work} alone. */
    <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    FleetSettings settings() {
        return settings;
    }

    Places places() {
        return places;
    }

    ActivityLog log() {
        return log;
    }

    Reports reports() {
        return reports;
    }

    Labels labels() {
        return labels;
    }

    Policies policies() {
        return policies;
    }

    /** Changes a label; reports and policies go on meaning it, because they hold its id. */
    Label relabel(
            FleetUser actor,
            int id,
            Optional<String> name,
            Optional<String> description,
            Optional<SortedSet<Integer>> hosts) {
        var before = labels.get(id).name();
        var label = labels.modify(actor, id, name, description, hosts);
        retarget(names -> names.stream()
                .map(one -> one.equals(before) ? label.name() : one)
                .toList());
        return label;
    }

    /**
     * Deletes a label. Since 4.82 one that a report or a policy is for is kept (fleetdm/fleet, migration 20260226145647:
     * RESTRICT); before, these lost it in silence, and so were for every host.
     */
    void deleteLabel(FleetUser actor, Label label) {
        if (settings.generation() == Generation.NEW && isTarget(label.name())) {
            throw Refusal.invalid("base", "the operation violates a foreign key constraint on labels: " + label.name());
        }
        labels.delete(actor, label);
        retarget(names ->
                names.stream().filter(name -> !name.equals(label.name())).toList());
    }

    private boolean isTarget(String label) {
        return reports.all().stream()
                        .anyMatch(report -> report.fields().labels().anyMatch(label::equals))
                || policies.all().stream()
                        .anyMatch(policy -> policy.fields().scopes().names().anyMatch(label::equals));
    }

    private void retarget(UnaryOperator<List<String>> change) {
        reports.retarget(change);
        policies.retarget(change);
    }

    LiveQueries live() {
        return live;
    }

    Map<Integer, Enrolled> hosts() {
        return hosts;
    }

    Enrolled enroll(FleetHost host) {
        places.requireTeam(host.fleetId());
        int id = hosts.isEmpty() ? 1 : hosts.lastKey() + 1;
        var enrolled = new Enrolled(id, host, settings.clock().instant());
        hosts.put(id, enrolled);
        log.add(
                null,
                "fleet_enrolled",
                ActivityLog.details()
                        .put("host_id", id)
                        .put("host_serial", host.serial())
                        .put("host_display_name", host.hostname()));
        return enrolled;
    }

    void change(int id, FleetHost host) {
        hosts.computeIfPresent(id, (same, before) -> new Enrolled(id, host, before.enrolledAt()));
    }

    List<FleetUser> users() {
        return settings.users();
    }
}
