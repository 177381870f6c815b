package io.penguintech.gough.schema;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks what {@code rollout} of {@code gough.yaml} says: windows that open, groups that exist, limits that let go on. */
final class RolloutChecks {
    private static final String NOT_ALLOWED = "Value not allowed";

    private final Problems problems;

    RolloutChecks(Problems problems) {
        this.problems = problems;
    }

    void check(Document document) {
        var rollout = new Fields(document.spec()).inner("rollout");
        waves(rollout.inner("waves"));
        var groups = new HashMap<String, Place>();
        var limits = RolloutDecoder.each(rollout, "maxUnavailable");
        for (int i = 0; i < limits.size(); i++) unavailable(i, limits.get(i), groups);
        var windows = RolloutDecoder.each(rollout, "windows");
        for (int i = 0; i < windows.size(); i++) window(i, windows.get(i));
    }

    private void waves(Fields waves) {
        var seen = new HashMap<String, Place>();
        for (var item : waves.items("order"))
            Fields.text(item).ifPresent(name -> {
                var first = seen.putIfAbsent(name, item.place());
                if (first != null)
                    problems.error(
                            NOT_ALLOWED,
                            "spec.rollout.waves.order: \"%s\" stands at %s already.".formatted(name, first),
                            item.place());
            });
        if (!waves.items("order").isEmpty() && waves.map().get("by").isEmpty())
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "spec.rollout.waves.by must be given: an order needs to say what of: zone, pool or label:KEY.",
                    waves.place("order"));
    }

    private void unavailable(int number, Fields limit, Map<String, Place> groups) {
        if (limit.map().get("most").isEmpty() && limit.map().get("percent").isEmpty())
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "spec.rollout.maxUnavailable[%d] limits nothing: give most, percent or both.".formatted(number),
                    limit.map().place());
        limit.text("by").ifPresent(by -> {
            var first = groups.putIfAbsent(by, limit.place("by"));
            if (first != null)
                problems.error(
                        NOT_ALLOWED,
                        "spec.rollout.maxUnavailable[%d].by: %s stands at %s already; one grouping, one entry."
                                .formatted(number, by, first),
                        limit.place("by"));
        });
    }

    private void window(int number, Fields window) {
        var from = window.text("from");
        if (from.isPresent() && from.equals(window.text("to")))
            problems.error(
                    NOT_ALLOWED,
                    "spec.rollout.windows[%d].to: it closes when it opens; a whole day is from 00:00 to 24:00."
                            .formatted(number),
                    window.place("to"));
        window.text("zone")
                .filter(zone -> !RolloutDecoder.isZone(zone))
                .ifPresent(zone -> problems.error(
                        NOT_ALLOWED,
                        "spec.rollout.windows[%d].zone: \"%s\" is no time zone such as Europe/Stockholm or UTC%s"
                                .formatted(number, zone, Suggestion.clause(zone, ZoneId.getAvailableZoneIds())),
                        window.place("zone")));
    }

    /** Warns of groups that no host is in; for a repository that has no error. */
    void groups(Document document, List<Host> hosts) {
        var rollout = new Fields(document.spec()).inner("rollout");
        var waves = rollout.inner("waves");
        waves.text("by").map(Grouping::parse).ifPresent(by -> {
            label(by, hosts, waves.place("by"));
            var known = RolloutDecoder.groups(by, hosts);
            if (RolloutDecoder.says(by, hosts))
                for (var item : waves.items("order"))
                    Fields.text(item)
                            .filter(name -> !known.contains(name))
                            .ifPresent(name -> nobody(item, name, known));
        });
        for (var limit : RolloutDecoder.each(rollout, "maxUnavailable"))
            limit.text("by").map(Grouping::parse).ifPresent(by -> label(by, hosts, limit.place("by")));
    }

    private void nobody(Tree item, String name, List<String> known) {
        problems.warning(
                "Unknown group",
                "spec.rollout.waves.order: no host is declared in \"%s\"%s"
                        .formatted(name, Suggestion.clause(name, known)),
                item.place());
    }

    private void label(Grouping by, List<Host> hosts, Place place) {
        if (by.kind() != Grouping.Kind.LABEL || hosts.isEmpty()) return;
        var keys = hosts.stream()
                .flatMap(host -> host.labels().keySet().stream())
                .distinct()
                .toList();
        if (!keys.contains(by.key()))
            problems.warning(
                    "Unknown label",
                    "No host has a label \"%s\", so all are one group%s"
                            .formatted(by.key(), Suggestion.clause(by.key(), keys)),
                    place);
    }
}
