package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code events/?op=query}: a feed with a cursor. Only machines that still exist have events (source code). */
final class EventsApi {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1000;
    private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM. yyyy HH:mm:ss", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Region region;

    EventsApi(Region region) {
        this.region = region;
    }

    Answer answer(Request request) {
        if (!request.signature().equals("GET query")) {
            throw request.noSuchOperation();
        }
        var after = number(request, "after");
        var before = number(request, "before");
        if (after.isPresent() && before.isPresent()) {
            throw Refusal.bad(
                    "There is undetermined behaviour when both `after` and `before` are specified."); // inferred
        }
        int limit = limit(request);
        var wanted = wanted(request);
        var page = after.map(id -> region.events.oldest(id, limit, wanted))
                .orElseGet(() -> region.events.newest(before.orElse(Long.MAX_VALUE), limit, wanted));
        return Answers.json(json(request, page, after.or(() -> before).orElse(0L)));
    }

    private static int limit(Request request) {
        long limit = number(request, "limit").orElse((long) DEFAULT_LIMIT);
        if (limit > MOST) {
            throw Refusal.bad("Requested number of events " + limit + " is greater than limit: " + MOST);
        }
        return (int) limit;
    }

    private static Optional<Long> number(Request request, String field) {
        try {
            return request.field(field).map(Long::valueOf);
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid(field, "Invalid " + field + ": whole number required."); // inferred
        }
    }

    /** INFO and louder by default; AUDIT shows only AUDIT, of which this region has none. */
    private static Predicate<Event> wanted(Request request) {
        var name = request.field("level").orElse("INFO");
        var least = Arrays.stream(Event.Level.values())
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.bad("Unrecognised log level: " + name)); // inferred
        Predicate<Event> wanted = least == Event.Level.AUDIT
                ? event -> event.level() == Event.Level.AUDIT
                : event -> event.level().compareTo(least) >= 0;
        return wanted.and(event -> Access.sees(request.user(), event.node()))
                .and(ofNode(request, "hostname", node -> List.of(node.hostname, node.fqdn())))
                .and(ofNode(request, "id", node -> List.of(node.systemId)))
                .and(ofNode(request, "mac_address", Node::macs))
                .and(ofNode(request, "zone", node -> List.of(node.zone.name)))
                .and(ofNode(request, "domain", node -> List.of(node.domain.name())))
                .and(event -> !request.has("owner") || request.all("owner").contains(event.username()));
    }

    private static Predicate<Event> ofNode(Request request, String field, Function<Node, List<String>> values) {
        var wanted = request.all(field);
        return event ->
                !request.has(field) || values.apply(event.node()).stream().anyMatch(wanted::contains);
    }

    /** The largest id seen is the next cursor; an empty page keeps the one it was asked with. */
    private static Map<String, @Nullable Object> json(Request request, List<Event> page, long cursor) {
        long newest = page.isEmpty() ? cursor : page.getFirst().id();
        long oldest = page.isEmpty() ? cursor : page.getLast().id();
        return Json.object()
                .with("count", page.size())
                .with("events", page.stream().map(EventsApi::json).toList())
                .with("next_uri", uri(request, "after", newest))
                .with("prev_uri", uri(request, "before", oldest))
                .map();
    }

    private static Map<String, @Nullable Object> json(Event event) {
        return Json.object()
                .with("username", event.username())
                .with("node", event.node().systemId)
                .with("hostname", event.node().hostname)
                .with("id", event.id())
                .with("level", event.level().name())
                .with("created", CREATED.format(event.created()))
                .with("type", event.type())
                .with("description", event.description())
                .map();
    }

    private static String uri(Request request, String cursor, long id) {
        var parameters = request.fields().entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals("after") && !entry.getKey().equals("before"))
                .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + "=" + encoded(value)))
                .map(each -> "&" + each)
                .collect(Collectors.joining());
        return "/MAAS/api/2.0/events/?op=query" + parameters + "&" + cursor + "=" + id;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
