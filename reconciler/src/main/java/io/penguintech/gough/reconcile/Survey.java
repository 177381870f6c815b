package io.penguintech.gough.reconcile;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an import needs to know of machines besides {@link Machine}. Holds no secret.
 *
 * @param power power parameters that are set, by machine, without MAAS's prefix {@code power_parameters_}; an empty value
 *     stands for one that is or may be a secret
 * @param withheld why MAAS does not tell power parameters to our user; empty when it does
 * @param computedTags tags that MAAS sets and takes off by itself (they have a definition)
 */
public record Survey(
        SortedMap<SystemId, SortedMap<String, Optional<String>>> power,
        Optional<String> withheld,
        SortedSet<String> computedTags) {
    /** Keeps unmodifiable sorted copies. */
    public Survey {
        power = Collections.unmodifiableSortedMap(new TreeMap<>(power));
        computedTags = Collections.unmodifiableSortedSet(new TreeSet<>(computedTags));
    }
}
