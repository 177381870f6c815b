package io.penguintech.gough.simulators.fault;

/** What a stand-in does on WebSockets, if it has any. */
public interface StandInSockets {
    /** Whether this path is one. */
    boolean at(String path);

    /** Serves one that was opened, until it returns. Called on a thread of its own. */
    void serve(StandInSocket socket);
}
