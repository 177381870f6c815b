package io.penguintech.gough.simulators.maas;

import java.time.Instant;

/**
 * One event of a machine.
 *
 * @param id grows by one with each event
 * @param node whose it is
 * @param level how loud
 * @param type the description of its type
 * @param description its own text, may be empty
 * @param username who did it, or {@code unknown}
 * @param created when
 */
record Event(long id, Node node, Level level, String type, String description, String username, Instant created) {
    /** Levels from quiet to loud; AUDIT stands apart (source code, {@code enums/logging} and {@code api/events.py}). */
    enum Level {
        AUDIT,
        DEBUG,
        INFO,
        WARNING,
        ERROR,
        CRITICAL
    }
}
