package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads what machines stand on: one short list a kind, three for DNS records. */
final class ThingReads {
    private final MaasCalls calls;

    ThingReads(MaasCalls calls) {
        this.calls = calls;
    }

    /** All of these kinds by id; a kind that our user may not read, or that this MAAS does not have, is missing. */
    SortedMap<ThingKind, SortedMap<String, ObservedThing>> read(Set<ThingKind> kinds) throws Refused {
        var all = new TreeMap<ThingKind, SortedMap<String, ObservedThing>>();
        // DNS records are told apart by the domains, which are read once for both.
        var lists = new TreeMap<String, List<JsonNode>>();
        for (var kind : new TreeSet<>(kinds)) {
            var read = permitted(kind, lists);
            if (read.isEmpty()) continue;
            var byId = new TreeMap<String, ObservedThing>();
            read.get().forEach(thing -> byId.put(thing.id(), thing));
            all.put(kind, byId);
        }
        return all;
    }

    private Optional<List<ObservedThing>> permitted(ThingKind kind, SortedMap<String, List<JsonNode>> lists)
            throws Refused {
        try {
            return Optional.of(things(kind, lists));
        } catch (Refused refused) {
            if (refused.status() == 403 || refused.status() == 404) return Optional.empty();
            throw refused;
        }
    }

    private List<ObservedThing> things(ThingKind kind, SortedMap<String, List<JsonNode>> lists) throws Refused {
        return switch (kind) {
            case ZONE -> plain(kind, list("list-zones", "zones/", "list zones", lists));
            case POOL -> plain(kind, list("list-pools", "resourcepools/", "list resource pools", lists));
            case TAG -> plain(kind, list("list-tags", "tags/", "list tags", lists));
            case DOMAIN -> plain(kind, list("list-domains", "domains/", "list domains", lists));
            case FABRIC -> plain(kind, list("list-fabrics", "fabrics/", "list fabrics", lists));
            case VLAN ->
                plain(
                        kind,
                        list("list-fabrics", "fabrics/", "list fabrics", lists).stream()
                                .flatMap(fabric -> fabric.path("vlans").valueStream())
                                .toList());
            case SUBNET -> plain(kind, list("list-subnets", "subnets/", "list subnets", lists));
            case IP_RANGE -> plain(kind, list("list-ranges", "ipranges/", "list IP ranges", lists));
            case DNS_RECORD -> records(lists);
        };
    }

    private static List<ObservedThing> plain(ThingKind kind, List<JsonNode> items) {
        return items.stream()
                .flatMap(item -> ThingReader.read(kind, item).stream())
                .toList();
    }

    private List<ObservedThing> records(SortedMap<String, List<JsonNode>> lists) throws Refused {
        var domains = domains(lists);
        var all = new ArrayList<ObservedThing>();
        for (var item : list("list-names", "dnsresources/", "list DNS names", lists))
            ThingReader.addresses(item, domains).ifPresent(all::add);
        for (var item : list("list-records", "dnsresourcerecords/", "list DNS records", lists))
            ThingReader.data(item, domains).ifPresent(all::add);
        return all;
    }

    /** Names of all domains. */
    SortedSet<String> domains(SortedMap<String, List<JsonNode>> lists) throws Refused {
        return list("list-domains", "domains/", "list domains", lists).stream()
                .map(domain -> domain.path("name").asString(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<JsonNode> list(String operation, String path, String doing, SortedMap<String, List<JsonNode>> lists)
            throws Refused {
        var known = lists.get(path);
        if (known != null) return known;
        var read = calls.readList(operation, path, Form.empty(), doing)
                .valueStream()
                .toList();
        lists.put(path, read);
        return read;
    }

    /** The names of a kind; empty when it was not read. */
    static SortedSet<String> names(SortedMap<ThingKind, SortedMap<String, ObservedThing>> things, ThingKind kind) {
        return things.getOrDefault(kind, new TreeMap<>()).values().stream()
                .map(ObservedThing::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
