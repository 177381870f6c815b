package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code machines/}: lists, creation and acts on several machines. */
final class MachinesApi {
    private final Region region;
    private final Power power;
    private final Commissioning commissioning;
    private final Releasing releasing;
    private final Allocation allocation;

    MachinesApi(Region region, Power power, Commissioning commissioning, Releasing releasing, Allocation allocation) {
        this.region = region;
        this.power = power;
        this.commissioning = commissioning;
        this.releasing = releasing;
        this.allocation = allocation;
    }

    /** An answer and what it cost the region to make. */
    record Priced(Answer answer, Duration cost) {
        static Priced free(Answer answer) {
            return new Priced(answer, Duration.ZERO);
        }
    }

    Priced answer(Request request) {
        return switch (request.signature()) {
            case "GET" -> list(found(request));
            case "GET list_allocated" -> list(allocated(request));
            case "GET power_parameters" -> free(power.parametersOfMany(request));
            case "POST" -> free(create(request));
            case "POST allocate" -> free(allocation.allocate(request));
            case "POST release" -> free(releasing.releaseAll(request));
            case "POST set_zone" -> free(setZone(request));
            case "POST accept", "POST accept_all" -> free(new Restoring(region).accept(request, commissioning));
            case "POST add_chassis", "POST clone" ->
                throw Refusal.notModelled("machines/?op=" + request.op().orElse(""));
            default -> throw request.noSuchOperation();
        };
    }

    /** {@code nodes/}: here every node is a machine. Whether one has a MAC address is asked in any case (source code). */
    Priced nodes(Request request) {
        return switch (request.signature()) {
            case "GET" -> list(found(request));
            case "GET is_registered" ->
                free(Answers.json(
                        region.withMac(request.mandatory("mac_address").toLowerCase(Locale.ROOT))
                                .isPresent()));
            case "POST set_zone" -> free(setZone(request));
            default -> throw request.noSuchOperation();
        };
    }

    private List<Node> found(Request request) {
        var wanted = MachineFilters.ofList(region, request.fields());
        return MachineFilters.candidates(region, request).stream()
                .filter(wanted)
                .filter(node -> Access.sees(request.user(), node))
                .toList();
    }

    private List<Node> allocated(Request request) {
        return region.nodes().stream()
                .filter(node -> node.status == MaasStatus.ALLOCATED && Access.owns(request.user(), node))
                .toList();
    }

    private Priced list(List<Node> nodes) {
        region.counters.listed(nodes.size());
        return new Priced(
                MachineAnswers.list(nodes),
                region.settings.costPerListedMachine().multipliedBy(nodes.size()));
    }

    private static Priced free(Answer answer) {
        return Priced.free(answer);
    }

    /** Administrators' machines are commissioned at once unless told otherwise; if that fails, silently (source code). */
    private Answer create(Request request) {
        var node = MachineForm.create(region, request);
        region.counters.received("create", node.systemId);
        region.counters.accepted("create", node.systemId);
        if (request.flag("deployed")) {
            adopt(node, request.user());
        } else if (request.user().superuser() && (!request.has("commission") || request.flag("commission"))) {
            if (!node.powerType.isEmpty()) {
                commissioning.start(node, request);
            }
        }
        return MachineAnswers.one(node);
    }

    /** Deployed at once, owned by the caller, nothing known about what runs on it (recorded). */
    private void adopt(Node node, MaasUser user) {
        region.enter(node, MaasStatus.DEPLOYED);
        node.owner = user.username();
        node.commissioningStatus = Commissioning.PENDING;
        node.commissioningResult = region.nextId();
    }

    private Answer setZone(Request request) {
        request.requireAdmin();
        var zone = region.catalog.zones.get(request.text("zone"));
        if (zone == null) {
            throw Refusal.invalid("zone", "Select a valid choice. That choice is not one of the available choices.");
        }
        request.all("nodes").forEach(id -> region.node(id).ifPresent(node -> node.zone = zone));
        return Answers.json(null);
    }
}
