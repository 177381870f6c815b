package io.penguintech.gough.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Checks the links of a host's interfaces: addresses, subnets and gateways. */
final class LinkChecks {
    private static final String NOT_THERE = "Field not possible here";

    private final Problems problems;
    private final Map<String, Place> addresses = new HashMap<>();
    private final Map<String, Place> gateways = new HashMap<>();

    LinkChecks(Problems problems) {
        this.problems = problems;
    }

    /** @param carrier the bond or bridge that an interface only carries */
    void check(Collection<NetworkChecks.Device> devices, Function<String, Optional<String>> carrier) {
        for (var device : devices) {
            var items = device.fields().items("links");
            var path = device.path() + ".links";
            if (!items.isEmpty())
                carrier.apply(device.name())
                        .ifPresent(owner -> problems.error(
                                "Link on a part",
                                "%s is part of %s, which has the addresses; move its links there."
                                        .formatted(device.path(), owner),
                                device.fields().place("links")));
            for (int i = 0; i < items.size(); i++)
                if (items.get(i) instanceof Tree.Mapping map)
                    link(new Fields(map), "%s[%d]".formatted(path, i), items.size());
        }
    }

    private void link(Fields link, String path, int siblings) {
        var mode = link.text("mode").orElse("");
        switch (mode) {
            case "static" -> {
                need(link, "address", path, "a static link has an address");
                need(link, "subnet", path, "a static link is in a subnet");
            }
            case "auto" -> {
                need(link, "subnet", path, "MAAS picks an address of a subnet");
                refuse(link, "address", path, "only a static link has one");
            }
            case "dhcp" -> refuse(link, "address", path, "DHCP gives one");
            case "link-up" -> {
                refuse(link, "address", path, "link-up has none");
                if (siblings > 1)
                    problems.error(
                            "Link-up beside other links",
                            "%s: link-up means that the interface has no address; remove it or the other links."
                                    .formatted(path),
                            link.place("mode"));
            }
            default -> {}
        }
        address(link, path);
        if (link.flag("defaultGateway", false)) gateway(link, mode, path);
    }

    private void need(Fields link, String key, String path, String why) {
        if (link.map().get(key).isEmpty())
            problems.error(
                    ShapeCheck.MISSING_KEY, "%s.%s must be given: %s.".formatted(path, key, why), link.place(""));
    }

    private void refuse(Fields link, String key, String path, String why) {
        if (link.map().get(key).isPresent())
            problems.error(NOT_THERE, "%s.%s: %s; remove it.".formatted(path, key, why), link.place(key));
    }

    private void address(Fields link, String path) {
        var text = link.text("address").filter(NetworkChecks::isPlain);
        if (text.isEmpty()) return;
        var place = link.place("address");
        var address = IpAddress.parse(text.get());
        if (address.isEmpty()) {
            problems.error(
                    "Value not allowed",
                    "%s.address: \"%s\" is not an IP address; write 192.0.2.5 or 2001:db8::5."
                            .formatted(path, text.get()),
                    place);
            return;
        }
        network(link)
                .filter(network -> !network.usable(address.get()))
                .ifPresent(network -> problems.error(
                        "Address outside its subnet",
                        "%s.address: %s is no address a host can have in %s.".formatted(path, text.get(), network),
                        place));
        var first = addresses.putIfAbsent(address.get().toString(), place);
        if (first != null)
            problems.error(
                    "Address used twice",
                    "%s.address: %s stands at %s already.".formatted(path, text.get(), first),
                    place);
    }

    private static Optional<IpNetwork> network(Fields link) {
        return link.text("subnet").filter(NetworkChecks::isPlain).flatMap(IpNetwork::parse);
    }

    private void gateway(Fields link, String mode, String path) {
        var place = link.place("defaultGateway");
        if (!mode.equals("auto") && !mode.equals("static")) {
            problems.error(
                    NOT_THERE,
                    "%s.defaultGateway: MAAS routes through auto and static links only; remove it.".formatted(path),
                    place);
            return;
        }
        var family = link.text("address")
                .flatMap(IpAddress::parse)
                .or(() -> network(link).map(IpNetwork::first))
                .map(address -> "IPv" + address.version())
                .orElse("unknown");
        var first = gateways.putIfAbsent(family, place);
        if (first != null && !family.equals("unknown"))
            problems.error(
                    "Two default gateways",
                    "%s.defaultGateway: another link of %s has it at %s already.".formatted(path, family, first),
                    place);
    }
}
