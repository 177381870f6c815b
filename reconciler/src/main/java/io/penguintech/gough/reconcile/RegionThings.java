package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a region has, by what can name it, and what the plan being written will add. */
final class RegionThings {
    private final BackendName region;
    private final Observed.Region seen;
    private final Map<ThingKind, Map<String, ObservedThing>> byKey = new HashMap<>();
    private final Promised promised = new Promised();

    RegionThings(BackendName region, Observed.Region seen) {
        this.region = region;
        this.seen = seen;
        seen.things().forEach((kind, things) -> {
            var keys = new HashMap<String, ObservedThing>();
            things.values().forEach(thing -> keys.putIfAbsent(thing.key(), thing));
            byKey.put(kind, keys);
        });
    }

    BackendName region() {
        return region;
    }

    /** All of a kind by id; empty when they were not read. */
    Optional<SortedMap<String, ObservedThing>> of(ThingKind kind) {
        return Optional.ofNullable(seen.things().get(kind));
    }

    Optional<ObservedThing> find(ThingKind kind, String key) {
        return Optional.ofNullable(byKey.getOrDefault(kind, Map.of()).get(key));
    }

    /** The one that would be {@code thing} if that still had an earlier name. */
    Optional<ObservedThing> named(Thing thing, String former) {
        var fields = new TreeMap<>(thing.fields());
        fields.put(ThingKind.NAME, former);
        return find(thing.kind(), thing.kind().key(fields));
    }

    void promise(Thing thing) {
        promised.add(thing.kind(), thing.key(), thing.fields());
    }

    void promise(Thing thing, ObservedThing instead) {
        promised.replace(thing.kind(), instead.key(), thing.key(), thing.fields());
    }

    /** What the plan being written adds. */
    Promised promised() {
        return promised;
    }

    boolean willHave(ThingKind kind, String key) {
        return find(kind, key).isPresent() || promised.has(kind, key);
    }

    /** MAAS refuses to switch DHCP on where no dynamic range is (source code). */
    boolean waitsForRange(ObservedThing vlan, FieldChange field) {
        if (!field.field().equals(ThingFields.DHCP) || !field.after().equals(Optional.of("true"))) return false;
        var subnets = new HashSet<String>();
        of(ThingKind.SUBNET)
                .ifPresent(all -> all.values().stream()
                        .filter(subnet -> vlan.key().equals(subnet.fields().get("vlan")))
                        .forEach(subnet -> subnets.add(subnet.key())));
        return of(ThingKind.IP_RANGE).stream()
                .flatMap(all -> all.values().stream())
                .noneMatch(range -> "dynamic".equals(range.fields().get("type"))
                        && subnets.contains(range.fields().getOrDefault("subnet", "")));
    }
}
