package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Commissioning and testing: what a machine goes through before it is Ready. */
final class Commissioning {
    private static final Set<MaasStatus> COMMISSIONABLE =
            EnumSet.of(MaasStatus.NEW, MaasStatus.FAILED_COMMISSIONING, MaasStatus.READY, MaasStatus.BROKEN);
    private static final Set<MaasStatus> NOT_TESTABLE = EnumSet.of(
            MaasStatus.COMMISSIONING,
            MaasStatus.DEPLOYING,
            MaasStatus.RELEASING,
            MaasStatus.DISK_ERASING,
            MaasStatus.ENTERING_RESCUE_MODE,
            MaasStatus.EXITING_RESCUE_MODE,
            MaasStatus.TESTING);
    static final int PENDING = 0;
    static final int PASSED = 2;
    static final int FAILED = 3;

    private final Region region;
    private final Power power;

    Commissioning(Region region, Power power) {
        this.region = region;
        this.power = power;
    }

    /** Legal from New, Failed commissioning, Ready and Broken with a power type (recorded). */
    Answer commission(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        if (!COMMISSIONABLE.contains(node.status) || node.powerType.isEmpty()) {
            throw Refusal.invalid("__all__", "Commission is not available because of the current state of the node.");
        }
        power.requireWorking(node);
        start(node, request);
        return MachineAnswers.one(node);
    }

    /** Starts it; no tests follow if the list of testing scripts says so. */
    void start(Node node, Request request) {
        var user = request.user();
        var from = node.status;
        node.keepNetworking = request.flag("skip_networking");
        node.keepStorage = request.flag("skip_storage");
        region.events.asked(node, user, "User starting node commissioning", "", region.now());
        region.enter(node, MaasStatus.COMMISSIONING);
        region.events.told(node, "Commissioning", "", region.now());
        region.events.changed(node, from, MaasStatus.COMMISSIONING, "", region.now());
        node.owner = user.username();
        node.statusAction = "";
        node.commissioningStatus = PENDING;
        node.commissioningResult = region.nextId();
        node.skipTests =
                request.text("testing_scripts").toLowerCase(Locale.ROOT).equals("none");
        node.nics.stream()
                .filter(nic -> nic.isPhysical() && nic.vlan == null)
                .forEach(nic -> nic.vlan = region.networks.defaultVlan());
        power.turn(node, "on");
        if (region.strikes(Mishap.COMMISSION_TIMES_OUT, node)) {
            region.later(region.timeout(), node, () -> fail(node));
        } else if (!region.strikes(Mishap.COMMISSION_HANGS, node)) {
            region.later(region.settings.durations().commissioning(), node, () -> end(node));
        }
    }

    /** Of a virtual machine that it just made the region knows the inside: it is Ready at once (source code, {@code models/bmc.py}). */
    void skip(Node node) {
        node.nics.stream().filter(nic -> nic.vlan == null).forEach(nic -> nic.vlan = region.networks.defaultVlan());
        Hardware.discover(region, node);
        region.wiring.restore(node);
        region.enter(node, MaasStatus.READY);
    }

    private void end(Node node) {
        if (region.strikes(Mishap.COMMISSION_FAILS, node) || node.unplugged) {
            fail(node);
            return;
        }
        boolean unrecorded = region.strikes(Mishap.COMMISSION_UNRECORDED, node);
        node.commissioningStatus = unrecorded ? PENDING : PASSED;
        Hardware.discover(region, node);
        if (!node.keepNetworking) {
            region.wiring.restore(node);
        }
        if (node.skipTests) {
            ready(node);
        } else {
            test(node, MaasStatus.READY);
        }
    }

    private void fail(Node node) {
        node.commissioningStatus = FAILED;
        stop(node, MaasStatus.FAILED_COMMISSIONING);
    }

    private void ready(Node node) {
        var from = node.status;
        region.enter(node, MaasStatus.READY);
        region.events.told(node, "Ready", "", region.now());
        region.events.changed(node, from, MaasStatus.READY, "", region.now());
        node.owner = null;
        power.turn(node, "off");
    }

    private void stop(Node node, MaasStatus to) {
        region.move(node, to, "");
        region.events.told(node, to.label(), "", region.now());
        node.owner = null;
        power.turn(node, "off");
    }

    /** All statuses but those in which something runs (source code; the body of the refusal inferred). */
    Answer test(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        if (NOT_TESTABLE.contains(node.status)) {
            throw Refusal.invalid("__all__", "Test is not available because of the current state of the node.");
        }
        power.requireWorking(node);
        region.events.asked(node, request.user(), "User starting node testing", "", region.now());
        // whoever asks for it has what nobody has from then on, until it is Ready (source code, start_testing)
        if (node.owner == null) {
            node.owner = request.user().username();
        }
        test(node, node.status == MaasStatus.FAILED_TESTING ? MaasStatus.READY : node.status);
        return MachineAnswers.one(node);
    }

    private void test(Node node, MaasStatus after) {
        region.move(node, MaasStatus.TESTING, "");
        region.events.told(node, "Testing", "", region.now());
        node.previousStatus = after;
        node.testingStatus = PENDING;
        node.testingResult = region.nextId();
        power.turn(node, "on");
        region.later(region.settings.durations().testing(), node, () -> endTests(node, after));
    }

    private void endTests(Node node, MaasStatus after) {
        if (region.strikes(Mishap.TEST_FAILS, node) || node.unplugged) {
            node.testingStatus = FAILED;
            // Only New and Ready machines lose their owner by their status (source code, signals of nodes).
            region.move(node, MaasStatus.FAILED_TESTING, "");
            region.events.told(node, "Failed testing", "", region.now());
            power.turn(node, "off");
            return;
        }
        node.testingStatus = PASSED;
        if (after == MaasStatus.READY) {
            ready(node);
        } else {
            region.move(node, after, "");
            if (after == MaasStatus.NEW) {
                node.owner = null;
            }
            power.turn(node, after == MaasStatus.DEPLOYED ? "on" : "off");
        }
    }

    /** Only from Failed testing (recorded); to Deployed if something is installed (source code). */
    Answer override(Node node, Request request) {
        Access.requireEdit(request.user(), node);
        if (node.status != MaasStatus.FAILED_TESTING) {
            throw Refusal.conflict("Unable to override node status. Node is not in 'Failed testing' status.");
        }
        region.events.asked(
                node, request.user(), "User overrode 'Failed testing' status", request.text("comment"), region.now());
        boolean installed = !node.osystem.isEmpty();
        region.move(node, installed ? MaasStatus.DEPLOYED : MaasStatus.READY, "");
        if (!installed) {
            node.owner = null;
        }
        return MachineAnswers.one(node);
    }

    /** Commissioning goes back to New, testing to where it came from (source code). */
    void abort(Node node) {
        var back = node.status == MaasStatus.TESTING ? node.previousStatus : MaasStatus.NEW;
        region.move(node, back, "");
        if (!List.of(MaasStatus.DEPLOYED, MaasStatus.ALLOCATED).contains(back)) {
            node.owner = null;
        }
        power.turn(node, back == MaasStatus.DEPLOYED ? "on" : "off");
    }
}
