package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Giving machines up: release, erase, and what is lost by it. */
final class Releasing {
    private static final Set<MaasStatus> RELEASABLE = EnumSet.of(
            MaasStatus.RESERVED,
            MaasStatus.DEPLOYED,
            MaasStatus.BROKEN,
            MaasStatus.DEPLOYING,
            MaasStatus.ALLOCATED,
            MaasStatus.FAILED_DEPLOYMENT,
            MaasStatus.FAILED_RELEASING,
            MaasStatus.FAILED_DISK_ERASING);
    /** How long MAAS waits for the power to be off (source code). */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final Set<MaasStatus> ALREADY = EnumSet.of(MaasStatus.READY, MaasStatus.RELEASING);

    private final Region region;
    private final Power power;

    Releasing(Region region, Power power) {
        this.region = region;
        this.power = power;
    }

    static boolean releasable(Node node) {
        return RELEASABLE.contains(node.status);
    }

    /** Ready and Releasing answer 200 and nothing happens; other illegal statuses 409 (recorded). */
    Answer release(Node node, Request request) {
        Access.requireEdit(request.user(), node);
        if (!ALREADY.contains(node.status)) {
            requireReleasable(node);
            region.vmHosts.requireNone(node, request.flag("force"));
            power.requireWorking(node);
            start(node, request);
        }
        return MachineAnswers.one(node);
    }

    /** All or none: one illegal status fails the whole call; Ready ones are skipped (source code). */
    Answer releaseAll(Request request) {
        var unknown = request.all("machines").stream()
                .filter(id -> region.node(id).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            throw Refusal.bad("Unknown machine(s): " + String.join(", ", unknown) + ".");
        }
        var nodes = request.all("machines").stream()
                .map(id -> region.node(id).orElseThrow())
                .filter(node -> !ALREADY.contains(node.status))
                .toList();
        for (var node : nodes) {
            Access.requireEdit(request.user(), node);
            requireReleasable(node);
            region.vmHosts.requireNone(node, request.flag("force"));
        }
        var released = new ArrayList<String>();
        for (var node : nodes) {
            region.counters.received("release", node.systemId);
            region.counters.accepted("release", node.systemId);
            start(node, request);
            released.add(node.systemId);
        }
        return Answers.json(List.copyOf(released));
    }

    private static void requireReleasable(Node node) {
        if (!releasable(node)) {
            throw Refusal.conflict("Machine cannot be released in its current state ('" + node.status.label() + "').");
        }
    }

    private void start(Node node, Request request) {
        region.events.asked(node, request.user(), "User releasing node", request.text("comment"), region.now());
        var quick = request.flag("quick_erase") || request.flag("secure_erase");
        if (request.flag("erase") || region.config.on("enable_disk_erasing_on_release")) {
            erase(
                    node,
                    quick
                            ? region.settings.durations().quickErasing()
                            : region.settings.durations().erasing());
        } else {
            powerDown(node);
        }
    }

    private void erase(Node node, Duration time) {
        region.move(node, MaasStatus.DISK_ERASING, "");
        region.events.told(node, "Disk erasing", "", region.now());
        power.turn(node, "on");
        region.later(time, node, () -> {
            if (region.strikes(Mishap.ERASE_FAILS, node) || node.unplugged) {
                region.move(node, MaasStatus.FAILED_DISK_ERASING, "");
                region.events.told(node, "Failed to erase disks", "", region.now());
            } else {
                powerDown(node);
            }
        });
    }

    private void powerDown(Node node) {
        region.move(node, MaasStatus.RELEASING, "");
        region.events.told(node, "Releasing", "", region.now());
        forgetInstallation(region, node);
        if (node.powerControlled()) {
            if (region.strikes(Mishap.RELEASE_TIMES_OUT, node)) {
                region.later(TIMEOUT, node, () -> fail(node));
            } else {
                region.later(region.settings.durations().releasing(), node, () -> powerIsOff(node));
            }
        } else {
            end(node);
        }
    }

    private void fail(Node node) {
        region.move(node, MaasStatus.FAILED_RELEASING, "");
        region.events.told(node, "Releasing failed", "", region.now());
    }

    private void powerIsOff(Node node) {
        if (region.strikes(Mishap.RELEASE_FAILS, node) || node.unplugged) {
            fail(node);
            return;
        }
        power.turn(node, "off");
        end(node);
    }

    /** Ready only if the last commissioning passed, else New; annotations and owner go (recorded). */
    private void end(Node node) {
        region.move(node, node.commissioningStatus == Commissioning.PASSED ? MaasStatus.READY : MaasStatus.NEW, "");
        region.events.told(node, "Released", "", region.now());
        node.owner = null;
        node.annotations.clear();
        node.agentName = "";
        if (node.dynamic) {
            region.delete(node); // a composed machine does not outlive its use (source code)
        }
    }

    /** What runs on the machine is gone, whatever its status is called afterwards. */
    static void forgetInstallation(Region region, Node node) {
        node.osystem = "";
        node.distroSeries = "";
        node.hweKernel = null;
        node.installationResult = null;
        region.wiring.release(node);
        node.userData = null;
        node.ephemeral = false;
        node.hardwareSync = false;
        node.crashDump = false;
        node.netboot = true;
    }

    /** Erasing stops and has failed (source code). */
    void abort(Node node) {
        region.move(node, MaasStatus.FAILED_DISK_ERASING, "");
        power.turn(node, "off");
    }
}
