package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.schema.ThingKind;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Makes things of a region from MAAS's JSON, with fields as documents spell them; unknown fields are passed over. */
final class ThingReader {
    private static final String ADDRESSES = "name-";
    private static final String DATA = "data-";
    private static final String RELAY = "relay";
    private static final String REVERSE_DNS = "reverseDns";

    /** MAAS's numbers for what it answers of addresses (source code, {@code enum.RDNS_MODE}). */
    private static final Map<String, String> RDNS = Map.of("0", "disabled", "1", "enabled", "2", "rfc2317");

    private ThingReader() {}

    /** MAAS's name for each field of a kind that is plain text, number, flag or list in its JSON and in its forms. */
    static SortedMap<String, String> names(ThingKind kind) {
        var names = new TreeMap<String, String>();
        switch (kind) {
            case ZONE, POOL -> put(names, "name", "name", "description", "description");
            case TAG ->
                put(
                        names,
                        "name",
                        "name",
                        "comment",
                        "comment",
                        "kernelOptions",
                        "kernel_opts",
                        "definition",
                        "definition");
            case DOMAIN -> put(names, "name", "name", "authoritative", "authoritative", "ttl", "ttl");
            case FABRIC -> put(names, "name", "name", "class", "class_type");
            case VLAN ->
                put(
                        names,
                        "name",
                        "name",
                        "fabric",
                        "fabric",
                        "vid",
                        "vid",
                        "mtu",
                        "mtu",
                        "dhcp",
                        "dhcp_on",
                        "primaryRack",
                        "primary_rack",
                        "secondaryRack",
                        "secondary_rack",
                        RELAY,
                        "relay_vlan");
            case SUBNET ->
                put(
                        names,
                        "name",
                        "name",
                        "cidr",
                        "cidr",
                        "gateway",
                        "gateway_ip",
                        "dnsServers",
                        "dns_servers",
                        "description",
                        "description",
                        "managed",
                        "managed",
                        "allowDns",
                        "allow_dns",
                        "allowProxy",
                        "allow_proxy",
                        REVERSE_DNS,
                        "rdns_mode");
            case IP_RANGE -> put(names, "type", "type", "start", "start_ip", "end", "end_ip", "comment", "comment");
            case IMAGE_SET ->
                put(
                        names,
                        "os",
                        "os",
                        "release",
                        "release",
                        "architectures",
                        "arches",
                        "kernels",
                        "subarches",
                        "labels",
                        "labels");
            case DNS_RECORD -> {}
        }
        return names;
    }

    /** A field's value as MAAS's forms have it. */
    static String form(String field, String value) {
        if (!field.equals(REVERSE_DNS)) return value;
        return RDNS.entrySet().stream()
                .filter(mode -> mode.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(value);
    }

    private static void put(SortedMap<String, String> names, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) names.put(pairs[i], pairs[i + 1]);
    }

    /** Any kind but a DNS record; empty when it has no id. */
    static Optional<ObservedThing> read(ThingKind kind, JsonNode json) {
        var fields = new TreeMap<String, String>();
        names(kind).forEach((field, name) -> text(json.path(name)).ifPresent(value -> fields.put(field, value)));
        if (kind == ThingKind.VLAN && json.path("relay_vlan").isObject())
            fields.put(RELAY, vlan(json.path("relay_vlan")));
        if (kind == ThingKind.SUBNET) {
            fields.put("vlan", vlan(json.path("vlan")));
            fields.computeIfPresent(REVERSE_DNS, (_, mode) -> RDNS.getOrDefault(mode, mode));
        }
        if (kind == ThingKind.IP_RANGE)
            fields.put("subnet", json.path("subnet").path("cidr").asString(""));
        var id = text(json.path(kind == ThingKind.TAG ? "name" : "id"));
        return id.map(known -> new ObservedThing(kind, known, fields));
    }

    private static String vlan(JsonNode vlan) {
        return vlan.path("fabric").asString("") + "/" + vlan.path("vid").asString("");
    }

    private static Optional<String> text(JsonNode value) {
        if (value.isNull() || value.isMissingNode() || value.isObject()) return Optional.empty();
        var text = value.isArray()
                ? value.valueStream().map(item -> item.asString("")).collect(Collectors.joining(", "))
                : value.asString("");
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    /** A name and its addresses; empty when it has none. */
    static Optional<ObservedThing> addresses(JsonNode json, SortedSet<String> domains) {
        var addresses = json.path("ip_addresses")
                .valueStream()
                .map(address -> address.path("ip").asString(""))
                .filter(address -> !address.isEmpty())
                .sorted()
                .collect(Collectors.joining(", "));
        if (addresses.isEmpty()) return Optional.empty();
        var fields = named(json, domains);
        fields.put("addresses", addresses);
        text(json.path("address_ttl")).ifPresent(ttl -> fields.put("ttl", ttl));
        return text(json.path("id")).map(id -> new ObservedThing(ThingKind.DNS_RECORD, ADDRESSES + id, fields));
    }

    /** Any other record. */
    static Optional<ObservedThing> data(JsonNode json, SortedSet<String> domains) {
        var fields = named(json, domains);
        fields.put("type", json.path("rrtype").asString(""));
        fields.put("data", json.path("rrdata").asString(""));
        text(json.path("ttl")).ifPresent(ttl -> fields.put("ttl", ttl));
        return text(json.path("id")).map(id -> new ObservedThing(ThingKind.DNS_RECORD, DATA + id, fields));
    }

    /** Where a DNS record is altered. */
    static String path(String id) {
        return id.startsWith(ADDRESSES)
                ? "dnsresources/" + id.substring(ADDRESSES.length()) + "/"
                : "dnsresourcerecords/" + id.substring(DATA.length()) + "/";
    }

    static boolean isAddresses(String id) {
        return id.startsWith(ADDRESSES);
    }

    /** MAAS says the whole name only: the longest domain that ends it is the one it belongs to (source code). */
    private static SortedMap<String, String> named(JsonNode json, SortedSet<String> domains) {
        var fqdn = json.path("fqdn").asString("");
        var domain = domains.stream()
                .filter(name -> fqdn.equals(name) || fqdn.endsWith("." + name))
                .reduce("", (one, other) -> other.length() > one.length() ? other : one);
        var fields = new TreeMap<String, String>();
        fields.put("domain", domain);
        fields.put(
                "label",
                domain.isEmpty()
                        ? fqdn
                        : fqdn.equals(domain) ? "@" : fqdn.substring(0, fqdn.length() - domain.length() - 1));
        return fields;
    }
}
