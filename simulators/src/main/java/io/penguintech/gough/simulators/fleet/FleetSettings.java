package io.penguintech.gough.simulators.fleet;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * How a stand-in Fleet is set up.
 *
 * @param port 0 picks a free one
 * @param generation which names it speaks
 * @param tier its licence
 * @param users who may sign in; the first one must be an admin
 * @param enrollSecret the global enroll secret hosts start with
 * @param clock what time it is in its answers
 */
public record FleetSettings(
        int port, Generation generation, Tier tier, List<FleetUser> users, String enrollSecret, Clock clock) {

    /** The account Gough uses in {@link #defaults()}. */
    public static final FleetUser GOUGH =
            new FleetUser(1, "Gough", "gough@example.org", Role.ADMIN, true, "standin-fleet-token-gough");

    /** A person with the rights of an admin in {@link #defaults()}: the one who edits behind Gough's back. */
    public static final FleetUser PERSON =
            new FleetUser(2, "Robin Admin", "robin@example.org", Role.ADMIN, false, "standin-fleet-token-robin");

    /** A person who may only look in {@link #defaults()}. */
    public static final FleetUser OBSERVER =
            new FleetUser(3, "Olga Observer", "olga@example.org", Role.OBSERVER, false, "standin-fleet-token-olga");

    /** Copies the users. */
    public FleetSettings {
        users = List.copyOf(users);
        if (users.isEmpty() || users.getFirst().role() != Role.ADMIN) {
            throw new IllegalArgumentException("the first user must be an admin");
        }
    }

    /** A Premium server of the new generation on a free port with the three users above. */
    public static FleetSettings defaults() {
        return new FleetSettings(
                0,
                Generation.NEW,
                Tier.PREMIUM,
                List.of(GOUGH, PERSON, OBSERVER),
                "standin-enroll-secret",
                Clock.systemUTC());
    }

    /** The same with another generation. */
    public FleetSettings withGeneration(Generation other) {
        return new FleetSettings(port, other, tier, users, enrollSecret, clock);
    }

    /** The same with another licence. */
    public FleetSettings withTier(Tier other) {
        return new FleetSettings(port, generation, other, users, enrollSecret, clock);
    }

    /** The same on a fixed port. */
    public FleetSettings withPort(int other) {
        return new FleetSettings(other, generation, tier, users, enrollSecret, clock);
    }

    /** The same with one more user. */
    public FleetSettings withUser(FleetUser user) {
        var more = new ArrayList<>(users);
        more.add(user);
        return new FleetSettings(port, generation, tier, more, enrollSecret, clock);
    }

    /** The same with another clock. */
    public FleetSettings withClock(Clock other) {
        return new FleetSettings(port, generation, tier, users, enrollSecret, other);
    }

    @Override
    public String toString() {
        return "FleetSettings[port=%d, generation=%s, tier=%s, users=%s]".formatted(port, generation, tier, users);
    }
}
