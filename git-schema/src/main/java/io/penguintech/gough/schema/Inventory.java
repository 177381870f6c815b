package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is declared at one revision, references resolved. Immutable and sorted.
 *
 * @param revision the commit, or empty for a folder that is not committed
 * @param repository {@code gough.yaml}
 * @param hosts by name
 * @param queries by Fleet and name
 * @param templates by name
 * @param things what the machines of regions stand on, by region, kind and name
 */
public record Inventory(
        Optional<Revision> revision,
        Repository repository,
        SortedMap<HostName, Host> hosts,
        List<Query> queries,
        SortedMap<TemplateName, Template> templates,
        SortedSet<Thing> things) {
    /** With no thing of any region. */
    public Inventory(
            Optional<Revision> revision,
            Repository repository,
            SortedMap<HostName, Host> hosts,
            List<Query> queries,
            SortedMap<TemplateName, Template> templates) {
        this(revision, repository, hosts, queries, templates, Collections.emptySortedSet());
    }

    /** Keeps unmodifiable sorted copies. */
    public Inventory {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        queries = queries.stream()
                .sorted(Comparator.comparing(Query::fleet).thenComparing(Query::name))
                .toList();
        templates = Collections.unmodifiableSortedMap(new TreeMap<>(templates));
        things = Collections.unmodifiableSortedSet(new TreeSet<>(things));
    }
}
