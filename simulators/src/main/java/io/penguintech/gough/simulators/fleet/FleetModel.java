package io.penguintech.gough.simulators.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The whole state of a stand-in Fleet, behind one lock. */
final class FleetModel {

    /** What the server writes for never (fleetdm/fleet server.NeverTimestamp). */
    private static final Instant NEVER = Instant.parse("2000-01-01T00:00:00Z");

    /**
     * A host with what the server added.
     *
     * @param id given by the server
     * @param host what the agent said
     * @param enrolledAt when it came, or came again
     * @param seenAt when it talked to the server last, while it does not any more; one that is online talks all the time
     * @param policiesAt when it last answered its policies
     */
    record Enrolled(int id, FleetHost host, Instant enrolledAt, Instant seenAt, Instant policiesAt) {}

    private static final Duration MISSING = Duration.ofDays(30);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Set<Integer>> limited = new HashMap<>();
    private final FleetSettings settings;
    private final Places places;
    private final ActivityLog log;
    private final Labels labels;
    private final Reports reports;
    private final Policies policies;
    private final Vulnerabilities vulnerabilities;
    private final LiveQueries live = new LiveQueries();
    private final TreeMap<Integer, Enrolled> hosts = new TreeMap<>();
    private int lastHost;

    FleetModel(FleetSettings settings) {
        this.settings = settings;
        this.places = new Places(settings.tier());
        this.log = new ActivityLog(settings.clock());
        this.labels = new Labels();
        this.reports = new Reports(places, labels, log, settings.clock());
        this.policies = new Policies(places, labels, log, settings.clock());
        this.vulnerabilities = new Vulnerabilities(settings.clock());
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

    Vulnerabilities vulnerabilities() {
        return vulnerabilities;
    }

    LiveQueries live() {
        return live;
    }

    Map<Integer, Enrolled> hosts() {
        return hosts;
    }

    Enrolled enroll(FleetHost host) {
        places.requireTeam(host.fleetId());
        return enrolled(++lastHost, host);
    }

    /** A host that the server has comes with a new installation: its record is kept (the same uuid), its policies are not asked yet. */
    Enrolled enrollAgain(int id) {
        return enrolled(id, require(id).host().with(FleetHost.Status.ONLINE));
    }

    private Enrolled enrolled(int id, FleetHost host) {
        var now = settings.clock().instant();
        var enrolled = new Enrolled(id, host, now, now, NEVER);
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
        hosts.computeIfPresent(
                id, (same, before) -> new Enrolled(id, host, before.enrolledAt(), seenAt(before), before.policiesAt()));
    }

    /** A host is deleted, as a person does in the server. */
    void remove(int id) {
        require(id);
        hosts.remove(id);
        policies.forgetHost(id);
    }

    /** A host says whether it passes a policy. */
    void judge(int id, int policy, boolean passes) {
        judge(List.of(id), policy, passes);
    }

    /** Hosts say whether they pass a policy. */
    void judge(Collection<Integer> ids, int policy, boolean passes) {
        ids.forEach(this::require);
        policies.answer(policy, ids, passes);
        ids.forEach(this::answered);
    }

    private void answered(int id) {
        var host = require(id);
        hosts.put(
                id,
                new Enrolled(
                        id,
                        host.host(),
                        host.enrolledAt(),
                        host.seenAt(),
                        settings.clock().instant()));
    }

    private Enrolled require(int id) {
        var host = hosts.get(id);
        if (host == null) {
            throw Refusal.notFound("Host " + id + " was not found in the datastore");
        }
        return host;
    }

    /** When a host talked to the server last: just now, if it is online. */
    Instant seenAt(Enrolled host) {
        return host.host().status() == FleetHost.Status.ONLINE
                ? settings.clock().instant()
                : host.seenAt();
    }

    /** One that is silent for longer than 30 days is missing in action (fleetdm/fleet server/fleet/hosts.go). */
    FleetHost.Status status(Enrolled host) {
        boolean missing = host.host().status() == FleetHost.Status.OFFLINE
                && seenAt(host).plus(MISSING).isBefore(settings.clock().instant());
        return missing ? FleetHost.Status.MIA : host.host().status();
    }

    List<FleetUser> users() {
        return settings.users().stream()
                .map(user -> user.in(limited.getOrDefault(user.id(), user.fleetIds())))
                .toList();
    }

    /** From now on a user has its role in these fleets only. */
    void limit(FleetUser user, Set<Integer> fleetIds) {
        limited.put(user.id(), Set.copyOf(fleetIds));
    }
}
