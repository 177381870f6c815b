package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes about the server itself, its fleets and its audit log. */
final class ServerRoutes {

    private final FleetModel model;
    private final Places places;

    ServerRoutes(FleetModel model) {
        this.model = model;
        this.places = model.places();
    }

    Map<String, Route> table() {
        return Map.ofEntries(
                Map.entry("GET version", this::version),
                Map.entry("GET config", this::config),
                Map.entry("GET me", this::me),
                Map.entry("GET activities", this::activities),
                Map.entry("GET fleets", this::fleets),
                Map.entry("GET fleets/#", this::fleet),
                Map.entry("GET fleets/#/secrets", this::fleetSecrets),
                Map.entry("GET spec/enroll_secret", this::enrollSecret));
    }

    private Answer version(Request request) {
        return Json.ok(Json.object()
                .put("version", request.generation().version())
                .put("branch", "")
                .put("revision", "0000000000000000000000000000000000000000")
                .put("go_version", "go1.25.7")
                .put("build_date", "2026-03-30")
                .put("build_user", "stand-in"));
    }

    private Answer config(Request request) {
        var body = Json.object();
        body.putObject("org_info")
                .put("org_name", "Stand-in")
                .put("contact_url", "https://fleetdm.com/company/contact");
        var server = body.putObject("server_settings").put("server_url", "https://fleet.example.org");
        server.put("live_query_disabled", false)
                .put("query_reports_disabled", false)
                .put("query_report_cap", 1000);
        server.put("scripts_disabled", false);
        if (request.generation() == Generation.NEW) {
            server.put("live_reporting_disabled", false)
                    .put("discard_reports_data", false)
                    .put("report_cap", 1000);
        }
        var licence =
                body.putObject("license").put("tier", model.settings().tier().wireName());
        if (model.settings().tier() == Tier.PREMIUM) {
            licence.put("organization", "Stand-in")
                    .put("device_count", 10_000)
                    .put("expiration", "2099-12-31T00:00:00Z");
        }
        licence.put("note", "");
        body.putObject("update_interval")
                .put("osquery_detail", 3_600_000_000_000L)
                .put("osquery_policy", 3_600_000_000_000L);
        var gitops = body.putObject("gitops").put("gitops_mode_enabled", false).put("repository_url", "");
        gitops.putObject("exceptions").put("labels", false).put("secrets", true).put("software", false);
        return Json.ok(body);
    }

    private Answer me(Request request) {
        var user = request.user();
        var body = Json.object();
        var node = body.putObject("user")
                .put("id", user.id())
                .put("name", user.name())
                .put("email", user.email());
        node.put("force_password_reset", false).put("gravatar_url", "").put("sso_enabled", false);
        node.put("api_only", user.apiOnly());
        node.put("global_role", user.isGlobal() ? user.role().wireName() : null);
        teamsOf(user, node.putArray("teams"));
        body.putArray("available_teams");
        if (request.generation() == Generation.NEW) {
            teamsOf(user, node.putArray("fleets"));
            body.putArray("available_fleets");
        }
        return Json.ok(body);
    }

    private void teamsOf(FleetUser user, ArrayNode array) {
        for (var team : model.places().teams().values())
            if (user.fleetIds().contains(team.id())) {
                array.addObject()
                        .put("id", team.id())
                        .put("name", team.name())
                        .put("role", user.role().wireName());
            }
    }

    private Answer activities(Request request) {
        if (!request.user().role().mayListHosts()) {
            throw Refusal.forbidden();
        }
        var type = request.call().queryValue("activity_type").orElse("");
        var page = request.paging()
                .cut(model.log().entries().stream()
                        .filter(activity -> type.isEmpty() || activity.type().equals(type))
                        .map(activity -> activity(activity, request))
                        .toList());
        var body = Json.object();
        Json.list(body, "activities", page.items());
        Json.meta(body, page);
        return Json.ok(body);
    }

    private static ObjectNode activity(Activity activity, Request request) {
        var node = Json.object().put("id", activity.id()).put("created_at", Json.time(activity.at()));
        var actor = activity.actor();
        if (actor != null) {
            node.put("actor_full_name", actor.name())
                    .put("actor_id", actor.id())
                    .put("actor_gravatar", "");
            node.put("actor_email", actor.email()).put("actor_api_only", actor.apiOnly());
        }
        node.put("type", activity.type()).put("fleet_initiated", actor == null);
        var details = activity.details().deepCopy();
        if (request.generation() == Generation.NEW && details.has("team_id")) {
            details.set("fleet_id", details.get("team_id"));
            details.set("fleet_name", Objects.requireNonNull(details.get("team_name")));
        }
        node.set("details", details);
        return node;
    }

    private Answer fleets(Request request) {
        places.requirePremium();
        var body = Json.object();
        for (var key :
                request.generation() == Generation.NEW ? new String[] {"fleets", "teams"} : new String[] {"teams"}) {
            var array = body.putArray(key);
            places.teams().values().forEach(team -> array.add(team(team)));
        }
        return Json.ok(body);
    }

    private Answer fleet(Request request) {
        places.requirePremium();
        places.requireTeam(request.id(1));
        var team = Objects.requireNonNull(places.teams().get(request.id(1)));
        var body = Json.object();
        body.set("team", team(team));
        if (request.generation() == Generation.NEW) {
            body.set("fleet", team(team));
        }
        return Json.ok(body);
    }

    private ObjectNode team(Team team) {
        long hosts = model.hosts().values().stream()
                .filter(host -> Objects.equals(host.host().fleetId(), team.id()))
                .count();
        return Json.object()
                .put("id", team.id())
                .put("name", team.name())
                .put("description", "")
                .put("user_count", 0)
                .put("host_count", hosts);
    }

    private Answer fleetSecrets(Request request) {
        requireSecretReader(request);
        places.requireTeam(request.id(1));
        var team = Objects.requireNonNull(places.teams().get(request.id(1)));
        var body = Json.object();
        var secret = body.putArray("secrets").addObject().put("secret", team.enrollSecret());
        secret.put("created_at", "2026-01-01T00:00:00Z");
        Json.put(secret, request.keys(), "team_id", "fleet_id", team.id());
        return Json.ok(body);
    }

    private Answer enrollSecret(Request request) {
        requireSecretReader(request);
        var body = Json.object();
        body.putObject("spec")
                .putArray("secrets")
                .addObject()
                .put("secret", model.settings().enrollSecret())
                .put("created_at", "2026-01-01T00:00:00Z");
        return Json.ok(body);
    }

    private static void requireSecretReader(Request request) {
        if (!request.user().role().mayReadSecrets()) {
            throw Refusal.forbidden();
        }
    }
}
