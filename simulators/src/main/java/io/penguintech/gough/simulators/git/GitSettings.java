package io.penguintech.gough.simulators.git;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * How a stand-in git server is set up.
 *
 * @param folder where its bare repositories live; made when it is missing, kept when the server stops
 * @param port 0 picks a free one
 * @param logins who may fetch and push; empty lets everyone in
 * @param seed of the generator that draws chances of faults
 * @param clock what time it is in pushes and in the commits of workbenches
 */
public record GitSettings(Path folder, int port, List<Login> logins, long seed, Clock clock) {

    /** Copies the logins. */
    public GitSettings {
        logins = List.copyOf(logins);
    }

    /** A server for everyone on a free port. */
    public static GitSettings in(Path folder) {
        return new GitSettings(folder, 0, List.of(), 1, Clock.systemUTC());
    }

    /** The same, but only for these people. */
    public GitSettings onlyFor(Login... people) {
        return new GitSettings(folder, port, List.of(people), seed, clock);
    }

    /** The same on a fixed port. */
    public GitSettings withPort(int other) {
        return new GitSettings(folder, other, logins, seed, clock);
    }

    /** The same with another clock. */
    public GitSettings withClock(Clock other) {
        return new GitSettings(folder, port, logins, seed, other);
    }
}
