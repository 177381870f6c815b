package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Fitted.Nic;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostNetwork.Interface;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which interface of a machine each declared one is: a card by its MAC address, a VLAN by what it is on and its number, a
 * bond or bridge by its name, else by what it is made of. Nothing is guessed beyond that.
 */
final class NetworkMatch {
    private final HostNetwork declared;
    private final Fitted fitted;
    private final Map<String, Nic> found = new LinkedHashMap<>();
    /** Declared names, each after those of its parents. */
    private final List<String> order = new ArrayList<>();

    NetworkMatch(HostNetwork declared, Fitted fitted) {
        this.declared = declared;
        this.fitted = fitted;
        order(InterfaceType.PHYSICAL);
        order(InterfaceType.BOND);
        for (int before = -1; before < order.size(); ) {
            before = order.size();
            order(InterfaceType.BRIDGE);
            order(InterfaceType.VLAN);
        }
        for (var name : order) match(name).ifPresent(nic -> found.put(name, nic));
    }

    private void order(InterfaceType type) {
        declared.interfaces().forEach((name, item) -> {
            if (item.type() == type && !order.contains(name) && order.containsAll(item.parents())) order.add(name);
        });
    }

    List<String> order() {
        return order;
    }

    Interface declared(String name) {
        var item = declared.interfaces().get(name);
        if (item == null) throw new IllegalArgumentException("not declared: " + name);
        return item;
    }

    Optional<Nic> found(String name) {
        return Optional.ofNullable(found.get(name));
    }

    /** Interfaces of the machine that are none of the declared ones. */
    List<Nic> others() {
        return fitted.nics().stream()
                .filter(nic -> found.values().stream().noneMatch(known -> known.id() == nic.id()))
                .toList();
    }

    /** What is made of an interface now. */
    List<Nic> children(Nic nic) {
        return fitted.nics().stream()
                .filter(each -> each.parents().contains(nic.name()))
                .toList();
    }

    Optional<Nic> named(String name) {
        return fitted.nics().stream().filter(nic -> nic.name().equals(name)).findFirst();
    }

    /** The names that the parents have now; empty when one of them is not there yet. */
    Optional<List<String>> parentsNow(String name) {
        var parents = declared(name).parents();
        if (!found.keySet().containsAll(parents)) return Optional.empty();
        return Optional.of(parents.stream()
                .flatMap(parent -> found(parent).stream())
                .map(Nic::name)
                .sorted()
                .collect(Collectors.toList()));
    }

    private Optional<Nic> match(String name) {
        var item = declared(name);
        var same =
                fitted.nics().stream().filter(nic -> nic.type() == item.type()).toList();
        return switch (item.type()) {
            case PHYSICAL ->
                same.stream()
                        .filter(nic -> item.macAddress()
                                .filter(mac -> mac.value().equals(nic.macAddress()))
                                .isPresent())
                        .findFirst();
            case VLAN ->
                parentsNow(name)
                        .flatMap(parents -> same.stream()
                                .filter(nic -> nic.parents().equals(parents) && vid(nic) == vid(item))
                                .findFirst());
            case BOND, BRIDGE ->
                same.stream()
                        .filter(nic -> nic.name().equals(name))
                        .findFirst()
                        .or(() -> parentsNow(name)
                                .flatMap(parents -> same.stream()
                                        .filter(nic -> nic.parents().equals(parents)
                                                && !declared.interfaces().containsKey(nic.name()))
                                        .findFirst()));
        };
    }

    private static int vid(Nic nic) {
        return nic.vlan().map(Fitted.VlanAt::vid).orElse(-1);
    }

    private static int vid(Interface item) {
        return item.vlan().map(HostNetwork.VlanRef::vid).orElse(-1);
    }
}
