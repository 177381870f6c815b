package io.penguintech.gough.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kinds of things of a MAAS region that machines stand on. In this order they are made: what a
 * thing is made with is of earlier kinds; another VLAN it refers to only later.
 */
public enum ThingKind {
    /** A zone: where machines stand. */
    ZONE("Zone", "zone"),
    /** A resource pool: whom machines serve. */
    POOL("Pool", "pool"),
    /** A tag. */
    TAG("Tag", "tag"),
    /** A DNS domain. */
    DOMAIN("Domain", "domain"),
    /** A fabric: switches that reach each other. */
    FABRIC("Fabric", "fabric"),
    /** A VLAN of a fabric. */
    VLAN("Vlan", "VLAN"),
    /** A subnet on a VLAN. */
    SUBNET("Subnet", "subnet"),
    /** A range of addresses of a subnet. */
    IP_RANGE("IpRange", "IP range"),
    /** A name in a domain. */
    DNS_RECORD("DnsRecord", "DNS record"),
    /** Images that MAAS keeps of a release. */
    IMAGE_SET("ImageSet", "image set");

    /** The field that holds what MAAS calls it. */
    public static final String NAME = "name";

    /** What MAAS calls the first VLAN of every fabric, whatever name somebody gave it. */
    public static final String UNTAGGED = "untagged";

    private final String word;
    private final String noun;

    ThingKind(String word, String noun) {
        this.word = word;
        this.noun = noun;
    }

    /** The kind as files spell it. */
    public String word() {
        return word;
    }

    /** The kind for people. */
    public String noun() {
        return noun;
    }

    /** The kind with this word. */
    public static Optional<ThingKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** Whether MAAS calls such a thing by the name of its document; else the name is Gough's own. */
    public boolean named() {
        return this != IP_RANGE && this != DNS_RECORD && this != IMAGE_SET;
    }

    /**
     * As {@link #named()}, of a thing with these fields. MAAS calls VLAN 0 of every fabric "untagged", whatever name it
     * was given: the name of its document is Gough's own, and its fabric says which one it is.
     */
    public boolean named(Map<String, String> fields) {
        return named() && !(this == VLAN && text(fields, "vid").equals("0"));
    }

    /** What a field names, when it names another thing by that one's {@link #key}. */
    public Optional<ThingKind> refersTo(String field) {
        return Optional.ofNullable(
                switch (this) {
                    case VLAN -> field.equals("fabric") ? FABRIC : field.equals("relay") ? VLAN : null;
                    case SUBNET -> field.equals("vlan") ? VLAN : null;
                    case IP_RANGE -> field.equals("subnet") ? SUBNET : null;
                    case DNS_RECORD -> field.equals("domain") ? DOMAIN : null;
                    case ZONE, POOL, TAG, DOMAIN, FABRIC, IMAGE_SET -> null;
                });
    }

    /** Whether the field is a set that Gough only ever adds to: what is there besides stays. */
    public boolean isAddedTo(String field) {
        return this == IMAGE_SET
                && (field.equals("architectures") || field.equals("kernels") || field.equals("labels"));
    }

    /** Names of such things that every region has from its beginning, and that may be referred to without a document. */
    public List<String> inEveryRegion() {
        return switch (this) {
            case ZONE, POOL -> List.of("default");
            case DOMAIN -> List.of("maas");
            case FABRIC -> List.of("fabric-0");
            case TAG, VLAN, SUBNET, IP_RANGE, DNS_RECORD, IMAGE_SET -> List.of();
        };
    }

    /**
     * What no two things of this kind in a region have in common, made of their fields: by it a thing is found that
     * nobody remembers.
     */
    public String key(Map<String, String> fields) {
        return switch (this) {
            case ZONE, POOL, TAG, DOMAIN, FABRIC -> text(fields, NAME);
            case VLAN -> text(fields, "fabric") + "/" + text(fields, "vid");
            case SUBNET -> text(fields, "cidr");
            case IP_RANGE -> text(fields, "start");
            case IMAGE_SET -> text(fields, "os") + "/" + text(fields, "release");
            case DNS_RECORD ->
                fqdn(fields)
                        + (fields.containsKey("type") ? " " + text(fields, "type") + " " + text(fields, "data") : "");
        };
    }

    /**
     * A value of a field as a document of this kind writes it: text, a whole number, a flag, or a list of texts. The
     * inverse of what a document is read to; empty for what no document can hold.
     */
    public Optional<Object> written(String field, String value) {
        return ThingSpec.of(this).fields().stream()
                .filter(one -> one.name().equals(field))
                .findFirst()
                .map(one -> switch (one.shape()) {
                    case Shape.Flag() -> Boolean.valueOf(value);
                    case Shape.Whole _ -> Long.valueOf(value);
                    case Shape.ListOf _ -> List.of(value.split(", "));
                    default -> value;
                });
    }

    /** The whole name of a DNS record. */
    public static String fqdn(Map<String, String> fields) {
        var label = text(fields, "label");
        return label.equals("@") ? text(fields, "domain") : label + "." + text(fields, "domain");
    }

    private static String text(Map<String, String> fields, String field) {
        return fields.getOrDefault(field, "");
    }
}
