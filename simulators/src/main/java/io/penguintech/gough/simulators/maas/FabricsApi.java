package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.Optional;
import java.util.regex.Pattern;

/** Fabrics and their VLANs, and spaces (source code; shapes recorded). Writing is for administrators. */
final class FabricsApi {
    private static final Pattern NAME = Pattern.compile("[ \\w-]+");

    private final Region region;
    private final Networks networks;

    FabricsApi(Region region) {
        this.region = region;
        this.networks = region.networks;
    }

    Answer fabrics(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(networks.fabrics.values().stream()
                        .map(each -> NetworkJson.fabric(networks, each))
                        .toList());
            case "POST" -> {
                request.requireAdmin();
                var fields = new FormFields(request);
                var name = freeFabricName(fields, Optional.empty());
                fields.refuseErrors();
                var fabric = networks.newFabric(name).fabric;
                yield fabric(fabric, fields);
            }
            default -> throw request.noSuchOperation();
        };
    }

    private String freeFabricName(FormFields fields, Optional<Networks.Fabric> self) {
        var name = fields.text("name").orElse("");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            fields.error("name", "Invalid fabric name: " + name + ".");
        }
        if (name.matches("fabric-\\d+")
                && self.filter(each -> each.name.equals(name)).isEmpty()) {
            fields.error("name", "Reserved fabric name.");
        }
        if (networks.fabrics.values().stream()
                .anyMatch(each -> each.name.equals(name) && !self.equals(Optional.of(each)))) {
            fields.error("name", "Fabric with this Name already exists.");
        }
        return name;
    }

    private Answer fabric(Networks.Fabric fabric, FormFields fields) {
        fabric.description = fields.text("description").orElse(fabric.description);
        fields.text("class_type").ifPresent(type -> fabric.classType = type.isEmpty() ? null : type);
        networks.changed();
        return Answers.json(NetworkJson.fabric(networks, fabric));
    }

    private Networks.Fabric fabric(Request request) {
        return Networks.specified(networks.fabrics, request.path().get(1), each -> each.name)
                .orElseThrow(() -> Refusal.unknown("Fabric"));
    }

    Answer fabric(Request request, Networks.Fabric fabric) {
        return switch (request.signature()) {
            case "GET" -> Answers.json(NetworkJson.fabric(networks, fabric));
            case "PUT" -> {
                request.requireAdmin();
                var fields = new FormFields(request);
                var name = freeFabricName(fields, Optional.of(fabric));
                fields.refuseErrors();
                fabric.name = name.isEmpty() ? fabric.name : name;
                yield fabric(fabric, fields);
            }
            case "DELETE" -> deleteFabric(request, fabric);
            default -> throw request.noSuchOperation();
        };
    }

    Answer oneFabric(Request request) {
        return fabric(request, fabric(request));
    }

    /** Refused while a subnet lies in it (inferred) and for the default one. */
    private Answer deleteFabric(Request request, Networks.Fabric fabric) {
        request.requireAdmin();
        if (fabric.equals(networks.defaultFabric())) {
            throw Refusal.bad("This fabric is the default fabric, it cannot be deleted.");
        }
        var vlans = networks.vlans(fabric);
        if (vlans.stream().anyMatch(vlan -> !networks.subnets(vlan).isEmpty())) {
            throw Refusal.bad("Can't delete fabric; the following subnets are still present in it."); // inferred
        }
        vlans.forEach(this::forget);
        networks.fabrics.remove(fabric.id);
        networks.changed();
        return Answers.gone();
    }

    private void forget(Networks.Vlan vlan) {
        networks.vlans.remove(vlan.id);
        networks.vlans.values().stream().filter(each -> vlan.equals(each.relay)).forEach(each -> each.relay = null);
        region.nodes()
                .forEach(node -> node.nics.stream()
                        .filter(nic -> vlan.equals(nic.vlan))
                        .forEach(nic -> {
                            region.wiring.drop(nic, link -> true);
                            nic.vlan = null;
                        }));
    }

    Answer vlans(Request request) {
        var fabric = fabric(request);
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(
                        networks.vlans(fabric).stream().map(NetworkJson::vlan).toList());
            case "POST" -> {
                request.requireAdmin();
                var fields = new FormFields(request);
                yield Answers.json(NetworkJson.vlan(newVlan(fabric, fields)));
            }
            default -> throw request.noSuchOperation();
        };
    }

    private Networks.Vlan newVlan(Networks.Fabric fabric, FormFields fields) {
        var vid = fields.required("vid");
        var change = new VlanForm(networks, fields, new Networks.Vlan(0, fabric, 0, "")).check();
        if (networks.vlans(fabric).stream()
                .anyMatch(each -> Integer.toString(each.vid).equals(vid))) {
            fields.error("__all__", "VLAN with this Vid and Fabric already exists.");
        }
        fields.refuseErrors();
        var made = networks.newVlan(
                fabric, Integer.parseInt(vid), fields.text("name").orElse(""));
        change.accept(made);
        networks.changed();
        return made;
    }

    /** By fabric and VLAN tag. */
    Answer vlanOfFabric(Request request) {
        var fabric = fabric(request);
        var vid = request.path().get(3);
        return vlan(
                request,
                networks.vlans(fabric).stream()
                        .filter(each -> Integer.toString(each.vid).equals(vid))
                        .findFirst()
                        .orElseThrow(() -> Refusal.unknown("VLAN")));
    }

    /** By its own number. */
    Answer vlanById(Request request) {
        var vlan = networks.vlans.values().stream()
                .filter(each -> Integer.toString(each.id).equals(request.path().get(1)))
                .findFirst();
        return vlan(
                request,
                vlan.orElseThrow(
                        () -> new Refusal(Answers.known(404, "text/plain", "VLAN with specified ID does not exist."))));
    }

    private Answer vlan(Request request, Networks.Vlan vlan) {
        return switch (request.signature()) {
            case "GET" -> Answers.json(NetworkJson.vlan(vlan));
            case "PUT" -> {
                request.requireAdmin();
                var fields = new FormFields(request);
                var change = new VlanForm(networks, fields, vlan).check();
                fields.refuseErrors();
                change.accept(vlan);
                networks.changed();
                yield Answers.json(NetworkJson.vlan(vlan));
            }
            case "DELETE" -> {
                request.requireAdmin();
                if (vlan.isDefault()) {
                    throw Refusal.bad("This VLAN is the default VLAN in the fabric, it cannot be deleted.");
                }
                networks.subnets(vlan)
                        .forEach(subnet -> subnet.vlan = networks.defaultVlan()); // subnets move to the default VLAN
                forget(vlan);
                networks.changed();
                yield Answers.gone();
            }
            default -> throw request.noSuchOperation();
        };
    }

    Answer spaces(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(networks.spaces.values().stream()
                        .map(each -> NetworkJson.space(networks, each))
                        .toList());
            case "POST" -> {
                request.requireAdmin();
                var space = networks.newSpace(freeSpaceName(request, Optional.empty()));
                space.description = request.text("description");
                yield Answers.json(NetworkJson.space(networks, space));
            }
            default -> throw request.noSuchOperation();
        };
    }

    private String freeSpaceName(Request request, Optional<Networks.Space> self) {
        var fields = new FormFields(request);
        var name = fields.text("name").orElse("");
        if (name.matches("space-\\d+")
                && self.filter(each -> each.name.equals(name)).isEmpty()) {
            fields.error("name", "Reserved space name.");
        }
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            fields.error("name", "Invalid space name: " + name + ".");
        }
        if (networks.spaces.values().stream()
                .anyMatch(each -> each.name.equals(name) && !self.equals(Optional.of(each)))) {
            fields.error("name", "Space with this Name already exists.");
        }
        fields.refuseErrors();
        return name;
    }

    Answer space(Request request) {
        var space = Networks.specified(networks.spaces, request.path().get(1), each -> each.name)
                .orElseThrow(() -> Refusal.unknown("Space"));
        switch (request.signature()) {
            case "GET" -> {}
            case "PUT" -> {
                request.requireAdmin();
                var name = freeSpaceName(request, Optional.of(space));
                space.name = name.isEmpty() ? space.name : name;
                space.description = request.field("description").orElse(space.description);
                networks.changed();
            }
            case "DELETE" -> {
                request.requireAdmin();
                networks.vlans.values().stream()
                        .filter(vlan -> space.equals(vlan.space))
                        .forEach(vlan -> vlan.space = null);
                networks.spaces.remove(space.id);
                networks.changed();
                return Answers.gone();
            }
            default -> throw request.noSuchOperation();
        }
        return Answers.json(NetworkJson.space(networks, space));
    }
}
