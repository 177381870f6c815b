package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import io.penguintech.gough.reconcile.Setup;
import java.util.stream.Collectors;

/** Where a change leads its subject, wherever it begins: what an earlier attempt has done already is no difference. Pure. */
final class Aim {
    private Aim() {}

    /** Whether two changes lead the same subject to the same. */
    static boolean isOneOf(Change one, Change other) {
        if (!one.subject().equals(other.subject())) return false;
        return one.digest().equals(other.digest())
                || (one instanceof Change.OfHost before && other instanceof Change.OfHost now && isOneOf(before, now));
    }

    private static boolean isOneOf(Change.OfHost one, Change.OfHost other) {
        return (one.getClass().equals(other.getClass()) || (bringsUp(one) && bringsUp(other)))
                && Caller.deployment(one).equals(Caller.deployment(other))
                && isOneOf(one.setup(), other.setup())
                && agree(one, other);
    }

    /** A reinstallation that ended after its release goes on as a host that is brought up. */
    static boolean bringsUp(Change change) {
        return change instanceof Change.BringUp || change instanceof Change.Reinstall;
    }

    /** Which subnets the names meant is nothing that a document says. */
    private static boolean isOneOf(Setup one, Setup other) {
        return one.network().equals(other.network())
                && one.storage().equals(other.storage())
                && one.commissioning().equals(other.commissioning());
    }

    /** No field is to become something else. */
    private static boolean agree(Change one, Change other) {
        var after =
                one.fields().stream().collect(Collectors.toMap(FieldChange::field, FieldChange::after, (a, b) -> b));
        return other.fields().stream()
                .allMatch(field ->
                        after.getOrDefault(field.field(), field.after()).equals(field.after()));
    }
}
