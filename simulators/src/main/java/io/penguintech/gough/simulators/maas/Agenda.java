package io.penguintech.gough.simulators.maas;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What is due to happen to machines, in the order of time. */
final class Agenda {
    /** A step of a machine; void if the machine's status changed since it was planned. */
    record Entry(Instant due, long order, Node node, long turn, Runnable step) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
    private long order;

    void add(Instant due, Node node, Runnable step) {
        entries.add(new Entry(due, ++order, node, node.turn, step));
    }

    /** The next entry that is due and not void, removed. */
    Optional<Entry> next(Instant now) {
        for (var first = entries.peek(); first != null && !first.due().isAfter(now); first = entries.peek()) {
            entries.remove();
            if (first.turn() == first.node().turn) {
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }
}
