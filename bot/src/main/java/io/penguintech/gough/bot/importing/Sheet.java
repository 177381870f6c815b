package io.penguintech.gough.bot.importing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One machine as a host: what is its own, and what it may share with others. Fields go by their path, such as
 * {@code machine/power/type}; they are texts, numbers, flags, lists and maps of these, or a {@link Secret}.
 *
 * @param name the host's name
 * @param own what only it can have: addresses, serial numbers
 * @param fields everything else that may stand in a profile
 * @param tags its tags
 */
record Sheet(String name, SortedMap<String, Object> own, SortedMap<String, Object> fields, SortedSet<String> tags) {
    static final String ZONE = "zone";
    static final String POOL = "pool";
    static final String RELEASE = "os/release";
    static final String POWER = "machine/power/";
    static final String POWER_TYPE = POWER + "type";
    static final String NETWORK = "network/";
    static final String STORAGE = "storage/";

    Sheet {
        own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    /** The text under {@code field}; empty text when there is none. */
    String text(String field) {
        return fields.getOrDefault(field, "").toString();
    }

    /** Whether it says anything below this path. */
    boolean has(String section) {
        return Stream.of(own, fields)
                .anyMatch(some -> some.keySet().stream().anyMatch(path -> path.startsWith(section)));
    }

    /** The same without what it says below this path. */
    Sheet without(String section) {
        return new Sheet(name, without(own, section), without(fields, section), tags);
    }

    private static SortedMap<String, Object> without(SortedMap<String, Object> some, String section) {
        var rest = new TreeMap<>(some);
        rest.keySet().removeIf(path -> path.startsWith(section));
        return rest;
    }

    /** What it says below this path and may share: equal for hosts that are set up alike. */
    String shape(String section) {
        return fields.entrySet().stream()
                .filter(field -> field.getKey().startsWith(section))
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
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
