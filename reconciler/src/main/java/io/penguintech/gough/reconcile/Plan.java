package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What Gough would do, what it must not do and why, and what only a person can decide. Holds digests, never user data
 * or secrets.
 *
 * @param changes in the order they are started
 * @param blocked subjects nothing is done to, sorted
 * @param findings differences that only a decision can end, sorted
 * @param unchanged how many subjects are as declared
 */
public record Plan(List<Change> changes, List<Blocked> blocked, List<Finding> findings, int unchanged) {
    /** Keeps copies. */
    public Plan {
        changes = List.copyOf(changes);
        blocked = blocked.stream().sorted().toList();
        findings = findings.stream().sorted().toList();
    }

    /** SHA-256 over the sorted digests of its changes; 64 hexadecimal digits. */
    public String digest() {
        return PlanDigest.of(this);
    }

    /** The worst risk of its changes. */
    public Risk risk() {
        return changes.stream().map(Change::risk).reduce(Risk.NONE, Risk::or);
    }

    /** Whether everything is as declared: no change and nothing blocked. */
    public boolean inSync() {
        return changes.isEmpty() && blocked.isEmpty();
    }

    /**
     * A subject nothing is done to.
     *
     * @param subject what
     * @param why the reason and the way out, for people
     * @param waiting whether it ends by itself (a busy machine); else a person must act
     */
    public record Blocked(Subject subject, String why, boolean waiting) implements Comparable<Blocked> {
        @Override
        public int compareTo(Blocked other) {
            return Comparator.comparing(Blocked::subject)
                    .thenComparing(Blocked::why)
                    .compare(this, other);
        }
    }

    /**
     * A difference that only a decision can end.
     *
     * @param subject what
     * @param kind a fixed word that groups findings: user-data, release, orphan, lost, locked, foreign, unmanaged, not-enrolled
     * @param what the difference and the ways to end it, for people
     * @param digest names this very difference, so that accepting it says nothing about the next one
     * @param reinstall the hosts for which it is over once they are reinstalled; none when that ends nothing
     */
    public record Finding(Subject subject, String kind, String what, String digest, List<HostName> reinstall)
            implements Comparable<Finding> {
        /** Keeps a copy, and reads what an earlier version wrote, which named none. */
        public Finding {
            reinstall = List.copyOf(Objects.requireNonNullElse(reinstall, List.of()));
        }

        /** One that no reinstall ends. */
        public Finding(Subject subject, String kind, String what, String digest) {
            this(subject, kind, what, digest, List.of());
        }

        /** The hosts it is about. */
        public List<HostName> hosts() {
            return subject instanceof Subject.OfHost(var host) ? List.of(host) : reinstall;
        }

        @Override
        public int compareTo(Finding other) {
            return Comparator.comparing(Finding::subject)
                    .thenComparing(Finding::kind)
                    .thenComparing(Finding::what)
                    .compare(this, other);
        }
    }
}
