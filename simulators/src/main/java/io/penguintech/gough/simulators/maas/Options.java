package io.penguintech.gough.simulators.maas;

import java.util.List;

/** Options that several acts share and what a version makes of them (source code, {@code get_allocation_options}). */
final class Options {
    private static final List<String> BRIDGES = List.of("standard", "ovs");

    private Options() {}

    /** What was removed is refused, even if it is the only thing wrong. */
    static void refuseRemoved(Request request) {
        boolean rackGone = request.version() != MaasVersion.V3_5;
        refuse(request, "install_rackd", rackGone);
        refuse(request, "install_kvm", !request.version().hasVmHosts());
        refuse(request, "register_vmhost", !request.version().hasVmHosts());
    }

    private static void refuse(Request request, String name, boolean gone) {
        if (gone && request.flag(name)) {
            throw Refusal.bad("Support for " + name + " allocation parameter has been removed.");
        }
    }

    static void checkBridge(Request request) {
        var fields = new FormFields(request);
        fields.word("bridge_type", BRIDGES);
        fields.number("bridge_fd", 0, Integer.MAX_VALUE);
        fields.refuseErrors();
    }

    /** A bridge over every configured card, for the time the machine is taken. */
    static void bridgeAll(Region region, Node node, Request request) {
        if (!request.flag("bridge_all")) {
            return;
        }
        for (var nic : List.copyOf(node.nics)) {
            if (nic.type != Nic.Type.BRIDGE && isConfigured(nic)) {
                var bridge = new Nic(region.nextId(), Nic.Type.BRIDGE, "br-" + nic.name, nic.mac);
                bridge.parents.add(nic);
                bridge.vlan = nic.vlan;
                bridge.acquired = true;
                bridge.links.addAll(nic.links);
                nic.links.clear();
                InterfaceParams.defaults(bridge);
                if (!request.text("bridge_type").isEmpty()) {
                    bridge.params.put("bridge_type", request.text("bridge_type"));
                }
                bridge.params.put("bridge_stp", request.flag("bridge_stp"));
                request.field("bridge_fd").ifPresent(delay -> bridge.params.put("bridge_fd", Integer.valueOf(delay)));
                node.nics.add(bridge);
            }
        }
    }

    private static boolean isConfigured(Nic nic) {
        return nic.links.stream().anyMatch(link -> link.mode != Nic.Mode.LINK_UP);
    }
}
