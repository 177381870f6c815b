package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The routes of hosts: lists have no {@code meta}, so a client pages until a page is short. */
final class HostRoutes {

    private static final Duration STAYS_NEW = Duration.ofHours(24);

    private final FleetModel model;
    private final HostJson json;

    HostRoutes(FleetModel model) {
        this.model = model;
        this.json = new HostJson(model.places());
    }

    Map<String, Route> table() {
        return Map.of(
                "GET hosts", this::list,
                "GET hosts/count", this::count,
                "GET hosts/#", this::byId,
                "GET hosts/identifier/*", this::byIdentifier,
                "GET host_summary", this::summary);
    }

    private Answer list(Request request) {
        var hosts = wanted(request).map(host -> json.item(host, request.keys())).toList();
        var body = Json.object();
        Json.list(body, "hosts", request.paging().cut(hosts).items());
        return Json.ok(body);
    }

    private Answer count(Request request) {
        return Json.ok(Json.object().put("count", wanted(request).count()));
    }

    private Stream<FleetModel.Enrolled> wanted(Request request) {
        requireHostReader(request);
        var asked = request.call().queryValue("status").orElse("");
        if (!List.of("", "new", "online", "offline", "mia", "missing").contains(asked)) {
            throw Refusal.badRequest("Invalid status: " + asked);
        }
        var fleetId = request.fleetId();
        var text = request.paging().text();
        return model.hosts().values().stream()
                .filter(host -> hasStatus(host, asked))
                .filter(host ->
                        fleetId == null || Objects.equals(fleetId, host.host().fleetId()))
                .filter(host ->
                        text.map(wanted -> mentions(host.host(), wanted)).orElse(true));
    }

    private boolean hasStatus(FleetModel.Enrolled enrolled, String asked) {
        return switch (asked) {
            case "" -> true;
            case "new" ->
                enrolled.enrolledAt()
                        .plus(STAYS_NEW)
                        .isAfter(model.settings().clock().instant());
            case "missing" -> enrolled.host().status() == FleetHost.Status.MIA;
            default -> enrolled.host().status().wireName().equals(asked);
        };
    }

    private static boolean mentions(FleetHost host, String text) {
        return Stream.of(host.hostname(), host.serial(), host.uuid(), host.ip())
                .anyMatch(field -> field.contains(text));
    }

    private Answer byId(Request request) {
        requireHostReader(request);
        var host = model.hosts().get(request.id(1));
        if (host == null) {
            throw Refusal.notFound("Host " + request.id(1) + " was not found in the datastore");
        }
        return one(request, host);
    }

    /** The first match wins when a name is used twice. */
    private Answer byIdentifier(Request request) {
        var identifier = request.name();
        var host = model.hosts().values().stream()
                .filter(enrolled -> Stream.of(
                                enrolled.host().hostname(),
                                enrolled.host().uuid(),
                                enrolled.host().serial())
                        .anyMatch(identifier::equals))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("Host " + identifier + " was not found in the datastore"));
        return one(request, host);
    }

    private Answer one(Request request, FleetModel.Enrolled host) {
        var body = Json.object();
        body.set("host", json.detail(host, request.keys()));
        return Json.ok(body);
    }

    private Answer summary(Request request) {
        requireHostReader(request);
        var hosts = model.hosts().values();
        var byStatus =
                hosts.stream().collect(Collectors.groupingBy(host -> host.host().status(), Collectors.counting()));
        var body = Json.object().put("totals_hosts_count", hosts.size());
        body.put("online_count", byStatus.getOrDefault(FleetHost.Status.ONLINE, 0L));
        body.put("offline_count", byStatus.getOrDefault(FleetHost.Status.OFFLINE, 0L));
        body.put("mia_count", byStatus.getOrDefault(FleetHost.Status.MIA, 0L));
        body.put("missing_30_days_count", byStatus.getOrDefault(FleetHost.Status.MIA, 0L));
        body.put(
                "new_count",
                hosts.stream().filter(host -> hasStatus(host, "new")).count());
        body.put("all_linux_count", hosts.size()).put("dep_assign_error_count", 0);
        var platforms = body.putArray("platforms");
        hosts.stream()
                .collect(Collectors.groupingBy(host -> host.host().platform(), Collectors.counting()))
                .forEach((platform, count) ->
                        platforms.addObject().put("platform", platform).put("hosts_count", count));
        body.putArray("builtin_labels");
        return Json.ok(body);
    }

    private static void requireHostReader(Request request) {
        if (!request.user().role().mayListHosts()) {
            throw Refusal.forbidden();
        }
    }
}
