package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms behind creating and changing interfaces (source code, {@code forms/interface.py}). */
final class InterfaceForm {
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
    private static final int LEAST_MTU = 552;

    private final Region region;
    private final FormFields fields;
    private final Node node;
    private final Nic.Type type;
    private final @Nullable Nic old;
    private final List<Consumer<Nic>> changes = new ArrayList<>();

    private InterfaceForm(Region region, Request request, Node node, Nic.Type type, @Nullable Nic old) {
        this.region = region;
        this.fields = new FormFields(request);
        this.node = node;
        this.type = type;
        this.old = old;
    }

    /** Adds an interface to the machine; it is at least up if its VLAN is known. */
    static Nic create(Region region, Request request, Node node, Nic.Type type) {
        var form = new InterfaceForm(region, request, node, type, null);
        var parents = form.parents();
        var vlan = form.vlan(parents);
        var mac = form.mac(parents);
        var name = form.name(parents, vlan);
        form.rest();
        form.renameParents();
        form.fields.refuseErrors();
        var nic = new Nic(region.nextId(), type, name, mac);
        nic.parents.addAll(parents);
        nic.vlan = vlan.orElse(null);
        form.changes.forEach(change -> change.accept(nic));
        InterfaceParams.defaults(nic);
        form.adopt(nic);
        Mtu.changed(node, nic, null);
        return nic;
    }

    static void update(Region region, Request request, Node node, Nic nic) {
        var form = new InterfaceForm(region, request, node, nic.type, nic);
        if (node.status == MaasStatus.DEPLOYED) {
            form.updateDeployed();
        } else {
            form.updateAll(nic);
        }
        form.renameParents();
        form.fields.refuseErrors();
        var mtu = nic.params.get(Mtu.PARAM);
        form.changes.forEach(change -> change.accept(nic));
        region.wiring.carry(node, nic);
        Mtu.changed(node, nic, mtu);
    }

    /** On a deployed machine only what a replaced card brings along can change (source code). */
    private void updateDeployed() {
        newName();
        newMac();
        speeds();
    }

    private void updateAll(Nic nic) {
        if (fields.sent("parents") || (type == Nic.Type.VLAN && fields.sent("parent"))) {
            var parents = parents();
            changes.add(changed -> changeParents(changed, parents));
        }
        if (fields.sent("vlan")) {
            var vlan = type == Nic.Type.VLAN ? vlan(nic.parents) : anyVlan();
            changes.add(changed -> region.wiring.move(changed, vlan.orElse(null)));
        }
        newName();
        newMac();
        rest();
    }

    /** An address that it has of a parent goes with that parent. */
    private static void changeParents(Nic changed, List<Nic> parents) {
        boolean addressGoes =
                changed.parents.stream().anyMatch(each -> each.mac.equals(changed.mac) && !parents.contains(each));
        if (addressGoes && !parents.isEmpty() && changed.type != Nic.Type.VLAN) {
            changed.mac = parents.getFirst().mac;
        }
        changed.parents.clear();
        changed.parents.addAll(parents);
    }

    /** In an allocated machine a bridge takes its parent's links over and goes at the release. */
    private void adopt(Nic nic) {
        if (nic.isPhysical()) {
            region.rememberMac(node, nic.mac);
        }
        node.nics.add(nic);
        if (nic.type == Nic.Type.BRIDGE && node.status == MaasStatus.ALLOCATED) {
            nic.acquired = true;
            var parent = nic.parents.getFirst();
            nic.links.addAll(parent.links);
            parent.links.clear();
        }
        region.wiring.carry(node, nic);
        region.wiring.ensureUp(nic);
    }

    private List<Nic> parents() {
        if (type == Nic.Type.PHYSICAL) {
            if (fields.sent("parents")) {
                fields.error("parents", "A physical interface cannot have parents.");
            }
            return List.of();
        }
        var parents = new ArrayList<>(fields.choices("parents", this::nic));
        if (type != Nic.Type.BOND) {
            parents.addAll(fields.choices("parent", this::nic));
        }
        switch (type) {
            case PHYSICAL -> throw new IllegalStateException("has no parents");
            case VLAN -> checkVlanParent(parents);
            case BRIDGE -> checkBridgeParent(parents);
            case BOND -> checkBondParents(parents);
        }
        return parents;
    }

    private Optional<Nic> nic(String id) {
        return node.nics.stream()
                .filter(each -> Long.toString(each.id).equals(id))
                .findFirst();
    }

    private void checkVlanParent(List<Nic> parents) {
        if (parents.size() != 1) {
            fields.error("parents", "A VLAN interface must have exactly one parent.");
        } else if (parents.getFirst().type == Nic.Type.VLAN) {
            fields.error("parents", "A VLAN interface can't have another VLAN interface as parent.");
        } else if (hasChild(parents.getFirst(), Nic.Type.BOND)) {
            fields.error("parents", "A VLAN interface can't have a parent that is already in a bond.");
        }
    }

    private void checkBridgeParent(List<Nic> parents) {
        if (parents.size() != 1) {
            fields.error("parents", "A bridge interface must have exactly one parent.");
        } else if (parents.stream().anyMatch(each -> each.type == Nic.Type.BRIDGE)) {
            fields.error("parents", "A bridge interface can't have another bridge interface as parent.");
        } else if (parents.stream()
                .anyMatch(each -> hasChild(each, Nic.Type.BOND) || hasChild(each, Nic.Type.BRIDGE))) {
            fields.error("parents", "A bridge interface can't have a parent that is already in a bond or a bridge.");
        }
    }

    private void checkBondParents(List<Nic> parents) {
        if (parents.isEmpty()) {
            fields.error("parents", "A bond interface must have one or more parents.");
            return;
        }
        var used = parents.stream()
                .filter(each -> Wiring.children(node, each).stream().anyMatch(child -> !child.equals(old)))
                .map(each -> each.name)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!used.isEmpty()) {
            fields.error("parents", "Interfaces already in-use: " + used + ".");
        }
    }

    private boolean hasChild(Nic nic, Nic.Type kind) {
        return Wiring.children(node, nic).stream().anyMatch(child -> child.type == kind && !child.equals(old));
    }

    private Optional<Networks.Vlan> anyVlan() {
        return fields.choice(
                "vlan", specifier -> Networks.specified(region.networks.vlans, specifier, each -> each.name));
    }

    /** A VLAN interface needs a tagged VLAN of its parent's fabric; bonds and bridges inherit their parent's. */
    private Optional<Networks.Vlan> vlan(List<Nic> parents) {
        var given = anyVlan();
        var parent = parents.isEmpty() ? null : parents.getFirst().vlan;
        return switch (type) {
            case PHYSICAL -> given;
            case VLAN -> taggedVlan(given, parent);
            case BOND, BRIDGE -> inheritedVlan(given, parent, parents);
        };
    }

    private Optional<Networks.Vlan> taggedVlan(Optional<Networks.Vlan> given, Networks.@Nullable Vlan parent) {
        if (given.isEmpty() && fields.ok("vlan")) {
            fields.error("vlan", "A VLAN interface must be connected to a tagged VLAN.");
        }
        given.ifPresent(vlan -> checkTagged(vlan, parent));
        return given;
    }

    private Optional<Networks.Vlan> inheritedVlan(
            Optional<Networks.Vlan> given, Networks.@Nullable Vlan parent, List<Nic> parents) {
        var vlan = given.or(() -> Optional.ofNullable(parent));
        if (type == Nic.Type.BOND
                && parents.stream()
                        .anyMatch(each -> !Optional.ofNullable(each.vlan).equals(vlan))) {
            fields.error("parents", "All parents must belong to the same VLAN.");
        }
        return vlan;
    }

    private void checkTagged(Networks.Vlan vlan, Networks.@Nullable Vlan parent) {
        if (vlan.vid == 0) {
            fields.error("vlan", "A VLAN interface can only belong to a tagged VLAN.");
        } else if (parent != null && !parent.fabric.equals(vlan.fabric)) {
            fields.error(
                    "vlan",
                    "A VLAN interface can only belong to a tagged VLAN on the same fabric as its parent interface.");
        }
    }

    /** A card needs its own; what is made of others has its first parent's unless told otherwise. */
    private String mac(List<Nic> parents) {
        if (type == Nic.Type.PHYSICAL) {
            return checkedMac(fields.required("mac_address"));
        }
        var given = fields.text("mac_address").orElse("");
        if (!given.isEmpty() && type != Nic.Type.VLAN) {
            return checkedMac(given);
        }
        return parents.isEmpty() ? "" : parents.getFirst().mac;
    }

    private String checkedMac(String given) {
        var mac = given.strip().toLowerCase(Locale.ROOT).replace('-', ':');
        var other = region.withMac(mac);
        if (!mac.isEmpty() && !MAC.matcher(mac).matches()) {
            fields.error("mac_address", "'" + given + "' is not a valid MAC address.");
        } else if (type == Nic.Type.PHYSICAL && other.isPresent() && (old == null || !old.mac.equals(mac))) {
            fields.error(
                    "mac_address", "This MAC address is already in use by " + other.get().hostname + "."); // inferred
        }
        return mac;
    }

    private String name(List<Nic> parents, Optional<Networks.Vlan> vlan) {
        var given = fields.text("name").orElse("");
        if (given.isEmpty() && type == Nic.Type.BOND) {
            fields.error("name", FormFields.REQUIRED);
        }
        var name = given.isEmpty() ? defaultName(parents, vlan) : given;
        requireFree(name);
        return name;
    }

    private String defaultName(List<Nic> parents, Optional<Networks.Vlan> vlan) {
        return switch (type) {
            case PHYSICAL, BOND -> Region.nextName(node);
            case BRIDGE -> parents.isEmpty() ? "br" : "br-" + parents.getFirst().name;
            case VLAN ->
                parents.isEmpty() || vlan.isEmpty() ? "unknown" : parents.getFirst().name + "." + vlan.get().vid;
        };
    }

    private void requireFree(String name) {
        if (node.nics.stream().anyMatch(each -> each.name.equals(name) && !each.equals(old))) {
            fields.error(
                    "name",
                    "Node " + node.systemId + " (" + node.hostname + ") already has an interface named '" + name
                            + "'.");
        }
    }

    private void newName() {
        fields.text("name").filter(name -> !name.isEmpty()).ifPresent(name -> {
            requireFree(name);
            changes.add(changed -> changed.name = name);
        });
    }

    private void newMac() {
        var given = fields.text("mac_address").orElse("");
        if (given.isEmpty() || type == Nic.Type.VLAN) {
            return;
        }
        var mac = checkedMac(given);
        changes.add(changed -> {
            if (changed.isPhysical()) {
                region.forgetMac(changed.mac);
                region.rememberMac(node, mac);
            }
            changed.mac = mac;
        });
    }

    private void rest() {
        tags();
        fields.number("mtu", LEAST_MTU, Integer.MAX_VALUE)
                .ifPresent(mtu -> changes.add(changed -> changed.params.put(Mtu.PARAM, mtu)));
        if (fields.text("mtu").filter(String::isEmpty).isPresent()) {
            changes.add(changed -> changed.params.remove(Mtu.PARAM));
        }
        fields.flag("accept_ra").ifPresent(on -> changes.add(changed -> changed.params.put("accept-ra", on)));
        if (type == Nic.Type.PHYSICAL) {
            fields.flag("enabled").ifPresent(on -> changes.add(changed -> changed.enabled = on));
        }
        speeds();
        changes.addAll(InterfaceParams.read(type, fields));
    }

    /**
     * A text with commas. Of several the last one counts; and as a change that leaves them out is filled up with those
     * there are, one by one, only their last one stays (source code, {@code get_overridden_query_dict}).
     */
    private void tags() {
        var sent = fields.all("tags");
        var tags = sent.isEmpty()
                ? Stream.<String>empty()
                : Arrays.stream(sent.getLast().split(",")).map(String::strip).filter(each -> !each.isEmpty());
        var all = sent.isEmpty() && old != null && !old.tags.isEmpty() ? List.of(old.tags.last()) : tags.toList();
        changes.add(changed -> {
            changed.tags.clear();
            changed.tags.addAll(all);
        });
    }

    private void speeds() {
        fields.flag("link_connected").ifPresent(on -> changes.add(changed -> changed.linkConnected = on));
        fields.number("link_speed", 0, Integer.MAX_VALUE)
                .ifPresent(speed -> changes.add(changed -> changed.linkSpeed = speed));
        fields.number("interface_speed", 0, Integer.MAX_VALUE)
                .ifPresent(speed -> changes.add(changed -> changed.interfaceSpeed = speed));
    }

    /** VLANs call their parent {@code parent}, and are answered so; bridges only while they are made. */
    private void renameParents() {
        if (type == Nic.Type.VLAN || (type == Nic.Type.BRIDGE && old == null)) {
            fields.rename("parents", "parent");
        }
    }
}
