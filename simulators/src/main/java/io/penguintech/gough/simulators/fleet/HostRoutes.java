package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The routes of hosts: lists have no {@code meta}, so a client pages until a page is short. */
final class HostRoutes {

    private static final Duration STAYS_NEW = Duration.ofHours(24);

    private final FleetModel model;
    private final HostJson json;

    HostRoutes(FleetModel model) {
        this.model = model;
        this.json = new HostJson(model);
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
        var paging = request.paging();
        var wanted = wanted(request).toList();
        var body = Json.object();
        Json.list(
                body,
                "hosts",
                paging.isById()
                        ? items(paging.slice(wanted), request)
                        : paging.cut(items(wanted, request)).items());
        return Json.ok(body);
    }

    private List<ObjectNode> items(List<FleetModel.Enrolled> hosts, Request request) {
        return hosts.stream().map(host -> json.item(host, request.keys())).toList();
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
        var judged = judged(request);
        var fleetId = request.fleetId();
        var text = request.paging().text();
        return model.hosts().values().stream()
                .filter(host -> hasStatus(host, asked))
                .filter(judged)
                .filter(isVulnerable(request))
                .filter(host -> request.user().sees(host.host().fleetId()))
                .filter(host ->
                        fleetId == null || Objects.equals(fleetId, host.host().fleetId()))
                .filter(host ->
                        text.map(wanted -> mentions(host.host(), wanted)).orElse(true));
    }

    /** With {@code policy_id}, those that pass or fail it; without {@code policy_response} those that did not answer it (facts). */
    private Predicate<FleetModel.Enrolled> judged(Request request) {
        var policy = request.call().queryValue("policy_id").filter(text -> !text.isEmpty());
        var response = request.call().queryValue("policy_response").orElse("");
        if (!List.of("", "passing", "failing").contains(response)) {
            throw Refusal.badRequest("Invalid policy_response: " + response);
        }
        if (policy.isEmpty()) {
            if (!response.isEmpty()) {
                throw Refusal.badRequest("Missing policy_id (it must be present when policy_response is specified)");
            }
            return host -> true;
        }
        try {
            int id = Integer.parseInt(policy.get());
            var wanted = response.isEmpty() ? Optional.<Boolean>empty() : Optional.of(response.equals("passing"));
            return host -> model.policies().answer(id, host.id()).equals(wanted);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("Invalid policy_id: " + policy.get());
        }
    }

    /** With {@code vulnerability}, those whose software has it, upper and lower case alike (fleetdm/fleet rest-api.md). */
    private Predicate<FleetModel.Enrolled> isVulnerable(Request request) {
        var cve = request.call().queryValue("vulnerability").filter(text -> !text.isEmpty());
        if (cve.isEmpty()) {
            return host -> true;
        }
        var hosts = model.vulnerabilities().hosts(cve.get().toUpperCase(Locale.ROOT));
        return host -> hosts.contains(host.id());
    }

    private boolean hasStatus(FleetModel.Enrolled enrolled, String asked) {
        return switch (asked) {
            case "" -> true;
            case "new" ->
                enrolled.enrolledAt()
                        .plus(STAYS_NEW)
                        .isAfter(model.settings().clock().instant());
            case "missing" -> model.status(enrolled) == FleetHost.Status.MIA;
            default -> model.status(enrolled).wireName().equals(asked);
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
        var byStatus = hosts.stream().collect(Collectors.groupingBy(model::status, Collectors.counting()));
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
