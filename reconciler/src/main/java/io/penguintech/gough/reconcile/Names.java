package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

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

    /** What is wrong with the release and kernel that would be deployed on a machine that MAAS knows. */
    static List<String> release(Host host, Machine machine, Observed.Region region) {
        return release(host, machine.architecture(), machine.leastKernel(), region);
    }

    /** As for a machine that MAAS knows; {@code architecture} as MAAS spells it. */
    static List<String> release(Host host, String architecture, Observed.Region region) {
        return release(host, architecture, "", region);
    }

    private static List<String> release(Host host, String architecture, String least, Observed.Region region) {
        var release = host.os().release();
        if (release.isEmpty())
            return List.of(
                    "Goal deployed needs spec.os.release, such as noble: without it MAAS would pick its own default, which may change. Add it at %s."
                            .formatted(host.place()));
        var deployable = region.deployable().releases(architecture);
        if (deployable.contains(release.get())) return kernel(host, wish(host, architecture, least), region);
        return List.of(
                "Region %s cannot deploy release \"%s\" for %s. %s Declare an ImageSet, import the image in MAAS, or correct spec.os.release at %s."
                        .formatted(
                                host.region(),
                                release.get(),
                                architecture.isEmpty() ? "any architecture" : architecture,
                                Nearest.hint(release.get(), deployable),
                                host.place()));
    }

    private static Kernels.Wish wish(Host host, String architecture, String least) {
        return new Kernels.Wish(
                host.os().release().orElse(""), host.os().kernel().orElse(""), architecture, least);
    }

    private static List<String> kernel(Host host, Kernels.Wish wish, Observed.Region region) {
        return Kernels.obstacle(wish, region.deployable())
                .map(why -> "Region %s %s. %s".formatted(host.region(), why, way(host, wish)))
                .stream()
                .toList();
    }

    private static String way(Host host, Kernels.Wish wish) {
        if (wish.kernel().isEmpty())
            return "Lower the machine's minimum kernel in MAAS, or select a newer kernel in an ImageSet or in MAAS.";
        return "Correct spec.os.kernel at %s, leave it out so that MAAS picks one, or select that kernel in an ImageSet or in MAAS."
                .formatted(host.place());
    }

    /** MAAS takes no machine of an architecture that it has no image for. */
    static List<String> architecture(Host host, Observed.Region region) {
        return host
                .machine()
                .architecture()
                .filter(architecture ->
                        region.deployable().releases(architecture).isEmpty())
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
                .filter(architecture ->
                        region.deployable().releases(architecture).isEmpty())
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
        if (region.deployable().releases(architecture).contains(release)) return Optional.empty();
        return Images.declared(inventory, host.region(), architecture)
                .filter(thing -> release.equals(thing.fields().get("release")))
                .findFirst()
                .map(thing -> "It waits for its image: image set %s selects %s for %s, and MAAS fetches it then."
                        .formatted(thing.name(), release, Images.main(architecture)));
    }

    /** Why a kernel is not here yet although somebody selected it by its name; it comes by itself. */
    static Optional<String> awaitedKernel(Host host, String architecture, Observed.Region region, Inventory inventory) {
        var wish = wish(host, architecture, "");
        if (wish.kernel().isEmpty()
                || Kernels.obstacle(wish, region.deployable()).isEmpty()) return Optional.empty();
        var selected = Images.selected(region, wish.release(), architecture).map(ObservedThing::fields).stream();
        var declared = Images.declared(inventory, host.region(), architecture)
                .map(Thing::fields)
                .filter(fields -> wish.release().equals(fields.get("release")));
        return Stream.concat(selected, declared)
                .filter(fields -> Images.names(fields.getOrDefault("kernels", ""), wish.kernel()))
                .findFirst()
                .map(_ -> "It waits for kernel %s of %s for %s, which is selected: MAAS fetches it with an import."
                        .formatted(wish.kernel(), wish.release(), Images.main(architecture)));
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
