package io.penguintech.gough.templates.view;

import java.util.List;
import java.util.Optional;

/**
 * The table of hosts.
 *
 * @param frame what is around it
 * @param counts how the hosts of the repository are, whatever the filter
 * @param filter the text that was searched for; may be empty
 * @param state the state that was asked for: in-sync, changing, waiting, blocked, finding; empty for all
 * @param health the health that was asked for, one of {@link #HEALTHS}; empty for all
 * @param hosts those that match, sorted by name
 * @param next address of the next page, on this server
 */
public record HostsPageView(
        Frame frame,
        HostCounts counts,
        String filter,
        String state,
        String health,
        List<Host> hosts,
        Optional<String> next) {
    /** What can be asked for. */
    public static final List<String> STATES = List.of("in-sync", "changing", "waiting", "blocked", "finding");

    /** What health can be asked for. */
    public static final List<String> HEALTHS = List.of("healthy", "unhealthy", "unknown", "not-expected");

    /** Keeps a copy; refuses an address that leads elsewhere. */
    public HostsPageView {
        hosts = List.copyOf(hosts);
        Links.checkOnThisServer(next);
    }

    /**
     * A host and what is known of its machine.
     *
     * @param name the host
     * @param goal what it shall be
     * @param systemId its machine; empty text when there is none
     * @param status MAAS's word for the machine's status, or {@code absent}
     * @param zone the machine's zone
     * @param pool the machine's pool
     * @param sync in-sync, changing, waiting, blocked, finding
     * @param health one of {@link #HEALTHS}
     * @param reasons why it is in that health; may be empty
     * @param detail why, or what is under way; may be empty
     * @param observed when the machine was last read
     * @param place where the host is declared
     */
    public record Host(
            String name,
            String goal,
            String systemId,
            String status,
            String zone,
            String pool,
            String sync,
            String health,
            String reasons,
            String detail,
            Optional<Moment> observed,
            String place) {}
}
