package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What an owner or operator does to a machine in between: locks, annotations, broken, rescue mode, abort. */
final class Care {
    private static final Pattern ANNOTATION_KEY = Pattern.compile("[\\w.-]{1,255}");
    private static final Set<MaasStatus> LOCKABLE = EnumSet.of(MaasStatus.DEPLOYED, MaasStatus.DEPLOYING);
    private static final Set<MaasStatus> RESCUABLE = EnumSet.of(
            MaasStatus.NEW,
            MaasStatus.FAILED_COMMISSIONING,
            MaasStatus.MISSING,
            MaasStatus.READY,
            MaasStatus.RESERVED,
            MaasStatus.DEPLOYED,
            MaasStatus.RETIRED,
            MaasStatus.BROKEN,
            MaasStatus.ALLOCATED,
            MaasStatus.FAILED_DEPLOYMENT,
            MaasStatus.FAILED_DISK_ERASING,
            MaasStatus.FAILED_ENTERING_RESCUE_MODE,
            MaasStatus.FAILED_TESTING);
    private static final Set<MaasStatus> IN_RESCUE = EnumSet.of(
            MaasStatus.RESCUE_MODE,
            MaasStatus.ENTERING_RESCUE_MODE,
            MaasStatus.FAILED_ENTERING_RESCUE_MODE,
            MaasStatus.FAILED_EXITING_RESCUE_MODE);

    private final Region region;
    private final Power power;
    private final Commissioning commissioning;
    private final Deployment deployment;
    private final Releasing releasing;

    Care(Region region, Power power, Commissioning commissioning, Deployment deployment, Releasing releasing) {
        this.region = region;
        this.power = power;
        this.commissioning = commissioning;
        this.deployment = deployment;
        this.releasing = releasing;
    }

    /** Only in Deployed and Deploying; other administrators may, too (recorded). */
    Answer lock(Node node, Request request) {
        Access.requireView(request.user(), node);
        if (node.locked) {
            throw Refusal.conflict("Machine is already locked");
        }
        if (!LOCKABLE.contains(node.status)) {
            throw Refusal.conflict("Can't lock, node is not deployed or deploying");
        }
        region.events.asked(node, request.user(), "User locking node", request.text("comment"), region.now());
        node.locked = true;
        return MachineAnswers.one(node);
    }

    Answer unlock(Node node, Request request) {
        Access.requireView(request.user(), node);
        if (!node.locked) {
            throw Refusal.conflict("Machine is not locked");
        }
        region.events.asked(node, request.user(), "User unlocking node", request.text("comment"), region.now());
        node.locked = false;
        return MachineAnswers.one(node);
    }

    /** The owner alone, administrator or not; keys merge, an empty value deletes (recorded); a bad key is a 500. */
    Answer annotate(Node node, Request request) {
        Access.requireEdit(request.user(), node);
        if (!Access.owns(request.user(), node)) {
            throw Refusal.conflict("Cannot set workload annotation: it hasn't been acquired.");
        }
        for (var key : request.fields().keySet()) {
            if (!ANNOTATION_KEY.matcher(key).matches()) {
                throw new Refusal(Answers.refused(500, "Invalid character in key name: " + key));
            }
        }
        request.fields().forEach((key, values) -> {
            if (values.getFirst().isEmpty()) {
                node.annotations.remove(key);
            } else {
                node.annotations.put(key, values.getFirst());
            }
        });
        return MachineAnswers.one(node);
    }

    /** The owner alone, else 403 (recorded); the machine is given up and powered off. */
    Answer markBroken(Node node, Request request) {
        if (!Access.owns(request.user(), node) || node.locked) {
            throw Refusal.forbidden();
        }
        var before = node.status;
        region.events.asked(node, request.user(), "User marking node broken", request.text("comment"), region.now());
        region.move(node, MaasStatus.BROKEN, "");
        node.previousStatus = before;
        Releasing.forgetInstallation(region, node);
        node.annotations.clear();
        node.owner = null;
        power.turn(node, "off");
        return MachineAnswers.one(node);
    }

    /** Back to Deployed, without owner and release, if that was the status before; else to Ready (recorded). */
    Answer markFixed(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        if (node.status != MaasStatus.BROKEN) {
            throw Refusal.conflict("Can't mark a non-broken node as 'Ready'.");
        }
        region.events.asked(node, request.user(), "User marking node fixed", request.text("comment"), region.now());
        region.move(node, node.previousStatus == MaasStatus.DEPLOYED ? MaasStatus.DEPLOYED : MaasStatus.READY, "");
        return MachineAnswers.one(node);
    }

    /** Needs a rack controller (recorded). */
    Answer rescue(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        requireTransition(RESCUABLE.contains(node.status), node, MaasStatus.ENTERING_RESCUE_MODE);
        if (!region.settings.rackConnected()) {
            throw Refusal.noRack();
        }
        // a second try still leads back to where the first began
        var before = node.status == MaasStatus.FAILED_ENTERING_RESCUE_MODE ? node.previousStatus : node.status;
        region.events.asked(node, request.user(), "User starting rescue mode", "", region.now());
        region.move(node, MaasStatus.ENTERING_RESCUE_MODE, "");
        node.previousStatus = before;
        // whoever asks for it has it from now on (source code, start_rescue_mode)
        node.owner = request.user().username();
        power.turn(node, "on");
        region.later(
                region.settings.durations().rescue(),
                node,
                () -> arrive(node, MaasStatus.RESCUE_MODE, MaasStatus.FAILED_ENTERING_RESCUE_MODE, before));
        return MachineAnswers.one(node);
    }

    /** Back to the status before the rescue (source code). */
    Answer exitRescue(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        requireTransition(IN_RESCUE.contains(node.status), node, MaasStatus.EXITING_RESCUE_MODE);
        if (!region.settings.rackConnected()) {
            throw Refusal.noRack();
        }
        var before = node.previousStatus;
        region.events.asked(node, request.user(), "User stopping rescue mode", "", region.now());
        region.move(node, MaasStatus.EXITING_RESCUE_MODE, "");
        node.previousStatus = before;
        if (node.powerControlled()) {
            region.later(region.settings.durations().rescue(), node, () -> exited(node, before));
        } else {
            exited(node, before);
        }
        return MachineAnswers.one(node);
    }

    /** Where the power cannot be asked for it is out at once; only what is deployed keeps its owner (source code). */
    private void exited(Node node, MaasStatus before) {
        arrive(node, before, MaasStatus.FAILED_EXITING_RESCUE_MODE, before);
        power.turn(node, before == MaasStatus.DEPLOYED ? "on" : "off");
        if (node.status == before && before != MaasStatus.DEPLOYED) {
            node.owner = null;
        }
    }

    private void arrive(Node node, MaasStatus good, MaasStatus failed, MaasStatus before) {
        boolean fails = region.strikes(Mishap.RESCUE_FAILS, node) || node.unplugged;
        region.move(node, fails ? failed : good, "");
        region.events.told(node, node.status.label(), "", region.now());
        node.previousStatus = before;
    }

    private static void requireTransition(boolean legal, Node node, MaasStatus to) {
        if (!legal) {
            throw Refusal.conflict("Invalid transition: " + node.status.label() + " -> " + to.label() + ".");
        }
    }

    /** Only what runs can be aborted (recorded). */
    Answer abort(Node node, Request request) {
        Access.requireEdit(request.user(), node);
        var comment = request.text("comment");
        switch (node.status) {
            case COMMISSIONING, TESTING -> {
                region.events.asked(node, request.user(), "User aborting node commissioning", comment, region.now());
                commissioning.abort(node);
            }
            case DEPLOYING -> {
                region.events.asked(node, request.user(), "User aborting deployment", comment, region.now());
                deployment.abort(node);
            }
            case DISK_ERASING -> {
                region.events.asked(node, request.user(), "User aborting disk erase", comment, region.now());
                releasing.abort(node);
            }
            default ->
                throw Refusal.conflict("Cannot abort in current state: node " + node.systemId + " is in state "
                        + node.status.label() + ".");
        }
        return MachineAnswers.one(node);
    }
}
