package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Fitted.Nic;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.MacAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cards of a running machine of ours that were replaced: the document names an address that MAAS does not know of it, and
 * names no more the address of a card that MAAS knows. MAAS takes another address of a card while the machine is deployed
 * (its source), and so it is told; nothing is sent to the machine. Which card it is is never guessed.
 */
final class Cards {
    private static final String PREFIX = "card.";

    private final HostCase it;
    private final SortedSet<MacAddress> declared;
    private final List<MacAddress> unknown;
    private final Map<Nic, MacAddress> replaced = new LinkedHashMap<>();

    private Cards(HostCase it, SortedSet<MacAddress> declared) {
        this.it = it;
        this.declared = declared;
        unknown = new ArrayList<>(unknown(declared, it.machine(), Told.of(it, Told.CARDS)));
    }

    /**
     * Declared addresses that MAAS knows of no card. A bond keeps the address of a card that went: where a document takes
     * such an address back, it is that of a card again.
     *
     * @param remembered the addresses that the document named before
     */
    private static List<MacAddress> unknown(
            SortedSet<MacAddress> declared, Machine machine, Optional<String> remembered) {
        if (declared.isEmpty()) return List.of();
        boolean oneLeft = remembered
                .filter(before ->
                        cards(machine).anyMatch(nic -> before.contains(nic.macAddress()) && !isAmong(declared, nic)))
                .isPresent();
        return declared.stream()
                .filter(mac -> card(machine, Optional.of(mac.value())).isEmpty())
                .filter(mac -> !machine.macAddresses().contains(mac) || (oneLeft && isMade(machine, mac)))
                .toList();
    }

    /** Whether it is the address of something that is made of cards. */
    private static boolean isMade(Machine machine, MacAddress mac) {
        return machine.fitted().nics().stream().anyMatch(nic -> nic.macAddress().equals(mac.value()));
    }

    /** Those of a host: none unless Gough deployed what runs there. */
    static Cards of(HostCase it) {
        var cards = new Cards(it, declared(it.host()));
        if (cards.isReadable() && cards.areOurs() && cards.holder().isEmpty()) {
            cards.byName();
            cards.byExclusion();
        }
        return cards;
    }

    private static SortedSet<MacAddress> declared(Host host) {
        var declared = new TreeSet<>(host.machine().macAddresses());
        host.network().interfaces().values().stream()
                .filter(item -> item.type() == InterfaceType.PHYSICAL)
                .flatMap(item -> item.macAddress().stream())
                .forEach(declared::add);
        return declared;
    }

    /** Whether the document names a card that MAAS does not know, of a machine whose cards were read. */
    private boolean isReadable() {
        return !unknown.isEmpty()
                && it.host().vm().isEmpty()
                && it.machine().state() instanceof Machine.State.Deployed
                && cards().findAny().isPresent();
    }

    private boolean areOurs() {
        return it.recorded() && it.deployment().isPresent() && it.ownedByUs();
    }

    private Stream<Nic> cards() {
        return cards(it.machine());
    }

    private static Stream<Nic> cards(Machine machine) {
        return machine.fitted().nics().stream().filter(nic -> nic.type() == InterfaceType.PHYSICAL);
    }

    // ---- which is which

    /** The document gives the card of that name another address. */
    private void byName() {
        it.host().network().interfaces().forEach((name, item) -> {
            var mac = item.macAddress();
            if (item.type() != InterfaceType.PHYSICAL || mac.isEmpty() || !unknown.contains(mac.get())) return;
            cards().filter(nic -> nic.name().equals(name) && !isDeclared(nic))
                    .forEach(nic -> replaced.put(nic, mac.get()));
        });
        unknown.removeAll(replaced.values());
    }

    /** One address came and one went. */
    private void byExclusion() {
        var gone = cards().filter(nic -> !replaced.containsKey(nic) && !isDeclared(nic) && wasDeclared(nic))
                .toList();
        if (unknown.size() == 1 && gone.size() == 1) replaced.put(gone.getFirst(), unknown.removeFirst());
    }

    private boolean isDeclared(Nic nic) {
        return isAmong(declared, nic);
    }

    private static boolean isAmong(SortedSet<MacAddress> addresses, Nic nic) {
        return addresses.stream().anyMatch(mac -> mac.value().equals(nic.macAddress()));
    }

    /** A card that no document ever named was not replaced by one that it names; without memory each may have been named. */
    private boolean wasDeclared(Nic nic) {
        return Told.of(it, Told.CARDS)
                .map(known -> List.of(known.split(" ")).contains(nic.macAddress()))
                .orElse(true);
    }

    /**
     * What to remember of the cards that the document names, once MAAS knows them all: their addresses with blanks; empty
     * when that is remembered already.
     */
    static Optional<String> toRemember(Host host, Machine machine, Optional<String> remembered) {
        var declared = declared(host);
        boolean known = cards(machine).findAny().isPresent()
                && unknown(declared, machine, remembered).isEmpty();
        if (declared.isEmpty() || !known) return Optional.empty();
        var text = declared.stream().map(MacAddress::value).collect(Collectors.joining(" "));
        return Optional.of(text).filter(now -> !remembered.equals(Optional.of(now)));
    }

    // ---- planned

    boolean areReplaced() {
        return !replaced.isEmpty();
    }

    /** Whether one card and no other was replaced, and every declared address has its card. */
    boolean isOne() {
        return replaced.size() == 1 && unknown.isEmpty();
    }

    /** One field for each card that was replaced: its address as MAAS has it, and as it shall be. */
    List<FieldChange> fields() {
        return replaced.entrySet().stream()
                .map(card -> new FieldChange(
                        PREFIX + card.getKey().name(),
                        Optional.of(card.getKey().macAddress()),
                        Optional.of(card.getValue().value())))
                .sorted()
                .toList();
    }

    /** What MAAS has set up, once it is told. */
    Fitted told() {
        var fitted = it.machine().fitted();
        var nics = fitted.nics().stream()
                .map(nic -> Optional.ofNullable(replaced.get(nic))
                        .map(mac -> nic.with(mac.value()))
                        .orElse(nic))
                .toList();
        return it.declarable(new Fitted(nics, fitted.gateway4(), fitted.gateway6(), fitted.disks()));
    }

    /** Why MAAS is not told of addresses that it does not know, with the way out; empty when there are none. */
    Optional<String> untold() {
        if (!isReadable()) return Optional.empty();
        return Optional.of("The document names the card %s, and MAAS knows no such card of %s; it knows %s. %s"
                .formatted(words(unknown), Condition.name(it.machine()), known(), holder().orElseGet(this::why)));
    }

    /** An address that another machine has, which MAAS gives to no second one. */
    private Optional<String> holder() {
        return unknown.stream()
                .flatMap(mac -> it.index().withMac(mac).stream())
                .filter(id -> !id.equals(it.machine().id()))
                .findFirst()
                .map(id -> it.index().machine(id))
                .map(other ->
                        "%s has that address, and MAAS gives it to no second machine. If MAAS enlisted that one by itself when the new card booted from the network, delete it in MAAS; else correct the address."
                                .formatted(described(other)));
    }

    static String described(Machine machine) {
        return "Machine %s (%s), which is %s,".formatted(machine.id(), machine.hostname(), Condition.of(machine));
    }

    private String why() {
        return "%s Or tell MAAS yourself, which takes that while the machine is deployed: maas PROFILE interface update %s NUMBER mac_address=%s."
                .formatted(
                        areOurs() ? unclear() : "Gough sets nothing inside a machine that it did not deploy.",
                        it.machine().id(),
                        unknown.getFirst());
    }

    private String unclear() {
        boolean noneLeft = cards().allMatch(nic -> replaced.containsKey(nic) || isDeclared(nic) || !wasDeclared(nic));
        return noneLeft
                ? "None of these left the document, so none is known to be replaced. If MAAS is right, put its address into the document. If one was replaced, take that one's address out of the document; if it was never there, put it in with a commit of its own first. A card that was added MAAS learns only when it commissions the machine, which it does not while anything is deployed there: accept this until then."
                : "Which of these was replaced cannot be told: declare the addresses of all that stayed; where several were replaced, change one address with each commit, or name the cards in spec.network as MAAS does.";
    }

    private String known() {
        return cards().map(nic -> "%s (%s, number %d)".formatted(nic.name(), nic.macAddress(), nic.id()))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String words(Collection<MacAddress> addresses) {
        return addresses.stream().map(MacAddress::value).collect(Collectors.joining(", "));
    }

    /** What makes a difference that nobody is told of this very one. */
    String essence() {
        return words(unknown) + " of " + known();
    }

    // ---- carried out

    static boolean isAbout(FieldChange field) {
        return field.field().startsWith(PREFIX);
    }

    /** What a change tells MAAS of cards. */
    static List<FieldChange> in(Change.OfHost change) {
        return change.fields().stream().filter(Cards::isAbout).toList();
    }

    static String name(FieldChange field) {
        return field.field().substring(PREFIX.length());
    }

    /** The card of a machine that has this address. */
    static Optional<Nic> card(Machine machine, Optional<String> address) {
        return cards(machine)
                .filter(nic -> Optional.of(nic.macAddress()).equals(address))
                .findFirst();
    }

    /** Whether the newest document still names every card as the change would; yes when it is about none. */
    static boolean isDeclaredBy(Host host, Change.OfHost change) {
        var declared = declared(host).stream().map(MacAddress::value).collect(Collectors.toSet());
        return in(change).stream()
                .allMatch(field -> declared.contains(field.after().orElse(""))
                        && !declared.contains(field.before().orElse("")));
    }
}
