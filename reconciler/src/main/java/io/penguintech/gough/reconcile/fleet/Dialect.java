package io.penguintech.gough.reconcile.fleet;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How a Fleet calls its queries. Version 4.82 renamed queries to reports (facts): the old paths stay until Fleet 5, the
 * new ones are unknown before.
 *
 * @param collection the path of the list
 * @param version the version it was chosen by, for people
 */
record Dialect(String collection, String version) {
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)(\\..*)?");
    private static final int RENAMED_MAJOR = 4;
    private static final int RENAMED_MINOR = 82;
    private static final int ALL_MINOR = 90;

    /** Development builds call themselves 0.0.0-SNAPSHOT (facts) and are newer than every release. */
    static Dialect of(String version) {
        var plain = version.replaceFirst("\\+.*", "");
        var match = VERSION.matcher(plain);
        if (!match.matches() || plain.startsWith("0.0.0")) return new Dialect("reports", version);
        int major = Integer.parseInt(match.group(1));
        int minor = Integer.parseInt(match.group(2));
        boolean old = major < RENAMED_MAJOR || (major == RENAMED_MAJOR && minor < RENAMED_MINOR);
        return new Dialect(old ? "queries" : "reports", version);
    }

    /** What it calls teams. */
    String teams() {
        return isOld() ? "teams" : "fleets";
    }

    /** The parameter that names one of them by its id. */
    String teamId() {
        return isOld() ? "team_id" : "fleet_id";
    }

    /** Whether it has the label scopes of which a host must have all, or none: since 4.90 (facts); before it passes over them. */
    boolean hasScopesOfAll() {
        var match = VERSION.matcher(version.replaceFirst("\\+.*", ""));
        if (!match.matches() || version.startsWith("0.0.0")) return true;
        int major = Integer.parseInt(match.group(1));
        return major > RENAMED_MAJOR || (major == RENAMED_MAJOR && Integer.parseInt(match.group(2)) >= ALL_MINOR);
    }

    private boolean isOld() {
        return collection.equals("queries");
    }

    /** The list in an answer: new servers send it under both names; a missing one is empty (facts). */
    static JsonNode list(JsonNode answer) {
        return answer.path("reports").isArray() ? answer.path("reports") : answer.path("queries");
    }

    /** The one query in an answer. */
    static JsonNode one(JsonNode answer) {
        return answer.path("report").isObject() ? answer.path("report") : answer.path("query");
    }
}
