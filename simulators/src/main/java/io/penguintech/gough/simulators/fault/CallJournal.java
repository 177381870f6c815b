package io.penguintech.gough.simulators.fault;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The newest calls of a stand-in, bounded so that a demo may run for days. */
final class CallJournal {
    static final int KEPT = 100_000;

    private final Deque<CallRecord> calls = new ArrayDeque<>();
    private final Clock clock;
    private long total;

    CallJournal(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(Call call, int status, Optional<Fault> fault) {
        calls.addLast(
                new CallRecord(++total, clock.instant(), call.method(), call.path(), call.rawQuery(), status, fault));
        if (calls.size() > KEPT) {
            calls.removeFirst();
        }
    }

    synchronized List<CallRecord> calls() {
        return List.copyOf(calls);
    }

    synchronized long total() {
        return total;
    }

    synchronized long count(Predicate<CallRecord> which) {
        return calls.stream().filter(which).count();
    }
}
