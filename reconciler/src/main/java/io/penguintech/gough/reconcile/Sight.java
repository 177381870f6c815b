package io.penguintech.gough.reconcile;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whose hosts our user sees in a Fleet: every list of hosts is silently cut down to those. */
public sealed interface Sight {
    /** All hosts. */
    record All() implements Sight {}

    /**
     * Those of some teams only: what is not listed may be elsewhere.
     *
     * @param names the teams
     */
    record Teams(SortedSet<String> names) implements Sight {
        /** Keeps an unmodifiable sorted copy. */
        public Teams {
            names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
        }
    }

    /** Fleet does not say, as when our user may not ask who it is: it may be any of both. */
    record Untold() implements Sight {}
}
