package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.Desired;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes down what machines stand on, each thing as a document that takes it over as it is. */
final class ThingSheets {
    /** Images are not: which of them to keep is a decision, not a fact. */
    private static final List<ThingKind> KINDS = List.of(ThingKind.values()).stream()
            .filter(kind -> kind != ThingKind.IMAGE_SET)
            .toList();

    /** Of a fabric's name, so that the name of a document that begins with it stays shorter than names may be. */
    private static final int LONGEST_FABRIC = 200;

    private final Observed.Region region;
    private final Remarks leftOut;
    /** Names of documents by kind and by MAAS's key. */
    private final Map<ThingKind, Map<String, String>> names = new EnumMap<>(ThingKind.class);

    private ThingSheets(Observed.Region region, Remarks leftOut) {
        this.region = region;
        this.leftOut = leftOut;
    }

    /**
     * A thing as a document.
     *
     * @param kind what it is
     * @param name the name of its document
     * @param document the document
     */
    record Sheet(ThingKind kind, String name, String document) {
        /** The folder's file for its kind. */
        String file() {
            return kind.word().toLowerCase(Locale.ROOT);
        }
    }

    static List<Sheet> of(Observed.Region region, Remarks leftOut) {
        var writing = new ThingSheets(region, leftOut);
        return KINDS.stream().flatMap(kind -> writing.sheets(kind).stream()).toList();
    }

    private List<Sheet> sheets(ThingKind kind) {
        var all = region.things().getOrDefault(kind, new java.util.TreeMap<>()).values().stream()
                .sorted(Comparator.comparing(ThingSheets::isNextToOthers).thenComparing(ObservedThing::key))
                .toList();
        var called = all.stream()
                .filter(ThingSheets::isNamed)
                .collect(Collectors.groupingBy(ThingSheets::name, Collectors.counting()));
        var taken = new HashSet<>(called.keySet());
        var known = names.computeIfAbsent(kind, any -> new HashMap<>());
        var sheets = new ArrayList<Sheet>();
        for (var thing : all) {
            if (isGoughs(thing) || isPlain(thing)) continue;
            if (isNamed(thing) && called.getOrDefault(name(thing), 0L) > 1) {
                leftOut.add(
                        noun(thing),
                        "Several %ss have this name, and a document means one by its name: rename all but one in MAAS, then import again."
                                .formatted(kind.noun()));
                continue;
            }
            var missing = missing(thing);
            if (missing.isPresent()) {
                leftOut.add(noun(thing), missing.get());
                continue;
            }
            var name = isNamed(thing) ? name(thing) : Profiles.free(handle(thing), taken);
            taken.add(name);
            known.put(thing.key(), name);
            sheets.add(new Sheet(kind, name, Yamls.document(kind.word(), name, spec(thing, name))));
        }
        return sheets;
    }

    /** Whether it refers to things of its own kind, which are written first. */
    private static boolean isNextToOthers(ObservedThing thing) {
        return thing.fields().keySet().stream().anyMatch(field -> isBeside(thing, field));
    }

    private static boolean isBeside(ObservedThing thing, String field) {
        return thing.kind().refersTo(field).filter(thing.kind()::equals).isPresent();
    }

    private static String noun(ObservedThing thing) {
        return thing.kind().noun() + " " + thing.key();
    }

    /** Whether its document has to have the name that MAAS has for it. */
    private static boolean isNamed(ObservedThing thing) {
        return thing.kind().named(thing.fields()) && !isFirstVlan(thing);
    }

    /** MAAS calls the first VLAN of every fabric the same, also where it is not VLAN 0. */
    private static boolean isFirstVlan(ObservedThing thing) {
        return thing.kind() == ThingKind.VLAN && name(thing).equals(ThingKind.UNTAGGED);
    }

    /** What MAAS calls it; empty where it calls it nothing. */
    private static String name(ObservedThing thing) {
        return thing.fields().getOrDefault(ThingKind.NAME, "");
    }

    /** What a document may be called that has a name of its own. */
    private static String handle(ObservedThing thing) {
        if (thing.kind() != ThingKind.VLAN)
            return Profiles.slug(thing.kind().noun().replace(' ', '-') + "-" + thing.key());
        var fabric = thing.fields().getOrDefault("fabric", "");
        var vid = thing.fields().getOrDefault("vid", "");
        return "%s-%s"
                .formatted(
                        fabric.substring(0, Math.min(LONGEST_FABRIC, fabric.length())),
                        vid.equals("0") ? ThingKind.UNTAGGED : vid);
    }

    /** Tags by which a Gough marks machines, and those that it made because hosts carry them. */
    private static boolean isGoughs(ObservedThing thing) {
        return thing.kind() == ThingKind.TAG
                && (Desired.isMark(name(thing))
                        || ObservedThing.MADE_TAG.equals(thing.fields().get("comment")));
    }

    /** What every region has from its beginning, and as it was then, needs no document. */
    private static boolean isPlain(ObservedThing thing) {
        return thing.kind().inEveryRegion().contains(name(thing))
                && thing.kind() != ThingKind.FABRIC
                && thing.fields().keySet().equals(java.util.Set.of(ThingKind.NAME));
    }

    /** What it stands on itself and has no document. */
    private Optional<String> missing(ObservedThing thing) {
        for (var field : thing.fields().entrySet()) {
            var target = thing.kind().refersTo(field.getKey());
            if (target.isPresent()
                    && !isBeside(thing, field.getKey())
                    && document(target.get(), field.getValue()).isEmpty())
                return Optional.of("It refers to a %s that is not written: %s."
                        .formatted(target.get().noun(), field.getValue()));
        }
        return Optional.empty();
    }

    private Optional<String> document(ThingKind kind, String key) {
        var written = names.getOrDefault(kind, Map.of()).get(key);
        return Optional.ofNullable(written)
                .or(() -> kind.inEveryRegion().contains(key) ? Optional.of(key) : Optional.empty());
    }

    private Map<String, Object> spec(ObservedThing thing, String name) {
        var spec = new LinkedHashMap<String, Object>();
        thing.fields().forEach((field, value) -> {
            boolean said =
                    field.equals(ThingKind.NAME) || value.isEmpty() || (field.equals("label") && value.equals(name));
            // A relay to what is not written is left as it is.
            if (said || (isBeside(thing, field) && document(thing.kind(), value).isEmpty())) return;
            var text = thing.kind()
                    .refersTo(field)
                    .flatMap(kind -> document(kind, value))
                    .orElse(value);
            thing.kind().written(field, text).ifPresent(written -> spec.put(field, written));
        });
        spec.put("adopt", true);
        return spec;
    }
}
