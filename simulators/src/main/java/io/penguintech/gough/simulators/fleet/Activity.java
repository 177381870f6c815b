package io.penguintech.gough.simulators.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of the audit log.
 *
 * @param id rises by one
 * @param at when
 * @param actor who did it; null when the server itself did
 * @param type as Fleet names it, for example {@code edited_saved_query}
 * @param details as on the wire, old names only
 */
public record Activity(int id, Instant at, @Nullable FleetUser actor, String type, ObjectNode details) {}
