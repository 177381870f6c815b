package io.penguintech.gough.simulators.fault;

import java.time.Clock;

/**
 * How a stand-in listens.
 *
 * @param port the TCP port on the loopback address; 0 picks a free one
 * @param faults the faults in force
 * @param clock gives the time of journal entries
 */
public record StandInOptions(int port, Faults faults, Clock clock) {
    /** A free port, no faults (seed 1), the system's clock. */
    public static StandInOptions defaults() {
        return new StandInOptions(0, new Faults(1), Clock.systemUTC());
    }

    /** The same on another port. */
    public StandInOptions withPort(int other) {
        return new StandInOptions(other, faults, clock);
    }

    /** The same with these faults. */
    public StandInOptions withFaults(Faults other) {
        return new StandInOptions(port, other, clock);
    }
}
