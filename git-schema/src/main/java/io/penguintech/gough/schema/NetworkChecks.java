package io.penguintech.gough.schema;

import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks {@code spec.network} of one merged host: what is made of what, and that it can be. */
final class NetworkChecks {
    private static final String WRONG_PARENT = "Interface cannot be used there";

    private final Problems problems;
    private final Map<String, Device> devices = new LinkedHashMap<>();
    /** What is made of an interface: bonds, bridges, VLANs. */
    private final Map<String, List<Device>> children = new HashMap<>();

    NetworkChecks(Problems problems) {
        this.problems = problems;
    }

    /** An interface as it is written. */
    record Device(InterfaceType type, String name, Place namePlace, Fields fields) {
        /** Where it stands, for messages. */
        String path() {
            return "spec.network.%s.%s".formatted(type.map(), name);
        }

        List<Tree> parents() {
            return switch (type) {
                case PHYSICAL -> List.of();
                case BOND -> fields.items("interfaces");
                case BRIDGE, VLAN -> fields.map().get("interface").stream().toList();
            };
        }
    }

    void check(Fields network) {
        for (var type : InterfaceType.values())
            for (var entry : network.mapping(type.map()).entries())
                if (entry.value() instanceof Tree.Mapping map)
                    add(new Device(type, entry.key(), entry.keyPlace(), new Fields(map)));
        addresses();
        devices.values().forEach(this::parents);
        devices.values().forEach(this::shared);
        devices.values().forEach(this::cycle);
        devices.values().forEach(device -> mtu(device, device, new HashSet<>()));
        devices.values().stream()
                .filter(device -> device.type() == InterfaceType.VLAN)
                .forEach(this::vlanName);
        new LinkChecks(problems).check(devices.values(), this::carries);
    }

    private void add(Device device) {
        var first = devices.putIfAbsent(device.name(), device);
        if (first != null)
            problems.error(
                    "Interface declared twice",
                    "\"%s\" stands at %s already, in %s; a name means one interface."
                            .formatted(
                                    device.name(),
                                    first.namePlace(),
                                    first.type().map()),
                    device.namePlace());
    }

    private void addresses() {
        var seen = new HashMap<String, Place>();
        for (var device : devices.values()) {
            if (device.type() != InterfaceType.PHYSICAL) continue;
            device.fields().text("macAddress").filter(NetworkChecks::isPlain).ifPresent(mac -> {
                var place = device.fields().place("macAddress");
                var first = seen.putIfAbsent(mac.toLowerCase(Locale.ROOT).replace('-', ':'), place);
                if (first != null)
                    problems.error(
                            "MAC address used twice",
                            "\"%s\" stands at %s already; it names one network card.".formatted(mac, first),
                            place);
            });
        }
    }

    static boolean isPlain(String text) {
        return !text.contains(Placeholders.OPENING);
    }

    private void parents(Device device) {
        var seen = new HashSet<String>();
        if (device.type() == InterfaceType.BOND
                && device.fields().map().get("interfaces").isPresent()
                && device.parents().isEmpty())
            problems.error(
                    "Bond of nothing",
                    "%s.interfaces is empty; name the cards it is made of.".formatted(device.path()),
                    device.fields().place("interfaces"));
        for (var item : device.parents())
            Fields.text(item).filter(NetworkChecks::isPlain).ifPresent(name -> {
                if (!seen.add(name))
                    problems.error(
                            "Interface listed twice",
                            "%s lists \"%s\" before.".formatted(device.path(), name),
                            item.place());
                else parent(device, name, item.place());
            });
    }

    private void parent(Device device, String name, Place place) {
        var parent = devices.get(name);
        if (parent == null) {
            problems.error(
                    "Unknown interface",
                    "%s is made of \"%s\", which spec.network does not declare%s"
                            .formatted(device.path(), name, Suggestion.clause(name, devices.keySet())),
                    place);
            return;
        }
        children.computeIfAbsent(name, _ -> new ArrayList<>()).add(device);
        boolean fits = switch (device.type()) {
            case PHYSICAL -> false;
            case BOND -> parent.type() == InterfaceType.PHYSICAL;
            case BRIDGE -> parent.type() != InterfaceType.BRIDGE;
            case VLAN -> parent.type() != InterfaceType.VLAN;
        };
        if (!fits)
            problems.error(
                    WRONG_PARENT,
                    "%s cannot be made of \"%s\", which stands in %s: %s."
                            .formatted(device.path(), name, parent.type().map(), rule(device.type())),
                    place);
    }

    private static String rule(InterfaceType type) {
        return switch (type) {
            case PHYSICAL -> "a card is made of nothing";
            case BOND -> "a bond is made of cards";
            case BRIDGE -> "a bridge is made of anything but another bridge";
            case VLAN -> "a VLAN is made of anything but another VLAN";
        };
    }

    /** What is in a bond is in nothing else; a bridge shares its interface with VLANs only. */
    private void shared(Device device) {
        var uses = children.getOrDefault(device.name(), List.of());
        var exclusive = uses.stream()
                .filter(use -> use.type() == InterfaceType.BOND || use.type() == InterfaceType.BRIDGE)
                .toList();
        if (exclusive.isEmpty()) return;
        var first = exclusive.getFirst();
        for (var other : uses) {
            boolean together = first.type() == InterfaceType.BRIDGE && other.type() == InterfaceType.VLAN;
            if (other.equals(first) || together) continue;
            problems.error(
                    "Interface used twice",
                    "\"%s\" is part of %s already, so %s cannot be made of it."
                            .formatted(device.name(), first.path(), other.path()),
                    other.namePlace());
        }
    }

    private void cycle(Device device) {
        var seen = new HashSet<String>();
        if (reaches(device, device.name(), seen))
            problems.error(
                    "Interface made of itself",
                    "%s is made of something that is made of it.".formatted(device.path()),
                    device.namePlace());
    }

    private boolean reaches(Device from, String goal, Set<String> seen) {
        for (var item : from.parents()) {
            var name = Fields.text(item).orElse("");
            if (name.equals(goal)) return true;
            var parent = devices.get(name);
            if (parent != null && seen.add(name) && reaches(parent, goal, seen)) return true;
        }
        return false;
    }

    /** MAAS raises what an interface is made of to its MTU, through those that declare none (its source). */
    private void mtu(Device device, Device from, Set<String> seen) {
        int mtu = device.fields().whole("mtu", 0);
        if (mtu == 0) return;
        for (var item : from.parents()) {
            var parent = devices.get(Fields.text(item).orElse(""));
            if (parent == null || !seen.add(parent.name())) continue;
            int least = parent.fields().whole("mtu", 0);
            if (least == 0) mtu(device, parent, seen);
            else if (least < mtu)
                problems.error(
                        "MTU too small",
                        "%s.mtu: %d is less than the %d of %s, which is made of it; MAAS would raise it. Write at least %d, or a smaller one there."
                                .formatted(parent.path(), least, mtu, device.path(), mtu),
                        parent.fields().place("mtu"));
        }
    }

    /** MAAS names VLAN interfaces itself (its source). */
    private void vlanName(Device device) {
        var parent = device.fields().text("interface").filter(NetworkChecks::isPlain);
        int vid = device.fields().whole("vid", 0);
        if (parent.isEmpty() || vid == 0) return;
        var name = parent.get() + "." + vid;
        if (!device.name().equals(name))
            problems.error(
                    "Wrong name of a VLAN",
                    "MAAS calls VLAN %d on %s \"%s\"; write that instead of \"%s\"."
                            .formatted(vid, parent.get(), name, device.name()),
                    device.namePlace());
    }

    /** The bond or bridge that an interface only carries, so that it has no address of its own. */
    private Optional<String> carries(String name) {
        return children.getOrDefault(name, List.of()).stream()
                .filter(use -> use.type() == InterfaceType.BOND || use.type() == InterfaceType.BRIDGE)
                .map(Device::path)
                .findFirst();
    }
}
