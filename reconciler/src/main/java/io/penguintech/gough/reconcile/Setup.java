package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.RegionNetworks.SubnetAt;
import io.penguintech.gough.schema.Commissioning;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostStorage;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a change does to its machine before anything is deployed there: how it is commissioned, and what is set up.
 *
 * @param network the interfaces it declares
 * @param storage the layout of disks it declares
 * @param subnets what the names and CIDRs of the links' subnets meant when this was planned
 * @param commissioning how the machine is commissioned, should it be
 */
public record Setup(
        HostNetwork network, HostStorage storage, SortedMap<String, SubnetAt> subnets, Commissioning commissioning) {
    /** Nothing. */
    public static final Setup NONE = new Setup(HostNetwork.NONE, HostStorage.NONE, new TreeMap<>(), Commissioning.NONE);

    /** Keeps an unmodifiable sorted copy; reads what an earlier version wrote, which had nothing of it. */
    public Setup {
        network = Objects.requireNonNullElse(network, HostNetwork.NONE);
        storage = Objects.requireNonNullElse(storage, HostStorage.NONE);
        commissioning = Objects.requireNonNullElse(commissioning, Commissioning.NONE);
        subnets =
                Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNullElse(subnets, new TreeMap<>())));
    }

    /** Whether there is nothing to set up. */
    public boolean isNothing() {
        return network.isNothing() && storage.isNothing() && commissioning.isNothing();
    }

    /** Whether the host still declares the very same. */
    boolean isDeclaredBy(Host host) {
        return network.equals(host.network())
                && storage.equals(host.storage())
                && commissioning.equals(host.commissioning());
    }
}
