package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Fitted.Nic;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.MacAddress;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands in the way of a declared interface on a machine, as sentences with the way out. */
final class NetworkObstacles {
    private final NetworkMatch match;

    NetworkObstacles(NetworkMatch match) {
        this.match = match;
    }

    Optional<String> of(String name) {
        return absent(name).or(() -> taken(name)).or(() -> inUse(name)).or(() -> without(name));
    }

    private Optional<String> absent(String name) {
        var item = match.declared(name);
        if (item.type() != InterfaceType.PHYSICAL || match.found(name).isPresent()) return Optional.empty();
        return Optional.of(
                "spec.network.interfaces.%s is the card with MAC address %s, and MAAS knows no such card of this machine; it knows %s. Correct the address. If the card is new: MAAS learns it when it commissions the machine, which it does not while anything is deployed there. If it replaced another one of a deployed host, take that one's address out of the document as well, and MAAS is told."
                        .formatted(
                                name, item.macAddress().map(MacAddress::value).orElse(""), cards()));
    }

    private String cards() {
        var cards = Stream.concat(
                        match.others().stream(), match.order().stream().flatMap(name -> match.found(name).stream()))
                .filter(nic -> nic.type() == InterfaceType.PHYSICAL)
                .map(nic -> "%s (%s)".formatted(nic.name(), nic.macAddress()))
                .sorted()
                .collect(Collectors.joining(", "));
        return cards.isEmpty() ? "none" : cards;
    }

    /** Another interface has the name, and none of the declared ones that get another. */
    private Optional<String> taken(String name) {
        return match.named(name)
                .filter(holder -> match.others().contains(holder))
                .map(holder ->
                        "spec.network.%s.%s cannot get its name: %s (%s) has it in MAAS and is not declared. Declare that one too, or choose another name."
                                .formatted(match.declared(name).type().map(), name, what(holder), holder.macAddress()));
    }

    /** A part of it is part of something that nobody declares. */
    private Optional<String> inUse(String name) {
        var type = match.declared(name).type();
        if (type != InterfaceType.BOND && type != InterfaceType.BRIDGE) return Optional.empty();
        return match.declared(name).parents().stream()
                .flatMap(parent -> match.found(parent).stream())
                .flatMap(parent -> match.children(parent).stream()
                        .filter(child -> match.others().contains(child))
                        .filter(child -> type == InterfaceType.BOND || child.type() != InterfaceType.VLAN)
                        .map(child ->
                                "spec.network.%s.%s cannot be made: %s is part of %s %s in MAAS, which is not declared. Delete that in MAAS, or declare it."
                                        .formatted(type.map(), name, parent.name(), what(child), child.name())))
                .findFirst();
    }

    /** A VLAN is of its interface's fabric, so that must be known. */
    private Optional<String> without(String name) {
        var item = match.declared(name);
        boolean fabricIsGiven = item.type() != InterfaceType.VLAN
                && item.vlan().map(vlan -> vlan.fabric().isPresent()).orElse(true);
        if (fabricIsGiven) return Optional.empty();
        var base = item.type() == InterfaceType.PHYSICAL
                ? match.found(name)
                : item.parents().stream().findFirst().flatMap(match::found);
        return base.filter(nic -> nic.vlan().isEmpty() && !declaresVlan(nic))
                .map(nic ->
                        "spec.network.%s.%s needs a fabric, and MAAS has %s in none. Give that interface vlan: {fabric: …}."
                                .formatted(item.type().map(), name, nic.name()));
    }

    private boolean declaresVlan(Nic nic) {
        return match.order().stream()
                .filter(name -> match.found(name).filter(nic::equals).isPresent())
                .map(match::declared)
                .anyMatch(item -> item.vlan().flatMap(vlan -> vlan.fabric()).isPresent()
                        || item.links().filter(links -> !links.isEmpty()).isPresent());
    }

    private static String what(Nic nic) {
        return switch (nic.type()) {
            case PHYSICAL -> "the card";
            case BOND -> "bond";
            case BRIDGE -> "bridge";
            case VLAN -> "VLAN";
        };
    }
}
