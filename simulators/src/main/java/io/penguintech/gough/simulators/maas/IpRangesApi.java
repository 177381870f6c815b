package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ipranges/}: dynamic ranges for DHCP (administrators) and reserved ones (everybody) (source code). */
final class IpRangesApi {
    private static final List<String> TYPES = List.of("dynamic", "reserved");

    private final Networks networks;

    IpRangesApi(Region region) {
        this.networks = region.networks;
    }

    Answer all(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(
                        networks.ranges.values().stream().map(IpRangesApi::json).toList());
            case "POST" -> create(request);
            default -> throw request.noSuchOperation();
        };
    }

    private Answer create(Request request) {
        if (request.text("type").equals("dynamic") && !request.user().superuser()) {
            throw new Refusal(
                    Answers.refused(403, "Unable to create dynamic IP range. You don't have sufficient privileges."));
        }
        var fields = new FormFields(request);
        var type = fields.required("type");
        if (!type.isEmpty() && !TYPES.contains(type)) {
            fields.error("type", "Value '" + type + "' is not a valid choice."); // inferred
        }
        var start = fields.required("start_ip");
        var end = fields.required("end_ip");
        var subnet = fields.choice("subnet", networks::subnet).or(() -> networks.best(start));
        if (subnet.isEmpty() && fields.ok("subnet")) {
            fields.error("subnet", FormFields.REQUIRED);
        }
        fields.refuseErrors();
        check(fields, type, subnet.orElseThrow(), start, end, Optional.empty());
        fields.refuseErrors();
        var range = networks.newRange(type, subnet.orElseThrow(), request.user().username(), start, end);
        range.comment = request.text("comment");
        networks.addresses.reconsider();
        return Answers.json(json(range));
    }

    /** Both ends in the subnet, in order, and free of other ranges; a dynamic one also of addresses in use. */
    private void check(
            FormFields fields,
            String type,
            Networks.Subnet subnet,
            String start,
            String end,
            Optional<Networks.IpRange> self) {
        var first = Cidr.address(start);
        var last = Cidr.address(end);
        if (first.isEmpty() || last.isEmpty()) {
            fields.error("__all__", "Start IP address and end IP address are both required.");
            return;
        }
        if (last.get().compareTo(first.get()) < 0) {
            fields.error("end_ip", "End IP address must not be less than Start IP address.");
        }
        boolean startInside = subnet.cidr.contains(start);
        boolean endInside = subnet.cidr.contains(end);
        if (!startInside && !endInside) {
            fields.error("__all__", "IP addresses must be within subnet: " + subnet.cidr + ".");
        } else if (!startInside) {
            fields.error("start_ip", "Start IP address must be within subnet: " + subnet.cidr + ".");
        } else if (!endInside) {
            fields.error("end_ip", "End IP address must be within subnet: " + subnet.cidr + ".");
        } else if (first.get().equals(subnet.cidr.network())) {
            fields.error("start_ip", "Reserved network address cannot be included in IP range.");
        } else if (subnet.cidr.ipVersion() == 4 && last.get().equals(subnet.cidr.last())) {
            fields.error("end_ip", "Broadcast address cannot be included in IP range.");
        } else {
            checkFree(fields, type, subnet, new Bounds(start, end), self);
        }
    }

    /** First and last address. */
    private record Bounds(String start, String end) {
        boolean contains(String address) {
            var number = Cidr.address(address).orElseThrow();
            return number.compareTo(Cidr.address(start).orElseThrow()) >= 0
                    && number.compareTo(Cidr.address(end).orElseThrow()) <= 0;
        }
    }

    private void checkFree(
            FormFields fields, String type, Networks.Subnet subnet, Bounds bounds, Optional<Networks.IpRange> self) {
        boolean overlaps = networks.ranges(subnet).stream()
                .filter(other -> !self.equals(Optional.of(other)))
                .anyMatch(other ->
                        other.contains(bounds.start()) || other.contains(bounds.end()) || bounds.contains(other.start));
        boolean dynamic = type.equals("dynamic");
        boolean used = dynamic
                && (networks.addresses.taken(subnet).stream()
                                .anyMatch(taken -> bounds.contains(subnet.cidr.text(taken)))
                        || (subnet.gateway != null && bounds.contains(subnet.gateway)));
        if (overlaps || used) {
            fields.error(
                    "__all__",
                    "Requested " + type + " range conflicts with an existing "
                            + (dynamic ? "IP address or range." : "range."));
        }
        if (dynamic && networks.addresses.reservedFor.keySet().stream().anyMatch(bounds::contains)) {
            fields.error("__all__", "The dynamic IP range cannot include reserved IPs.");
        }
    }

    Answer one(Request request) {
        var range = networks.ranges.values().stream()
                .filter(each -> Integer.toString(each.id).equals(request.path().get(1)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("IPRange"));
        if (request.signature().equals("GET")) {
            return Answers.json(json(range));
        }
        if (!request.user().superuser() && !range.user.equals(request.user().username())) {
            throw new Refusal(Answers.refused(403, "Unable to modify IP range. You don't own the IP range."));
        }
        return switch (request.signature()) {
            case "PUT" -> {
                var fields = new FormFields(request);
                var start = fields.text("start_ip").orElse(range.start);
                var end = fields.text("end_ip").orElse(range.end);
                check(fields, range.type, range.subnet, start, end, Optional.of(range));
                fields.refuseErrors();
                range.start = start;
                range.end = end;
                range.comment = fields.text("comment").orElse(range.comment);
                networks.addresses.reconsider();
                yield Answers.json(json(range));
            }
            case "DELETE" -> {
                networks.ranges.remove(range.id);
                networks.addresses.reconsider();
                yield Answers.gone();
            }
            default -> throw request.noSuchOperation();
        };
    }

    private static Map<String, @Nullable Object> json(Networks.IpRange range) {
        return Json.object()
                .with("subnet", NetworkJson.subnet(range.subnet))
                .with("type", range.type)
                .with("start_ip", range.start)
                .with("end_ip", range.end)
                .with("user", Json.object().with("username", range.user))
                .with("comment", range.comment)
                .with("id", range.id)
                .with("resource_uri", "/MAAS/api/2.0/ipranges/" + range.id + "/")
                .map();
    }
}
