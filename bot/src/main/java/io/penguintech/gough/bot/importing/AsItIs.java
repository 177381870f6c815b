package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.schema.BackendName;

/** Documents that say of what Gough manages in a Fleet what is there, so that there is nothing left to change. Pure. */
public final class AsItIs {
    private AsItIs() {}

    /** The document of a query, a policy or a label as it is, without labels of the document itself and earlier names. */
    public static String document(ObservedObject is, BackendName fleet) {
        return FleetSheets.ofOurs(is, fleet);
    }
}
