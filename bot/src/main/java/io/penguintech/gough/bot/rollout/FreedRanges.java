package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import io.penguintech.gough.schema.ThingKind;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ranges of addresses that become smaller: MAAS lets no two ranges overlap, so a new one in the part that becomes free is
 * made after that. Pure.
 */
final class FreedRanges {
    private final List<Change> shrinking;

    FreedRanges(Collection<Change> changes) {
        shrinking = changes.stream()
                .filter(change -> freed(change).findAny().isPresent())
                .toList();
    }

    /** Addresses from the first to the last of a range, both included. */
    private record Stretch(BigInteger first, BigInteger last) {
        boolean meets(Stretch other) {
            return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
        }
    }

    /** What must be done before {@code change}, which may be anything. */
    List<Change> before(Change change) {
        var whole = created(change);
        if (whole.isEmpty()) return List.of();
        return shrinking.stream()
                .filter(other -> Intent.backend(other).equals(Intent.backend(change)))
                .filter(other -> freed(other).anyMatch(whole.get()::meets))
                .toList();
    }

    private static Optional<Stretch> created(Change change) {
        if (!isOfRange(change, true)) return Optional.empty();
        return after(change, "start").flatMap(first -> after(change, "end").map(last -> new Stretch(first, last)));
    }

    private static Optional<BigInteger> after(Change change, String edge) {
        return change.fields().stream()
                .filter(field -> field.field().equals(edge))
                .flatMap(field -> field.after().stream())
                .map(FreedRanges::number)
                .findFirst();
    }

    /** Between where an edge was and where it shall be, when it moves inwards. */
    private static Stream<Stretch> freed(Change change) {
        if (!isOfRange(change, false)) return Stream.empty();
        return change.fields().stream()
                .flatMap(field -> moved(field).stream())
                .filter(part -> part.first().compareTo(part.last()) < 0);
    }

    private static Optional<Stretch> moved(FieldChange field) {
        if (field.before().isEmpty() || field.after().isEmpty()) return Optional.empty();
        return switch (field.field()) {
            case "start" ->
                Optional.of(new Stretch(
                        number(field.before().get()), number(field.after().get())));
            case "end" ->
                Optional.of(new Stretch(
                        number(field.after().get()), number(field.before().get())));
            default -> Optional.empty();
        };
    }

    private static boolean isOfRange(Change change, boolean isNew) {
        return change instanceof Change.OfThing thing
                && thing.subject().kind() == ThingKind.IP_RANGE
                && (thing.act() == Change.Act.CREATE) == isNew;
    }

    /** One order for addresses of both versions. */
    private static BigInteger number(String address) {
        var bytes = InetAddress.ofLiteral(address).getAddress();
        return BigInteger.valueOf(bytes.length).shiftLeft(128).add(new BigInteger(1, bytes));
    }
}
