package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Label;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which labels of a Fleet there are and will be, and what is for their hosts. */
final class FleetLabels {
    private final BackendName fleet;
    private final Observed.FleetServer server;
    private final Records records;
    private final Set<String> there = new HashSet<>();
    private final Set<String> wanted = new HashSet<>();
    private final Map<Label, LabelHosts.Listed> listed = new HashMap<>();

    FleetLabels(
            BackendName fleet, Observed.FleetServer server, Records records, Collection<LabelHosts.Listed> declared) {
        this.fleet = fleet;
        this.server = server;
        this.records = records;
        server.all(FleetKind.LABEL).values().forEach(label -> there.add(LabelReplacement.original(label.name())));
        for (var one : declared) {
            if (one.object() instanceof Label label) listed.put(label, one);
            wanted.addAll(FleetFields.targets(one.object()));
        }
    }

    static Subject.OfFleet subject(BackendName fleet, ObservedObject object) {
        return new Subject.OfFleet(object.kind(), fleet, object.team(), object.name());
    }

    /** A label that the plan makes. */
    void promise(String name) {
        there.add(name);
    }

    /** What it is for and nobody has or makes. */
    List<String> missing(FleetObject object) {
        return FleetFields.targets(object).stream()
                .filter(name -> !there.contains(name))
                .toList();
    }

    private LabelHosts.Listed listed(FleetObject object) {
        var plain = LabelHosts.Listed.plain(object);
        return object instanceof Label label ? listed.getOrDefault(label, plain) : plain;
    }

    /** Why it cannot be told yet who carries it, or who is meant. */
    Optional<String> unread(FleetObject object) {
        return listed(object).unread();
    }

    /** Why it cannot be told which hosts it lists, or who carries it, before a person acts. */
    Optional<String> doubt(FleetObject object) {
        return listed(object).doubt();
    }

    /** The hosts it lists that Fleet does not have, as its document names them. */
    List<String> absent(FleetObject object) {
        return listed(object).absent();
    }

    /** Whether a document is for the hosts of this label. */
    boolean isWanted(String label) {
        return wanted.contains(label);
    }

    /** What somebody else made and is for the hosts of a label. */
    List<ObservedObject> ofOthers(ObservedObject label) {
        var ours = new TreeSet<String>();
        records.inFleets().forEach((subject, id) -> {
            if (subject.fleet().equals(fleet)) ours.add(subject.kind().word() + id);
        });
        return server.targeting(label.name()).stream()
                .filter(user -> !ours.contains(user.kind().word() + user.id()))
                .toList();
    }

    /** What loses its target when the label is made anew, one line each. */
    List<FieldChange> losing(ObservedObject label) {
        return server.targeting(label.name()).stream()
                .map(user -> new FieldChange(
                        subject(fleet, user).text(),
                        Optional.of("for hosts of label %d".formatted(label.id())),
                        Optional.of("for hosts of the new label, none until they answer")))
                .sorted()
                .toList();
    }

    static String named(List<ObservedObject> objects) {
        return objects.stream()
                .map(object -> "%s \"%s\" (id %d)".formatted(object.kind().word(), object.name(), object.id()))
                .toList()
                .toString();
    }
}
