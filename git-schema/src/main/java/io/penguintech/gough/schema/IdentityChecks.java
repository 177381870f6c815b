package io.penguintech.gough.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes sure that a name, a MAC address and a serial number mean one host only. */
final class IdentityChecks {
    private final Problems problems;
    private final Map<String, Owner> names = new HashMap<>();
    private final Map<String, Owner> formerNames = new HashMap<>();
    private final Map<String, Owner> macs = new HashMap<>();
    private final Map<String, Owner> serials = new HashMap<>();

    IdentityChecks(Problems problems) {
        this.problems = problems;
    }

    private record Owner(String host, Place place) {}

    /** Checks hosts in the order of their files. */
    void check(Collection<MergedHost> hosts) {
        for (var host : hosts) own(host);
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
