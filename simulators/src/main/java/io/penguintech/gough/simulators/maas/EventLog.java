package io.penguintech.gough.simulators.maas;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The events of machines, bounded. Which acts log what, and in which order, is recorded for commission, allocate,
 * deploy, lock, unlock and release; inferred by likeness for the rest.
 */
final class EventLog {
    private static final int KEPT = 200_000;

    private final Deque<Event> events = new ArrayDeque<>();
    private long lastId;

    /** A user asked for something: DEBUG, with the user's name in parentheses and the comment behind it. */
    void asked(Node node, MaasUser user, String type, String comment, Instant at) {
        var description = "(" + user.username() + ")" + (comment.isEmpty() ? "" : " - " + comment);
        add(new Event(++lastId, node, Event.Level.DEBUG, type, description, user.username(), at));
    }

    /** A change of status: DEBUG. */
    void changed(Node node, MaasStatus from, MaasStatus to, String suffix, Instant at) {
        var description = "From '" + from.label() + "' to '" + to.label() + "'" + suffix;
        add(new Event(++lastId, node, Event.Level.DEBUG, "Node changed status", description, "unknown", at));
    }

    /** What everybody sees: INFO; the machine's status message follows the newest one (recorded). */
    void told(Node node, String type, String description, Instant at) {
        add(new Event(++lastId, node, Event.Level.INFO, type, description, "unknown", at));
        node.statusMessage = description.isEmpty() ? type : type + " - " + description;
    }

    /** A machine's events go with it: a deletion never shows (source code). */
    void forget(Node node) {
        events.removeIf(event -> event.node().equals(node));
    }

    /** The newest events of this kind below an id, newest first. */
    List<Event> newest(long below, int limit, Predicate<Event> wanted) {
        return stream(events.descendingIterator())
                .filter(event -> event.id() < below)
                .filter(wanted)
                .limit(limit)
                .toList();
    }

    /** The oldest events of this kind above an id, but newest first. */
    List<Event> oldest(long above, int limit, Predicate<Event> wanted) {
        return stream(events.iterator())
                .filter(event -> event.id() > above)
                .filter(wanted)
                .limit(limit)
                .toList()
                .reversed();
    }

    private void add(Event event) {
        events.addLast(event);
        if (events.size() > KEPT) {
            events.removeFirst();
        }
    }

    private static Stream<Event> stream(Iterator<Event> events) {
        Iterable<Event> iterable = () -> events;
        return StreamSupport.stream(iterable.spliterator(), false);
    }
}
