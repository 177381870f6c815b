package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.HostGoal;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the one machine that a host can be is like what its document says of it. Boards and cards are replaced: what
 * Gough itself deployed is known by its record and its stamp as well, for as long as it shall only go on running.
 */
final class Likeness {
    private final HostCase it;
    private final Desired desired;

    Likeness(HostCase it, Desired desired) {
        this.it = it;
        this.desired = desired;
    }

    /** Why it may be another machine, with the way out; empty when it is the one. */
    Optional<String> doubt() {
        if (it.serials() == HostCase.Serials.DIFFER) return ofBoard();
        boolean named = it.host().vm().isPresent()
                || it.serials() == HostCase.Serials.SAME
                || hasAddress()
                || it.machine().macAddresses().isEmpty();
        return named ? Optional.empty() : ofCards();
    }

    private boolean hasAddress() {
        return !Collections.disjoint(
                it.host().machine().macAddresses(), it.machine().macAddresses());
    }

    // ---- another serial

    private Optional<String> ofBoard() {
        if (isKnownByUs() && hasAddress()) return Optional.empty();
        return Optional.of(
                "The document says serial %s, machine %s (%s) has serial %s. Either an address moved to other hardware or the document is wrong: correct spec.machine.%s"
                        .formatted(
                                it.host().machine().serial().orElse(""),
                                it.machine().id(),
                                it.machine().hostname(),
                                it.machine().serial().orElse(""),
                                it.recorded() ? " " + boardReplaced() : ""));
    }

    private String boardReplaced() {
        return hasAddress()
                ? "If its board was replaced, take spec.machine.serial out of the document: it is known by its addresses and by Gough's record."
                : "If its board was replaced with its cards, change one thing with each commit: first the addresses, with the serial as MAAS has it, then the serial.";
    }

    // ---- no address

    private Optional<String> ofCards() {
        var machine = it.machine();
        if (isKnownByUs() && Cards.of(it).isOne() && PowerFields.differences(it).isEmpty()) return Optional.empty();
        return Optional.of(
                "Remembered as machine %s (%s), but that has none of the declared addresses (it has %s). %s If the document means other hardware, give it another name."
                        .formatted(
                                machine.id(),
                                machine.hostname(),
                                machine.macAddresses().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", ")),
                                way()));
    }

    private String way() {
        if (!(it.machine().state() instanceof Machine.State.Deployed))
            return "If a network card was replaced, let MAAS commission the machine so that it learns the new address, or declare the serial.";
        return Cards.of(it)
                .untold()
                .orElseGet(() -> isKnownByUs()
                        ? "If its cards were replaced, change one thing with each commit: the address of one card, and no power control beside it; or declare the serial, when MAAS knows it."
                        : "If a network card was replaced, tell MAAS, which takes that while the machine is deployed: maas PROFILE interface update %s NUMBER mac_address=ADDRESS; or declare the serial, when MAAS knows it."
                                .formatted(it.machine().id()));
    }

    /** Whether it is marked, recorded and stamped as what Gough deployed, and the document says to keep it so. */
    private boolean isKnownByUs() {
        return it.recorded()
                && it.ownedByUs()
                && it.machine().state() instanceof Machine.State.Deployed
                && it.host().goal() instanceof HostGoal.Deployed
                && Marks.of(it.machine(), desired.ownTag()) == Marks.OURS
                && it.deployment()
                        .filter(runs -> Stamp.says(it.machine(), runs, desired.repositoryId()))
                        .isPresent();
    }
}
