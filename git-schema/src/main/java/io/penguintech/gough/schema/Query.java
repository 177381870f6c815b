package io.penguintech.gough.schema;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A declared osquery query (Fleet: report), with every default filled in.
 *
 * @param name its name in Fleet
 * @param labels {@code metadata.labels}
 * @param fleet which configured Fleet
 * @param formerly earlier names: a rename that keeps Fleet's id and stored results
 * @param description for people
 * @param sql the SQL
 * @param platforms darwin, linux, windows, chrome; empty means all
 * @param interval how often it runs; zero means only on request
 * @param logging how results are logged
 * @param minOsqueryVersion lowest version that runs it, or empty text
 * @param automationsEnabled whether results go to the log destination
 * @param observerCanRun whether observers may run it live
 * @param discardData whether Fleet throws results away
 * @param adopt take over a query of this name that somebody else made
 * @param place where its document begins
 * @param team which fleet of hosts inside the server; empty: all hosts
 * @param labelsIncludeAny only hosts with one of these labels; empty: whatever their labels
 * @param labelsIncludeAll only hosts with all of these labels; empty: whatever their labels
 */
public record Query(
        QueryName name,
        SortedMap<String, String> labels,
        BackendName fleet,
        List<QueryName> formerly,
        String description,
        String sql,
        SortedSet<String> platforms,
        Duration interval,
        Logging logging,
        String minOsqueryVersion,
        boolean automationsEnabled,
        boolean observerCanRun,
        boolean discardData,
        boolean adopt,
        Place place,
        Optional<TeamName> team,
        SortedSet<LabelName> labelsIncludeAny,
        SortedSet<LabelName> labelsIncludeAll)
        implements FleetObject {
    /** Keeps unmodifiable copies, and reads what an earlier version wrote, which knew neither teams nor labels. */
    public Query {
        team = Objects.requireNonNullElse(team, Optional.empty());
        labelsIncludeAny = copy(labelsIncludeAny);
        labelsIncludeAll = copy(labelsIncludeAll);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        formerly = List.copyOf(formerly);
        platforms = Collections.unmodifiableSortedSet(new TreeSet<>(platforms));
    }

    @Override
    public FleetKind kind() {
        return FleetKind.QUERY;
    }

    @Override
    public String title() {
        return name.value();
    }

    @Override
    public List<String> earlier() {
        return formerly.stream().map(QueryName::value).toList();
    }

    private static SortedSet<LabelName> copy(@Nullable SortedSet<LabelName> labels) {
        return Collections.unmodifiableSortedSet(labels == null ? new TreeSet<>() : new TreeSet<>(labels));
    }

    /** How results are logged. */
    public enum Logging {
        /** The whole result each time. */
        SNAPSHOT,
        /** What came and went. */
        DIFFERENTIAL,
        /** What came. */
        DIFFERENTIAL_IGNORE_REMOVALS;

        /** The word as files and Fleet spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
