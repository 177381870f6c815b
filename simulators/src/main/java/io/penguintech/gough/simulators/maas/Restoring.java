package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is done to a machine's configuration as a whole (source code, {@code api/machines.py}). */
final class Restoring {
    private static final Set<MaasStatus> RESTORABLE = EnumSet.of(MaasStatus.READY, MaasStatus.FAILED_TESTING);
    private static final Set<MaasStatus> MOUNTABLE = EnumSet.of(MaasStatus.READY, MaasStatus.ALLOCATED);
    private static final Set<MaasStatus> INSTALLING =
            EnumSet.of(MaasStatus.DEPLOYED, MaasStatus.DEPLOYING, MaasStatus.FAILED_DEPLOYMENT);
    private static final List<String> IN_MEMORY = List.of("ramfs", "tmpfs");

    private final Region region;

    Restoring(Region region) {
        this.region = region;
    }

    /** What commissioning left, of both or of one. */
    Answer restore(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        var what = request.op().orElse("");
        if (!RESTORABLE.contains(node.status)) {
            throw Refusal.conflict("Machine must be in a ready or failed testing state to restore "
                    + what.substring("restore_".length()).replace("_configuration", " configuration") + ".");
        }
        if (!what.equals("restore_storage_configuration")) {
            region.wiring.restore(node);
        }
        if (!what.equals("restore_networking_configuration")) {
            StorageLayouts.fallback(node.storage, region.config.text("default_storage_layout"));
        }
        return MachineAnswers.one(node);
    }

    Answer layout(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        if (node.status != MaasStatus.READY) {
            throw Refusal.conflict("Cannot change the storage layout on a machine that is not Ready.");
        }
        new StorageLayouts(node.storage).apply(request);
        return MachineAnswers.one(node);
    }

    Answer mountSpecial(Node node, Request request) {
        requireMountable(node, request, "mount");
        var fields = new FormFields(request);
        var type = fields.required("fstype");
        if (!type.isEmpty() && !IN_MEMORY.contains(type)) {
            fields.error("fstype", "Select a valid choice. " + type + " is not one of the available choices.");
        }
        var point = fields.required("mount_point");
        if (!point.isEmpty() && !point.startsWith("/")) {
            fields.error("mount_point", "Enter a valid value.");
        }
        fields.refuseErrors();
        // MAAS's own page calls the field mount_option; its form reads this one (source code).
        node.storage.specials.add(new Storage.Special(type, point, request.text("mount_options")));
        return MachineAnswers.one(node);
    }

    Answer unmountSpecial(Node node, Request request) {
        requireMountable(node, request, "unmount");
        var fields = new FormFields(request);
        var point = fields.required("mount_point");
        boolean gone = node.storage.specials.removeIf(each -> each.mountPoint().equals(point));
        if (!gone && !point.isEmpty()) {
            fields.error("mount_point", "No special filesystem is mounted at this path.");
        }
        fields.refuseErrors();
        return MachineAnswers.one(node);
    }

    private static void requireMountable(Node node, Request request, String act) {
        Access.requireEdit(request.user(), node);
        if (!MOUNTABLE.contains(node.status)) {
            throw Refusal.conflict("Cannot " + act + " the filesystem because the machine is not Ready or Allocated.");
        }
    }

    Answer clearGateways(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        node.gatewayLink4 = null;
        node.gatewayLink6 = null;
        return MachineAnswers.one(node);
    }

    /** The installer's configuration; here only what it is about (content inferred). */
    Answer curtin(Node node, Request request) {
        Access.requireView(request.user(), node);
        if (!INSTALLING.contains(node.status)) {
            throw Refusal.bad("Machine " + node.hostname + " is not in a deployment state.");
        }
        return Answers.known(
                200,
                "text/plain; charset=utf-8",
                "install:\n  log_file: /tmp/install.log\nkernel:\n  package: linux-" + node.hweKernel + "\n");
    }

    /** The machine's own key to the metadata service; null before it ever had one. */
    Answer token(Node node, Request request) {
        Access.requireAdmin(request.user(), node);
        if (node.commissioningResult == null) {
            return Answers.json(null);
        }
        return Answers.json(Json.object()
                .with("token_key", "node-" + node.systemId)
                .with("token_secret", "stand-in")
                .with("consumer_key", "node-" + node.systemId)
                .map());
    }

    /** New machines that reported themselves are accepted: commissioned, if the caller says so by accepting. */
    Answer accept(Request request, Commissioning commissioning) {
        request.requireAdmin();
        boolean all = request.op().orElse("").equals("accept_all");
        var ids = all
                ? region.nodes().stream()
                        .filter(node -> node.status == MaasStatus.NEW)
                        .map(node -> node.systemId)
                        .toList()
                : request.all("machines");
        var unknown = ids.stream().filter(id -> region.node(id).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            throw Refusal.bad("Unknown machine(s): " + String.join(", ", unknown) + ".");
        }
        var nodes = ids.stream().map(id -> region.node(id).orElseThrow()).toList();
        nodes.stream().filter(node -> node.status != MaasStatus.NEW).findFirst().ifPresent(node -> {
            throw Refusal.conflict("Cannot accept node enlistment: node " + node.systemId + " is in state "
                    + node.status.label() + ".");
        });
        nodes.forEach(node -> commissioning.start(node, request));
        return MachineAnswers.list(nodes);
    }
}
