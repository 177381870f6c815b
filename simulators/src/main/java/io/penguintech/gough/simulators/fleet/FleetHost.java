package io.penguintech.gough.simulators.fleet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host that has enrolled.
 *
 * @param hostname its name
 * @param uuid from its firmware
 * @param serial hardware serial, one of the keys to find it by
 * @param mac primary MAC
 * @param ip primary IP
 * @param platform as osquery names it, for example {@code ubuntu}
 * @param osVersion for example {@code Ubuntu 24.04.1 LTS}
 * @param status whether it talks to the server
 * @param fleetId the fleet it is in, null for none
 */
public record FleetHost(
        String hostname,
        String uuid,
        String serial,
        String mac,
        String ip,
        String platform,
        String osVersion,
        Status status,
        @Nullable Integer fleetId) {

    /** Whether a host was heard of lately. */
    public enum Status {
        /** Checked in within its interval. */
        ONLINE,
        /** Silent for a while. */
        OFFLINE,
        /** Silent for more than 30 days. */
        MIA;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An Ubuntu host that is online and in no fleet. */
    public static FleetHost ubuntu(String hostname, String serial, String mac, String ip) {
        return new FleetHost(
                hostname, "uuid-" + serial, serial, mac, ip, "ubuntu", "Ubuntu 24.04.1 LTS", Status.ONLINE, null);
    }

    /** The same with another status. */
    public FleetHost with(Status other) {
        return new FleetHost(hostname, uuid, serial, mac, ip, platform, osVersion, other, fleetId);
    }

    /** The same in another fleet. */
    public FleetHost in(@Nullable Integer fleet) {
        return new FleetHost(hostname, uuid, serial, mac, ip, platform, osVersion, status, fleet);
    }
}
