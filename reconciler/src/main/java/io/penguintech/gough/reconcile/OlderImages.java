package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the hosts that were deployed from an older image than MAAS has now: one finding for each image. */
final class OlderImages {
    private static final int NAMED = 5;
    private static final String KIND = "older-image";

    /** So much of a digest names it. */
    private static final int NAMING = 12;

    private final Desired desired;
    private final Records records;
    private final Draft draft;

    OlderImages(Desired desired, Records records, Draft draft) {
        this.desired = desired;
        this.records = records;
        this.draft = draft;
    }

    private record Image(String set, String release, String architecture, String newest) implements Comparable<Image> {
        @Override
        public int compareTo(Image other) {
            return toString().compareTo(other.toString());
        }
    }

    private record Ran(HostName host, String version) {}

    void find(BackendName region, Observed.Region seen) {
        var older = new TreeMap<Image, List<Ran>>();
        records.images()
                .forEach((host, version) -> image(host, region, seen)
                        .filter(image -> image.newest().compareTo(version) > 0)
                        .ifPresent(image -> older.computeIfAbsent(image, any -> new ArrayList<>())
                                .add(new Ran(host, version))));
        older.forEach((image, hosts) -> find(region, image, hosts));
    }

    /** The image that a declared host of ours in this region runs. */
    private Optional<Image> image(HostName host, BackendName region, Observed.Region seen) {
        var record = records.hosts().get(host);
        if (record == null
                || !record.region().equals(region)
                || record.deployment().isEmpty()) return Optional.empty();
        if (!desired.inventory().hosts().containsKey(host)) return Optional.empty();
        var machine = seen.machines().get(record.systemId());
        if (machine == null) return Optional.empty();
        var release = record.deployment().get().release();
        var architecture = machine.value().architecture();
        return Images.selected(seen, release, architecture)
                .flatMap(set -> Images.version(seen, release, architecture)
                        .map(newest -> new Image(set.key(), release, Images.main(architecture), newest)));
    }

    private void find(BackendName region, Image image, List<Ran> hosts) {
        var named = hosts.stream().limit(NAMED).map(ran -> ran.host().value()).collect(Collectors.joining(", "));
        var rest = hosts.size() > NAMED ? " and %d more".formatted(hosts.size() - NAMED) : "";
        var versions = new TreeSet<String>();
        hosts.forEach(ran -> versions.add(ran.version()));
        var subject = new Subject.OfThing(region, ThingKind.IMAGE_SET, name(region, image));
        draft.find(
                hosts.stream().map(Ran::host).toList(),
                subject,
                KIND,
                ("%d %s deployed from older images of %s %s (%s; MAAS has %s): %s%s. Nothing is reinstalled for that. To"
                                + " redeploy them in waves, raise spec.generation, in a profile for all or host by host, or ask for"
                                + " it: gough reinstall finding:%s; rollout of gough.yaml says how many at once. Or accept"
                                + " this until the next version.")
                        .formatted(
                                hosts.size(),
                                hosts.size() == 1 ? "host was" : "hosts were",
                                image.release(),
                                image.architecture(),
                                String.join(", ", versions),
                                image.newest(),
                                named,
                                rest,
                                Draft.digest(subject, KIND, image.architecture(), image.newest())
                                        .substring(0, NAMING)),
                image.architecture(),
                image.newest());
    }

    /** The document's name, or what MAAS calls the images when no document declares them. */
    private String name(BackendName region, Image image) {
        return desired.inventory().things().stream()
                .filter(thing -> thing.kind() == ThingKind.IMAGE_SET
                        && thing.region().equals(region)
                        && thing.key().equals(image.set()))
                .map(thing -> thing.name())
                .findFirst()
                .orElse(image.set());
    }

    /** For every region that was read. */
    void find(Map<BackendName, Observed.Region> regions) {
        regions.forEach(this::find);
    }
}
