package io.penguintech.gough.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of documents that this version reads: where they stand and what they hold. */
enum Kind {
    /** {@code gough.yaml}. */
    REPOSITORY("Repository", ""),
    /** A named set of host fields. */
    PROFILE("Profile", "profiles"),
    /** A machine as it shall be. */
    HOST("Host", "hosts"),
    /** A virtual machine as it shall be: a host that is made on another one. */
    VIRTUAL_MACHINE("VirtualMachine", "hosts"),
    /** An osquery query. */
    QUERY("Query", "queries"),
    /** A policy: what hosts shall be like. */
    POLICY("Policy", "queries"),
    /** A label: a set of hosts. */
    LABEL("Label", "queries"),
    /** Where machines stand. */
    ZONE(ThingKind.ZONE),
    /** Whom machines serve. */
    POOL(ThingKind.POOL),
    /** A tag of a region. */
    TAG(ThingKind.TAG),
    /** A DNS domain of a region. */
    DOMAIN(ThingKind.DOMAIN),
    /** A fabric of a region. */
    FABRIC(ThingKind.FABRIC),
    /** A VLAN of a fabric. */
    VLAN(ThingKind.VLAN),
    /** A subnet on a VLAN. */
    SUBNET(ThingKind.SUBNET),
    /** A range of addresses of a subnet. */
    IP_RANGE(ThingKind.IP_RANGE),
    /** A name in a domain. */
    DNS_RECORD(ThingKind.DNS_RECORD),
    /** Images of a release. */
    IMAGE_SET(ThingKind.IMAGE_SET);

    /** What every document of these kinds begins with. */
    static final String API_VERSION = "gough.io/v1";

    private final String word;
    private final String folder;

    private final @Nullable ThingKind thing;

    Kind(String word, String folder) {
        this.word = word;
        this.folder = folder;
        this.thing = null;
    }

    Kind(ThingKind thing) {
        this.word = thing.word();
        this.folder = thing == ThingKind.IMAGE_SET ? "images" : "region";
        this.thing = thing;
    }

    /** What it is when it is a thing of a region. */
    Optional<ThingKind> thing() {
        return Optional.ofNullable(thing);
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Kind::word).toList();
    }

    /** The kind as files spell it. */
    String word() {
        return word;
    }

    /** Where its documents stand, for messages. */
    String home() {
        return this == REPOSITORY ? "gough.yaml" : folder + "/";
    }

    /** Whether a document of this kind may stand in the file. */
    boolean livesIn(String path) {
        return this == REPOSITORY ? RepoLayout.isRepositoryFile(path) : path.startsWith(folder + "/");
    }

    /** Whether it is a host, of metal or not. */
    boolean isHost() {
        return this == HOST || this == VIRTUAL_MACHINE;
    }

    /** Whether it is brought about in Fleet. */
    boolean isOfFleet() {
        return this == QUERY || this == POLICY || this == LABEL;
    }

    /** Whether keys may carry operators and values placeholders. */
    boolean merges() {
        return this == PROFILE || isHost();
    }

    /** What {@code spec} may hold. */
    Shape.Struct spec() {
        return switch (this) {
            case REPOSITORY -> RepositoryDecoder.SPEC;
            case PROFILE -> HostSpec.PROFILE;
            case HOST -> HostSpec.HOST;
            case VIRTUAL_MACHINE -> HostSpec.VIRTUAL;
            case QUERY -> QueryDecoder.SPEC;
            case POLICY -> PolicyDecoder.SPEC;
            case LABEL -> LabelDecoder.SPEC;
            case ZONE, POOL, TAG, DOMAIN, FABRIC, VLAN, SUBNET, IP_RANGE, DNS_RECORD, IMAGE_SET ->
                ThingSpec.of(thing().orElseThrow());
        };
    }

    private TextRule nameRule() {
        return switch (this) {
            case REPOSITORY, PROFILE -> TextRule.PROFILE_NAME;
            case HOST, VIRTUAL_MACHINE -> TextRule.HOST_NAME;
            case QUERY -> TextRule.QUERY_NAME;
            case POLICY -> TextRule.POLICY_NAME;
            case LABEL -> TextRule.LABEL_NAME;
            case ZONE, POOL, TAG, DOMAIN, FABRIC, VLAN, SUBNET, IP_RANGE, DNS_RECORD, IMAGE_SET ->
                ThingSpec.name(thing().orElseThrow());
        };
    }

    /** The whole document but its spec. */
    Shape.Struct envelope() {
        return Shape.struct(
                Shape.required("apiVersion", Shape.words(API_VERSION), "Always gough.io/v1."),
                Shape.required("kind", Shape.words(word), "What the document declares."),
                Shape.required(
                        "metadata",
                        Shape.struct(
                                Shape.required("name", Shape.text(nameRule()), "Its name, unique among its kind."),
                                Shape.field(
                                        "labels",
                                        new Shape.MapOf(TextRule.LABEL, Shape.text(TextRule.ANY)),
                                        "Words to select and to name it by."),
                                Shape.field(
                                        "annotations",
                                        new Shape.MapOf(TextRule.LABEL, Shape.text(TextRule.ANY)),
                                        "Notes for people and other programs; Gough ignores them.")),
                        "Its name and labels."),
                Shape.required("spec", new Shape.Anything(), "What it shall be."));
    }
}
