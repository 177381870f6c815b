package io.penguintech.gough.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes sure that a name, a MAC address and a serial number mean one host only. */
final class IdentityChecks {
    private final Problems problems;
    private final Map<String, Owner> names = new HashMap<>();
    private final Map<String, Owner> formerNames = new HashMap<>();
    private final Map<String, Owner> macs = new HashMap<>();
    private final Map<String, Owner> serials = new HashMap<>();
    private final Map<String, Owner> addresses = new HashMap<>();

    IdentityChecks(Problems problems) {
        this.problems = problems;
    }

    private record Owner(String host, Place place) {}

    /** Checks hosts in the order of their files. */
    void check(Collection<MergedHost> hosts) {
        for (var host : hosts) own(host);
        for (var host : hosts) addresses(host);
        for (var host : hosts) former(host);
    }

    private void own(MergedHost host) {
        var name = host.document().name();
        var machine = new Fields(host.spec()).inner("machine");
        var first = names.putIfAbsent(
                name.toLowerCase(Locale.ROOT), new Owner(name, host.document().namePlace()));
        if (first != null)
            problems.error(
                    "Host declared twice",
                    "Host %s is declared at %s already.".formatted(name, first.place()),
                    host.document().namePlace());
        for (var mac : machine.items("macAddresses"))
            // What a profile says of addresses is refused elsewhere; it does not make its hosts the same machine.
            if (mac.place().file().equals(host.document().place().file()))
                Fields.text(mac)
                        .ifPresent(text -> once(
                                macs,
                                text.toLowerCase(Locale.ROOT).replace('-', ':'),
                                name,
                                mac.place(),
                                "MAC address used twice",
                                "\"%s\""));
        machine.text("serial")
                .ifPresent(serial -> once(
                        serials,
                        serial.toLowerCase(Locale.ROOT),
                        name,
                        machine.place("serial"),
                        "Serial number used twice",
                        "\"%s\""));
    }

    /** An address belongs to one host of a region. */
    private void addresses(MergedHost host) {
        var spec = new Fields(host.spec());
        var region = spec.text("region").orElse("default");
        for (var type : HostNetwork.InterfaceType.values())
            for (var entry : spec.inner("network").mapping(type.map()).entries())
                if (entry.value() instanceof Tree.Mapping item)
                    for (var link : new Fields(item).items("links"))
                        if (link instanceof Tree.Mapping map) address(host, region, new Fields(map));
    }

    private void address(MergedHost host, String region, Fields link) {
        link.text("address")
                .flatMap(IpAddress::parse)
                .filter(address -> !isOwn(addresses.get(region + " " + address), host))
                .ifPresent(address -> once(
                        addresses,
                        region + " " + address,
                        host.document().name(),
                        link.place("address"),
                        "Address used twice",
                        "The address " + address));
    }

    /** What a host says twice is told elsewhere. */
    private static boolean isOwn(@Nullable Owner owner, MergedHost host) {
        return owner != null && owner.host().equals(host.document().name());
    }

    private void once(Map<String, Owner> owners, String key, String host, Place place, String summary, String what) {
        var first = owners.putIfAbsent(key, new Owner(host, place));
        if (first != null)
            problems.error(
                    summary,
                    "%s of host %s stands at %s already, for host %s; only one of the two can have it."
                            .formatted(what.formatted(key), host, first.place(), first.host()),
                    place);
    }

    private void former(MergedHost host) {
        var name = host.document().name();
        for (var item : new Fields(host.spec()).items("formerly"))
            Fields.text(item).ifPresent(former -> {
                var key = former.toLowerCase(Locale.ROOT);
                var living = names.get(key);
                if (living != null)
                    problems.error(
                            "Former name is in use",
                            "Host %s was formerly \"%s\", but a host of that name is declared at %s."
                                    .formatted(name, former, living.place()),
                            item.place());
                else once(formerNames, key, name, item.place(), "Former name used twice", "The former name \"%s\"");
            });
    }
}
