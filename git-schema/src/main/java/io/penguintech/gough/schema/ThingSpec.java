package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

/** What {@code spec} of the things of a region may hold, and how they are called. */
final class ThingSpec {
    private static final long LEAST_MTU = 552;
    private static final long MOST_MTU = 65_535;
    private static final long MOST_VID = 4094;
    private static final long MOST_TTL = 604_800;

    private ThingSpec() {}

    /** What documents of this kind may hold. */
    static Shape.Struct of(ThingKind kind) {
        return own(kind)
                .with(
                        field("region", text(TextRule.BACKEND), "Which configured MAAS; default if not given."),
                        field(
                                "formerly",
                                listOf(name(kind)),
                                "Earlier names of the document: a rename that keeps what MAAS has."),
                        field(
                                "adopt",
                                new Shape.Flag(),
                                "Take over one like this that somebody else made; false if not given."));
    }

    /** How documents of this kind may be called. */
    static TextRule name(ThingKind kind) {
        return switch (kind) {
            case ZONE, POOL, FABRIC, VLAN -> TextRule.MAAS_NAME;
            case TAG -> TextRule.TAG;
            case DOMAIN -> TextRule.DOMAIN;
            case SUBNET -> TextRule.SUBNET_NAME;
            case IP_RANGE, DNS_RECORD, IMAGE_SET -> TextRule.PROFILE_NAME;
        };
    }

    private static Shape.Struct own(ThingKind kind) {
        return switch (kind) {
            case ZONE, POOL -> struct(field("description", text(TextRule.DESCRIPTION), "For people."));
            case TAG ->
                struct(
                        field("comment", text(TextRule.DESCRIPTION), "For people."),
                        field(
                                "kernelOptions",
                                text(TextRule.ANY),
                                "Kernel options of every machine that carries the tag."),
                        field(
                                "definition",
                                text(TextRule.ANY),
                                "An XPath expression by which MAAS itself puts the tag on machines."));
            case DOMAIN ->
                struct(
                        field("authoritative", new Shape.Flag(), "Whether MAAS answers for the domain."),
                        field("ttl", new Shape.Whole(1, MOST_TTL), "Seconds that its answers are valid."));
            case FABRIC -> struct(field("class", text(TextRule.LINE), "MAAS's class of the fabric."));
            case VLAN -> vlan();
            case SUBNET -> subnet();
            case IP_RANGE ->
                struct(
                        required("subnet", text(TextRule.SUBNET_NAME), "The document of the subnet it lies in."),
                        field(
                                "type",
                                words("dynamic", "reserved"),
                                "dynamic: DHCP gives these addresses away; reserved, the default: MAAS keeps off."),
                        required("start", text(TextRule.IP_ADDRESS), "Its first address."),
                        required("end", text(TextRule.IP_ADDRESS), "Its last address."),
                        field("comment", text(TextRule.DESCRIPTION), "For people."));
            case DNS_RECORD -> record();
            case IMAGE_SET ->
                struct(
                        field("os", text(TextRule.WORD), "Operating system; ubuntu if not given."),
                        required("release", text(TextRule.RELEASE), "Series, such as noble."),
                        required("architectures", listOf(TextRule.IMAGE_PART), "Such as amd64; * means all."),
                        field("kernels", listOf(TextRule.IMAGE_PART), "Such as ga-24.04; all if not given."),
                        field("labels", listOf(TextRule.IMAGE_PART), "Such as stable; all if not given."));
        };
    }

    private static Shape.Struct vlan() {
        return struct(
                required("fabric", text(TextRule.MAAS_NAME), "The document of the fabric it belongs to."),
                required("vid", new Shape.Whole(0, MOST_VID), "Its number; 0 is the untagged one every fabric has."),
                field("mtu", new Shape.Whole(LEAST_MTU, MOST_MTU), "Its greatest packet in bytes."),
                field("dhcp", new Shape.Flag(), "Whether MAAS serves DHCP there."),
                field(
                        "primaryRack",
                        text(TextRule.WORD),
                        "System id of the rack controller that serves it; DHCP needs one."),
                field("secondaryRack", text(TextRule.WORD), "System id of the rack controller that stands in."),
                field(
                        "relay",
                        text(TextRule.MAAS_NAME),
                        "The document of the VLAN whose DHCP serves this one through a relay; MAAS then serves none here."));
    }

    private static Shape.Struct subnet() {
        return struct(
                required("vlan", text(TextRule.MAAS_NAME), "The document of the VLAN it lies in."),
                required("cidr", text(TextRule.CIDR), "Its addresses, such as 192.0.2.0/24."),
                field("gateway", text(TextRule.IP_ADDRESS), "The address of its gateway."),
                field("dnsServers", listOf(TextRule.IP_ADDRESS), "Addresses of DNS servers its machines use."),
                field("description", text(TextRule.DESCRIPTION), "For people."),
                field("managed", new Shape.Flag(), "Whether MAAS gives its addresses away."),
                field("allowDns", new Shape.Flag(), "Whether MAAS answers its DNS questions."),
                field("allowProxy", new Shape.Flag(), "Whether MAAS's proxy serves it."),
                field(
                        "reverseDns",
                        words("disabled", "enabled", "rfc2317"),
                        "Whether MAAS answers for the names of its addresses, and with the zones of RFC 2317 for small ones."));
    }

    private static Shape.Struct record() {
        return struct(
                required("domain", text(TextRule.DOMAIN), "The domain it belongs to."),
                field("label", text(TextRule.DNS_LABEL), "Its name in the domain; the document's name if not given."),
                field("addresses", listOf(TextRule.IP_ADDRESS), "The addresses it stands for (A and AAAA)."),
                field("type", words("CNAME", "MX", "NS", "SRV", "SSHFP", "TXT"), "Any other type of record."),
                field("data", text(TextRule.LINE), "What such a record says."),
                field("ttl", new Shape.Whole(0, Integer.MAX_VALUE), "Seconds that its answers are valid."));
    }
}
