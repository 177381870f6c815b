package io.penguintech.gough.simulators.fault;

/** The behaviour behind a stand-in's HTTP shell. */
@FunctionalInterface
public interface StandInHandler {
    /**
     * Answers one call. Called by many threads at once. Paths under {@code /standin/} that the shell does not
     * serve itself arrive here too: they are the stand-in's own controls and are never faulted nor journalled.
     * An exception becomes a 500 with its text, as a bug of the stand-in.
     */
    Answer handle(Call call);
}
