package io.penguintech.gough.simulators.pagerduty;

import java.util.List;

/**
 * What events with one deduplication key made.
 *
 * @param key the key
 * @param state triggered, acknowledged or resolved
 * @param severity of the last trigger
 * @param summary of the last trigger
 * @param log the actions that were taken, oldest first
 */
public record Incident(String key, String state, String severity, String summary, List<String> log) {
    /** Keeps a copy. */
    public Incident {
        log = List.copyOf(log);
    }
}
