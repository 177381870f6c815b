package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code POST machines/?op=allocate}: takes one Ready machine without owner, any one if nothing constrains it. */
final class Allocation {
    private static final Set<String> OPTIONS = Set.of(
            "comment",
            "dry_run",
            "verbose",
            "agent_name",
            "bridge_all",
            "bridge_type",
            "bridge_stp",
            "bridge_fd",
            "install_rackd",
            "install_kvm",
            "register_vmhost");

    private final Region region;
    private final Deployment deployment;

    Allocation(Region region, Deployment deployment) {
        this.region = region;
        this.deployment = deployment;
    }

    Answer allocate(Request request) {
        Options.refuseRemoved(request);
        Options.checkBridge(request);
        var wanted = MachineFilters.ofAllocate(region, request.fields(), OPTIONS);
        if (request.has("system_id")) {
            region.counters.received("allocate", request.text("system_id"));
        }
        var node = region.nodes().stream()
                .filter(each -> each.status == MaasStatus.READY && each.owner == null && !each.locked)
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> nothing(request));
        if (!request.flag("dry_run")) {
            deployment.acquire(node, request.user(), request.text("comment"), request.text("agent_name"));
            Options.bridgeAll(region, node, request);
            region.counters.accepted("allocate", node.systemId);
        }
        return MachineAnswers.allocated(node);
    }

    /** Three texts (recorded with one constraint; several inferred). */
    private static Refusal nothing(Request request) {
        if (request.has("system_id")) {
            return Refusal.conflict("No machine with system ID " + request.text("system_id") + " available.");
        }
        var constraints = new LinkedHashMap<>(request.fields());
        constraints.keySet().removeAll(OPTIONS);
        if (constraints.isEmpty()) {
            return Refusal.conflict("No machine available.");
        }
        var tuples = constraints.entrySet().stream()
                .map(entry -> "('" + entry.getKey() + "', "
                        + entry.getValue().stream()
                                .map(value -> "'" + value + "'")
                                .collect(Collectors.joining(", ", "[", "]"))
                        + ")")
                .collect(Collectors.joining(", ", "[", "]"));
        var resolved = constraints.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + String.join(",", entry.getValue()))
                .collect(Collectors.joining(" "));
        return Refusal.conflict(
                "No available machine matches constraints: " + tuples + " (resolved to \"" + resolved + "\")");
    }
}
