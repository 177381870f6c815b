package io.penguintech.gough.simulators.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person may write of a report. Defaults and rules: fleetdm/fleet server/fleet/queries.go and
 * server/service/queries.go.
 *
 * @param name unique in its fleet, never blank
 * @param description free text
 * @param query the SQL: never blank, otherwise unchecked
 * @param fleetId null is global
 * @param interval seconds between runs, 0 is not scheduled
 * @param platform comma list of darwin, linux, windows, chrome; empty is all
 * @param minOsqueryVersion unchecked
 * @param automationsEnabled whether results go to the log destination
 * @param logging snapshot, differential or differential_ignore_removals
 * @param observerCanRun whether observers may run it live
 * @param discardData whether results are not stored
 * @param labelsIncludeAny names of labels, at most one of the two scopes
 * @param labelsIncludeAll names of labels
 */
public record ReportFields(
        String name,
        String description,
        String query,
        @Nullable Integer fleetId,
        long interval,
        String platform,
        String minOsqueryVersion,
        boolean automationsEnabled,
        String logging,
        boolean observerCanRun,
        boolean discardData,
        List<String> labelsIncludeAny,
        List<String> labelsIncludeAll) {

    static final ReportFields DEFAULTS =
            new ReportFields("", "", "", null, 0, "", "", false, "snapshot", false, false, List.of(), List.of());

    private static final Set<String> PLATFORMS = Set.of("darwin", "linux", "windows", "chrome");
    private static final Set<String> LOGGING = Set.of("snapshot", "differential", "differential_ignore_removals");

    /** Copies the lists. */
    public ReportFields {
        labelsIncludeAny = List.copyOf(labelsIncludeAny);
        labelsIncludeAll = List.copyOf(labelsIncludeAll);
    }

    /** A report with this name and SQL and every other field at Fleet's default. */
    public static ReportFields of(String name, String query) {
        return DEFAULTS.named(name).asking(query);
    }

    /** The same under another name. */
    public ReportFields named(String other) {
        return new ReportFields(
                other,
                description,
                query,
                fleetId,
                interval,
                platform,
                minOsqueryVersion,
                automationsEnabled,
                logging,
                observerCanRun,
                discardData,
                labelsIncludeAny,
                labelsIncludeAll);
    }

    /** The same with other SQL. */
    public ReportFields asking(String sql) {
        return new ReportFields(
                name,
                description,
                sql,
                fleetId,
                interval,
                platform,
                minOsqueryVersion,
                automationsEnabled,
                logging,
                observerCanRun,
                discardData,
                labelsIncludeAny,
                labelsIncludeAll);
    }

    /** The same for other labels: both scopes are rewritten. */
    public ReportFields targeting(UnaryOperator<List<String>> change) {
        return new ReportFields(
                name,
                description,
                query,
                fleetId,
                interval,
                platform,
                minOsqueryVersion,
                automationsEnabled,
                logging,
                observerCanRun,
                discardData,
                change.apply(labelsIncludeAny),
                change.apply(labelsIncludeAll));
    }

    Stream<String> labels() {
        return Stream.concat(labelsIncludeAny.stream(), labelsIncludeAll.stream());
    }

    /** The same in another fleet; null is global. */
    public ReportFields in(@Nullable Integer fleet) {
        return new ReportFields(
                name,
                description,
                query,
                fleet,
                interval,
                platform,
                minOsqueryVersion,
                automationsEnabled,
                logging,
                observerCanRun,
                discardData,
                labelsIncludeAny,
                labelsIncludeAll);
    }

    /** The first thing Fleet would say against these fields, in its words. */
    Optional<String> complaint() {
        if (name.isBlank()) {
            return Optional.of("query name cannot be empty");
        }
        if (query.isBlank()) {
            return Optional.of("query's SQL query cannot be empty");
        }
        if (!LOGGING.contains(logging)) {
            return Optional.of("invalid value for logging: must be one of 'snapshot', 'differential',"
                    + " or 'differential_ignore_removals'");
        }
        if (!platform.isEmpty()
                && !Arrays.stream(platform.split(",", -1)).map(String::strip).allMatch(PLATFORMS::contains)) {
            return Optional.of("query's platform must be a comma-separated list of 'darwin', 'linux', 'windows',"
                    + " and/or 'chrome' in a single string");
        }
        if (!labelsIncludeAny.isEmpty() && !labelsIncludeAll.isEmpty()) {
            return Optional.of("report can include at most one of labels_include_any or labels_include_all");
        }
        return Optional.empty();
    }

    /** Whether Fleet throws the stored results away when {@code next} takes the place of these fields. */
    boolean losesResultsTo(ReportFields next) {
        return !query.equals(next.query)
                || !platformSet(platform).equals(platformSet(next.platform))
                || !minOsqueryVersion.equals(next.minOsqueryVersion)
                || (!logging.equals(next.logging) && !next.logging.equals("snapshot"))
                || (next.discardData && !discardData);
    }

    /** Whether results of a run are kept at all. */
    boolean storesResults() {
        return logging.equals("snapshot") && !discardData;
    }

    private static Set<String> platformSet(String list) {
        return Set.copyOf(
                Arrays.stream(list.split(",", -1)).map(String::strip).distinct().toList());
    }
}
