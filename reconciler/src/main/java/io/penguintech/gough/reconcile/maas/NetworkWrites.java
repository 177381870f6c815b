package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Fitted.VlanAt;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.SetupWrite;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.HostNetwork;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Writes interfaces and links. MAAS numbers VLANs and subnets; their numbers are looked up right before, in one short
 * list.
 */
final class NetworkWrites {
    private final MaasCalls calls;

    NetworkWrites(MaasCalls calls) {
        this.calls = calls;
    }

    Outcome rename(SystemId id, SetupWrite.Rename write) throws Refused {
        var doing = "rename interface %s of %s to %s".formatted(write.before(), calls.named(id), write.name());
        var form = tags(id, write.nic(), doing).with("name", write.name());
        calls.write("rename-interface", "PUT", path(id, write.nic()), form, doing, List.of());
        return done(id);
    }

    Outcome set(SystemId id, SetupWrite.SetInterface write) throws Refused {
        var doing = "set interface %s of %s".formatted(write.name(), calls.named(id));
        var kept = write.form().fields().containsKey("tags") ? Form.empty() : tags(id, write.nic(), doing);
        calls.write("set-interface", "PUT", path(id, write.nic()), form(kept, write.form(), doing), doing, List.of());
        return done(id);
    }

    /** All tags of an interface: of those that a change leaves out MAAS keeps the last one only (its source). */
    private Form tags(SystemId id, long nic, String doing) throws Refused {
        var tags = calls.readTree("look-at-interface", path(id, nic), Form.empty(), doing)
                .path("tags")
                .valueStream()
                .map(tag -> tag.asString(""))
                .collect(Collectors.joining(","));
        return tags.isEmpty() ? Form.empty() : Form.of(InterfaceWords.maas("tags"), tags);
    }

    /** On a running machine MAAS ignores what it does not take, without a word (its source): so its answer is looked at. */
    Outcome replace(SystemId id, SetupWrite.ReplaceCard write) throws Refused {
        var doing = "set the address of card %s of %s to %s".formatted(write.name(), calls.named(id), write.address());
        var form = Form.of("mac_address", write.address().value());
        var answer = calls.write("replace-card", "PUT", path(id, write.nic()), form, doing, List.of());
        var taken = calls.tree(answer, doing).path("mac_address").asString("");
        if (!taken.equalsIgnoreCase(write.address().value()))
            throw new Refused(new Failure.NeedsHuman(
                    "MAAS accepted to %s and did not do it: the address is '%s'.".formatted(doing, taken)));
        return done(id);
    }

    Outcome create(SystemId id, SetupWrite.CreateInterface write) throws Refused {
        var kind = switch (write.form().type()) {
            case BOND -> "bond";
            case BRIDGE -> "bridge";
            case VLAN -> "vlan";
            case PHYSICAL -> throw new IllegalArgumentException("cards are found, never made");
        };
        var doing = "make %s %s on %s".formatted(kind, write.name(), calls.named(id));
        var path = "nodes/" + id + "/interfaces/?op=create_" + kind;
        calls.write("create-" + kind, "POST", path, form(Form.empty(), write.form(), doing), doing, List.of());
        return done(id);
    }

    /** Adds what is to be written to {@code form}. */
    private Form form(Form form, SetupWrite.Form write, String doing) throws Refused {
        write.fields().forEach((field, value) -> form.with(InterfaceWords.maas(field), value));
        // Also of bridges and VLANs: what MAAS's page calls parent there is not read when a bridge is changed (its
        // source).
        form.withAll("parents", write.parents());
        if (write.vlan().isPresent()) form.with("vlan", vlan(write.vlan().get(), doing));
        return form;
    }

    private String vlan(VlanAt vlan, String doing) throws Refused {
        return calls.readList("list-fabrics", "fabrics/", Form.empty(), "list fabrics")
                .valueStream()
                .filter(fabric -> fabric.path("name").asString("").equals(vlan.fabric()))
                .flatMap(fabric -> fabric.path("vlans").valueStream())
                .filter(each -> each.path("vid").asInt(-1) == vlan.vid())
                .map(NetworkWrites::number)
                .findFirst()
                .orElseThrow(() -> new Refused(calls.failures()
                        .human(
                                doing,
                                "fabric %s has no VLAN %d in MAAS; create it there."
                                        .formatted(vlan.fabric(), vlan.vid()))));
    }

    Outcome link(SystemId id, SetupWrite.LinkSubnet write) throws Refused {
        var link = write.link();
        var doing = "link interface %s of %s: %s".formatted(write.name(), calls.named(id), link);
        var form = Form.of("mode", mode(link.mode()));
        if (link.subnet().isPresent()) form.with("subnet", subnet(link.subnet().get(), doing));
        link.address().ifPresent(address -> form.with("ip_address", address));
        if (link.defaultGateway()) form.with("default_gateway", "true");
        calls.write("link-subnet", "POST", path(id, write.nic()) + "?op=link_subnet", form, doing, List.of());
        return done(id);
    }

    private static String mode(HostNetwork.Mode mode) {
        return mode.name();
    }

    private String subnet(String cidr, String doing) throws Refused {
        return calls.readList("list-subnets", "subnets/", Form.empty(), "list subnets")
                .valueStream()
                .filter(subnet -> subnet.path("cidr").asString("").equals(cidr))
                .map(NetworkWrites::number)
                .findFirst()
                .orElseThrow(() -> new Refused(calls.failures()
                        .human(doing, "MAAS has no subnet %s any more; create it there.".formatted(cidr))));
    }

    private static String number(JsonNode thing) {
        return Long.toString(thing.path("id").asLong(0));
    }

    Outcome unlink(SystemId id, SetupWrite.UnlinkSubnet write) throws Refused {
        var doing = "remove a link of interface %s of %s".formatted(write.name(), calls.named(id));
        var form = Form.of("id", Long.toString(write.link().id()));
        calls.write("unlink-subnet", "POST", path(id, write.nic()) + "?op=unlink_subnet", form, doing, List.of());
        return done(id);
    }

    Outcome gateway(SystemId id, SetupWrite.SetDefaultGateway write) throws Refused {
        var doing = "send the default route of %s through interface %s".formatted(calls.named(id), write.name());
        var form = Form.of("link_id", Long.toString(write.link()));
        calls.write(
                "set-default-gateway",
                "POST",
                path(id, write.nic()) + "?op=set_default_gateway",
                form,
                doing,
                List.of());
        return done(id);
    }

    private static String path(SystemId id, long nic) {
        return "nodes/" + id + "/interfaces/" + nic + "/";
    }

    private static Outcome done(SystemId id) {
        return new Outcome.Done(Optional.of(id.value()));
    }
}
