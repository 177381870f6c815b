package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A plan being written. Order of entry does not matter. */
final class Draft {
    private final List<Entry> changes = new ArrayList<>();
    private final List<Plan.Blocked> blocked = new ArrayList<>();
    private final List<Plan.Finding> findings = new ArrayList<>();
    private final Set<Subject> said = new HashSet<>();
    private int unchanged;

    private record Entry(Change change, Tier tier, String zone, String name) {}

    /** What is started first. */
    private enum Tier {
        SAFE,
        DISRUPTIVE,
        DESTRUCTIVE;

        static Tier of(Risk risk) {
            return switch (risk) {
                case NONE, NOTICE -> SAFE;
                case DISRUPTIVE -> DISRUPTIVE;
                case DESTRUCTIVE -> DESTRUCTIVE;
            };
        }
    }

    /** @param zone the wave it belongs to; empty when it is about no machine */
    void change(Change change, String zone) {
        said.add(change.subject());
        changes.add(
                new Entry(change, Tier.of(change.risk()), zone, change.subject().text()));
    }

    /** Whether it holds a change of {@code subject}, or a reason for none. */
    boolean says(Subject subject) {
        return said.contains(subject);
    }

    /** Nothing is done until a person acts. */
    void block(Subject subject, String why) {
        said.add(subject);
        blocked.add(new Plan.Blocked(subject, why, false));
    }

    /** Nothing is done now; it ends by itself. */
    void wait(Subject subject, String why) {
        said.add(subject);
        blocked.add(new Plan.Blocked(subject, why, true));
    }

    /** @param essence what makes it this very difference and no other */
    void find(Subject subject, String kind, String what, String... essence) {
        findings.add(new Plan.Finding(subject, kind, what, digest(subject, kind, essence)));
    }

    /** The same, which is over for {@code hosts} once they are reinstalled. */
    void find(List<HostName> hosts, Subject subject, String kind, String what, String... essence) {
        findings.add(new Plan.Finding(subject, kind, what, digest(subject, kind, essence), hosts));
    }

    /** What names the finding with this essence; 64 hexadecimal digits. */
    static String digest(Subject subject, String kind, String... essence) {
        return new Canonical("gough finding 1")
                .text(subject.text())
                .text(kind)
                .list(List.of(essence))
                .sha256();
    }

    void unchanged() {
        unchanged++;
    }

    /** Safe, disruptive, destructive; zone by zone; then by name. */
    Plan finish() {
        changes.sort(
                Comparator.comparing(Entry::tier).thenComparing(Entry::zone).thenComparing(Entry::name));
        return new Plan(changes.stream().map(Entry::change).toList(), blocked, findings, unchanged);
    }
}
