package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code reservedips/}: addresses kept for a MAC address, since 3.6 (source code). Writing is for administrators. */
final class ReservedIpsApi {
    /** An address, where it is, whose it is and why. */
    private record Reserved(int id, String ip, Networks.Subnet subnet, String mac, String comment) {}

    private final Networks networks;
    private final Map<Integer, Reserved> all = new TreeMap<>();
    private int last;

    ReservedIpsApi(Region region) {
        this.networks = region.networks;
    }

    Answer all(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(all.values().stream().map(ReservedIpsApi::json).toList());
            case "POST" -> create(request);
            default -> throw request.noSuchOperation();
        };
    }

    private Answer create(Request request) {
        request.requireAdmin();
        var fields = new FormFields(request);
        var ip = fields.required("ip");
        var mac = fields.required("mac_address").toLowerCase(Locale.ROOT);
        var subnet = fields.choice("subnet", networks::subnet).or(() -> networks.best(ip));
        if (subnet.isEmpty() && fields.ok("subnet", "ip")) {
            fields.error("subnet", "There is no subnet for " + ip + ". Create the subnet and try again.");
        }
        subnet.ifPresent(where -> check(fields, where, ip, mac));
        fields.refuseErrors();
        var made = new Reserved(++last, ip, subnet.orElseThrow(), mac, request.text("comment"));
        all.put(made.id(), made);
        networks.addresses.reservedFor.put(ip, mac);
        return Answers.json(json(made));
    }

    private void check(FormFields fields, Networks.Subnet subnet, String ip, String mac) {
        var number = Cidr.address(ip);
        if (number.isEmpty() || !subnet.cidr.contains(ip)) {
            fields.error("ip", ip + " is not part of the subnet.");
            return;
        }
        if (number.get().equals(subnet.cidr.network())) {
            fields.error("ip", "The network address cannot be a reserved IP.");
        } else if (number.get().equals(subnet.cidr.last())) {
            fields.error("ip", "The broadcast address cannot be a reserved IP.");
        } else if (networks.addresses.reservedFor.containsKey(ip)) {
            fields.error("ip", "Reserved IP with this IP address already exists.");
        } else if (networks.addresses.isTaken(subnet, ip)) {
            fields.error("ip", "The ip " + ip + " is already in use by another machine.");
        }
        if (all.values().stream()
                .anyMatch(each -> each.mac().equals(mac) && each.subnet().equals(subnet))) {
            fields.error("__all__", "Reserved IP with this MAC address and Subnet already exists.");
        }
        networks.ranges(subnet).stream()
                .filter(range -> range.type.equals("dynamic") && range.contains(ip))
                .forEach(range -> fields.error(
                        "ip",
                        "The reserved IP " + ip + " must be outside the dynamic range " + range.start + " - "
                                + range.end + "."));
    }

    Answer one(Request request) {
        var reserved = all.values().stream()
                .filter(each ->
                        Integer.toString(each.id()).equals(request.path().get(1)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("ReservedIP"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(json(reserved));
            case "PUT" -> update(request, reserved);
            case "DELETE" -> {
                request.requireAdmin();
                all.remove(reserved.id());
                networks.addresses.reservedFor.remove(reserved.ip());
                networks.addresses.reconsider();
                yield Answers.gone();
            }
            default -> throw request.noSuchOperation();
        };
    }

    /** Only the comment can change. */
    private Answer update(Request request, Reserved old) {
        request.requireAdmin();
        var fields = new FormFields(request);
        boolean same = fields.text("ip").orElse(old.ip()).equals(old.ip())
                && fields.text("mac_address").orElse(old.mac()).equalsIgnoreCase(old.mac())
                && Optional.of(old.subnet())
                        .equals(fields.text("subnet").map(networks::subnet).orElse(Optional.of(old.subnet())));
        if (!same) {
            throw Refusal.invalid(
                    "__all__",
                    "The ip, mac_address and the subnet of a reserved IP are immutable. Delete the entry and recreate"
                            + " it.");
        }
        var changed = new Reserved(
                old.id(),
                old.ip(),
                old.subnet(),
                old.mac(),
                fields.text("comment").orElse(old.comment()));
        all.put(old.id(), changed);
        return Answers.json(json(changed));
    }

    private static Map<String, @Nullable Object> json(Reserved reserved) {
        return Json.object()
                .with("id", reserved.id())
                .with("ip", reserved.ip())
                .with("subnet", NetworkJson.subnet(reserved.subnet()))
                .with("mac_address", reserved.mac())
                .with("comment", reserved.comment())
                .with("resource_uri", "/MAAS/api/2.0/reservedips/" + reserved.id() + "/")
                .map();
    }
}
