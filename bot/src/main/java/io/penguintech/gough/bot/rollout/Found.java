package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.MacAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The machines that were seen, by what hosts are found by. */
final class Found {
    private final Observed observed;
    private final Map<MacAddress, Seen<Machine>> byAddress = new HashMap<>();

    Found(Observed observed) {
        this.observed = observed;
        for (var region : observed.regions().values())
            for (var seen : region.machines().values())
                seen.value().macAddresses().forEach(mac -> byAddress.put(mac, seen));
    }

    Optional<Seen<Machine>> machine(Host host, Records records) {
        return Optional.ofNullable(records.hosts().get(host.name()))
                .flatMap(record -> seen(record.region(), record))
                .or(() -> machine(host.machine().macAddresses()));
    }

    /** The machine that a change is about. */
    Optional<Seen<Machine>> machine(Change.OfHost change) {
        return switch (change.machine()) {
            case Change.Identity.Known(var id) ->
                Optional.ofNullable(observed.regions().get(change.region()))
                        .flatMap(region -> Optional.ofNullable(region.machines().get(id)));
            case Change.Identity.Virtual virtual ->
                Optional.ofNullable(observed.regions().get(change.region())).stream()
                        .flatMap(region -> region.machines().values().stream())
                        .filter(seen -> virtual.is(seen.value()))
                        .findFirst();
            case Change.Identity.Absent(var macAddresses) -> machine(macAddresses);
        };
    }

    /** The machine that has one of these addresses. */
    Optional<Seen<Machine>> machine(Collection<MacAddress> macAddresses) {
        return macAddresses.stream()
                .map(byAddress::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Optional<Seen<Machine>> seen(BackendName region, Records.HostRecord record) {
        return Optional.ofNullable(observed.regions().get(region))
                .flatMap(known -> Optional.ofNullable(known.machines().get(record.systemId())));
    }
}
