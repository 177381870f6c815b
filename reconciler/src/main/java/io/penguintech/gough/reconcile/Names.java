package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
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
                "Region %s cannot deploy release \"%s\" for %s. %s Import the image in MAAS or correct spec.os.release at %s."
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
                        "Region %s has no image for %s, and MAAS takes in no machine without one. Import an image in MAAS first; then it is planned again."
                                .formatted(host.region(), architecture))
                .stream()
                .toList();
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
