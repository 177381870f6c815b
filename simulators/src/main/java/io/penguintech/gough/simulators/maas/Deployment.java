package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** From Ready to Deployed: acquiring a machine and installing it. */
final class Deployment {
    private static final Set<MaasStatus> DEPLOYABLE = EnumSet.of(MaasStatus.READY, MaasStatus.ALLOCATED);

    private final Region region;
    private final Power power;

    Deployment(Region region, Power power) {
        this.region = region;
        this.power = power;
    }

    /** What deploy was asked to install. */
    private record Choice(MaasImage image, String kernel) {}

    /** Ready to Allocated (events recorded). */
    void acquire(Node node, MaasUser user, String comment, String agentName) {
        node.agentName = agentName;
        region.events.asked(node, user, "User acquiring node", comment, region.now());
        region.move(node, MaasStatus.ALLOCATED, " (to " + user.username() + ")");
        node.owner = user.username();
    }

    /**
     * Legal from Ready, which it acquires, and Allocated (recorded). Everything is checked before anything changes: a
     * failed call rolls the acquisition back (recorded).
     */
    Answer deploy(Node node, Request request) {
        requireAllowed(node, request.user());
        Options.refuseRemoved(request);
        Options.checkBridge(request);
        var choice = choice(node, request);
        if (!Wiring.onNetwork(node)) {
            throw Refusal.invalid("network", "Node must be configured to use a network");
        }
        if (!request.flag("ephemeral_deploy") && !node.storage.canHoldSystem()) {
            throw Refusal.invalid("storage", "Mount the root '/' filesystem to be able to deploy this node.");
        }
        power.requireWorking(node);
        region.wiring.claim(node);
        if (node.status == MaasStatus.READY) {
            acquire(node, request.user(), "", request.text("agent_name"));
            // only then (source code): of a machine that is taken already it is ignored
            Options.bridgeAll(region, node, request);
        }
        start(node, request, choice);
        return MachineAnswers.one(node);
    }

    private static void requireAllowed(Node node, MaasUser user) {
        Access.requireEdit(user, node);
        if (!DEPLOYABLE.contains(node.status)) {
            throw Refusal.conflict("Can't deploy a machine that is in the '" + node.status.label() + "' state");
        }
        if (node.status == MaasStatus.READY && node.owner != null && !Access.owns(user, node)) {
            throw Refusal.conflict("Can't allocate a machine belonging to another user.");
        }
    }

    private Choice choice(Node node, Request request) {
        var series = request.text("distro_series").isEmpty()
                ? region.config.text("default_distro_series")
                : request.text("distro_series");
        if (region.catalog.image(series).isEmpty()) {
            throw unknownSeries(series);
        }
        var image = region.catalog
                .image(series, node.architecture)
                .orElseThrow(() -> Refusal.bad(series + " has no kernels available."));
        return new Choice(image, Kernel.choose(request.text("hwe_kernel"), image, node));
    }

    private Refusal unknownSeries(String series) {
        return Refusal.invalid(
                "distro_series",
                region.catalog.images.ready().stream()
                        .map(image -> "'" + image.name() + "'")
                        .distinct()
                        .collect(Collectors.joining(
                                ", ",
                                "'" + series + "' is not a valid distro_series.  It should be one of: '', ",
                                ".")));
    }

    private void start(Node node, Request request, Choice choice) {
        region.events.asked(node, request.user(), "User starting deployment", request.text("comment"), region.now());
        region.move(node, MaasStatus.DEPLOYING, "");
        region.events.told(node, "Deploying", "", region.now());
        node.osystem = choice.image().osystem();
        node.distroSeries = choice.image().series();
        node.hweKernel = choice.kernel();
        node.installationResult = region.nextId();
        node.userData = request.field("user_data").orElse(null);
        node.ephemeral = request.flag("ephemeral_deploy");
        node.hardwareSync = request.flag("enable_hw_sync");
        node.crashDump = request.flag("enable_kernel_crash_dump");
        region.catalog.images.deployed(choice.image().of(choice.kernel()));
        power.turn(node, "on");
        // addresses show with the first read after deploy (recorded)
        region.later(Duration.ZERO, node, () -> Wiring.show(node));
        boolean vmHost = request.flag("install_kvm") || request.flag("register_vmhost");
        if (region.strikes(Mishap.DEPLOY_TIMES_OUT, node)) {
            region.later(region.timeout(), node, () -> fail(node));
        } else if (!region.strikes(Mishap.DEPLOY_HANGS, node)) {
            region.later(region.settings.durations().deploying(), node, () -> end(node, vmHost));
        }
    }

    private void fail(Node node) {
        region.move(node, MaasStatus.FAILED_DEPLOYMENT, "");
        region.events.told(node, "Failed deployment", "", region.now());
    }

    private void end(Node node, boolean vmHost) {
        if (region.strikes(Mishap.DEPLOY_FAILS, node) || node.unplugged) {
            fail(node);
            return;
        }
        var image = node.osystem + "/" + node.distroSeries + "/" + node.architecture;
        region.events.told(node, "Image Deployed", "deployed " + image.toLowerCase(Locale.ROOT), region.now());
        region.move(node, MaasStatus.DEPLOYED, "");
        region.events.told(node, "Deployed", "", region.now());
        node.netboot = false;
        if (vmHost) {
            region.vmHosts.add("lxd", node.hostname, node, node.zone, node.pool);
        }
    }

    /** Deploying falls back to Allocated and stays with its owner (source code). */
    void abort(Node node) {
        region.move(node, MaasStatus.ALLOCATED, "");
        region.wiring.release(node);
        power.turn(node, "off");
    }
}
