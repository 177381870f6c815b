package io.penguintech.gough.simulators.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

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
    private final Reports reports;
    private final TreeMap<Integer, Enrolled> hosts = new TreeMap<>();

    FleetModel(FleetSettings settings) {
        this.settings = settings;
        this.places = new Places(settings.tier());
        this.log = new ActivityLog(settings.clock());
        this.reports = new Reports(places, log, settings.clock());
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
