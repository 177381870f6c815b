package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is declared at one revision, references resolved. Immutable and sorted.
 *
 * @param revision the commit, or empty for a folder that is not committed
 * @param repository {@code gough.yaml}
 * @param hosts by name
 * @param queries by Fleet and name
 * @param templates by name
 */
public record Inventory(
        Optional<Revision> revision,
        Repository repository,
        SortedMap<HostName, Host> hosts,
        List<Query> queries,
        SortedMap<TemplateName, Template> templates) {
    /** Keeps unmodifiable sorted copies. */
    public Inventory {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        queries = queries.stream()
                .sorted(Comparator.comparing(Query::fleet).thenComparing(Query::name))
                .toList();
        templates = Collections.unmodifiableSortedMap(new TreeMap<>(templates));
    }
}
