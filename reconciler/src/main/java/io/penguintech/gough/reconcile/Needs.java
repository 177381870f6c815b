package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.RegionNetworks.SubnetAt;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.HostNetwork.Interface;
import io.penguintech.gough.schema.HostNetwork.VlanRef;
import io.penguintech.gough.schema.ThingKind;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of its region a change makes, and what it must find there, in words that are the same on both sides. */
final class Needs {
    private static final String LABEL = "label ";
    private static final String NOT_FOR = "nothing for label ";

    private Needs() {}

    /**
     * The names of what is made. A VLAN has two: a host may say its number alone and mean the fabric it is plugged into,
     * which nobody knows before it was commissioned.
     */
    static Set<String> made(ThingKind kind, String key) {
        return kind == ThingKind.VLAN
                ? Set.of(name(kind, key), name(kind, key.substring(key.lastIndexOf('/') + 1)))
                : Set.of(name(kind, key));
    }

    private static String name(ThingKind kind, String key) {
        return kind.noun() + " " + key;
    }

    /** What is in a Fleet once the change is done, or no longer for the hosts of a label. */
    static Set<String> madeBy(Change.OfFleet change) {
        if (change instanceof Change.ReplaceLabel replace)
            return Set.of(LABEL + replace.label().title());
        if (change.subject().kind() == FleetKind.LABEL)
            return change.fields().stream()
                    .filter(field -> field.field().equals(FleetFields.NAME))
                    .flatMap(field -> field.after().stream())
                    .map(name -> LABEL + name)
                    .collect(Collectors.toSet());
        var left = FleetFields.targets(change.fields(), FieldChange::before);
        left.removeAll(FleetFields.targets(change.fields(), FieldChange::after));
        return left.stream().map(name -> NOT_FOR + name).collect(Collectors.toSet());
    }

    /** The labels whose hosts it is for; of a label that goes, that nothing is for its hosts any more. */
    static Set<String> of(Change.OfFleet change) {
        if (change instanceof Change.DeleteInFleet && change.subject().kind() == FleetKind.LABEL)
            return Set.of(NOT_FOR + change.subject().name());
        return FleetFields.targets(change.fields(), FieldChange::after).stream()
                .map(name -> LABEL + name)
                .collect(Collectors.toSet());
    }

    /** What the thing refers to. */
    static Set<String> of(Change.OfThing change) {
        var kind = change.subject().kind();
        return change.fields().stream()
                .flatMap(field -> kind.refersTo(field.field()).stream()
                        .flatMap(other -> field.after().stream().map(key -> name(other, key))))
                .collect(Collectors.toSet());
    }

    /** What the host stands on and is linked to. */
    static Set<String> of(Change.OfHost change) {
        var setup = change.setup();
        return Stream.of(
                        change.fields().stream().flatMap(field -> MachineFields.standsOn(field).stream()),
                        setup.subnets().values().stream().flatMap(Needs::subnet),
                        setup.network().interfaces().values().stream()
                                .map(Interface::vlan)
                                .flatMap(vlan -> vlan.map(Needs::vlan).stream()))
                .flatMap(names -> names)
                .collect(Collectors.toSet());
    }

    private static Stream<String> subnet(SubnetAt subnet) {
        return Stream.of(
                name(ThingKind.SUBNET, subnet.cidr()), name(ThingKind.VLAN, RegionNetworks.key(subnet.vlan())));
    }

    private static String vlan(VlanRef vlan) {
        return name(ThingKind.VLAN, vlan.fabric().map(fabric -> fabric + "/").orElse("") + vlan.vid());
    }
}
