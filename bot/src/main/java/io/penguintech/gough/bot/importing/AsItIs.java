package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import java.util.List;
import java.util.Optional;

/** Documents that say of what Gough manages in a Fleet what is there, so that there is nothing left to change. Pure. */
public final class AsItIs {
    private AsItIs() {}

    /**
     * The document of a query, a policy or a label as it is, without labels of the document itself and earlier names. Empty of a
     * label that lists hosts: Fleet shows who carries it, and not by which of their names somebody would list them.
     */
    public static Optional<String> document(ObservedObject is, BackendName fleet) {
        return listsHosts(is) ? Optional.empty() : Optional.of(FleetSheets.ofOurs(is, fleet));
    }

    static boolean listsHosts(ObservedObject is) {
        return is.kind() == FleetKind.LABEL && is.field("membership").equals("manual");
    }

    /** The lines of the {@code spec} of such a document, with what {@code declared} says of it and Fleet does not know. */
    static List<String> spec(ObservedObject is, FleetObject declared) {
        return FleetSheets.ofOurs(is, declared)
                .lines()
                .dropWhile(line -> !line.startsWith("spec:"))
                .toList();
    }
}
