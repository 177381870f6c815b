package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.MacAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * By what a machine of MAAS is known to another server.
 *
 * @param serial its serial number
 * @param uuid what its firmware calls it
 * @param macAddresses every address of its interfaces
 * @param names what it may call itself: its name, and its name with its domain
 */
public record HostIdentity(
        Optional<String> serial, Optional<String> uuid, SortedSet<MacAddress> macAddresses, List<String> names) {
    /** Keeps unmodifiable copies. */
    public HostIdentity {
        macAddresses = Collections.unmodifiableSortedSet(new TreeSet<>(macAddresses));
        names = List.copyOf(names);
    }

    /** The one of {@code machine}. */
    public static HostIdentity of(Machine machine) {
        var names = machine.domain().isEmpty()
                ? List.of(machine.hostname())
                : List.of(machine.hostname(), machine.hostname() + "." + machine.domain());
        return new HostIdentity(machine.serial(), machine.uuid(), machine.macAddresses(), names);
    }
}
