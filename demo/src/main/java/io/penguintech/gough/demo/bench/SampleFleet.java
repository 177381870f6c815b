package io.penguintech.gough.demo.bench;

import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.PolicyFields;
import io.penguintech.gough.simulators.fleet.ReportFields;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An infra repository of queries and policies alone, no two of them the same: joins, a WITH, tables that must be
 * constrained, a quarter for every platform.
 *
 * @param queries how many queries
 * @param policies how many policies
 */
record SampleFleet(int queries, int policies) {
    private static final int A_PACK = 50;

    private static final String[] QUERIES = {
        "SELECT p.pid, p.name, p.path, u.username FROM processes p JOIN users u ON u.uid = p.uid WHERE p.uid = %d AND p.on_disk = 0;",
        "WITH listeners AS (SELECT DISTINCT pid, port FROM listening_ports WHERE port > %d) SELECT l.port, p.name, p.cmdline FROM listeners l JOIN processes p ON p.pid = l.pid;",
        "SELECT f.path, f.mode, h.sha256 FROM file f JOIN hash h ON h.path = f.path WHERE f.path = '/etc/app-%d.conf';",
        "SELECT i.version, s.hostname, s.cpu_brand FROM osquery_info i, system_info s WHERE s.cpu_physical_cores > %d;"
    };

    private static final String POLICY =
            "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM users WHERE uid = 0 AND username <> 'root-%d');";

    /** Every fourth is for all platforms. */
    private static String platforms(int number) {
        return number % QUERIES.length == QUERIES.length - 1 ? "" : "linux";
    }

    private static String sql(int number) {
        return QUERIES[number % QUERIES.length].formatted(number);
    }

    private static String description(int number) {
        return "What host number %d shows.".formatted(number);
    }

    /** What the loader reads; the query with this number is described in other words. */
    RepoTree tree(int edited) {
        var files = new TreeMap<String, RepoTree.Entry>();
        file(files, "gough.yaml", SampleInfra.RULES);
        for (int first = 0; first < queries; first += A_PACK) {
            var pack = new StringBuilder();
            for (int number = first; number < Math.min(first + A_PACK, queries); number++)
                pack.append(document(number, number == edited ? "Edited." : description(number)));
            file(files, "queries/pack-%04d.yaml".formatted(first / A_PACK), pack.toString());
        }
        var all = new StringBuilder();
        for (int number = 0; number < policies; number++)
            all.append("""
                ---
                apiVersion: gough.io/v1
                kind: Policy
                metadata: {name: policy-%05d}
                spec:
                  description: %s
                  resolution: Look at it.
                  platforms: [linux]
                  query: |
                    %s
                """.formatted(number, description(number), POLICY.formatted(number)));
        file(files, "queries/policies.yaml", all.toString());
        return new RepoTree(Optional.empty(), files);
    }

    private static String document(int number, String description) {
        return """
                ---
                apiVersion: gough.io/v1
                kind: Query
                metadata: {name: query-%05d, labels: {pack: "%d"}}
                spec:
                  description: %s
                  interval: 1h
                  platforms: [%s]
                  query: |
                    %s
                """.formatted(number, number / A_PACK, description, platforms(number), sql(number));
    }

    private static void file(Map<String, RepoTree.Entry> files, String path, String text) {
        files.put(path, new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Hears of what was made. */
    @FunctionalInterface
    interface Made {
        void of(FleetKind kind, String name, long id);
    }

    /** Makes all of it at a Fleet, as it is declared. */
    void make(FleetStandIn fleet, Made made) {
        for (int number = 0; number < queries; number++) {
            var usual = ReportFields.of("query-%05d".formatted(number), sql(number));
            var report = fleet.create(
                    FleetSettings.GOUGH,
                    new ReportFields(
                            usual.name(),
                            description(number),
                            usual.query(),
                            null,
                            3600,
                            platforms(number),
                            "",
                            false,
                            "snapshot",
                            false,
                            false,
                            usual.labelsIncludeAny(),
                            usual.labelsIncludeAll()));
            made.of(FleetKind.QUERY, usual.name(), report.id());
        }
        for (int number = 0; number < policies; number++) {
            var usual = PolicyFields.of("policy-%05d".formatted(number), POLICY.formatted(number));
            var policy = fleet.createPolicy(
                    FleetSettings.GOUGH,
                    new PolicyFields(
                            usual.name(),
                            usual.query(),
                            description(number),
                            "Look at it.",
                            "linux",
                            false,
                            null,
                            usual.scopes(),
                            false,
                            false));
            made.of(FleetKind.POLICY, usual.name(), policy.id());
        }
    }
}
