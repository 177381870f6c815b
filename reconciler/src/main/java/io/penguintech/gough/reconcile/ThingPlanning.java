package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Change.Act;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares the declared things of one region with what it has: by the remembered id, and by what tells a thing from all
 * others only to adopt it or to see that a name is taken.
 */
final class ThingPlanning {
    private final RegionThings has;
    private final List<Thing> declared;
    private final Records records;
    private final Rules rules;
    private final Draft draft;
    private final Map<String, List<Thing>> claimed = new HashMap<>();
    private final Set<Subject.OfThing> names = new HashSet<>();
    /** Keys that things will have, by the key they have. */
    private final Map<ThingKind, Map<String, String>> renamed = new EnumMap<>(ThingKind.class);

    ThingPlanning(RegionThings has, List<Thing> declared, Records records, Rules rules, Draft draft) {
        this.has = has;
        this.declared = declared.stream().sorted().toList();
        this.records = records;
        this.rules = rules;
        this.draft = draft;
    }

    /** Plans every thing of this region, each after what it refers to, then what is left over. */
    void plan() {
        for (var thing : declared) names.add(Subject.OfThing.of(thing));
        for (var thing : declared)
            for (var id : remembered(thing))
                claimed.computeIfAbsent(claim(thing.kind(), id), any -> new ArrayList<>())
                        .add(thing);
        declared.forEach(this::plan);
        orphans();
    }

    private boolean isDeclared(Subject.OfThing subject, String id) {
        return names.contains(subject) || claimed.containsKey(claim(subject.kind(), id));
    }

    private static String claim(ThingKind kind, String id) {
        return kind + " " + id;
    }

    /** Ids remembered under its name and, for a rename, under its earlier names that no document uses any more. */
    private List<String> remembered(Thing thing) {
        return Stream.concat(Stream.of(thing.name()), thing.formerly().stream())
                .map(name -> new Subject.OfThing(thing.region(), thing.kind(), name))
                .filter(subject -> subject.name().equals(thing.name()) || !names.contains(subject))
                .flatMap(subject -> Stream.ofNullable(records.things().get(subject)))
                .distinct()
                .toList();
    }

    private void plan(Thing thing) {
        var subject = Subject.OfThing.of(thing);
        var ids = remembered(thing);
        var all = has.of(thing.kind());
        if (all.isEmpty()) {
            draft.wait(
                    subject,
                    "What region %s has of kind %s is not observed yet. Gough looks again by itself; if this stays, check that its user may read it."
                            .formatted(thing.region(), thing.kind().word()));
            return;
        }
        var doubt = doubt(thing, ids);
        if (doubt.isPresent()) {
            draft.block(subject, doubt.get());
            return;
        }
        var ours =
                ids.stream().flatMap(id -> Stream.ofNullable(all.get().get(id))).findFirst();
        if (ours.isPresent() && !isStrange(thing, ours.get())) keep(subject, thing, ours.get());
        else if (ours.isPresent() && !isElsewhere(thing, ours.get())) draft.block(subject, strange(thing, ours.get()));
        else appear(subject, thing, !ids.isEmpty());
    }

    /** Its number is that of something else, or somebody gave it another name: nothing tells which. */
    private boolean isStrange(Thing thing, ObservedThing is) {
        if (is.key().equals(thing.key())) return false;
        var subjects = Stream.concat(Stream.of(thing.name()), thing.formerly().stream())
                .map(name -> new Subject.OfThing(thing.region(), thing.kind(), name))
                .toList();
        var known = subjects.stream()
                .flatMap(one -> Stream.ofNullable(records.thingKeys().get(one)))
                .toList();
        boolean formerly = thing.kind().named()
                && thing.formerly().stream()
                        .flatMap(former -> has.named(thing, former).stream())
                        .anyMatch(is::equals);
        if (known.contains(is.key()) || formerly) return false;
        return !known.isEmpty() || isKeyedByName(thing.kind());
    }

    /** Of others a document may change what tells them apart and stay the same document. */
    private static boolean isKeyedByName(ThingKind kind) {
        return switch (kind) {
            case ZONE, POOL, DOMAIN, FABRIC, TAG -> true;
            case VLAN, SUBNET, IP_RANGE, DNS_RECORD, IMAGE_SET -> false;
        };
    }

    /** What is declared is there under another number; of images, which nobody names, whatever they are. */
    private boolean isElsewhere(Thing thing, ObservedThing is) {
        return thing.kind() == ThingKind.IMAGE_SET
                || has.find(thing.kind(), thing.key())
                        .filter(other -> !other.id().equals(is.id()))
                        .isPresent();
    }

    private static String strange(Thing thing, ObservedThing is) {
        var noun = thing.kind().noun();
        return "Gough remembers it as %s %s of MAAS, but that is %s now: MAAS was restored or set up anew, or somebody renamed it. Nothing is done to it. If it is the same one, %s; if it is another one, give the document another name, so that it is made anew; see %s."
                .formatted(
                        noun,
                        is.id(),
                        is.key(),
                        isKeyedByName(thing.kind())
                                ? "rename it back in MAAS, or add %s to formerly".formatted(is.key())
                                : "put it back in MAAS",
                        thing.place());
    }

    private Optional<String> doubt(Thing thing, List<String> ids) {
        if (ids.size() > 1)
            return Optional.of(
                    "Gough remembers it as %ss %s of MAAS. Remove from formerly the name that is another one."
                            .formatted(thing.kind().noun(), ids));
        var rivals =
                ids.isEmpty() ? List.<Thing>of() : claimed.getOrDefault(claim(thing.kind(), ids.getFirst()), List.of());
        if (rivals.size() > 1)
            return Optional.of(
                    "Documents %s all claim the same %s of MAAS. Leave its earlier name in the formerly of one of them."
                            .formatted(
                                    rivals.stream()
                                            .map(each -> each.name() + " (" + each.place() + ")")
                                            .toList(),
                                    thing.kind().noun()));
        return Optional.empty();
    }

    /** One of ours: what differs? */
    private void keep(Subject.OfThing subject, Thing thing, ObservedThing is) {
        renamed.computeIfAbsent(thing.kind(), kind -> new HashMap<>()).put(is.key(), thing.key());
        update(subject, thing, is, Act.UPDATE, "MAAS has other values than declared");
    }

    private String renamed(ThingKind kind, String key) {
        return renamed.getOrDefault(kind, Map.of()).getOrDefault(key, key);
    }

    private void update(Subject.OfThing subject, Thing thing, ObservedThing is, Act act, String because) {
        var all = ThingFields.differences(thing, is, this::renamed);
        var later = all.stream()
                .filter(field -> has.waitsForRange(is, field) || ThingFields.waitsForNoDhcp(is, field))
                .toList();
        var fields = all.stream().filter(field -> !later.contains(field)).toList();
        var hindrance = hindrance(thing, is, fields);
        if (hindrance.isPresent()) {
            draft.block(subject, hindrance.get());
        } else if (waits(subject, thing, fields)) {
            return;
        } else if (!fields.isEmpty() || (act == Act.ADOPT && !thing.adopt())) {
            if (!thing.key().equals(is.key())) has.promise(thing, is);
            var risk = ThingFields.risk(thing.kind(), fields);
            change(subject, act, Optional.of(is.id()), fields, act == Act.ADOPT ? risk.or(Risk.NOTICE) : risk, because);
        } else if (!later.isEmpty()) {
            draft.wait(
                    subject,
                    "DHCP is switched on once a subnet on it has a dynamic range; MAAS has none there yet. Declare an IpRange with type: dynamic if none is declared.");
        } else {
            settled(subject, thing, is);
        }
    }

    /** As declared; images may still be on their way. */
    private void settled(Subject.OfThing subject, Thing thing, ObservedThing is) {
        var coming = thing.kind() == ThingKind.IMAGE_SET
                ? Images.coming(is, thing.fields().getOrDefault("architectures", ""))
                : Optional.<String>empty();
        coming.ifPresentOrElse(why -> draft.wait(subject, why), draft::unchanged);
    }

    private Optional<String> hindrance(Thing thing, ObservedThing is, List<FieldChange> fields) {
        for (var field : fields)
            if (ThingFields.isFixed(thing.kind(), field.field()))
                return Optional.of(
                        "MAAS cannot change %s of %s %s (%s). Give the document another name, so that a new one is made and this one is kept as an orphan; see %s."
                                .formatted(
                                        field.field(),
                                        thing.kind().noun(),
                                        is.key(),
                                        field.before().orElse("not set"),
                                        thing.place()));
        return has.find(thing.kind(), thing.key())
                .filter(other -> !other.id().equals(is.id()))
                .map(other -> "Region %s already has another %s %s. Rename or delete that one, or choose another."
                        .formatted(thing.region(), thing.kind().noun(), thing.key()));
    }

    /** A thing that MAAS does not have as ours. */
    private void appear(Subject.OfThing subject, Thing thing, boolean vanished) {
        var found = alike(thing);
        if (found.size() > 1) {
            draft.block(
                    subject,
                    "Region %s has more than one %s it could be: %s. Remove from formerly the names that are others."
                            .formatted(
                                    thing.region(),
                                    thing.kind().noun(),
                                    found.stream().map(ObservedThing::key).toList()));
        } else if (found.isEmpty()) {
            create(subject, thing, vanished);
        } else if (claimed.containsKey(claim(thing.kind(), found.getFirst().id()))) {
            draft.block(
                    subject,
                    "%s %s of region %s already belongs to another document. Add its earlier name to formerly instead of adopting it."
                            .formatted(thing.kind().word(), found.getFirst().key(), thing.region()));
        } else {
            meet(subject, thing, found.getFirst());
        }
    }

    /** Something is there that nobody remembers. */
    private void meet(Subject.OfThing subject, Thing thing, ObservedThing is) {
        var because = thing.adopt() ? Optional.of("adopt is true: what MAAS has is taken over") : made(thing, is);
        if (because.isPresent()) {
            claimed.put(claim(thing.kind(), is.id()), List.of(thing));
            renamed.computeIfAbsent(thing.kind(), kind -> new HashMap<>()).put(is.key(), thing.key());
            update(subject, thing, is, Act.ADOPT, because.get());
            return;
        }
        draft.block(
                subject,
                "Region %s already has a %s %s that Gough did not make. Set spec.adopt: true at %s to take it over as it is, or choose another."
                        .formatted(thing.region(), thing.kind().noun(), is.key(), thing.place()));
    }

    /** What came about by Gough's own doing needs no word of adopting. */
    private Optional<String> made(Thing thing, ObservedThing is) {
        return switch (thing.kind()) {
            case TAG ->
                ObservedThing.MADE_TAG.equals(is.fields().get("comment"))
                        ? Optional.of("Gough made the tag when a host first carried it")
                        : Optional.empty();
            case VLAN ->
                "0".equals(is.fields().get("vid")) && isOurFabric(thing)
                        ? Optional.of("MAAS made it with its fabric, which is ours")
                        : Optional.empty();
            case IMAGE_SET -> Optional.of("MAAS keeps images of it already, and Gough only adds to them");
            case ZONE, POOL, DOMAIN, FABRIC, SUBNET, IP_RANGE, DNS_RECORD -> Optional.empty();
        };
    }

    private boolean isOurFabric(Thing vlan) {
        return has.find(ThingKind.FABRIC, vlan.fields().getOrDefault("fabric", "")).stream()
                .anyMatch(fabric -> records.things().entrySet().stream()
                        .anyMatch(entry -> entry.getKey().kind() == ThingKind.FABRIC
                                && entry.getKey().region().equals(vlan.region())
                                && entry.getValue().equals(fabric.id())));
    }

    /** With its key, or with the key it would have under an earlier name. */
    private List<ObservedThing> alike(Thing thing) {
        var own = has.find(thing.kind(), thing.key());
        if (own.isPresent() || !thing.kind().named()) return own.stream().toList();
        return thing.formerly().stream()
                .filter(former -> !names.contains(new Subject.OfThing(thing.region(), thing.kind(), former)))
                .flatMap(former -> has.named(thing, former).stream())
                .distinct()
                .toList();
    }

    private void create(Subject.OfThing subject, Thing thing, boolean vanished) {
        var fields = ThingFields.created(thing);
        if (waits(subject, thing, fields)) return;
        has.promise(thing);
        change(
                subject,
                Act.CREATE,
                Optional.empty(),
                fields,
                ThingFields.risk(thing),
                vanished ? "somebody deleted it in MAAS" : "MAAS does not have it yet");
    }

    /** What it refers to must be there, or be made by this very plan. */
    private boolean waits(Subject.OfThing subject, Thing thing, List<FieldChange> fields) {
        for (var field : fields) {
            var kind = thing.kind().refersTo(field.field());
            if (kind.isEmpty() || field.after().isEmpty()) continue;
            var key = field.after().get();
            if (!has.willHave(kind.get(), key)) {
                draft.wait(
                        subject,
                        "It waits for %s %s, which MAAS does not have."
                                .formatted(kind.get().noun(), key));
                return true;
            }
        }
        if (thing.kind() != ThingKind.VLAN || !"0".equals(thing.fields().get("vid"))) return false;
        if (has.find(ThingKind.FABRIC, thing.fields().getOrDefault("fabric", ""))
                        .isPresent()
                || fields.stream().noneMatch(field -> field.field().equals("vid"))) return false;
        draft.wait(subject, "MAAS makes VLAN 0 together with its fabric; it is looked at once the fabric is there.");
        return true;
    }

    private void change(
            Subject.OfThing subject,
            Act act,
            Optional<String> id,
            List<FieldChange> fields,
            Risk risk,
            String because) {
        draft.change(new Change.OfThing(subject, act, id, fields, rules.raised(act.word(), risk), because), "");
    }

    /** What is ours and no document declares any more is kept: deleting it is a person's work, in MAAS. */
    private void orphans() {
        records.things().forEach((subject, id) -> {
            if (!subject.region().equals(has.region()) || isDeclared(subject, id)) return;
            has.of(subject.kind())
                    .flatMap(all -> Optional.ofNullable(all.get(id)))
                    .ifPresent(is -> orphan(subject, is));
        });
    }

    private void orphan(Subject.OfThing subject, ObservedThing is) {
        draft.find(
                new Subject.OfOrphan(subject.region(), subject.kind().noun() + " " + subject.name()),
                "orphan",
                "%s %s is ours and its document vanished. It is kept, whatever prune says. Bring the document back, or delete it in MAAS."
                        .formatted(subject.kind().word(), is.key()),
                is.id());
    }

    /** What this plan adds to the region. */
    Promised promised() {
        return has.promised();
    }
}
