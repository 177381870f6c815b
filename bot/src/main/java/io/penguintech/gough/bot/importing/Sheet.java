package io.penguintech.gough.bot.importing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One machine as a host: what is its own, and what it may share with others.
 *
 * @param name the host's name
 * @param identity {@code macAddresses} and {@code serial}
 * @param fields everything else that may stand in a profile, by path such as {@code machine.power.type}; texts, flags, or
 *     a {@link Secret}
 * @param tags its tags
 */
record Sheet(
        String name, SortedMap<String, Object> identity, SortedMap<String, Object> fields, SortedSet<String> tags) {
    static final String ZONE = "zone";
    static final String POOL = "pool";
    static final String RELEASE = "os.release";
    static final String POWER = "machine.power.";
    static final String POWER_TYPE = POWER + "type";

    Sheet {
        identity = Collections.unmodifiableSortedMap(new TreeMap<>(identity));
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    /** The text under {@code field}; empty text when there is none. */
    String text(String field) {
        return fields.getOrDefault(field, "").toString();
    }

    /** The zone its file is named after. */
    String zone() {
        return text(ZONE);
    }

    /**
     * A secret that stays where it is: the document refers to it.
     *
     * @param reference {@code path#key}, with a placeholder for the host's name
     */
    record Secret(String reference) {}
}
