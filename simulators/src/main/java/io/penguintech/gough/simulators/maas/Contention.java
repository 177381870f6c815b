package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What several writes to one machine do to each other: each waits for those before it, and too many end in a conflict
 * that outlived MAAS's own retries. Of eight at once one was refused so (recorded). A region whose writes cost nothing
 * has no contention.
 */
final class Contention {
    private static final int MOST_AT_ONCE = 7;

    private final Duration costPerWrite;
    private final Map<String, Integer> inFlight = new HashMap<>();

    Contention(Duration costPerWrite) {
        this.costPerWrite = costPerWrite;
    }

    Answer around(Call call, Supplier<Answer> act) {
        var machine = machine(call);
        if (costPerWrite.isZero() || machine.isEmpty()) {
            return act.get();
        }
        int place = enter(machine.get());
        try {
            if (place > MOST_AT_ONCE) {
                return conflict();
            }
            var answer = act.get();
            MaasStandIn.sleep(costPerWrite.multipliedBy(place));
            return answer;
        } finally {
            leave(machine.get());
        }
    }

    private static Optional<String> machine(Call call) {
        var segments = call.segments();
        boolean one = segments.size() >= 5
                && (segments.get(3).equals("machines") || segments.get(3).equals("nodes"));
        return one && !call.method().equals("GET") ? Optional.of(segments.get(4)) : Optional.empty();
    }

    private synchronized int enter(String machine) {
        return inFlight.merge(machine, 1, Integer::sum);
    }

    private synchronized void leave(String machine) {
        inFlight.computeIfPresent(machine, (any, count) -> count == 1 ? null : count - 1);
    }

    private static Answer conflict() {
        return Answer.of(409, "text/html; charset=utf-8", "Conflict")
                .withHeader("Retry-After", "5")
                .withHeader("Vary", "Cookie");
    }
}
