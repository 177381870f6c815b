package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The fields of a region's things: how they are compared, which of them MAAS never changes, and what changing costs. */
final class ThingFields {
    static final String DHCP = "dhcp";
    static final String RELAY = "relay";

    /** What MAAS takes for a VLAN that is there only: a relay, DHCP where a range is, racks by the number of the VLAN (source code). */
    private static final Set<String> OF_WHAT_IS_THERE = Set.of(DHCP, RELAY, "primaryRack", "secondaryRack");

    private ThingFields() {}

    /**
     * What {@code thing} declares and {@code is} has otherwise; what is not declared is left alone.
     *
     * @param renamed the key that the thing of a kind with an observed key will have, once approved renames happened
     */
    static List<FieldChange> differences(Thing thing, ObservedThing is, BiFunction<ThingKind, String, String> renamed) {
        var changes = new ArrayList<FieldChange>();
        thing.fields().forEach((field, wanted) -> {
            var now = is.fields().getOrDefault(field, "");
            var shall = thing.kind().isAddedTo(field) ? Images.added(now, wanted) : wanted;
            var then = thing.kind()
                    .refersTo(field)
                    .map(kind -> renamed.apply(kind, now))
                    .orElse(now);
            if (!plain(then).equals(plain(shall)) && !isUnsettable(thing.kind(), field, now))
                changes.add(new FieldChange(field, text(now), text(shall)));
        });
        return changes;
    }

    /** MAAS takes any name for the first VLAN of a fabric, which need not be VLAN 0, and answers one and the same (source code). */
    private static boolean isUnsettable(ThingKind kind, String field, String now) {
        return kind == ThingKind.VLAN && field.equals(ThingKind.NAME) && now.equals(ThingKind.UNTAGGED);
    }

    /** Whether it has all that is declared. */
    static boolean same(Map<String, String> declared, ObservedThing is) {
        return declared.entrySet().stream()
                .allMatch(field ->
                        plain(field.getValue()).equals(plain(is.fields().getOrDefault(field.getKey(), ""))));
    }

    /** Everything that a new thing is given; the rest is set once it is seen. */
    static List<FieldChange> created(Thing thing) {
        return thing.fields().entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .filter(field -> !OF_WHAT_IS_THERE.contains(field.getKey()))
                .map(field -> new FieldChange(field.getKey(), Optional.empty(), Optional.of(field.getValue())))
                .toList();
    }

    /** MAAS refuses to relay what it serves itself: its own DHCP is switched off before (source code). */
    static boolean waitsForNoDhcp(ObservedThing vlan, FieldChange field) {
        return field.field().equals(RELAY) && "true".equals(vlan.fields().get(DHCP));
    }

    /** The field's value now; empty when there is none. */
    static Optional<String> now(ObservedThing is, FieldChange field) {
        return text(is.fields().getOrDefault(field.field(), ""));
    }

    /** MAAS strips texts and ends lines as browsers do. */
    static String plain(String text) {
        return text.replace("\r\n", "\n").strip();
    }

    private static Optional<String> text(String value) {
        return Optional.of(plain(value)).filter(text -> !text.isEmpty());
    }

    /** Whether MAAS keeps the field as it was made. */
    static boolean isFixed(ThingKind kind, String field) {
        return switch (kind) {
            case VLAN -> field.equals("fabric") || field.equals("vid");
            case IP_RANGE -> field.equals("subnet") || field.equals("type");
            case DNS_RECORD -> field.equals("domain") || field.equals("label") || field.equals("type");
            case IMAGE_SET -> field.equals("os") || field.equals("release");
            case ZONE, POOL, TAG, DOMAIN, FABRIC, SUBNET -> false;
        };
    }

    /** What changing these fields of a thing that is in use costs. */
    static Risk risk(ThingKind kind, Collection<FieldChange> changes) {
        return changes.stream().map(change -> risk(kind, change)).reduce(Risk.NONE, Risk::or);
    }

    private static Risk risk(ThingKind kind, FieldChange change) {
        return switch (change.field()) {
            case "description", "comment" -> Risk.NONE;
            case "kernelOptions" -> Risk.DESTRUCTIVE;
            case DHCP -> change.after().equals(Optional.of("true")) ? Risk.DISRUPTIVE : Risk.DESTRUCTIVE;
            default ->
                switch (kind) {
                    case ZONE, POOL, FABRIC, IMAGE_SET -> Risk.NOTICE;
                    case TAG, VLAN, SUBNET -> change.field().equals(ThingKind.NAME) ? Risk.NOTICE : Risk.DISRUPTIVE;
                    case DOMAIN, IP_RANGE, DNS_RECORD -> Risk.DISRUPTIVE;
                };
        };
    }

    /** What making a thing costs that nothing stands on yet. */
    static Risk risk(Thing thing) {
        return switch (thing.kind()) {
            case ZONE, POOL, FABRIC, VLAN, SUBNET, IMAGE_SET -> Risk.NOTICE;
            case TAG -> thing.fields().getOrDefault("kernelOptions", "").isEmpty() ? Risk.NONE : Risk.DESTRUCTIVE;
            case IP_RANGE -> "dynamic".equals(thing.fields().get("type")) ? Risk.DISRUPTIVE : Risk.NOTICE;
            case DOMAIN, DNS_RECORD -> Risk.DISRUPTIVE;
        };
    }
}
