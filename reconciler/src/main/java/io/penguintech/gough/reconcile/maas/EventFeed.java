package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request.Effect;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

    private static final String ASKED = "User ";
    /** MAAS's name for who did what nobody asked for (recorded). */
    private static final String NOBODY = "unknown";

    /**
     * What MAAS notes each time it asks a BMC, every few minutes of each machine, and of all of them while their network is away
     * (its src/maascommon/events.py): they say nothing of what a machine is.
     */
    private static final Set<String> QUERIES = Set.of("Queried node's BMC", "Failed to query node's BMC");

    private static final Pattern TURNED = Pattern.compile("^From '([A-Za-z ]{1,30})' to '([A-Za-z ]{1,30})'");
    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("EEE, dd MMM. yyyy HH:mm:ss", Locale.ENGLISH);

    private final MaasCalls calls;
    private final Clock clock;
    /** By cursor given out: the events of its overlap that were told by then. */
    private final Map<Long, Set<Long>> told = Collections.synchronizedMap(new Newest());

    EventFeed(MaasCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
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
        var notes = new TreeMap<Long, Maas.Noted>();
        long from = Math.max(0, cursor - OVERLAP);
        for (int page = 0; page < MOST_PAGES; page++) {
            var events = query(Form.of("limit", Integer.toString(PAGE)).with("after", Long.toString(from)));
            for (var event : events) {
                var id = event.path("id").asLong(0);
                if (ids.add(id) && !known.contains(id))
                    machine(event).ifPresent(machine -> {
                        machines.add(machine);
                        noted(machine, event).ifPresent(note -> notes.put(id, note));
                    });
            }
            if (events.size() < PAGE) break;
            from = largest(events, from);
        }
        // Nothing at all, not even the overlap: events went with their machines, or the region was restored from a
        // backup and counts from further back.
        long next = ids.isEmpty() ? Math.min(cursor, newest()) : Math.max(cursor, ids.getLast());
        remember(next, ids);
        return new Maas.News(next, machines, List.copyOf(notes.values()));
    }

    private static Optional<SystemId> machine(JsonNode event) {
        if (QUERIES.contains(event.path("type").asString(""))) return Optional.empty();
        var node = event.path("node").asString("");
        return node.matches("[A-Za-z0-9]{1,41}") ? Optional.of(new SystemId(node)) : Optional.empty();
    }

    /** Who asked for what, or how a status changed (both recorded); nothing of the free text that users may add. */
    private Optional<Maas.Noted> noted(SystemId machine, JsonNode event) {
        var type = event.path("type").asString("");
        var who = event.path("username").asString("");
        if (type.startsWith(ASKED) && !who.isEmpty() && !who.equals(NOBODY))
            return Optional.of(new Maas.Noted.Asked(machine, created(event), who, type.substring(ASKED.length())));
        var turned = TURNED.matcher(event.path("description").asString(""));
        return type.equals("Node changed status") && turned.find()
                ? Optional.of(new Maas.Noted.Turned(machine, created(event), turned.group(1), turned.group(2)))
                : Optional.empty();
    }

    /** A text without a zone (recorded); a region's clock runs in UTC (inferred). */
    private Instant created(JsonNode event) {
        try {
            return LocalDateTime.parse(event.path("created").asString(""), CREATED)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return clock.instant();
        }
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
