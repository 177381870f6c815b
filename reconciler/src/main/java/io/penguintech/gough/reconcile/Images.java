package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of images: which are here, in which version, and which are still on their way. */
public final class Images {
    /** Fields of an observed image set that say the newest whole version of an architecture. */
    public static final String VERSION = "image.";

    /** Fields of an observed image set that say how many per cent of a newer version are here. */
    public static final String PROGRESS = "progress.";

    private static final String ALL = "*";

    private Images() {}

    private static List<String> list(String text) {
        return Arrays.stream(text.split(", ", -1))
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Whether a selection has this by its name, not only among all. */
    static boolean names(String selected, String one) {
        return list(selected).contains(one);
    }

    /** What a set holds once {@code wanted} is added; the star holds everything. */
    static String added(String now, String wanted) {
        var has = list(now);
        if (has.contains(ALL)) return now;
        var all = new TreeSet<>(has);
        all.addAll(list(wanted));
        return all.equals(new TreeSet<>(has)) ? now : String.join(", ", all);
    }

    /** Architectures of a selection that are not here in any version. */
    static List<String> missing(ObservedThing set, String architectures) {
        return list(architectures).stream()
                .filter(architecture -> architecture.equals(ALL)
                        ? set.fields().keySet().stream().noneMatch(field -> field.startsWith(VERSION))
                        : !set.fields().containsKey(VERSION + architecture))
                .toList();
    }

    /** Whether MAAS is fetching any of these. */
    static boolean isFetching(ObservedThing set, List<String> architectures) {
        return architectures.stream()
                .anyMatch(architecture -> architecture.equals(ALL)
                        ? set.fields().keySet().stream().anyMatch(field -> field.startsWith(PROGRESS))
                        : set.fields().containsKey(PROGRESS + architecture));
    }

    /** Why images that are selected cannot be deployed yet, with how far they are; empty when all are here. */
    static Optional<String> coming(ObservedThing set, String architectures) {
        var missing = missing(set, architectures);
        if (missing.isEmpty()) return Optional.empty();
        return Optional.of("MAAS has no whole image of %s yet: %s."
                .formatted(
                        set.key(),
                        missing.stream()
                                .map(architecture -> "%s %s".formatted(architecture, progress(set, architecture)))
                                .collect(Collectors.joining(", "))));
    }

    private static String progress(ObservedThing set, String architecture) {
        var percent = set.fields().get(PROGRESS + architecture);
        return percent == null ? "is selected and comes with MAAS's next import" : "is at " + percent + " %";
    }

    /** The declared image sets of a region that have an image for this architecture. */
    static Stream<Thing> declared(Inventory inventory, BackendName region, String architecture) {
        return inventory.things().stream()
                .filter(thing ->
                        thing.kind() == ThingKind.IMAGE_SET && thing.region().equals(region))
                .filter(thing -> covers(thing.fields().getOrDefault("architectures", ""), architecture));
    }

    private static boolean covers(String architectures, String architecture) {
        return list(architectures).stream().anyMatch(each -> each.equals(ALL) || each.equals(main(architecture)));
    }

    /** The selection that an image of this release for this architecture belongs to. */
    static Optional<ObservedThing> selected(Observed.Region region, String release, String architecture) {
        return sets(region)
                .filter(set -> release.equals(set.fields().get("release")))
                .filter(set -> covers(set.fields().getOrDefault("architectures", ""), architecture))
                .findFirst();
    }

    private static Stream<ObservedThing> sets(Observed.Region region) {
        var sets = region.things().get(ThingKind.IMAGE_SET);
        return sets == null ? Stream.empty() : sets.values().stream();
    }

    /** The newest whole version of the image that a machine of this architecture is deployed with; empty when unknown. */
    public static Optional<String> version(Observed.Region region, String release, String architecture) {
        return selected(region, release, architecture)
                .flatMap(set -> Optional.ofNullable(set.fields().get(VERSION + main(architecture))));
    }

    /** MAAS says {@code amd64/generic} of machines and {@code amd64} of images. */
    public static String main(String architecture) {
        int slash = architecture.indexOf('/');
        return slash < 0 ? architecture : architecture.substring(0, slash);
    }
}
