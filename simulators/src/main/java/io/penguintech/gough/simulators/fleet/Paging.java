package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The list parameters of Fleet's REST API. A page without a size has 20 items; neither means everything.
 *
 * @param page 0-based
 * @param perPage 0 is unlimited
 * @param orderKey a key of the items, or empty for the order of the ids
 * @param descending whether the order is turned round
 * @param after only items whose order key is beyond this value
 * @param text only items that hold this text
 */
record Paging(
        int page, int perPage, String orderKey, boolean descending, Optional<String> after, Optional<String> text) {

    private static final int DEFAULT_PAGE = 20;

    static Paging of(Call call) {
        var page = number(call, "page");
        int perPage = number(call, "per_page").orElse(page.isPresent() ? DEFAULT_PAGE : 0);
        var direction = call.queryValue("order_direction").orElse("asc");
        if (!direction.equals("asc") && !direction.equals("desc")) {
            throw Refusal.badRequest("unknown order_direction: " + direction);
        }
        return new Paging(
                page.orElse(0),
                perPage,
                call.queryValue("order_key").orElse(""),
                direction.equals("desc"),
                call.queryValue("after").filter(value -> !value.isEmpty()),
                call.queryValue("query").map(String::strip).filter(value -> !value.isEmpty()));
    }

    /** One page of {@code items}, which are in the order of their ids. */
    Page cut(List<ObjectNode> items) {
        var ordered = orderKey.isEmpty()
                ? items
                : items.stream().filter(this::beyond).sorted(order(items)).toList();
        if (perPage == 0) {
            return new Page(ordered, ordered.size(), false, false);
        }
        int from = (int) Math.min((long) page * perPage, ordered.size());
        int to = Math.min(from + perPage, ordered.size());
        return new Page(ordered.subList(from, to), ordered.size(), to < ordered.size(), page > 0);
    }

    /** Whether items in the order of their ids are in the order that is asked for, so that a page can be cut before it is written. */
    boolean isById() {
        return (orderKey.isEmpty() || orderKey.equals("id")) && !descending && after.isEmpty();
    }

    /** One page of {@code items}, which are in the order that is asked for. */
    <T> List<T> slice(List<T> items) {
        if (perPage == 0) {
            return items;
        }
        int from = (int) Math.min((long) page * perPage, items.size());
        return items.subList(from, Math.min(from + perPage, items.size()));
    }

    private Comparator<ObjectNode> order(List<ObjectNode> items) {
        if (!items.isEmpty() && !items.getFirst().has(orderKey)) {
            throw Refusal.invalid("order_key", "invalid order key: " + orderKey);
        }
        Comparator<ObjectNode> order = (one, other) -> compare(one.path(orderKey), other.path(orderKey));
        return descending ? order.reversed() : order;
    }

    private boolean beyond(ObjectNode item) {
        if (after.isEmpty()) {
            return true;
        }
        var key = item.path(orderKey);
        int compared = key.isNumber()
                ? Double.compare(key.doubleValue(), Double.parseDouble(after.get()))
                : key.asString("").compareTo(after.get());
        return descending ? compared < 0 : compared > 0;
    }

    private static int compare(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? Double.compare(one.doubleValue(), other.doubleValue())
                : one.asString("").compareTo(other.asString(""));
    }

    private static Optional<Integer> number(Call call, String name) {
        try {
            var number = call.queryValue(name).map(Integer::parseInt);
            if (number.isPresent() && number.get() < 0) {
                throw Refusal.badRequest("negative " + name + " value");
            }
            return number;
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("non-int " + name + " value");
        }
    }

    /**
     * One page of a list.
     *
     * @param items what is on it
     * @param total how many items all pages have
     * @param next whether a page follows
     * @param previous whether a page came before
     */
    record Page(List<ObjectNode> items, int total, boolean next, boolean previous) {}
}
