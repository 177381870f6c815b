package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Subnets and what can be asked of them (source code; shape recorded). Writing is for administrators. */
final class SubnetsApi {
    private final Region region;
    private final Networks networks;

    SubnetsApi(Region region) {
        this.region = region;
        this.networks = region.networks;
    }

    Answer all(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(networks.subnets.values().stream()
                        .map(NetworkJson::subnet)
                        .toList());
            case "POST" -> {
                request.requireAdmin();
                yield Answers.json(NetworkJson.subnet(SubnetForm.create(networks, request)));
            }
            default -> throw request.noSuchOperation();
        };
    }

    Answer one(Request request) {
        var subnet = networks.subnet(String.join(
                        "/", request.path().subList(1, request.path().size())))
                .orElseThrow(() -> Refusal.unknown("Subnet"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(NetworkJson.subnet(subnet));
            case "PUT" -> {
                request.requireAdmin();
                SubnetForm.update(networks, request, subnet);
                yield Answers.json(NetworkJson.subnet(subnet));
            }
            case "DELETE" -> delete(request, subnet);
            case "GET reserved_ip_ranges" -> Answers.json(reserved(subnet));
            case "GET unreserved_ip_ranges" -> Answers.json(unreserved(subnet));
            case "GET statistics" -> Answers.json(statistics(subnet));
            case "GET ip_addresses" -> Answers.json(addresses(subnet));
            default -> throw request.noSuchOperation();
        };
    }

    /** Not while DHCP serves it; since 3.7 not while nodes hold addresses either, unless forced (source code). */
    private Answer delete(Request request, Networks.Subnet subnet) {
        request.requireAdmin();
        if (subnet.vlan.dhcpOn && networks.ranges(subnet).stream().anyMatch(range -> range.type.equals("dynamic"))) {
            throw Refusal.bad("Cannot delete a subnet that is actively servicing a dynamic IP range. (Delete the"
                    + " dynamic range or disable DHCP first.)");
        }
        if (request.version().atLeast(MaasVersion.V3_7)
                && !request.flag("force")
                && networks.addresses.anyTaken(subnet)) {
            throw Refusal.bad("Cannot delete a subnet that has IP addresses in use by nodes. (Use the 'force' parameter"
                    + " to override.)");
        }
        networks.ranges(subnet).forEach(range -> networks.ranges.remove(range.id));
        region.nodes()
                .forEach(node -> node.nics.forEach(nic -> {
                    region.wiring.drop(nic, link -> subnet.equals(link.subnet));
                    if (subnet.equals(nic.discovered)) {
                        nic.discovered = null;
                    }
                    region.wiring.ensureUp(nic);
                }));
        networks.subnets.remove(subnet.id);
        networks.changed();
        return Answers.gone();
    }

    /** A stretch of addresses and what takes it. */
    private record Stretch(BigInteger first, BigInteger last, String purpose) {
        Map<String, @Nullable Object> json(Cidr cidr) {
            var json = Json.object()
                    .with("start", cidr.text(first))
                    .with("end", cidr.text(last))
                    .with("num_addresses", last.subtract(first).add(BigInteger.ONE));
            return (purpose.isEmpty() ? json : json.with("purpose", List.of(purpose))).map();
        }
    }

    private List<Stretch> stretches(Networks.Subnet subnet) {
        var all = new ArrayList<Stretch>();
        for (var range : networks.ranges(subnet)) {
            all.add(new Stretch(
                    Cidr.address(range.start).orElseThrow(),
                    Cidr.address(range.end).orElseThrow(),
                    range.type));
        }
        if (subnet.gateway != null && subnet.cidr.contains(subnet.gateway)) {
            var gateway = Cidr.address(subnet.gateway).orElseThrow();
            all.add(new Stretch(gateway, gateway, "gateway-ip"));
        }
        for (var taken : networks.addresses.taken(subnet)) {
            all.add(new Stretch(taken, taken, "assigned-ip"));
        }
        all.sort(Comparator.comparing(Stretch::first));
        return all;
    }

    private List<Map<String, @Nullable Object>> reserved(Networks.Subnet subnet) {
        return stretches(subnet).stream().map(each -> each.json(subnet.cidr)).toList();
    }

    private List<Map<String, @Nullable Object>> unreserved(Networks.Subnet subnet) {
        return free(subnet).stream().map(each -> each.json(subnet.cidr)).toList();
    }

    private List<Stretch> free(Networks.Subnet subnet) {
        var free = new ArrayList<Stretch>();
        var next = subnet.cidr.network().add(BigInteger.ONE);
        for (var taken : stretches(subnet)) {
            if (taken.first().compareTo(next) > 0) {
                free.add(new Stretch(next, taken.first().subtract(BigInteger.ONE), ""));
            }
            next = next.max(taken.last().add(BigInteger.ONE));
        }
        var end = subnet.cidr.last().subtract(BigInteger.ONE);
        if (next.compareTo(end) <= 0) {
            free.add(new Stretch(next, end, ""));
        }
        return free;
    }

    private Map<String, @Nullable Object> statistics(Networks.Subnet subnet) {
        var free = free(subnet);
        var total = subnet.cidr.last().subtract(subnet.cidr.network()).subtract(BigInteger.ONE);
        var available = BigInteger.ZERO;
        var largest = BigInteger.ZERO;
        for (var stretch : free) {
            var size = stretch.last().subtract(stretch.first()).add(BigInteger.ONE);
            available = available.add(size);
            largest = largest.max(size);
        }
        double usage = total.signum() == 0 ? 0 : 1 - available.doubleValue() / total.doubleValue();
        return Json.object()
                .with("num_available", available)
                .with("largest_available", largest)
                .with("num_unavailable", total.subtract(available))
                .with("total_addresses", total)
                .with("usage", usage)
                .with("usage_string", Math.round(usage * 100) + "%")
                .with("available_string", Math.round((1 - usage) * 100) + "%")
                .with("first_address", subnet.cidr.text(subnet.cidr.network().add(BigInteger.ONE)))
                .with("last_address", subnet.cidr.text(subnet.cidr.last().subtract(BigInteger.ONE)))
                .with("ip_version", subnet.cidr.ipVersion())
                .map();
    }

    /** Addresses that machines hold, with who holds them. */
    private List<Map<String, @Nullable Object>> addresses(Networks.Subnet subnet) {
        var all = new ArrayList<Map<String, @Nullable Object>>();
        for (var node : region.nodes()) {
            for (var nic : node.nics) {
                for (var link : nic.links) {
                    if (subnet.equals(link.subnet) && link.address != null) {
                        all.add(holder(node, nic, link, link.address));
                    }
                }
            }
        }
        return all;
    }

    private static Map<String, @Nullable Object> holder(Node node, Nic nic, Nic.Link link, String address) {
        return Json.object()
                .with("ip", address)
                .with("alloc_type", link.mode == Nic.Mode.AUTO ? 0 : 1)
                .with("alloc_type_name", link.mode == Nic.Mode.AUTO ? "Automatic" : "Sticky")
                .with(
                        "node_summary",
                        Json.object()
                                .with("system_id", node.systemId)
                                .with("node_type", 0)
                                .with("fqdn", node.fqdn())
                                .with("hostname", node.hostname)
                                .with("via", nic.name))
                .map();
    }
}
