package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The constraints of machine lists and of allocate. Unknown names and unknown tags are refused; MAC addresses match
 * lower case only (all recorded).
 */
final class MachineFilters {
    /** Accepted by a real region, not modelled here. */
    private static final Set<String> NOT_MODELLED = Set.of("interfaces", "devices");

    private final Region region;
    private final Map<String, Function<List<String>, Predicate<Node>>> known = new LinkedHashMap<>();

    private MachineFilters(Region region) {
        this.region = region;
        PlaceFilters.add(known);
        known.put("zone", names -> any(names, node -> node.zone.name));
        known.put("pool", names -> any(names, node -> node.pool.name));
        known.put("arch", archs -> any(whole(archs), node -> node.architecture));
        known.put("tags", this::allTags);
        known.put("not_tags", names -> node -> split(names).noneMatch(node.tags::contains));
        known.put("cpu_count", least -> node -> node.cpuCount >= number("cpu_count", least));
        known.put("mem", least -> node -> node.memory >= number("mem", least));
    }

    /** Those of {@code GET machines/}. */
    static Predicate<Node> ofList(Region region, Map<String, List<String>> fields) {
        var filters = new MachineFilters(region);
        var known = filters.known;
        known.put("id", ids -> node -> ids.contains(node.systemId));
        known.put("hostname", names -> node -> names.contains(node.hostname) || names.contains(node.fqdn()));
        known.put("mac_address", macs -> node -> node.macs().stream().anyMatch(macs::contains));
        known.put("domain", names -> any(names, node -> node.domain.name()));
        known.put("owner", names -> any(names, node -> Objects.requireNonNullElse(node.owner, "")));
        known.put("power_state", states -> any(states, node -> node.powerState));
        known.put("status", filters::statuses);
        for (var name : List.of("zone", "pool", "arch", "id", "hostname", "mac_address", "domain", "owner")) {
            filters.negate(name, "not_" + name);
        }
        filters.negate("power_state", "not_power_state");
        filters.negate("status", "not_status");
        return filters.predicate(fields);
    }

    /** Those of allocate; {@code ignored} are its options, which constrain nothing. */
    static Predicate<Node> ofAllocate(Region region, Map<String, List<String>> fields, Set<String> ignored) {
        var filters = new MachineFilters(region);
        filters.known.put("system_id", ids -> any(ids, node -> node.systemId));
        filters.known.put("name", names -> node -> names.contains(node.hostname) || names.contains(node.fqdn()));
        filters.negate("zone", "not_in_zone");
        filters.negate("pool", "not_in_pool");
        var constraints = new LinkedHashMap<>(fields);
        constraints.keySet().removeAll(ignored);
        return filters.predicate(constraints);
    }

    private void negate(String name, String negation) {
        var positive = Objects.requireNonNull(known.get(name));
        known.put(negation, values -> positive.apply(values).negate());
    }

    private Predicate<Node> predicate(Map<String, List<String>> fields) {
        Predicate<Node> all = node -> true;
        var errors = new LinkedHashMap<String, List<String>>();
        for (var field : fields.entrySet()) {
            var filter = known.get(field.getKey());
            if (filter != null) {
                all = all.and(filter.apply(field.getValue()));
            } else if (NOT_MODELLED.contains(field.getKey())) {
                throw Refusal.notModelled("the constraint " + field.getKey());
            } else {
                errors.put(field.getKey(), List.of("No such constraint."));
            }
        }
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
        return all;
    }

    /** The machines a list is about, found by id or name without looking at all where that is possible. */
    static Collection<Node> candidates(Region region, Request request) {
        if (request.has("id")) {
            return request.all("id").stream()
                    .distinct()
                    .flatMap(id -> region.node(id).stream())
                    .toList();
        }
        if (request.has("mac_address")) {
            return request.all("mac_address").stream()
                    .flatMap(mac -> region.withMac(mac).stream())
                    .distinct()
                    .toList();
        }
        return new ArrayList<>(region.nodes());
    }

    private Predicate<Node> allTags(List<String> names) {
        var unknown = split(names)
                .filter(name -> !region.catalog.tags.containsKey(name))
                .map(name -> "'" + name + "'")
                .toList();
        if (!unknown.isEmpty()) {
            throw Refusal.invalid("tags", "No such tag(s): " + String.join(", ", unknown) + ".");
        }
        var wanted = split(names).collect(Collectors.toSet());
        return node -> node.tags.containsAll(wanted);
    }

    /** Statuses are named like the constants, in lower case; the refusal is inferred. */
    private Predicate<Node> statuses(List<String> names) {
        var wanted = names.stream()
                .map(name -> MaasStatus.named(name)
                        .orElseThrow(() -> Refusal.invalid(
                                "status", "Select a valid choice. " + name + " is not one of the available choices.")))
                .collect(Collectors.toSet());
        return node -> wanted.contains(node.status);
    }

    private static Stream<String> split(List<String> names) {
        return names.stream().flatMap(each -> Stream.of(each.split("[, ]+"))).filter(each -> !each.isEmpty());
    }

    private static List<String> whole(List<String> archs) {
        return archs.stream()
                .map(arch -> arch.contains("/") ? arch : arch + "/generic")
                .toList();
    }

    private static Predicate<Node> any(List<String> wanted, Function<Node, String> value) {
        return node -> wanted.contains(value.apply(node));
    }

    private static double number(String field, List<String> values) {
        try {
            return Double.parseDouble(values.getFirst());
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid(field, "Invalid " + field + ": number required.");
        }
    }
}
