package io.penguintech.gough.simulators.maas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Machines to add and edits, as the controls read them. */
final class NewMachineJson {
    private NewMachineJson() {}

    static NewMachine read(JsonNode json) {
        var machine = NewMachine.named(json.path("hostname").asString(""))
                .inZone(json.path("zone").asString("default"))
                .inPool(json.path("pool").asString("default"))
                .withTags(texts(json.path("tags")).toArray(String[]::new))
                .withDescription(json.path("description").asString(""))
                .withSerial(json.path("serial").asString(""))
                .withMacAddresses(texts(json.path("mac_addresses")).toArray(String[]::new));
        if (json.has("distro_series")) {
            machine = machine.deployed(json.path("distro_series").asString(""), "admin");
        }
        if (json.has("owner")) {
            machine = machine.withOwner(json.path("owner").asString(""));
        }
        if (json.has("status")) {
            machine = machine.withStatus(status(json.path("status")));
        }
        if (json.has("power_type")) {
            machine = machine.withPower(json.path("power_type").asString(""), Map.of());
        }
        return json.path("locked").asBoolean(false) ? machine.asLocked() : machine;
    }

    static void edit(MachineEdit edit, JsonNode json) {
        for (var field : json.properties()) {
            edit(edit, field.getKey(), field.getValue());
        }
    }

    private static void edit(MachineEdit edit, String name, JsonNode value) {
        switch (name) {
            case "hostname" -> edit.hostname(value.asString(""));
            case "description" -> edit.description(value.asString(""));
            case "zone" -> edit.zone(value.asString(""));
            case "pool" -> edit.pool(value.asString(""));
            case "tags" -> edit.tags(texts(value));
            case "owner" -> edit.owner(value.isNull() ? null : value.asString(""));
            case "status" -> edit.status(status(value));
            case "power_state" -> edit.powerState(value.asString(""));
            case "mac_addresses" -> edit.macAddresses(texts(value));
            case "annotations" -> edit.annotations(map(value));
            case "locked" -> {
                if (value.asBoolean(false)) {
                    edit.lock();
                } else {
                    edit.unlock();
                }
            }
            default -> throw new IllegalArgumentException("a machine has no field " + name + " that can be edited");
        }
    }

    /** A number, a constant's name in any case, or the name the API uses. */
    private static MaasStatus status(JsonNode value) {
        var text = value.asString("");
        for (var status : MaasStatus.values()) {
            if (text.equals(Integer.toString(status.code()))
                    || text.equalsIgnoreCase(status.label())
                    || status.name().equals(text.toUpperCase(Locale.ROOT))) {
                return status;
            }
        }
        throw new IllegalArgumentException("there is no status " + text);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(each -> each.asString("")).toList();
    }

    private static Map<String, String> map(JsonNode object) {
        var map = new LinkedHashMap<String, String>();
        object.properties()
                .forEach(field -> map.put(field.getKey(), field.getValue().asString("")));
        return map;
    }
}
