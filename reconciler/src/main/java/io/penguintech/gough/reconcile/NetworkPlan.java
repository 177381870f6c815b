package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Fitted.Nic;
import io.penguintech.gough.reconcile.Fitted.VlanAt;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostNetwork.Interface;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.HostNetwork.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the network of a machine differs from what is declared, and the one write that comes next. Pure, and derived afresh
 * from every look: after a crash or a lost answer the same look gives the same write. Deletes no interface.
 */
final class NetworkPlan {
    static final String PREFIX = "network.";

    private final Setup setup;
    private final Fitted fitted;
    private final NetworkMatch match;

    NetworkPlan(Setup setup, Fitted fitted) {
        this.setup = setup;
        this.fitted = fitted;
        match = new NetworkMatch(setup.network(), fitted);
    }

    /** Why what is declared cannot be set up on this machine, with the way out; empty when it can. */
    Optional<String> problem() {
        return match.order().stream()
                .flatMap(name -> new NetworkObstacles(match).of(name).stream())
                .findFirst();
    }

    /** Names of bonds, bridges and VLANs that nobody declares. */
    List<String> strangers() {
        return match.others().stream()
                .filter(nic -> nic.type() != InterfaceType.PHYSICAL)
                .map(Nic::name)
                .sorted()
                .toList();
    }

    // ---- what differs

    /** Each field that differs, before and after, sorted. */
    List<FieldChange> differences() {
        var changes = new ArrayList<FieldChange>();
        for (var name : match.order()) {
            var nic = match.found(name);
            if (nic.isPresent()) differences(name, nic.get(), changes);
            else changes.addAll(all(name, match.declared(name)));
        }
        return changes.stream().sorted().toList();
    }

    /** Everything that is declared, for a machine whose network is still unknown. */
    static List<FieldChange> all(HostNetwork network) {
        return network.interfaces().entrySet().stream()
                .flatMap(entry -> all(entry.getKey(), entry.getValue()).stream())
                .sorted()
                .toList();
    }

    private static List<FieldChange> all(String name, Interface item) {
        var changes = new ArrayList<FieldChange>();
        fields(item)
                .forEach((field, value) -> changes.add(
                        new FieldChange(path(item.type(), name, field), Optional.empty(), Optional.of(value))));
        return changes;
    }

    /** Every declared field of an interface as text. */
    private static SortedMap<String, String> fields(Interface item) {
        SortedMap<String, String> fields = new TreeMap<>(item.parameters());
        item.macAddress().ifPresent(mac -> fields.put("macAddress", mac.value()));
        if (item.type() == InterfaceType.BOND) fields.put("interfaces", String.join(", ", item.parents()));
        else item.parents().forEach(parent -> fields.put("interface", parent));
        item.vlan().ifPresent(vlan -> fields.put("vlan", vlan.toString()));
        item.mtu().ifPresent(mtu -> fields.put("mtu", Integer.toString(mtu)));
        if (!item.tags().isEmpty()) fields.put("tags", String.join(", ", item.tags()));
        if (item.links().isPresent()) fields.put("links", NetworkLinks.text(item));
        return fields;
    }

    private static String path(InterfaceType type, String name, String field) {
        return PREFIX + type.map() + "." + name + "." + field;
    }

    private void differences(String name, Nic nic, List<FieldChange> into) {
        var item = match.declared(name);
        if (item.type() != InterfaceType.VLAN) compare(into, name, "name", Optional.of(nic.name()), name);
        var form = form(name, nic);
        form.fields().forEach((field, value) -> compare(into, name, field, now(nic, field), value));
        if (!form.parents().isEmpty())
            compare(
                    into,
                    name,
                    item.type() == InterfaceType.BOND ? "interfaces" : "interface",
                    Optional.of(String.join(", ", nic.parents())),
                    String.join(", ", item.parents()));
        form.vlan().ifPresent(vlan -> compare(into, name, "vlan", nic.vlan().map(VlanAt::toString), vlan.toString()));
        links(name, Optional.of(nic))
                .filter(NetworkLinks::differ)
                .ifPresent(links ->
                        into.add(new FieldChange(path(item.type(), name, "links"), links.before(), links.after())));
    }

    private void compare(List<FieldChange> into, String name, String field, Optional<String> is, String shall) {
        if (!is.equals(Optional.of(shall)))
            into.add(new FieldChange(path(match.declared(name).type(), name, field), is, Optional.of(shall)));
    }

    private static Optional<String> now(Nic nic, String field) {
        return switch (field) {
            case "macAddress" -> Optional.of(nic.macAddress());
            case "tags" -> nic.tags().isEmpty() ? Optional.empty() : Optional.of(String.join(",", nic.tags()));
            default -> Optional.ofNullable(nic.settings().get(field));
        };
    }

    // ---- what comes next

    /** The next write; empty when everything is as declared. */
    Optional<SetupWrite> next() {
        return rename().or(this::unlink)
                .or(() -> change(InterfaceType.PHYSICAL))
                .or(() -> change(InterfaceType.BOND))
                .or(() -> change(InterfaceType.BRIDGE))
                .or(() -> change(InterfaceType.VLAN))
                .or(this::create)
                .or(this::link)
                .or(this::gateway);
    }

    /** First those whose name is free; where names go round in a circle, one steps aside. */
    private Optional<SetupWrite> rename() {
        var wrong = new ArrayList<SetupWrite.Rename>();
        for (var name : match.order())
            match.found(name)
                    .filter(nic ->
                            nic.type() != InterfaceType.VLAN && !nic.name().equals(name))
                    .ifPresent(nic -> wrong.add(new SetupWrite.Rename(nic.id(), nic.type(), nic.name(), name)));
        return wrong.stream()
                .filter(write -> match.named(write.name()).isEmpty())
                .findFirst()
                .or(() -> wrong.stream()
                        .findFirst()
                        .map(write -> new SetupWrite.Rename(
                                write.nic(), write.type(), write.before(), "gough" + write.nic())))
                .map(write -> write);
    }

    private Optional<SetupWrite> unlink() {
        for (var name : match.order()) {
            var nic = match.found(name);
            var extra = links(name, nic).flatMap(NetworkLinks::extra);
            if (nic.isPresent() && extra.isPresent())
                return Optional.of(new SetupWrite.UnlinkSubnet(nic.get().id(), name, extra.get()));
        }
        return Optional.empty();
    }

    private Optional<SetupWrite> change(InterfaceType type) {
        for (var name : match.order()) {
            var nic = match.found(name).filter(each -> each.type() == type);
            if (nic.isEmpty()) continue;
            var form = form(name, nic.get());
            if (!form.isEmpty())
                return Optional.of(new SetupWrite.SetInterface(nic.get().id(), name, form));
        }
        return Optional.empty();
    }

    private Optional<SetupWrite> create() {
        for (var name : match.order())
            if (match.found(name).isEmpty() && match.parentsNow(name).isPresent())
                return Optional.of(new SetupWrite.CreateInterface(name, newForm(name)));
        return Optional.empty();
    }

    private Optional<SetupWrite> link() {
        for (var name : match.order()) {
            var nic = match.found(name);
            var missing = links(name, nic).flatMap(NetworkLinks::missing);
            if (nic.isPresent() && missing.isPresent())
                return Optional.of(new SetupWrite.LinkSubnet(nic.get().id(), name, missing.get()));
        }
        return Optional.empty();
    }

    private Optional<SetupWrite> gateway() {
        for (var name : match.order()) {
            var nic = match.found(name);
            var chosen = links(name, nic).flatMap(NetworkLinks::gateway);
            if (nic.isPresent() && chosen.isPresent())
                return Optional.of(new SetupWrite.SetDefaultGateway(
                        nic.get().id(), name, chosen.get().id()));
        }
        return Optional.empty();
    }

    // ---- one interface

    /** Its links; empty when they are left alone. What a bond or bridge is made of has none. */
    private Optional<NetworkLinks> links(String name, Optional<Nic> nic) {
        var declared = match.declared(name).links();
        if (declared.isEmpty() && carrier(name).isPresent()) declared = Optional.of(List.<Link>of());
        return declared.map(links -> new NetworkLinks(setup, fitted, links, nic));
    }

    /** The declared bond or bridge it is part of. */
    private Optional<String> carrier(String name) {
        return match.order().stream()
                .filter(each -> match.declared(each).parents().contains(name))
                .filter(each -> match.declared(each).type() == InterfaceType.BOND
                        || match.declared(each).type() == InterfaceType.BRIDGE)
                .findFirst();
    }

    /** What must still be sent of an interface that is there. */
    private SetupWrite.Form form(String name, Nic nic) {
        var item = match.declared(name);
        var fields = settings(item);
        fields.entrySet().removeIf(field -> Optional.of(field.getValue()).equals(now(nic, field.getKey())));
        if (!nic.tags().containsAll(item.tags())) {
            var tags = new TreeSet<>(nic.tags());
            tags.addAll(item.tags());
            fields.put("tags", String.join(",", tags));
        }
        var parents =
                match.parentsNow(name).filter(now -> !now.equals(nic.parents())).isPresent()
                        ? parentIds(name)
                        : List.<Long>of();
        return new SetupWrite.Form(
                item.type(),
                fields,
                parents,
                vlan(name, Optional.of(nic)).filter(vlan -> !nic.vlan().equals(Optional.of(vlan))));
    }

    private SetupWrite.Form newForm(String name) {
        var item = match.declared(name);
        var fields = settings(item);
        if (item.type() != InterfaceType.VLAN) fields.put("name", name);
        if (!item.tags().isEmpty()) fields.put("tags", String.join(",", item.tags()));
        return new SetupWrite.Form(item.type(), fields, parentIds(name), vlan(name, Optional.empty()));
    }

    private static SortedMap<String, String> settings(Interface item) {
        var fields = new TreeMap<>(item.parameters());
        item.mtu().ifPresent(mtu -> fields.put("mtu", Integer.toString(mtu)));
        if (item.type() != InterfaceType.PHYSICAL)
            item.macAddress().ifPresent(mac -> fields.put("macAddress", mac.value()));
        return fields;
    }

    private List<Long> parentIds(String name) {
        return match.declared(name).parents().stream()
                .map(parent -> match.found(parent).orElseThrow().id())
                .toList();
    }

    /**
     * The VLAN it must be in: as declared, else that of its links' subnets, else that of the bond it becomes part of. MAAS
     * gives the parts of a bond or bridge its VLAN whenever it or they are saved (its source).
     */
    private Optional<VlanAt> vlan(String name, Optional<Nic> nic) {
        if (carrier(name).flatMap(match::found).isPresent()) return Optional.empty();
        return wanted(match.declared(name), nic).or(() -> ofNewBond(name));
    }

    /** As declared of it, or, when it is there, of what it is made of. */
    private Optional<VlanAt> wanted(Interface item, Optional<Nic> nic) {
        if (item.type() == InterfaceType.VLAN) return tagged(item);
        return own(item, nic).or(() -> nic.isPresent() ? ofParts(item) : Optional.empty());
    }

    private Optional<VlanAt> ofParts(Interface item) {
        return item.parents().stream()
                .flatMap(part -> wanted(match.declared(part), match.found(part)).stream())
                .findFirst();
    }

    private Optional<VlanAt> own(Interface item, Optional<Nic> nic) {
        if (item.vlan().isPresent()) {
            var vlan = item.vlan().get();
            return vlan.fabric()
                    .or(() -> nic.flatMap(Nic::vlan).map(VlanAt::fabric))
                    .or(() -> parentFabric(item))
                    .map(fabric -> new VlanAt(fabric, vlan.vid()));
        }
        return item.links().orElse(List.of()).stream()
                .flatMap(link -> link.subnet().stream())
                .flatMap(subnet -> Optional.ofNullable(setup.subnets().get(subnet)).stream())
                .map(RegionNetworks.SubnetAt::vlan)
                .findFirst();
    }

    /** In the fabric that its interface is in or moves to: MAAS leaves it in the one before (its source). */
    private Optional<VlanAt> tagged(Interface item) {
        int vid = item.vlan().map(HostNetwork.VlanRef::vid).orElse(0);
        return item.parents().stream()
                .flatMap(parent -> vlanThen(parent).stream())
                .findFirst()
                .map(at -> new VlanAt(at.fabric(), vid));
    }

    private Optional<VlanAt> vlanThen(String name) {
        var carrier = carrier(name).filter(each -> match.found(each).isPresent());
        if (carrier.isPresent()) return vlanThen(carrier.get());
        var nic = match.found(name);
        return nic.isEmpty() ? Optional.empty() : vlan(name, nic).or(() -> nic.flatMap(Nic::vlan));
    }

    private Optional<String> parentFabric(Interface item) {
        return item.parents().stream()
                .flatMap(parent -> match.found(parent).flatMap(Nic::vlan).stream())
                .map(VlanAt::fabric)
                .findFirst();
    }

    /** MAAS makes a bond only of cards that are in one VLAN (its source). */
    private Optional<VlanAt> ofNewBond(String name) {
        return carrier(name)
                .filter(bond -> match.declared(bond).type() == InterfaceType.BOND
                        && match.found(bond).isEmpty())
                .flatMap(bond -> own(match.declared(bond), Optional.empty()).or(() -> firstVlan(bond)));
    }

    private Optional<VlanAt> firstVlan(String bond) {
        return match.declared(bond).parents().stream()
                .flatMap(parent -> match.found(parent).flatMap(Nic::vlan).stream())
                .findFirst();
    }
}
