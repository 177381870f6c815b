package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The routes of reports (queries), by method and path with {@code #} for an id and {@code *} for a name. */
final class ReportRoutes {

    /** What the create answer of some versions says instead of the time. */
    private static final String GO_ZERO_TIME = "0001-01-01T00:00:00Z";

    private final Reports reports;
    private final Places places;
    private final FleetModel model;
    private final ReportJson json;

    ReportRoutes(FleetModel model) {
        this.model = model;
        this.reports = model.reports();
        this.places = model.places();
        this.json = new ReportJson(model);
    }

    Map<String, Route> table() {
        return Map.ofEntries(
                Map.entry("GET reports", this::list),
                Map.entry("POST reports", this::create),
                Map.entry("GET reports/#", request -> one(request, reports.get(request.id(1)))),
                Map.entry("PATCH reports/#", this::modify),
                Map.entry("GET reports/#/report", this::results),
                Map.entry("DELETE reports/*", this::deleteByName),
                Map.entry("DELETE reports/id/#", this::deleteById),
                Map.entry("POST reports/delete", this::deleteMany),
                Map.entry("POST spec/reports", this::apply),
                Map.entry("GET spec/reports", this::specs),
                Map.entry("GET spec/reports/*", this::spec));
    }

    private Answer list(Request request) {
        var fleetId = request.fleetId();
        var wanted = visible(fleetId, fleetId != null && request.flag("merge_inherited"))
                .filter(report -> runsOn(report, request))
                .filter(report -> holds(report, request.paging()))
                .toList();
        long inherited = wanted.stream()
                .filter(report -> fleetId != null && report.fields().fleetId() == null)
                .count();
        var old = request.paging().cut(render(wanted, Json.Keys.OLD));
        var body = Json.object();
        Json.list(body, "queries", old.items());
        if (request.generation() == Generation.NEW) {
            Json.list(
                    body,
                    "reports",
                    request.paging().cut(render(wanted, Json.Keys.NEW)).items());
        }
        body.put("count", old.total()).put("inherited_query_count", inherited);
        if (request.generation() == Generation.NEW) {
            body.put("inherited_report_count", inherited);
        }
        Json.meta(body, old);
        return Json.ok(body);
    }

    private Stream<Report> visible(@Nullable Integer fleetId, boolean withInherited) {
        return reports.all().stream()
                .filter(report -> Objects.equals(report.fields().fleetId(), fleetId)
                        || (withInherited && report.fields().fleetId() == null));
    }

    private static boolean runsOn(Report report, Request request) {
        var filter = request.call().queryValue("platform").orElse("");
        if (filter.isEmpty()) {
            return true;
        }
        var platform = filter.equals("macos") ? "darwin" : filter;
        if (!List.of("darwin", "windows", "linux").contains(platform)) {
            throw Refusal.badRequest(
                    "platform \"%s\" cannot be a scheduled query target, supported platforms are: darwin,windows,linux"
                            .formatted(platform));
        }
        return report.fields().platform().isEmpty()
                || report.fields().platform().contains(platform);
    }

    private static boolean holds(Report report, Paging paging) {
        return paging.text().map(text -> report.fields().name().contains(text)).orElse(true);
    }

    private List<ObjectNode> render(List<Report> wanted, Json.Keys keys) {
        return wanted.stream().map(report -> json.report(report, keys)).toList();
    }

    private Answer create(Request request) {
        var body = request.body();
        if (body.text("name").isEmpty() || body.text("query").isEmpty()) {
            throw Refusal.badRequest("name and query fields are required");
        }
        var fleetId =
                body.number("team_id").filter(id -> id != 0).map(Long::intValue).orElse(null);
        places.requireTeam(fleetId);
        var report =
                reports.create(request.user(), body.over(ReportFields.DEFAULTS).in(fleetId));
        return wrapped(request, json.report(report, request.keys()).put("created_at", GO_ZERO_TIME));
    }

    private Answer modify(Request request) {
        int id = request.id(1);
        var before = reports.get(id).fields();
        var report = reports.modify(request.user(), id, request.body().over(before));
        return one(request, report);
    }

    private Answer one(Request request, Report report) {
        return wrapped(request, json.report(report, request.keys()));
    }

    private static Answer wrapped(Request request, ObjectNode report) {
        var body = Json.object();
        body.set("query", report);
        if (request.generation() == Generation.NEW) {
            body.set("report", report.deepCopy());
        }
        return Json.ok(body);
    }

    private Answer results(Request request) {
        var report = reports.get(request.id(1));
        var body = Json.object();
        Json.put(body, request.keys(), "query_id", "report_id", report.id());
        body.put("report_clipped", false);
        var rows = body.putArray("results");
        for (ResultRow row : reports.results(report.id())) {
            var host = model.hosts().get(row.hostId());
            var columns = rows.addObject()
                    .put("host_id", row.hostId())
                    .put("host_name", host == null ? "" : host.host().hostname())
                    .put("last_fetched", Json.time(row.fetchedAt()))
                    .putObject("columns");
            row.columns().forEach(columns::put);
        }
        return Json.ok(body);
    }

    private Answer deleteByName(Request request) {
        reports.delete(request.user(), byName(request));
        return Json.ok(Json.object());
    }

    private Answer deleteById(Request request) {
        reports.delete(request.user(), reports.get(request.id(2)));
        return Json.ok(Json.object());
    }

    private Answer deleteMany(Request request) {
        int deleted = reports.delete(request.user(), request.body().numbers("ids"));
        return Json.ok(Json.object().put("deleted", deleted));
    }

    /** Absent keys fall back to the defaults, not to what is there: an upsert, not a patch. */
    private Answer apply(Request request) {
        var specs = request.body().objects("specs").stream()
                .map(spec -> spec.over(ReportFields.DEFAULTS)
                        .in(places.teamIdOf(spec.text("team").orElse(""))))
                .toList();
        reports.apply(request.user(), specs);
        return Json.ok(Json.object());
    }

    private Answer specs(Request request) {
        var specs = visible(request.fleetId(), false)
                .map(report -> json.spec(report, request.keys()))
                .toList();
        var body = Json.object();
        Json.list(body, "specs", specs);
        return Json.ok(body);
    }

    private Answer spec(Request request) {
        var body = Json.object();
        body.set("specs", json.spec(byName(request), request.keys()));
        return Json.ok(body);
    }

    private Report byName(Request request) {
        return reports.find(request.fleetId(), request.name())
                .orElseThrow(() -> Refusal.notFound("Query " + request.name() + " was not found in the datastore"));
    }
}
