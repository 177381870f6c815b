package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.required;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import java.util.List;
import java.util.Optional;

/** What {@code spec} of a host and of a profile may hold. */
final class HostSpec {
    private static final Shape.Struct POWER = new Shape.Struct(
            List.of(required(
                    "type", text(TextRule.WORD), "MAAS's power driver, such as ipmi, redfish, virsh, lxd or manual.")),
            Optional.of(new Shape.SecretOrScalar()));

    /** A host. */
    static final Shape.Struct HOST = struct(
            field("region", text(TextRule.BACKEND), "Which configured MAAS; default if not given."),
            field("fleet", text(TextRule.BACKEND), "Which configured Fleet; default if not given."),
            field(
                    "profiles",
                    listOf(TextRule.PROFILE_NAME),
                    "Profiles it is merged from, left to right; the host comes last."),
            field("formerly", listOf(TextRule.HOST_NAME), "Earlier names: a rename without a new machine."),
            field(
                    "machine",
                    struct(
                            field(
                                    "macAddresses",
                                    listOf(TextRule.MAC_ADDRESS),
                                    "Its MAC addresses, by which it is found."),
                            field("serial", text(TextRule.LINE), "Its serial number."),
                            field("architecture", text(TextRule.ARCHITECTURE), "Such as amd64/generic."),
                            field("power", POWER, "How it is switched; other keys are the driver's parameters.")),
                    "Which machine it is."),
            field("zone", text(TextRule.MAAS_NAME), "MAAS zone."),
            field("pool", text(TextRule.MAAS_NAME), "MAAS resource pool."),
            field("domain", text(TextRule.DOMAIN), "MAAS domain."),
            field("description", text(TextRule.DESCRIPTION), "MAAS description."),
            field("tags", listOf(TextRule.TAG), "Tags it shall have; tags of others stay."),
            field(
                    "goal",
                    words("ready", "deployed", "maintenance", "retired"),
                    "What it shall be; ready if not given."),
            field(
                    "retired",
                    struct(
                            field(
                                    "erase",
                                    words("none", "quick", "secure"),
                                    "How disks are erased; quick if not given."),
                            field("delete", new Shape.Flag(), "Whether MAAS forgets the machine afterwards.")),
                    "How a retired machine is given up."),
            field(
                    "os",
                    struct(
                                    field("release", text(TextRule.RELEASE), "Ubuntu series, such as noble."),
                                    field("kernel", text(TextRule.KERNEL), "Kernel, such as ga-24.04."))
                            .with(DeployOptions.FIELDS.toArray(Shape.Field[]::new)),
                    "What it runs, and how it is installed."),
            field(
                    "templates",
                    listOf(TextRule.TEMPLATE_NAME),
                    "Its templates, in order: paths below templates/ without ending."),
            field(
                    "values",
                    new Shape.MapOf(TextRule.ANY, new Shape.Anything()),
                    "What the placeholders values.x stand for."),
            field("generation", new Shape.Whole(0, Integer.MAX_VALUE), "Raise it to ask for a reinstall."),
            field(
                    "protect",
                    new Shape.Flag(),
                    "Never released, reinstalled, erased or deleted while true; the default."),
            field(
                    "guards",
                    listOf(TextRule.QUERY_NAME),
                    "Queries of this repository, by name, that the host must answer with no row before it is released, reinstalled or deleted."),
            field(
                    "lock",
                    new Shape.Flag(),
                    "Whether Gough locks it in MAAS while it is deployed and protected; false if not given."),
            field("adopt", new Shape.Flag(), "Take over what exists, without reinstalling."),
            field("commissioning", Commissioning.SHAPE, "How it is commissioned."),
            field("storage", StorageSpec.shape(NetworkSpec.Part.WHOLE), "Its disks, set up before it is deployed."),
            field("network", NetworkSpec.shape(NetworkSpec.Part.WHOLE), "Its network, set up before it is deployed."),
            field(
                    "virtualization",
                    HypervisorSpec.TYPE,
                    "Whether it is a hypervisor, and of which kind; none if not given."),
            field("vmHost", HypervisorSpec.ACCESS, "How MAAS reaches it as a VM host, where that MAAS has VM hosts."));

    /** A virtual machine: not found, but made. */
    static final Shape.Struct VIRTUAL =
            HOST.without("machine").with(required("vm", VirtualSpec.SHAPE, "Where it is made, and how large."));

    /** What of the network and storage may be left to profiles. */
    private static final Shape.Field NETWORK =
            field("network", NetworkSpec.shape(NetworkSpec.Part.WRITTEN), "Its network, set up before it is deployed.");

    private static final Shape.Field STORAGE =
            field("storage", StorageSpec.shape(NetworkSpec.Part.WRITTEN), "Its disks, set up before it is deployed.");

    /** A profile: what several hosts may share. */
    static final Shape.Struct PROFILE = HOST.without("profiles", "formerly")
            .with(
                    NETWORK,
                    STORAGE,
                    field(
                            "machine",
                            ((Shape.Struct) HOST.field("machine").orElseThrow().shape())
                                    .without("macAddresses", "serial")
                                    .with(field(
                                            "power",
                                            new Shape.Struct(
                                                    List.of(field("type", text(TextRule.WORD), "MAAS's power driver.")),
                                                    POWER.others()),
                                            "How machines are switched.")),
                            "What machines have in common."));

    private HostSpec() {}

    /** {@link #HOST} as a document spells it: what must be there may also come from a profile. */
    static Shape.Struct written(Kind kind) {
        if (kind == Kind.VIRTUAL_MACHINE) return VIRTUAL.with(NETWORK);
        return kind == Kind.HOST
                ? HOST.with(
                        NETWORK,
                        STORAGE,
                        field(
                                "machine",
                                ((Shape.Struct) HOST.field("machine")
                                                .orElseThrow()
                                                .shape())
                                        .with(((Shape.Struct) PROFILE.field("machine")
                                                        .orElseThrow()
                                                        .shape())
                                                .field("power")
                                                .orElseThrow()),
                                "Which machine it is."))
                : kind.spec();
    }
}
