package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All that is declared at one revision, references resolved. Immutable and sorted.
 *
 * @param revision the commit, or empty for a folder that is not committed
 * @param repository {@code gough.yaml}
 * @param hosts by name
 * @param queries by Fleet, team and name; those of no team first
 * @param templates by name
 * @param things what the machines of regions stand on, by region, kind and name
 * @param policies by Fleet, team and name; those of no team first
 * @param labels by Fleet, team and name; those of no team first
 * @param profiles where the document of each profile begins
 * @param naming which files of Fleet's own name a list of items, by the file of the list
 */
public record Inventory(
        Optional<Revision> revision,
        Repository repository,
        SortedMap<HostName, Host> hosts,
        List<Query> queries,
        SortedMap<TemplateName, Template> templates,
        SortedSet<Thing> things,
        List<Policy> policies,
        List<Label> labels,
        SortedMap<ProfileName, Place> profiles,
        SortedMap<String, SortedSet<String>> naming) {
    /** With no thing of any region. */
    public Inventory(
            Optional<Revision> revision,
            Repository repository,
            SortedMap<HostName, Host> hosts,
            List<Query> queries,
            SortedMap<TemplateName, Template> templates) {
        this(revision, repository, hosts, queries, templates, Collections.emptySortedSet());
    }

    /** With no policy and no label. */
    public Inventory(
            Optional<Revision> revision,
            Repository repository,
            SortedMap<HostName, Host> hosts,
            List<Query> queries,
            SortedMap<TemplateName, Template> templates,
            SortedSet<Thing> things) {
        this(revision, repository, hosts, queries, templates, things, List.of(), List.of());
    }

    /** With no profile, and no list of Fleet's. */
    public Inventory(
            Optional<Revision> revision,
            Repository repository,
            SortedMap<HostName, Host> hosts,
            List<Query> queries,
            SortedMap<TemplateName, Template> templates,
            SortedSet<Thing> things,
            List<Policy> policies,
            List<Label> labels) {
        this(
                revision,
                repository,
                hosts,
                queries,
                templates,
                things,
                policies,
                labels,
                Collections.emptySortedMap(),
                Collections.emptySortedMap());
    }

    /** Keeps unmodifiable sorted copies. */
    public Inventory {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        queries = sorted(queries, Query::fleet, Query::team, Query::name);
        templates = Collections.unmodifiableSortedMap(new TreeMap<>(templates));
        things = Collections.unmodifiableSortedSet(new TreeSet<>(things));
        policies = sorted(policies, Policy::fleet, Policy::team, Policy::name);
        labels = sorted(labels, Label::fleet, Label::team, Label::name);
        profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
        naming = Collections.unmodifiableSortedMap(new TreeMap<>(naming));
    }

    /** Everything that is declared in Fleets: labels, then queries, then policies. */
    public List<FleetObject> inFleets() {
        return Stream.<List<? extends FleetObject>>of(labels, queries, policies)
                .<FleetObject>flatMap(List::stream)
                .toList();
    }

    private static <T, N extends Comparable<N>> List<T> sorted(
            List<T> all, Function<T, BackendName> fleet, Function<T, Optional<TeamName>> team, Function<T, N> name) {
        return all.stream()
                .sorted(Comparator.comparing(fleet)
                        .thenComparing(
                                one -> team.apply(one).map(TeamName::value).orElse(""))
                        .thenComparing(name))
                .toList();
    }
}
