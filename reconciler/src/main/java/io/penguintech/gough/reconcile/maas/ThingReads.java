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

    /** Short lists, each read once: domains tell DNS records apart, fabrics hold the VLANs. */
    static final class Lists {
        private final MaasCalls calls;
        private final SortedMap<String, List<JsonNode>> known = new TreeMap<>();

        Lists(MaasCalls calls) {
            this.calls = calls;
        }

        List<JsonNode> get(String operation, String path, String doing) throws Refused {
            var before = known.get(path);
            if (before != null) return before;
            var read = calls.readList(operation, path, Form.empty(), doing)
                    .valueStream()
                    .toList();
            known.put(path, read);
            return read;
        }

        List<JsonNode> images() throws Refused {
            return get("list-images", "boot-resources/", "list images");
        }
    }

    /** All of these kinds by id; a kind that our user may not read, or that this MAAS does not have, is missing. */
    SortedMap<ThingKind, SortedMap<String, ObservedThing>> read(Set<ThingKind> kinds) throws Refused {
        return read(kinds, new Lists(calls));
    }

    /** As {@link #read(Set)}, with what was read already, or may be used again. */
    SortedMap<ThingKind, SortedMap<String, ObservedThing>> read(Set<ThingKind> kinds, Lists lists) throws Refused {
        var all = new TreeMap<ThingKind, SortedMap<String, ObservedThing>>();
        for (var kind : new TreeSet<>(kinds)) {
            var read = permitted(kind, lists);
            if (read.isEmpty()) continue;
            var byId = new TreeMap<String, ObservedThing>();
            read.get().forEach(thing -> byId.put(thing.id(), thing));
            all.put(kind, byId);
        }
        return all;
    }

    private Optional<List<ObservedThing>> permitted(ThingKind kind, Lists lists) throws Refused {
        try {
            return Optional.of(things(kind, lists));
        } catch (Refused refused) {
            if (refused.status() == 403 || refused.status() == 404) return Optional.empty();
            throw refused;
        }
    }

    private List<ObservedThing> things(ThingKind kind, Lists lists) throws Refused {
        return switch (kind) {
            case ZONE -> plain(kind, lists.get("list-zones", "zones/", "list zones"));
            case POOL -> plain(kind, lists.get("list-pools", "resourcepools/", "list resource pools"));
            case TAG -> plain(kind, lists.get("list-tags", "tags/", "list tags"));
            case DOMAIN -> plain(kind, lists.get("list-domains", "domains/", "list domains"));
            case FABRIC -> plain(kind, lists.get("list-fabrics", "fabrics/", "list fabrics"));
            case VLAN ->
                plain(
                        kind,
                        lists.get("list-fabrics", "fabrics/", "list fabrics").stream()
                                .flatMap(fabric -> fabric.path("vlans").valueStream())
                                .toList());
            case SUBNET -> plain(kind, lists.get("list-subnets", "subnets/", "list subnets"));
            case IP_RANGE -> plain(kind, lists.get("list-ranges", "ipranges/", "list IP ranges"));
            case DNS_RECORD -> records(lists);
            case IMAGE_SET -> new ImageReads(calls, lists).read();
        };
    }

    private static List<ObservedThing> plain(ThingKind kind, List<JsonNode> items) {
        return items.stream()
                .flatMap(item -> ThingReader.read(kind, item).stream())
                .toList();
    }

    private List<ObservedThing> records(Lists lists) throws Refused {
        var domains = domains(lists);
        var all = new ArrayList<ObservedThing>();
        for (var item : lists.get("list-names", "dnsresources/", "list DNS names"))
            ThingReader.addresses(item, domains).ifPresent(all::add);
        for (var item : lists.get("list-records", "dnsresourcerecords/", "list DNS records"))
            ThingReader.data(item, domains).ifPresent(all::add);
        return all;
    }

    /** Names of all domains. */
    SortedSet<String> domains(Lists lists) throws Refused {
        return lists.get("list-domains", "domains/", "list domains").stream()
                .map(domain -> domain.path("name").asString(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of a kind; empty when it was not read. */
    static SortedSet<String> names(SortedMap<ThingKind, SortedMap<String, ObservedThing>> things, ThingKind kind) {
        return things.getOrDefault(kind, new TreeMap<>()).values().stream()
                .map(ObservedThing::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
