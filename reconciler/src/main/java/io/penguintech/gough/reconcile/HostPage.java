package io.penguintech.gough.reconcile;

import java.util.List;

/**
 * A piece of the list of a Fleet's hosts.
 *
 * @param hosts those on it
 * @param last whether no page follows
 */
public record HostPage(List<FleetHost> hosts, boolean last) {
    /** Keeps a copy. */
    public HostPage {
        hosts = List.copyOf(hosts);
    }
}
