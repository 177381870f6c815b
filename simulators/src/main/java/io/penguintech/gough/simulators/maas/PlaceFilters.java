package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Constraints by what a machine is wired to, made of and stands on (source code, {@code node_constraint_filter_forms.py}). */
final class PlaceFilters {
    private static final Pattern DISK = Pattern.compile("(?:\\w+:)?(\\d{1,6})(?:\\(([^)]*)\\))?");
    private static final long GIGABYTE = 1_000_000_000L;

    private PlaceFilters() {}

    /** Adds those of lists and allocate, each with its negation. */
    static void add(Map<String, Function<List<String>, Predicate<Node>>> known) {
        both(
                known,
                "fabrics",
                wanted -> node -> vlans(node)
                        .anyMatch(
                                vlan -> names(vlan.fabric.id, vlan.fabric.name).anyMatch(wanted::contains)));
        both(
                known,
                "fabric_classes",
                wanted -> node -> vlans(node)
                        .anyMatch(vlan -> wanted.contains(
                                Optional.ofNullable(vlan.fabric.classType).orElse(""))));
        both(
                known,
                "vlans",
                wanted -> node -> vlans(node)
                        .anyMatch(vlan -> Stream.concat(names(vlan.id, vlan.name), Stream.of("vid:" + vlan.vid))
                                .anyMatch(wanted::contains)));
        both(
                known,
                "subnets",
                wanted -> node -> subnets(node)
                        .anyMatch(subnet -> Stream.concat(
                                        names(subnet.id, subnet.name),
                                        Stream.of("cidr:" + subnet.cidr, "" + subnet.cidr))
                                .anyMatch(wanted::contains)));
        both(known, "pod", wanted -> node -> node.vmHost != null && wanted.contains(node.vmHost.name));
        both(known, "pod_type", wanted -> node -> node.vmHost != null && wanted.contains(node.vmHost.type));
        both(known, "agent_name", wanted -> node -> wanted.contains(node.agentName));
        both(known, "deployment_target", wanted -> node -> wanted.contains(node.ephemeral ? "memory" : "disk"));
        both(known, "simple_status", wanted -> node -> wanted.contains(simple(node.status)));
        known.put("link_speed", wanted -> node -> node.nics.stream().anyMatch(nic -> nic.linkSpeed >= speed(wanted)));
        known.put("storage", PlaceFilters::storage);
    }

    private static void both(
            Map<String, Function<List<String>, Predicate<Node>>> known,
            String name,
            Function<List<String>, Predicate<Node>> filter) {
        known.put(name, filter);
        known.put("not_" + name, wanted -> filter.apply(wanted).negate());
    }

    private static Stream<Networks.Vlan> vlans(Node node) {
        return node.nics.stream().flatMap(nic -> Stream.ofNullable(nic.vlan));
    }

    private static Stream<Networks.Subnet> subnets(Node node) {
        return node.nics.stream().flatMap(nic -> nic.links.stream()).flatMap(link -> Stream.ofNullable(link.subnet));
    }

    private static Stream<String> names(int id, String name) {
        return Stream.of(Integer.toString(id), name, "name:" + name);
    }

    private static long speed(List<String> wanted) {
        try {
            return Long.parseLong(wanted.getFirst());
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("link_speed", "Invalid link_speed: number required.");
        }
    }

    /** {@code label:50(ssd),100}: a disk for each, at least so many gigabytes and with these tags. */
    private static Predicate<Node> storage(List<String> wanted) {
        var parts = List.of(wanted.getFirst().split(",(?![^(]*\\))", -1));
        for (var part : parts) {
            if (!DISK.matcher(part.strip()).matches()) {
                throw Refusal.invalid("storage", "Malformed storage constraint, \"" + wanted.getFirst() + "\".");
            }
        }
        return node -> {
            var left = new ArrayList<>(node.storage.physical().toList());
            return parts.stream()
                    .allMatch(part -> left.stream()
                            .filter(disk -> fits(disk, part.strip()))
                            .findFirst()
                            .filter(left::remove)
                            .isPresent());
        };
    }

    private static boolean fits(Volume.Disk disk, String part) {
        var matcher = DISK.matcher(part);
        return matcher.matches()
                && disk.size >= Long.parseLong(matcher.group(1)) * GIGABYTE
                && (matcher.group(2) == null
                        || disk.tags().containsAll(List.of(matcher.group(2).split(",", -1))));
    }

    /** The groups in which MAAS's own pages sort statuses. */
    private static String simple(MaasStatus status) {
        return switch (status) {
            case FAILED_COMMISSIONING,
                    FAILED_DEPLOYMENT,
                    FAILED_RELEASING,
                    FAILED_DISK_ERASING,
                    FAILED_ENTERING_RESCUE_MODE,
                    FAILED_EXITING_RESCUE_MODE,
                    FAILED_TESTING -> "failed";
            case ENTERING_RESCUE_MODE, EXITING_RESCUE_MODE, RESCUE_MODE -> "rescue_mode";
            case DISK_ERASING, RELEASING -> "releasing";
            case NEW,
                    COMMISSIONING,
                    MISSING,
                    READY,
                    RESERVED,
                    DEPLOYED,
                    RETIRED,
                    BROKEN,
                    DEPLOYING,
                    ALLOCATED,
                    TESTING -> status.name().toLowerCase(Locale.ROOT);
        };
    }
}
