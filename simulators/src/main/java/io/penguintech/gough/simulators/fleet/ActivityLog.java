package io.penguintech.gough.simulators.fleet;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The audit log. Guarded by the lock of the model it belongs to. */
final class ActivityLog {

    private final List<Activity> entries = new ArrayList<>();
    private final Clock clock;

    ActivityLog(Clock clock) {
        this.clock = clock;
    }

    void add(@Nullable FleetUser actor, String type, ObjectNode details) {
        entries.add(new Activity(entries.size() + 1, clock.instant(), actor, type, details));
    }

    List<Activity> entries() {
        return List.copyOf(entries);
    }

    static ObjectNode details() {
        return JsonNodeFactory.instance.objectNode();
    }
}
