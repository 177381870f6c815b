package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.VirtualMachine;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A host whose document switches its protection off, and which machine that document means: the same name may mean another one in
 * the next revision, and that one was never given free.
 *
 * @param host its name
 * @param macAddresses the addresses that the document names
 * @param serial the serial number that it names
 * @param on the hypervisor that it is made on, when it is a virtual machine
 */
public record Unprotected(
        HostName host, SortedSet<MacAddress> macAddresses, Optional<String> serial, Optional<HostName> on)
        implements Comparable<Unprotected> {
    /** Keeps an unmodifiable copy. */
    public Unprotected {
        macAddresses = Collections.unmodifiableSortedSet(new TreeSet<>(macAddresses));
    }

    static Unprotected of(Host host) {
        return new Unprotected(
                host.name(),
                host.machine().macAddresses(),
                host.machine().serial(),
                host.vm().map(VirtualMachine::on));
    }

    /** All of an inventory. */
    static List<Unprotected> in(Inventory inventory) {
        return inventory.hosts().values().stream()
                .filter(host -> !host.protect())
                .map(Unprotected::of)
                .toList();
    }

    /** The hosts of {@code inventory} that {@code before} gave free, with the machines that they are now. */
    static SortedSet<HostName> releasable(
            Collection<Unprotected> before, Inventory inventory, Observed observed, Records records) {
        var free = new TreeSet<HostName>();
        if (before.isEmpty()) return free;
        var found = new Found(observed);
        for (var one : before)
            Optional.ofNullable(inventory.hosts().get(one.host()))
                    .filter(host -> found.machine(host, records)
                            .map(Seen::value)
                            .filter(machine -> one.means(host, machine))
                            .isPresent())
                    .ifPresent(host -> free.add(host.name()));
        return free;
    }

    private boolean means(Host now, Machine machine) {
        if (on.isPresent())
            return now.vm().map(VirtualMachine::on).equals(on)
                    && machine.hostname().equals(host.value());
        return serial.map(String::strip)
                        .flatMap(said -> machine.serial().map(String::strip).filter(said::equalsIgnoreCase))
                        .isPresent()
                || !Collections.disjoint(macAddresses, machine.macAddresses());
    }

    /** What an earlier version wrote is a name, which says of no machine that it is free. */
    static Unprotected parse(String text) {
        return text.startsWith("{")
                ? Json.read(text, Unprotected.class)
                : new Unprotected(new HostName(text), new TreeSet<>(), Optional.empty(), Optional.empty());
    }

    /** As {@link #parse} reads it. */
    String text() {
        return Json.write(this);
    }

    @Override
    public int compareTo(Unprotected other) {
        return host.compareTo(other.host);
    }
}
