package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code nodes/{id}/interfaces/}. Changed in New, Ready, Failed testing, Allocated and Broken, some of it in Deployed,
 * else 409 (recorded for bonds, source code for the rest).
 */
final class InterfacesApi {
    private static final Set<MaasStatus> CHANGEABLE = EnumSet.of(
            MaasStatus.NEW, MaasStatus.READY, MaasStatus.FAILED_TESTING, MaasStatus.ALLOCATED, MaasStatus.BROKEN);

    private final Region region;

    InterfacesApi(Region region) {
        this.region = region;
    }

    Answer all(Request request) {
        var node = node(request);
        return switch (request.signature()) {
            case "GET" -> {
                Access.requireView(request.user(), node);
                yield Answers.json(NetworkJson.interfaces(node));
            }
            case "POST create_physical" -> create(request, node, Nic.Type.PHYSICAL, "create");
            case "POST create_bond" -> create(request, node, Nic.Type.BOND, "create bond");
            case "POST create_bridge" -> create(request, node, Nic.Type.BRIDGE, "create bridge");
            case "POST create_vlan" -> create(request, node, Nic.Type.VLAN, "create VLAN");
            default -> throw request.noSuchOperation();
        };
    }

    private Node node(Request request) {
        return region.node(request.path().get(1)).orElseThrow(() -> Refusal.unknown("Machine"));
    }

    private Answer create(Request request, Node node, Nic.Type type, String act) {
        Access.requireAdmin(request.user(), node);
        requireState(node, act);
        if (type == Nic.Type.BRIDGE && request.has("parent") && request.has("parents")) {
            throw Refusal.bad("Cannot specify both parent and parents fields.");
        }
        return Answers.json(NetworkJson.nic(node, InterfaceForm.create(region, request, node, type)));
    }

    private static void requireState(Node node, String act) {
        if (!CHANGEABLE.contains(node.status)) {
            throw Refusal.conflict(
                    "Cannot " + act + " interface because the machine is not New, Ready, Allocated, or Broken.");
        }
    }

    Answer one(Request request) {
        var node = node(request);
        var nic = node.nics.stream()
                .filter(each -> Long.toString(each.id).equals(request.path().get(3)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("Interface"));
        if (request.signature().equals("GET")) {
            Access.requireView(request.user(), node);
            return Answers.json(NetworkJson.nic(node, nic));
        }
        Access.requireAdmin(request.user(), node);
        if (request.signature().equals("DELETE")) {
            requireState(node, "delete interface");
            region.wiring.remove(node, nic);
            return Answers.gone();
        }
        change(request, node, nic);
        return Answers.json(NetworkJson.nic(node, nic));
    }

    private void change(Request request, Node node, Nic nic) {
        switch (request.signature()) {
            case "PUT" -> {
                if (node.status != MaasStatus.DEPLOYED) {
                    requireState(node, "update interface");
                }
                InterfaceForm.update(region, request, node, nic);
            }
            case "POST link_subnet" -> {
                requireState(node, "link subnet");
                new LinkForm(region, request, node, nic).link();
            }
            case "POST unlink_subnet" -> {
                requireState(node, "unlink subnet");
                new LinkForm(region, request, node, nic).unlink();
            }
            case "POST set_default_gateway" -> {
                requireState(node, "set default gateway");
                new LinkForm(region, request, node, nic).chooseGateway();
            }
            case "POST disconnect" -> {
                requireState(node, "disconnect");
                region.wiring.drop(nic, link -> true);
                nic.discovered = null;
                nic.vlan = null;
            }
            case "POST add_tag" -> nic.tags.add(request.mandatory("tag"));
            case "POST remove_tag" -> nic.tags.remove(request.mandatory("tag"));
            default -> throw request.noSuchOperation();
        }
    }
}
