package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.LinkedHashMap;
import java.util.List;

/** Switching machines on and off, and asking their BMC. */
final class Power {
    private final Region region;

    Power(Region region) {
        this.region = region;
    }

    /** Refuses if MAAS could not give this machine's BMC a command now; without power control there is none to give. */
    void requireWorking(Node node) {
        if (!node.powerControlled()) {
            return;
        }
        if (!region.settings.rackConnected()) {
            throw Refusal.noRack();
        }
        if (region.strikes(Mishap.POWER_FAILS, node) || denies(node)) {
            throw Refusal.powerProblem();
        }
    }

    void turn(Node node, String state) {
        if (node.powerControlled() && !node.unplugged) {
            node.powerState = state;
        }
    }

    /**
     * Needs an owner (recorded). What is Allocated, or runs in memory only, is deployed by it (source code, Node.start); the
     * user data it was deployed with is forgotten unless it is sent again (source code, set_user_data).
     */
    Answer on(Node node, Request request) {
        Access.requireEdit(request.user(), node);
        if (node.owner == null) {
            throw Refusal.conflict("Can't start node: it hasn't been allocated.");
        }
        if (node.status == MaasStatus.ALLOCATED || (node.status == MaasStatus.DEPLOYED && node.ephemeral)) {
            throw Refusal.notModelled("power_on of a machine that it would deploy");
        }
        requireReachable(node);
        node.userData = request.has("user_data") ? request.text("user_data") : null;
        region.events.asked(node, request.user(), "User powering up node", request.text("comment"), region.now());
        turn(node, "on");
        return MachineAnswers.one(node);
    }

    /** Answers {@code null} when no command was sent (recorded for power type manual). */
    Answer off(Node node, Request request) {
        Access.requireEdit(request.user(), node);
        requireReachable(node);
        region.events.asked(node, request.user(), "User powering down node", request.text("comment"), region.now());
        if (!node.powerControlled()) {
            return Answers.json(null);
        }
        // Soft asks the system to stop (facts); hard is the default. Refusing another word is not known of MAAS.
        boolean asked = request.text("stop_mode").equals("soft");
        if (!asked || !region.strikes(Mishap.SHUT_DOWN_IGNORED, node)) {
            turn(node, "off");
        }
        return MachineAnswers.one(node);
    }

    /** Needs a rack controller, whatever the power type (recorded). */
    Answer query(Node node, Request request) {
        Access.requireView(request.user(), node);
        if (!region.settings.rackConnected()) {
            throw Refusal.noRack();
        }
        var state = new LinkedHashMap<String, Object>();
        if (denies(node)) {
            node.powerState = "error";
        } else if (node.powerControlled()
                && !node.unplugged
                && !List.of("on", "off").contains(node.powerState)) {
            // A live question: MAAS had not asked this driver yet.
            node.powerState = Workbench.RUNNING.contains(node.status) ? "on" : "off";
        }
        state.put("state", node.powerState);
        return Answers.json(state);
    }

    Answer parameters(Node node, Request request) {
        Access.requireView(request.user(), node);
        request.requireAdmin();
        return Answers.json(node.powerParameters);
    }

    /** The parameters of each machine asked for, of all if none is named (source code). */
    Answer parametersOfMany(Request request) {
        request.requireAdmin();
        var all = new LinkedHashMap<String, Object>();
        for (var node : region.nodes()) {
            if (!request.has("id") || request.all("id").contains(node.systemId)) {
                all.put(node.systemId, node.powerParameters);
            }
        }
        return Answers.json(all);
    }

    /** Whether the BMC was given another password than MAAS knows. */
    private static boolean denies(Node node) {
        return node.bmcPassword != null && !node.bmcPassword.equals(node.powerParameters.get("power_pass"));
    }

    private void requireReachable(Node node) {
        requireWorking(node);
        if (node.powerControlled() && node.unplugged) {
            throw Refusal.powerProblem();
        }
    }
}
