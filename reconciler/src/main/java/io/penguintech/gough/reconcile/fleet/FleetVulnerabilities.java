package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.http.Refused;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * Reads the list of vulnerabilities, page by page in the order of their names, which both licences can sort by (facts; fleetdm/fleet
 * server/service/vulnerabilities.go: {@code counts_updated_at} is the earliest moment on that page, and of an empty one now).
 */
final class FleetVulnerabilities {
    private final FleetCalls calls;

    FleetVulnerabilities(FleetCalls calls) {
        this.calls = calls;
    }

    Fleet.VulnerabilityPage page(int number) throws Refused {
        int size = calls.settings().pageSize();
        var path = "vulnerabilities?page=%d&per_page=%d&order_key=cve&order_direction=asc".formatted(number, size);
        var answer = calls.read("list-vulnerabilities", path, "list vulnerabilities");
        var all = answer.path("vulnerabilities");
        boolean more = answer.path("meta").path("has_next_results").asBoolean(all.size() == size);
        return new Fleet.VulnerabilityPage(
                all.valueStream()
                        .map(FleetVulnerabilities::vulnerability)
                        .flatMap(Optional::stream)
                        .toList(),
                count(answer.path("count")),
                all.isEmpty()
                        ? Optional.empty()
                        : moment(answer.path("counts_updated_at").asString("")),
                !more || all.isEmpty());
    }

    private static Optional<Fleet.Vulnerability> vulnerability(JsonNode item) {
        var cve = item.path("cve").asString("").toUpperCase(Locale.ROOT);
        return FleetWebhooks.CVE.matcher(cve).matches()
                ? Optional.of(new Fleet.Vulnerability(
                        cve,
                        item.path("cisa_known_exploit").asBoolean(false),
                        Math.max(0, item.path("hosts_count").asInt(0))))
                : Optional.empty();
    }

    private static OptionalInt count(JsonNode count) {
        return count.isIntegralNumber() && count.canConvertToInt()
                ? OptionalInt.of(count.asInt())
                : OptionalInt.empty();
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }
}
