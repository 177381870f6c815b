package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people do behind Gough's back, for the demo's page. No token is asked for: the body or the query names the user
 * by {@code as=EMAIL}.
 *
 * <table>
 * <caption>Controls</caption>
 * <tr><td>{@code GET /standin/fleet/state}</td><td>reports with stored rows, policies, labels, hosts, activities, what
 *     was lost</td></tr>
 * <tr><td>{@code POST /standin/fleet/reports?as=}</td><td>makes a report, body as in the API</td></tr>
 * <tr><td>{@code PATCH /standin/fleet/reports/ID?as=}</td><td>edits one</td></tr>
 * <tr><td>{@code DELETE /standin/fleet/reports/ID?as=}</td><td>deletes one</td></tr>
 * <tr><td>{@code POST, PATCH, DELETE /standin/fleet/policies[/ID]?as=}</td><td>the same for global policies</td></tr>
 * <tr><td>{@code DELETE /standin/fleet/labels/ID?as=}</td><td>deletes a label</td></tr>
 * <tr><td>{@code POST /standin/fleet/hosts}</td><td>{@code {"hostname","serial","mac","ip"}} enrols</td></tr>
 * <tr><td>{@code POST /standin/fleet/hosts/ID}</td><td>{@code {"again": true}} enrols it anew, {@code {"talks": false}} makes it
 *     silent, {@code {"policy": "NAME", "passes": false}} has it answer a global policy</td></tr>
 * <tr><td>{@code DELETE /standin/fleet/hosts/ID}</td><td>deletes one</td></tr>
 * </table>
 */
final class FleetControls {

    private final FleetModel model;
    private final ReportJson reportJson;
    private final PolicyJson policyJson;
    private final HostJson hostJson;

    FleetControls(FleetModel model) {
        this.model = model;
        this.reportJson = new ReportJson(model);
        this.policyJson = new PolicyJson(model);
        this.hostJson = new HostJson(model);
    }

    Answer answer(Call call, List<String> segments) {
        if (segments.size() < 3 || !segments.get(1).equals("fleet")) {
            throw Refusal.notFound("no such control: " + call.path());
        }
        return switch (call.method() + " " + segments.get(2) + (segments.size() > 3 ? "/#" : "")) {
            case "GET state" -> Json.ok(state());
            case "POST reports" ->
                Json.ok(reportJson.report(
                        model.reports().create(actor(call), body(call).over(ReportFields.DEFAULTS)), Json.Keys.OLD));
            case "PATCH reports/#" -> Json.ok(edited(call, id(segments)));
            case "DELETE reports/#" -> {
                model.reports().delete(actor(call), model.reports().get(id(segments)));
                yield Answer.empty(204);
            }
            case "POST policies" ->
                Json.ok(policyJson.policy(
                        model.policies().create(actor(call), body(call).over(PolicyFields.DEFAULTS, Generation.NEW)),
                        Json.Keys.OLD));
            case "PATCH policies/#" -> Json.ok(editedPolicy(call, id(segments)));
            case "DELETE policies/#" -> {
                var policy = model.policies().get(id(segments));
                model.policies().delete(actor(call), policy.fields().fleetId(), List.of(policy.id()));
                yield Answer.empty(204);
            }
            case "DELETE labels/#" -> {
                model.deleteLabel(actor(call), model.labels().get(id(segments)));
                yield Answer.empty(204);
            }
            case "POST hosts" -> Json.ok(enrolled(body(call)));
            case "POST hosts/#" -> Json.ok(happens(id(segments), body(call)));
            case "DELETE hosts/#" -> {
                model.remove(id(segments));
                yield Answer.empty(204);
            }
            default -> throw Refusal.notFound("no such control: " + call);
        };
    }

    private ObjectNode state() {
        var state =
                Json.object().put("generation", model.settings().generation().name());
        state.put("lost_rows", model.reports().lostRows());
        var reports = state.putArray("reports");
        for (Report report : model.reports().all()) {
            reports.add(reportJson
                    .report(report, Json.Keys.OLD)
                    .put("stored_rows", model.reports().results(report.id()).size()));
        }
        state.put("lost_policy_results", model.policies().lostResults());
        var policies = state.putArray("policies");
        model.policies().all().forEach(policy -> policies.add(policyJson.policy(policy, Json.Keys.OLD)));
        var labels = state.putArray("labels");
        model.labels().all().forEach(label -> labels.add(LabelRoutes.json(label, Json.Keys.OLD)));
        var hosts = state.putArray("hosts");
        model.hosts().values().forEach(host -> hosts.add(hostJson.item(host, Json.Keys.OLD)));
        var activities = state.putArray("activities");
        for (Activity activity : model.log().entries()) {
            var actor = activity.actor();
            var node = activities.addObject().put("id", activity.id()).put("at", Json.time(activity.at()));
            node.put("actor", actor == null ? null : actor.email()).put("type", activity.type());
            node.set("details", activity.details());
        }
        return state;
    }

    private ObjectNode edited(Call call, int id) {
        var next = body(call).over(model.reports().get(id).fields());
        return reportJson.report(model.reports().modify(actor(call), id, next), Json.Keys.OLD);
    }

    private ObjectNode editedPolicy(Call call, int id) {
        var next = body(call).over(model.policies().get(id).fields(), Generation.NEW);
        return policyJson.policy(model.policies().modify(actor(call), id, next), Json.Keys.OLD);
    }

    private ObjectNode enrolled(Body body) {
        var host = FleetHost.ubuntu(
                body.text("hostname").orElseThrow(() -> Refusal.badRequest("hostname is required")),
                body.text("serial").orElse(""),
                body.text("mac").orElse(""),
                body.text("ip").orElse(""));
        return hostJson.item(model.enroll(host), Json.Keys.OLD);
    }

    private ObjectNode happens(int id, Body body) {
        if (body.flag("again").orElse(false)) {
            model.enrollAgain(id);
        }
        var talks = body.flag("talks").map(does -> does ? FleetHost.Status.ONLINE : FleetHost.Status.OFFLINE);
        talks.ifPresent(status -> model.change(id, enrolled(id).host().with(status)));
        body.text("policy")
                .ifPresent(name ->
                        model.judge(id, policy(name), body.flag("passes").orElse(true)));
        return hostJson.item(enrolled(id), Json.Keys.OLD);
    }

    private FleetModel.Enrolled enrolled(int id) {
        var host = model.hosts().get(id);
        if (host == null) {
            throw Refusal.notFound("Host " + id + " was not found in the datastore");
        }
        return host;
    }

    private int policy(String name) {
        return model.policies()
                .find(null, name)
                .orElseThrow(() -> Refusal.notFound("there is no global policy named " + name))
                .id();
    }

    private FleetUser actor(Call call) {
        var email = call.queryValue("as").orElse("");
        return model.users().stream()
                .filter(user -> user.email().equals(email))
                .findFirst()
                .orElseThrow(() -> Refusal.badRequest("as=EMAIL must name one of "
                        + model.users().stream().map(FleetUser::email).toList()));
    }

    private static Body body(Call call) {
        return Body.parse(call.body().toByteArray(), Generation.OLD);
    }

    private static int id(List<String> segments) {
        try {
            return Integer.parseInt(segments.get(3));
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("not an id: " + segments.get(3));
        }
    }
}
