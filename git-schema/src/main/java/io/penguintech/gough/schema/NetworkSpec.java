package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code spec.network} may hold. */
final class NetworkSpec {
    /** What a document must hold in the end; what it spells may leave some of it to its profiles. */
    enum Part {
        WHOLE,
        WRITTEN
    }

    private static final int LEAST_MTU = 552; // MAAS takes no less
    private static final int MOST_MTU = 65_535;

    private static final Shape LINK = struct(
            Shape.required(
                    "mode",
                    words("auto", "dhcp", "static", "link-up"),
                    "How it comes to its address; link-up has none."),
            field("subnet", text(TextRule.LINE), "The subnet's CIDR or its name in MAAS."),
            field("address", text(TextRule.IP), "The address, for mode static."),
            field("defaultGateway", new Shape.Flag(), "Whether the default route goes through it."));

    private static final Shape VLAN = struct(
            field("fabric", text(TextRule.LINE), "Its fabric; that of the interface if not given."),
            field("vid", new Shape.Whole(0, 4094), "Its number; 0 is untagged, and taken if not given."));

    private NetworkSpec() {}

    static Shape.Struct shape(Part part) {
        return struct(
                field(
                        "interfaces",
                        map(physical(part)),
                        "Network cards by the name they shall have; each is known by its MAC address."),
                field("bonds", map(bond(part)), "Bonds by name."),
                field("bridges", map(bridge(part)), "Bridges by name."),
                field(
                        "vlans",
                        map(vlan(part)),
                        "Tagged VLANs by name: the interface's name, a dot, the VLAN's number."));
    }

    private static Shape map(Shape.Struct item) {
        return new Shape.MapOf(TextRule.INTERFACE, item);
    }

    private static Shape.Field needed(Part part, String name, Shape shape, String meaning) {
        return new Shape.Field(name, shape, part == Part.WHOLE, meaning);
    }

    private static Shape.Struct physical(Part part) {
        return with(
                needed(part, "macAddress", text(TextRule.MAC_ADDRESS), "Which card it is."),
                field("vlan", VLAN, "The untagged VLAN it is in."));
    }

    private static Shape.Struct bond(Part part) {
        return with(
                needed(part, "interfaces", listOf(TextRule.INTERFACE), "The cards it is made of."),
                field("macAddress", text(TextRule.MAC_ADDRESS), "Its address; that of a card if not given."),
                field("vlan", VLAN, "The untagged VLAN it is in."),
                field(
                        "mode",
                        words(
                                "balance-rr",
                                "active-backup",
                                "balance-xor",
                                "broadcast",
                                "802.3ad",
                                "balance-tlb",
                                "balance-alb"),
                        "How the cards share the work."),
                field("miimon", new Shape.Whole(0, Integer.MAX_VALUE), "Milliseconds between looks at the cards."),
                field(
                        "downDelay",
                        new Shape.Whole(0, Integer.MAX_VALUE),
                        "Milliseconds until a lost card is given up."),
                field("upDelay", new Shape.Whole(0, Integer.MAX_VALUE), "Milliseconds until a card is used again."),
                field("lacpRate", words("slow", "fast"), "How often 802.3ad speaks to the switch."),
                field(
                        "xmitHashPolicy",
                        words("layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4"),
                        "What decides which card sends."),
                field("numGratArp", new Shape.Whole(0, 255), "How often peers are told after a change of card."));
    }

    private static Shape.Struct bridge(Part part) {
        return with(
                needed(part, "interface", text(TextRule.INTERFACE), "The interface it is made on."),
                field("macAddress", text(TextRule.MAC_ADDRESS), "Its address; the interface's if not given."),
                field("vlan", VLAN, "The untagged VLAN it is in."),
                field("type", words("standard", "ovs"), "Linux's own or Open vSwitch."),
                field("stp", new Shape.Flag(), "Whether it speaks the spanning tree protocol."),
                field("forwardDelay", new Shape.Whole(0, Integer.MAX_VALUE), "Seconds until it forwards."));
    }

    private static Shape.Struct vlan(Part part) {
        return with(
                needed(part, "interface", text(TextRule.INTERFACE), "The interface it is on."),
                needed(part, "vid", new Shape.Whole(1, 4094), "The VLAN's number."));
    }

    private static Shape.Struct with(Shape.Field... own) {
        var fields = new ArrayList<>(List.of(own));
        fields.add(field("mtu", new Shape.Whole(LEAST_MTU, MOST_MTU), "The longest frame, in bytes."));
        fields.add(field("tags", listOf(TextRule.TAG), "Tags it shall have; tags of others stay."));
        fields.add(field("links", new Shape.ListOf(LINK), "All its links to subnets; left alone if not given."));
        return new Shape.Struct(fields, Optional.empty());
    }
}
