package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Checks before any call that what a change names exists in its region. */
final class Names {
    private Names() {}

    /** What is wrong with the fields to be set, one sentence each. */
    static List<String> unknown(Host host, Collection<FieldChange> fields, MachineIndex index) {
        var region = index.region();
        var problems = new ArrayList<String>();
        for (var field : fields) {
            var value = field.after();
            if (value.isEmpty()) continue;
            switch (field.field()) {
                case MachineFields.ZONE ->
                    check(problems, host, "zone", value.get(), index.promised().with(ThingKind.ZONE, region.zones()));
                case MachineFields.POOL ->
                    check(problems, host, "pool", value.get(), index.promised().with(ThingKind.POOL, region.pools()));
                case MachineFields.DOMAIN ->
                    check(
                            problems,
                            host,
                            "domain",
                            value.get(),
                            index.promised().with(ThingKind.DOMAIN, region.domains()));
                case MachineFields.HOSTNAME -> taken(problems, value.get(), index);
                default ->
                    MachineFields.tag(field)
                            .filter(Marks::reserved)
                            .ifPresent(tag -> problems.add(
                                    "Tag \"%s\" is Gough's own mark (%s and %s...): remove it from spec.tags."
                                            .formatted(tag, Desired.MANAGED, Marks.PREFIX)));
            }
        }
        return problems;
    }

    /** What is wrong with the release a deployment would run; {@code architecture} as MAAS spells it. */
    static List<String> release(Host host, String architecture, Observed.Region region) {
        var release = host.os().release();
        if (release.isEmpty())
            return List.of(
                    "Goal deployed needs spec.os.release, such as noble: without it MAAS would pick its own default, which may change. Add it at %s."
                            .formatted(host.place()));
        var deployable = deployable(architecture, region);
        if (deployable.contains(release.get())) return List.of();
        return List.of(
                "Region %s cannot deploy release \"%s\" for %s. %s Declare an ImageSet, import the image in MAAS, or correct spec.os.release at %s."
                        .formatted(
                                host.region(),
                                release.get(),
                                architecture.isEmpty() ? "any architecture" : architecture,
                                Nearest.hint(release.get(), deployable),
                                host.place()));
    }

    /** MAAS takes no machine of an architecture that it has no image for. */
    static List<String> architecture(Host host, Observed.Region region) {
        return host
                .machine()
                .architecture()
                .filter(architecture -> deployable(architecture, region).isEmpty())
                .map(architecture ->
                        "Region %s has no image for %s, and MAAS takes in no machine without one. Declare an ImageSet of that architecture, or import an image in MAAS; then it is planned again."
                                .formatted(host.region(), architecture))
                .stream()
                .toList();
    }

    /** As {@link #architecture}, where an image set that is declared brings one. */
    static Optional<String> awaitedArchitecture(Host host, Observed.Region region, Inventory inventory) {
        return host.machine()
                .architecture()
                .filter(architecture -> deployable(architecture, region).isEmpty())
                .flatMap(architecture -> Images.declared(inventory, host.region(), architecture)
                        .findFirst()
                        .map(set ->
                                "It waits for an image of %s, which image set %s selects: MAAS takes in no machine without one."
                                        .formatted(Images.main(architecture), set.name())));
    }

    /** Why the release is not here yet although it is selected, or about to be; it comes by itself. */
    static Optional<String> awaited(Host host, String architecture, Observed.Region region, Inventory inventory) {
        var release = host.os().release().orElse("");
        var set = Images.selected(region, release, architecture);
        if (set.isPresent())
            return Images.coming(set.get(), Images.main(architecture)).map(why -> "It waits for its image. " + why);
        if (deployable(architecture, region).contains(release)) return Optional.empty();
        return Images.declared(inventory, host.region(), architecture)
                .filter(thing -> release.equals(thing.fields().get("release")))
                .findFirst()
                .map(thing -> "It waits for its image: image set %s selects %s for %s, and MAAS fetches it then."
                        .formatted(thing.name(), release, Images.main(architecture)));
    }

    private static SortedSet<String> deployable(String architecture, Observed.Region region) {
        int slash = architecture.indexOf('/');
        var main = slash < 0 ? architecture : architecture.substring(0, slash);
        var exact = region.releases().get(architecture);
        if (exact != null) return exact;
        return region.releases().getOrDefault(main, new TreeSet<>());
    }

    private static void check(List<String> problems, Host host, String field, String value, SortedSet<String> known) {
        if (known.contains(value)) return;
        problems.add(
                "Region %s has no %s \"%s\". %s Create it in MAAS, declare it in region/, or correct spec.%s at %s."
                        .formatted(host.region(), field, value, Nearest.hint(value, known), field, host.place()));
    }

    private static void taken(List<String> problems, String hostname, MachineIndex index) {
        Optional.of(index.withHostname(hostname))
                .filter(ids -> !ids.isEmpty())
                .ifPresent(ids -> problems.add(
                        "Machine %s is already called \"%s\", and MAAS refuses a name twice. Rename or delete that machine, or give the host another name."
                                .formatted(ids.getFirst(), hostname)));
    }
}
