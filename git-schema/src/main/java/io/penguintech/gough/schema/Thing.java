package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A declared thing of a MAAS region that machines stand on: a zone, a subnet, a DNS record and so on.
 *
 * @param kind what it is
 * @param name the document's name
 * @param region which configured MAAS
 * @param formerly earlier names: a rename that keeps MAAS's id
 * @param fields what is declared, each value as MAAS shows it; another thing is named by its key. What is not here is left
 *     alone
 * @param adopt take over a thing like this that somebody else made
 * @param place where its document begins
 */
public record Thing(
        ThingKind kind,
        String name,
        BackendName region,
        List<String> formerly,
        SortedMap<String, String> fields,
        boolean adopt,
        Place place)
        implements Comparable<Thing> {
    /** Keeps unmodifiable copies. */
    public Thing {
        formerly = List.copyOf(formerly);
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** What tells it from all others of its kind in its region. */
    public String key() {
        return kind.key(fields);
    }

    /** By region, kind and name. */
    @Override
    public int compareTo(Thing other) {
        int byRegion = region.compareTo(other.region);
        if (byRegion != 0) return byRegion;
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }
}
