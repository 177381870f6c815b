package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.Fitted;
import io.penguintech.gough.reconcile.Fitted.Nic;
import io.penguintech.gough.reconcile.Fitted.NicLink;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.HostNetwork.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes down the interfaces of a machine as {@code spec.network} would declare them. What MAAS can show and a document
 * cannot say is found out later, by trying the document.
 */
final class NetworkSheet {
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final String MTU = "mtu";

    /** What a document can say of an interface beside its longest frame. */
    private static final Map<InterfaceType, List<String>> SETTINGS = Map.of(
            InterfaceType.BOND,
            List.of("mode", "miimon", "downDelay", "upDelay", "lacpRate", "xmitHashPolicy", "numGratArp"),
            InterfaceType.BRIDGE,
            List.of("type", "stp", "forwardDelay"));

    private final Machine machine;
    private final Fitted fitted;
    private final SortedMap<String, Object> own;
    private final SortedMap<String, Object> fields;
    private final Remarks remarks;

    NetworkSheet(Machine machine, SortedMap<String, Object> own, SortedMap<String, Object> fields, Remarks remarks) {
        this.machine = machine;
        this.fitted = machine.fitted();
        this.own = own;
        this.fields = fields;
        this.remarks = remarks;
    }

    void write() {
        fitted.nics().forEach(this::nic);
    }

    private void nic(Nic nic) {
        var at = Sheet.NETWORK + nic.type().map() + "/" + nic.name() + "/";
        switch (nic.type()) {
            case PHYSICAL -> own.put(at + "macAddress", nic.macAddress());
            case BOND -> fields.put(at + "interfaces", nic.parents());
            case BRIDGE -> nic.parents().forEach(parent -> fields.put(at + "interface", parent));
            case VLAN -> {
                nic.parents().forEach(parent -> fields.put(at + "interface", parent));
                nic.vlan().ifPresent(vlan -> fields.put(at + "vid", vlan.vid()));
            }
        }
        if (nic.type() == InterfaceType.BOND || nic.type() == InterfaceType.BRIDGE) address(at, nic);
        if (nic.type() != InterfaceType.VLAN) vlan(at, nic);
        settings(at, nic);
        tags(at, nic);
        if (!isPart(nic, InterfaceType.BOND) && !isPart(nic, InterfaceType.BRIDGE)) links(at, nic);
    }

    /** MAAS gives a bond or bridge the address of a part of it, unless somebody chose one. */
    private void address(String at, Nic nic) {
        boolean ofPart = fitted.nics().stream()
                .filter(each -> nic.parents().contains(each.name()))
                .anyMatch(each -> each.macAddress().equals(nic.macAddress()));
        if (!ofPart && !nic.macAddress().isEmpty()) own.put(at + "macAddress", nic.macAddress());
    }

    private boolean isPart(Nic nic, InterfaceType of) {
        return fitted.nics().stream()
                .anyMatch(each -> each.type() == of && each.parents().contains(nic.name()));
    }

    /** Subnets and the bond that an interface is part of tell its VLAN by themselves. */
    private void vlan(String at, Nic nic) {
        boolean told = isPart(nic, InterfaceType.BOND)
                || nic.links().stream().anyMatch(link -> link.subnet().isPresent());
        if (told) return;
        nic.vlan().ifPresent(vlan -> {
            fields.put(at + "vlan/fabric", vlan.fabric());
            if (vlan.vid() != 0) fields.put(at + "vlan/vid", vlan.vid());
        });
    }

    private void settings(String at, Nic nic) {
        var known = SETTINGS.getOrDefault(nic.type(), List.of());
        var unknown = new TreeSet<String>();
        nic.settings().forEach((name, value) -> {
            if (name.equals(MTU) || known.contains(name)) fields.put(at + name, value(value));
            else unknown.add(name);
        });
        if (!unknown.isEmpty())
            remarks.add(
                    machine.hostname(),
                    "Its interfaces have settings that no document can say (%s); they are left as they are in MAAS."
                            .formatted(String.join(", ", unknown)));
    }

    private static Object value(String text) {
        if (WHOLE.matcher(text).matches()) return Long.valueOf(text);
        return text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
    }

    private void tags(String at, Nic nic) {
        var said = nic.tags().stream().filter(tag -> TAG.matcher(tag).matches()).toList();
        if (!said.isEmpty()) fields.put(at + "tags", said);
        if (said.size() < nic.tags().size())
            remarks.add(
                    machine.hostname(),
                    "An interface of it has a tag that no document can say, so that is left as it is in MAAS.");
    }

    // ---- links

    /** All of them; an address that is given to one machine is its own. */
    private void links(String at, Nic nic) {
        var links = new ArrayList<Map<String, Object>>();
        for (var link : nic.links())
            if (link.mode() != Mode.LINK_UP || link.subnet().isPresent()) links.add(link(link));
        boolean isOwn = nic.links().stream().anyMatch(link -> link.mode() == Mode.STATIC);
        (isOwn ? own : fields).put(at + "links", links);
    }

    private Map<String, Object> link(NicLink link) {
        var map = new LinkedHashMap<String, Object>();
        map.put("mode", link.mode().word());
        link.subnet().ifPresent(subnet -> map.put("subnet", subnet));
        if (link.mode() == Mode.STATIC) link.address().ifPresent(address -> map.put("address", address));
        if (fitted.isGateway(link.id())) map.put("defaultGateway", true);
        return map;
    }

    // ---- names

    /** What the network of a sheet is called after: its interfaces, those made of others last. */
    static String name(Sheet sheet) {
        return Arrays.stream(InterfaceType.values())
                .flatMap(type -> names(sheet, Sheet.NETWORK + type.map() + "/").stream())
                .collect(Collectors.joining("-"));
    }

    private static SortedSet<String> names(Sheet sheet, String map) {
        var names = new TreeSet<String>();
        for (var some : List.of(sheet.own(), sheet.fields()))
            for (var path : some.keySet())
                if (path.startsWith(map)) names.add(path.substring(map.length(), path.indexOf('/', map.length())));
        return names;
    }
}
