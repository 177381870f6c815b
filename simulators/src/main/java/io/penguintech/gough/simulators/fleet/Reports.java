package io.penguintech.gough.simulators.fleet;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports and their stored results, under the rules of fleetdm/fleet server/service/queries.go. Guarded by the lock of
 * the model it belongs to.
 */
final class Reports {

    private final TreeMap<Integer, Report> reports = new TreeMap<>();
    private final Map<Integer, List<ResultRow>> results = new HashMap<>();
    private final Places places;
    private final Labels labels;
    private final ActivityLog log;
    private final Clock clock;
    private int lastId;
    private long lostRows;

    Reports(Places places, Labels labels, ActivityLog log, Clock clock) {
        this.places = places;
        this.labels = labels;
        this.log = log;
        this.clock = clock;
    }

    List<Report> all() {
        return List.copyOf(reports.values());
    }

    Report get(int id) {
        var report = reports.get(id);
        if (report == null) {
            throw Refusal.notFound("Query " + id + " was not found in the datastore");
        }
        return report;
    }

    Optional<Report> find(@Nullable Integer fleetId, String name) {
        return reports.values().stream()
                .filter(report -> Names.same(report.fields().name(), name))
                .filter(report -> Objects.equals(report.fields().fleetId(), fleetId))
                .findFirst();
    }

    Report create(FleetUser actor, ReportFields fields) {
        requireWriter(actor);
        requireValid("query payload verification: ", fields);
        requireFree(fields, 0);
        var report = insert(actor, fields);
        log.add(actor, "created_saved_query", aboutOne(report).put("query_id", report.id()));
        return report;
    }

    Report modify(FleetUser actor, int id, ReportFields next) {
        var before = get(id);
        requireWriter(actor);
        requireValid("query payload verification: ", next);
        requireFree(next, id);
        var report = replace(before, next);
        log.add(actor, "edited_saved_query", aboutOne(report).put("query_id", report.id()));
        return report;
    }

    void delete(FleetUser actor, Report report) {
        requireWriter(actor);
        remove(report);
        log.add(actor, "deleted_saved_query", aboutOne(report));
    }

    /** All or none: an unknown id spoils the whole request. */
    int delete(FleetUser actor, List<Integer> ids) {
        var doomed = ids.stream().map(this::get).toList();
        requireWriter(actor);
        doomed.forEach(this::remove);
        var details = places.name(
                ActivityLog.details(),
                doomed.isEmpty() ? null : doomed.getLast().fields().fleetId());
        ids.forEach(details.putArray("query_ids")::add);
        log.add(actor, "deleted_multiple_saved_query", details);
        return doomed.size();
    }

    /** The bulk upsert: whatever has the name is overwritten, whoever made it. */
    void apply(FleetUser actor, List<ReportFields> specs) {
        requireWriter(actor);
        specs.forEach(fields -> requireValid("invalid query spec: ", fields));
        var details = ActivityLog.details();
        var logged = details.putArray("specs");
        for (ReportFields fields : specs) {
            var existing = find(fields.fleetId(), fields.name());
            if (existing.isPresent()) {
                reports.computeIfPresent(replace(existing.get(), fields).id(), (id, report) -> report.by(actor));
            } else {
                insert(actor, fields);
            }
            logged.addObject()
                    .put("name", fields.name())
                    .put("description", fields.description())
                    .put("query", fields.query());
        }
        log.add(actor, "applied_spec_saved_query", details);
    }

    void store(int id, List<ResultRow> rows) {
        if (get(id).fields().storesResults()) {
            results.computeIfAbsent(id, any -> new ArrayList<>()).addAll(rows);
        }
    }

    List<ResultRow> results(int id) {
        return List.copyOf(results.getOrDefault(id, List.of()));
    }

    /** How many stored rows were thrown away by edits and deletions since the start. */
    long lostRows() {
        return lostRows;
    }

    /** Rewrites which hosts reports are for, as the database does when a label is renamed or goes. */
    void retarget(UnaryOperator<List<String>> change) {
        reports.replaceAll((id, report) -> report.with(report.fields().targeting(change), report.updatedAt()));
    }

    private Report insert(FleetUser actor, ReportFields fields) {
        var now = clock.instant();
        var report = new Report(++lastId, fields, actor, now, now);
        reports.put(report.id(), report);
        return report;
    }

    private Report replace(Report before, ReportFields next) {
        if (before.fields().losesResultsTo(next)) {
            forgetResults(before.id());
        }
        Instant now = clock.instant();
        var after = before.with(next, now);
        reports.put(after.id(), after);
        return after;
    }

    private void remove(Report report) {
        reports.remove(report.id());
        forgetResults(report.id());
    }

    private void forgetResults(int id) {
        var rows = results.remove(id);
        lostRows += rows == null ? 0 : rows.size();
    }

    private static void requireWriter(FleetUser actor) {
        if (!actor.role().mayWriteReports()) {
            throw Refusal.forbidden();
        }
    }

    private void requireValid(String prefix, ReportFields fields) {
        places.requireLicence(fields);
        fields.complaint().ifPresent(complaint -> {
            throw Refusal.badRequest(prefix + complaint);
        });
        labels.require(fields.labels());
    }

    private void requireFree(ReportFields fields, int ownId) {
        find(fields.fleetId(), fields.name())
                .filter(other -> other.id() != ownId)
                .ifPresent(other -> {
                    throw Refusal.alreadyExists("Query \"" + fields.name() + "\" already exists");
                });
    }

    private ObjectNode aboutOne(Report report) {
        return places.name(
                ActivityLog.details().put("query_name", report.fields().name()),
                report.fields().fleetId());
    }
}
