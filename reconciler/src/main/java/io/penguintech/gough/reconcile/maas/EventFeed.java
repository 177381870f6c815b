package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request.Effect;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Watches MAAS's events at level DEBUG, where locks and acquisitions show. Ids are a sequence, but a slow transaction
 * may commit a smaller one later (facts): each look overlaps the last one, and what was told before is left out.
 */
final class EventFeed {
    /** MAAS's own most. */
    private static final int PAGE = 1000;
    /** Far more than can be under way at once. */
    private static final int OVERLAP = 100;
    /** After a long pause the rest comes with the next look; the sweep catches everything anyway. */
    private static final int MOST_PAGES = 10;

    private static final int REMEMBERED = 64;

    private final MaasCalls calls;
    /** By cursor given out: the events of its overlap that were told by then. */
    private final Map<Long, Set<Long>> told = Collections.synchronizedMap(new Newest());

    EventFeed(MaasCalls calls) {
        this.calls = calls;
    }

    Maas.News news(OptionalLong cursor) throws Refused {
        return cursor.isEmpty() ? new Maas.News(newest(), Set.of()) : after(cursor.getAsLong());
    }

    private long newest() throws Refused {
        return largest(query(Form.of("limit", "1")), 0);
    }

    private Maas.News after(long cursor) throws Refused {
        var known = told.getOrDefault(cursor, Set.of());
        var machines = new TreeSet<SystemId>();
        var ids = new TreeSet<Long>();
        long from = Math.max(0, cursor - OVERLAP);
        for (int page = 0; page < MOST_PAGES; page++) {
            var events = query(Form.of("limit", Integer.toString(PAGE)).with("after", Long.toString(from)));
            for (var event : events) collect(event, ids, known, machines);
            if (events.size() < PAGE) break;
            from = largest(events, from);
        }
        // Nothing at all, not even the overlap: events went with their machines, or the region was restored from a
        // backup and counts from further back.
        long next = ids.isEmpty() ? Math.min(cursor, newest()) : Math.max(cursor, ids.getLast());
        remember(next, ids);
        return new Maas.News(next, machines);
    }

    private static void collect(JsonNode event, Set<Long> ids, Set<Long> known, Set<SystemId> machines) {
        var id = event.path("id").asLong(0);
        var node = event.path("node").asString("");
        ids.add(id);
        if (!known.contains(id) && node.matches("[A-Za-z0-9]{1,41}")) machines.add(new SystemId(node));
    }

    private void remember(long cursor, NavigableSet<Long> ids) {
        told.merge(cursor, Set.copyOf(ids.tailSet(cursor - OVERLAP, true)), EventFeed::both);
    }

    private static Set<Long> both(Set<Long> one, Set<Long> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    private JsonNode query(Form form) throws Refused {
        var doing = "list events";
        var events = calls.readTree(
                        "events", "events/", form.with("op", "query").with("level", "DEBUG"), doing)
                .path("events");
        if (!events.isArray()) throw new Refused(calls.failures().unreadable(Effect.READ, doing, "no events"));
        return events;
    }

    private static long largest(JsonNode events, long least) {
        return events.valueStream()
                .mapToLong(event -> event.path("id").asLong(0))
                .reduce(least, Math::max);
    }

    /** Forgets the oldest. */
    private static final class Newest extends LinkedHashMap<Long, Set<Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Set<Long>> eldest) {
            return size() > REMEMBERED;
        }
    }
}
