package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes of policies: global ones and those of a fleet. Lists have no {@code meta}, and no list at all once a page is
 * past the end.
 */
final class PolicyRoutes {

    private final Policies policies;
    private final Places places;
    private final PolicyJson json;
    private final Reports reports;

    PolicyRoutes(FleetModel model) {
        this.policies = model.policies();
        this.places = model.places();
        this.reports = model.reports();
        this.json = new PolicyJson(model);
    }

    Map<String, Route> table() {
        return Map.ofEntries(
                Map.entry("GET policies", request -> list(request, null)),
                Map.entry("POST policies", request -> create(request, null)),
                Map.entry("GET policies/#", request -> one(request, policies.get(request.id(1)))),
                Map.entry("PATCH policies/#", request -> modify(request, null, request.id(1))),
                Map.entry("POST policies/delete", request -> delete(request, null)),
                Map.entry("GET policies/count", request -> count(null)),
                Map.entry("GET fleets/#/policies", request -> list(request, fleet(request))),
                Map.entry("POST fleets/#/policies", request -> create(request, fleet(request))),
                Map.entry("GET fleets/#/policies/#", this::ofFleet),
                Map.entry("PATCH fleets/#/policies/#", request -> modify(request, fleet(request), request.id(3))),
                Map.entry("POST fleets/#/policies/delete", request -> delete(request, fleet(request))),
                Map.entry("GET fleets/#/policies/count", request -> count(fleet(request))),
                Map.entry("POST spec/policies", this::apply),
                Map.entry("GET spec/policies", this::specs));
    }

    /** The fleet of the path; 0 is hosts without one, and needs no fleet to be made. */
    private Integer fleet(Request request) {
        places.requirePremium();
        int id = request.id(1);
        if (id != 0) {
            places.requireTeam(id);
        }
        return id;
    }

    private Answer list(Request request, @Nullable Integer fleetId) {
        var own = policies.in(fleetId);
        var inherited = fleetId == null ? List.<Policy>of() : policies.in(null);
        boolean merged = request.flag("merge_inherited");
        var listed = new ArrayList<>(own);
        if (merged) {
            listed.addAll(inherited);
        }
        var body = Json.object();
        var items = request.paging().cut(render(listed, request)).items();
        // Go's omitempty: what is empty is left out.
        if (!items.isEmpty()) {
            Json.list(body, "policies", items);
        }
        if (fleetId != null && !merged && !inherited.isEmpty()) {
            Json.list(body, "inherited_policies", render(inherited, request));
        }
        return Json.ok(body);
    }

    private List<ObjectNode> render(List<Policy> wanted, Request request) {
        return wanted.stream()
                .map(policy -> json.policy(policy, request.keys()))
                .toList();
    }

    private Answer count(@Nullable Integer fleetId) {
        return Json.ok(Json.object().put("count", policies.in(fleetId).size()));
    }

    private Answer create(Request request, @Nullable Integer fleetId) {
        var body = request.body();
        if (body.flag("critical").orElse(false)) {
            requirePremium("critical");
        }
        var report = body.number("query_id");
        if (report.isPresent()
                && body.text("query").filter(sql -> !sql.isEmpty()).isPresent()) {
            throw Refusal.badRequest(
                    "policy payload verification: both fields \"queryID\" and \"query\" cannot be set");
        }
        var base = report.map(id -> reports.get(id.intValue()).fields())
                .map(fields -> PolicyFields.of(fields.name(), fields.query()))
                .orElse(PolicyFields.DEFAULTS);
        var fields = body.over(base, request.generation()).in(fleetId);
        return one(request, policies.create(request.user(), fields));
    }

    /** A field that is there is a wish, whatever its value: a Free server refuses {@code critical} even as false. */
    private Answer modify(Request request, @Nullable Integer fleetId, int id) {
        var body = request.body();
        if (body.flag("critical").isPresent()) {
            requirePremium("critical");
        }
        var before = policies.get(id).fields();
        if (!Objects.equals(before.fleetId(), fleetId)) {
            throw Refusal.badRequest("policy does not belong to team/global");
        }
        var policy = policies.modify(
                request.user(), id, body.over(before, request.generation()).in(fleetId));
        return wrapped(json.patched(policy, request.keys()));
    }

    /** The words of server/platform/endpointer for a field tagged as Premium. */
    private void requirePremium(String option) {
        try {
            places.requirePremium();
        } catch (Refusal free) {
            throw Refusal.badRequest("option " + option + " requires a premium license");
        }
    }

    private Answer delete(Request request, @Nullable Integer fleetId) {
        var ids = request.body().numbers("ids");
        var body = Json.object();
        if (!ids.isEmpty()) {
            policies.delete(request.user(), fleetId, ids).forEach(body.putArray("deleted")::add);
        }
        return Json.ok(body);
    }

    private Answer ofFleet(Request request) {
        var fleetId = fleet(request);
        var policy = policies.get(request.id(3));
        if (!Objects.equals(policy.fields().fleetId(), fleetId)) {
            throw Refusal.notFound("Policy " + policy.id() + " was not found in the datastore");
        }
        return one(request, policy);
    }

    private Answer one(Request request, Policy policy) {
        return wrapped(json.policy(policy, request.keys()));
    }

    private static Answer wrapped(ObjectNode policy) {
        var body = Json.object();
        body.set("policy", policy);
        return Json.ok(body);
    }

    private Answer apply(Request request) {
        var specs = request.body().objects("specs").stream()
                .map(spec -> spec.over(PolicyFields.DEFAULTS, request.generation())
                        .in(places.teamIdOf(spec.text("team").orElse(""))))
                .toList();
        policies.apply(request.user(), specs);
        return Json.ok(Json.object());
    }

    private Answer specs(Request request) {
        var body = Json.object();
        Json.list(
                body,
                "specs",
                policies.in(request.fleetId()).stream()
                        .map(policy -> json.spec(policy, request.keys()))
                        .toList());
        return Json.ok(body);
    }
}
