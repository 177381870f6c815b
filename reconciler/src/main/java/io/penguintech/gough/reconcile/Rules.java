package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Risk;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By which rules a revision is planned: those of the last accepted revision, never its own.
 *
 * @param accepted {@code gough.yaml} of the last accepted revision; before there is one, the server's own settings
 * @param raises lowest risk by {@link Change#verb()}: a repository may raise a risk, never lower it
 */
public record Rules(Repository accepted, SortedMap<String, Risk> raises) {
    /** Keeps an unmodifiable sorted copy. */
    public Rules {
        raises = Collections.unmodifiableSortedMap(new TreeMap<>(raises));
    }

    /** Those rules with every risk as product and server have it. */
    public static Rules of(Repository accepted) {
        return new Rules(accepted, new TreeMap<>());
    }

    /** What a change with this verb costs at least. */
    Risk raised(String verb, Risk risk) {
        var raise = raises.get(verb);
        return raise == null ? risk : risk.or(raise);
    }
}
