package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Deed;
import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.HostName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A declared host and what is known of its machine.
 *
 * @param name the host
 * @param goal what it shall be
 * @param systemId its machine, when there is one
 * @param status MAAS's word for the machine's status, or {@code absent}
 * @param zone the machine's zone, or the declared one
 * @param pool the machine's pool, or the declared one
 * @param sync in-sync, changing, waiting, blocked, finding
 * @param detail why, or what is under way; empty text when in sync
 * @param health how it is
 * @param observedAt when the machine was last read
 * @param deed what somebody else than Gough did last to the machine, as far as MAAS notes it
 * @param labels its declared labels
 * @param runsAs the name in DNS of what Gough deployed or adopted there, as long as MAAS says that it runs; empty while it is in
 *     doubt that what Gough deployed is what runs there
 * @param place where the host is declared, {@code file:line:column}
 * @param findings its differences that only a decision can end
 * @param acceptedFindings its differences that somebody decided to live with
 * @param requests what people asked for about it and is open, and what ended in the last days, the newest first
 */
public record HostStatus(
        HostName name,
        String goal,
        Optional<SystemId> systemId,
        String status,
        String zone,
        String pool,
        String sync,
        String detail,
        Health health,
        Optional<Instant> observedAt,
        Optional<Deed> deed,
        SortedMap<String, String> labels,
        Optional<String> runsAs,
        String place,
        List<Plan.Finding> findings,
        List<AcceptedFinding> acceptedFindings,
        List<RequestStatus> requests) {
    /** Keeps copies. */
    public HostStatus {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        findings = List.copyOf(findings);
        acceptedFindings = List.copyOf(acceptedFindings);
        requests = List.copyOf(requests);
    }
}
