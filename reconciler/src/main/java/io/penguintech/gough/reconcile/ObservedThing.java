package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.ThingKind;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A zone, a subnet, a DNS record and so on, as a region has it.
 *
 * @param kind what it is
 * @param id by which it is remembered; of a tag, which has no other, its name
 * @param fields its values, named and written as in documents; what is not set is absent
 */
public record ObservedThing(ThingKind kind, String id, SortedMap<String, String> fields) {
    /** The comment of tags that Gough makes because a host carries them. */
    public static final String MADE_TAG = "Made by Gough; hosts that declare it carry it.";

    /** Keeps an unmodifiable sorted copy. */
    public ObservedThing {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** What tells it from all others of its kind in its region. */
    public String key() {
        return kind.key(fields);
    }
}
