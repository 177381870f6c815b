package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.List;

/** {@code machines/{id}/}: one machine. Every authenticated act is counted, refused or not. */
final class MachineApi {
    private final Region region;
    private final Power power;
    private final Commissioning commissioning;
    private final Deployment deployment;
    private final Releasing releasing;
    private final Care care;
    private final Restoring restoring;

    MachineApi(
            Region region,
            Power power,
            Commissioning commissioning,
            Deployment deployment,
            Releasing releasing,
            Care care) {
        this.region = region;
        this.power = power;
        this.commissioning = commissioning;
        this.deployment = deployment;
        this.releasing = releasing;
        this.care = care;
        this.restoring = new Restoring(region);
    }

    Answer answer(Request request) {
        var node = region.node(request.path().get(1)).orElseThrow(() -> Refusal.unknown("Machine"));
        var act = act(request);
        region.counters.received(act, node.systemId);
        var answer = answer(node, request);
        region.counters.accepted(act, node.systemId);
        return answer;
    }

    private static String act(Request request) {
        return request.op().orElseGet(() -> switch (request.call().method()) {
            case "GET" -> "read";
            case "PUT" -> "update";
            case "DELETE" -> "delete";
            default -> request.call().method();
        });
    }

    private Answer answer(Node node, Request request) {
        return switch (request.signature()) {
            case "GET" -> read(node, request);
            case "PUT" -> update(node, request);
            case "DELETE" -> delete(node, request);
            case "GET query_power_state" -> power.query(node, request);
            case "GET power_parameters" -> power.parameters(node, request);
            case "POST power_on" -> power.on(node, request);
            case "POST power_off" -> power.off(node, request);
            case "POST commission" -> commissioning.commission(node, request);
            case "POST test" -> commissioning.test(node, request);
            case "POST override_failed_testing" -> commissioning.override(node, request);
            case "POST deploy" -> deployment.deploy(node, request);
            case "POST release" -> releasing.release(node, request);
            case "POST abort" -> care.abort(node, request);
            case "POST lock" -> care.lock(node, request);
            case "POST unlock" -> care.unlock(node, request);
            case "POST mark_broken" -> care.markBroken(node, request);
            case "POST mark_fixed" -> care.markFixed(node, request);
            case "POST rescue_mode" -> care.rescue(node, request);
            case "POST exit_rescue_mode" -> care.exitRescue(node, request);
            case "POST set_workload_annotations", "POST set_owner_data" -> care.annotate(node, request);
            case "POST set_storage_layout" -> restoring.layout(node, request);
            case "POST restore_default_configuration",
                    "POST restore_networking_configuration",
                    "POST restore_storage_configuration" -> restoring.restore(node, request);
            case "POST mount_special" -> restoring.mountSpecial(node, request);
            case "POST unmount_special" -> restoring.unmountSpecial(node, request);
            case "POST clear_default_gateways" -> restoring.clearGateways(node, request);
            case "GET get_curtin_config" -> restoring.curtin(node, request);
            case "GET get_token" -> restoring.token(node, request);
            default -> throw elsewhere(request);
        };
    }

    private static Answer read(Node node, Request request) {
        Access.requireView(request.user(), node);
        return MachineAnswers.one(node);
    }

    /** Administrators only, not while locked; in any status, Deployed too (recorded). */
    private Answer update(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        MachineForm.update(region, request, node);
        return MachineAnswers.one(node);
    }

    /** Of a DELETE the flag stands in the query. */
    private static boolean forced(Request request) {
        return List.of("true", "1", "yes")
                .contains(request.call().queryValue("force").orElse(""));
    }

    /** At once and without a question, a Deployed machine too (recorded). */
    private Answer delete(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        region.vmHosts.requireNone(node, forced(request));
        region.delete(node);
        return Answers.gone();
    }

    /** A 501 for what a real region could do, MAAS's own refusal for the rest. */
    private static Refusal elsewhere(Request request) {
        return switch (request.op().orElse("")) {
            case "details" ->
                Refusal.notModelled("machines/{id}/?op=" + request.op().orElse(""));
            default -> request.noSuchOperation();
        };
    }
}
