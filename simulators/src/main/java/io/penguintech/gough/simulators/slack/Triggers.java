package io.penguintech.gough.simulators.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Trigger ids: each opens one view, within three seconds of the person's action. */
final class Triggers {

    private static final Duration VALID = Duration.ofSeconds(3);

    private final Clock clock;
    private final String born;
    private final Map<String, Instant> issued = new HashMap<>();
    private long last;

    Triggers(Clock clock, String born) {
        this.clock = clock;
        this.born = born;
    }

    synchronized String issue() {
        var id = "%d.%s.%s".formatted(++last, Workspace.TEAM, born);
        issued.put(id, clock.instant());
        return id;
    }

    /** Uses one up; the error word when it cannot be used. */
    synchronized Optional<String> use(String id) {
        var at = issued.remove(id);
        if (at == null) {
            return Optional.of("invalid_trigger_id");
        }
        return at.plus(VALID).isBefore(clock.instant()) ? Optional.of("expired_trigger_id") : Optional.empty();
    }
}
