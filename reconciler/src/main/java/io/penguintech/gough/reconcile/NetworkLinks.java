package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Fitted.Nic;
import io.penguintech.gough.reconcile.Fitted.NicLink;
import io.penguintech.gough.schema.HostNetwork.Interface;
import io.penguintech.gough.schema.HostNetwork.Link;
import io.penguintech.gough.schema.HostNetwork.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The links of one interface: those declared beside those there are. Without an address and a subnet is no link. */
final class NetworkLinks {
    private final Setup setup;
    private final Fitted fitted;
    private final List<Link> missing;
    private final List<NicLink> extra;
    private final List<Link> declared;
    private final List<NicLink> present;
    private final List<NicLink> gateways = new ArrayList<>();

    /** @param declared all links it shall have */
    NetworkLinks(Setup setup, Fitted fitted, List<Link> declared, Optional<Nic> nic) {
        this.setup = setup;
        this.fitted = fitted;
        this.declared = declared.stream().filter(link -> !isNothing(link)).toList();
        this.present = nic.map(Nic::links).orElse(List.of()).stream()
                .filter(link -> link.mode() != Mode.LINK_UP || link.subnet().isPresent())
                .toList();
        missing = new ArrayList<>(this.declared);
        extra = new ArrayList<>(present);
        for (var link : this.declared) pair(link);
        // MAAS makes one whenever the last link goes, in the subnet where a card got an address by DHCP, and removes it
        // for any other link, bond or bridge (its source). Removed by us it would come back for ever.
        extra.removeIf(link -> link.mode() == Mode.LINK_UP);
    }

    private static boolean isNothing(Link link) {
        return link.mode() == Mode.LINK_UP && link.subnet().isEmpty();
    }

    private void pair(Link link) {
        extra.stream().filter(each -> same(link, each)).findFirst().ifPresent(each -> {
            missing.remove(link);
            extra.remove(each);
            if (link.defaultGateway() && !fitted.isGateway(each.id())) gateways.add(each);
        });
    }

    private boolean same(Link link, NicLink each) {
        if (link.mode() != each.mode()) return false;
        if (link.subnet().isPresent() && !cidr(link).equals(each.subnet())) return false;
        return link.mode() != Mode.STATIC || link.address().equals(each.address());
    }

    private Optional<String> cidr(Link link) {
        return link.subnet().map(text -> {
            var subnet = setup.subnets().get(text);
            return subnet == null ? text : subnet.cidr();
        });
    }

    /** The first declared link that is not there, its subnet as a CIDR. */
    Optional<Link> missing() {
        return missing.stream()
                .findFirst()
                .map(link -> new Link(link.mode(), cidr(link), link.address(), link.defaultGateway()));
    }

    /** The first link that is there and shall go. */
    Optional<NicLink> extra() {
        return extra.stream().findFirst();
    }

    /** The first link that shall have the default route and has not. */
    Optional<NicLink> gateway() {
        return gateways.stream().findFirst();
    }

    boolean differ() {
        return !missing.isEmpty() || !extra.isEmpty() || !gateways.isEmpty();
    }

    /** What there is, for people; empty without any. */
    Optional<String> before() {
        return present.isEmpty()
                ? Optional.empty()
                : Optional.of(present.stream()
                        .map(link ->
                                link.asDeclared(fitted.isGateway(link.id())).toString())
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }

    /** What is declared, for people; {@code none} without any. */
    Optional<String> after() {
        return Optional.of(text(declared));
    }

    /** The links of an interface that is still to be found or made. */
    static String text(Interface item) {
        return text(item.links().orElse(List.of()));
    }

    private static String text(List<Link> links) {
        return links.isEmpty()
                ? "none"
                : links.stream().map(Link::toString).sorted().collect(Collectors.joining("; "));
    }
}
