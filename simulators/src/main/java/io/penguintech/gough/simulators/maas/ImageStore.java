package io.penguintech.gough.simulators.maas;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Boot images: what a source offers, what of it is selected, and what has been fetched. An import fetches what is
 * selected and not here in its newest version; until it ends nothing of it can be deployed (source code).
 */
final class ImageStore {
    private static final String FIRST_VERSION = "20261101";

    /** What a source offers of one release: its newest version. */
    static final class Offer {
        final String osystem;
        final String series;
        final String number;
        final List<String> architectures;
        String version = FIRST_VERSION;

        Offer(String series, String number) {
            this.osystem = "ubuntu";
            this.series = series;
            this.number = number;
            this.architectures = List.of("amd64", "arm64");
        }
    }

    /** What is to be fetched. */
    static final class Selection {
        final int id;
        String osystem;
        String series;
        List<String> architectures;
        List<String> subarchitectures;
        List<String> labels;

        Selection(int id, String osystem, String series, List<String> architectures) {
            this.id = id;
            this.osystem = osystem;
            this.series = series;
            this.architectures = List.copyOf(architectures);
            this.subarchitectures = List.of("*");
            this.labels = List.of("*");
        }
    }

    /** One version of an image, complete from a moment on. */
    record Version(String name, Instant begun, Instant complete) {
        boolean isComplete(Instant now) {
            return !complete.isAfter(now);
        }

        /** From 0 to 100. */
        double progress(Instant now) {
            double whole = Duration.between(begun, complete).toMillis();
            return whole == 0
                    ? 100
                    : Math.min(100, 100 * Duration.between(begun, now).toMillis() / whole);
        }
    }

    /** An image of one kernel (source code) with its versions, newest last. */
    static final class Resource {
        final int id;
        /** Names one kernel only. */
        final MaasImage image;

        final List<Version> versions = new ArrayList<>(1);

        @Nullable
        Instant lastDeployed;

        Resource(int id, MaasImage image) {
            this.id = id;
            this.image = image;
        }
    }

    final List<Offer> offers = new ArrayList<>();
    final Map<Integer, Selection> selections = new TreeMap<>();
    final Map<Integer, Resource> resources = new TreeMap<>();
    private final Supplier<Instant> now;
    private int lastSelection;
    private int lastResource;

    ImageStore(List<MaasImage> synced, Supplier<Instant> now) {
        this.now = now;
        offers.add(new Offer("bionic", "18.04"));
        offers.add(new Offer("focal", "20.04"));
        offers.add(new Offer("jammy", "22.04"));
        offers.add(new Offer("noble", "24.04"));
        offers.add(new Offer("plucky", "25.04"));
        synced.forEach(this::add);
    }

    /** An image is here at once, and selected. */
    void add(MaasImage image) {
        var version = offer(image.osystem(), image.series())
                .map(offer -> offer.version)
                .orElse(FIRST_VERSION);
        for (var kernel : image.kernels()) {
            resource(image.of(kernel)).versions.add(new Version(version, Instant.EPOCH, Instant.EPOCH));
        }
        select(image.osystem(), image.series(), List.of(image.architecture()));
    }

    private Resource resource(MaasImage image) {
        return resources.values().stream()
                .filter(each -> each.image.equals(image))
                .findFirst()
                .orElseGet(() -> {
                    var made = new Resource(++lastResource, image);
                    resources.put(made.id, made);
                    return made;
                });
    }

    Selection select(String osystem, String series, List<String> architectures) {
        var same = selections.values().stream()
                .filter(each -> each.osystem.equals(osystem) && each.series.equals(series))
                .findFirst();
        if (same.isPresent()) {
            var all = new ArrayList<>(same.get().architectures);
            architectures.stream().filter(each -> !all.contains(each)).forEach(all::add);
            same.get().architectures = List.copyOf(all);
            return same.get();
        }
        var made = new Selection(++lastSelection, osystem, series, architectures);
        selections.put(made.id, made);
        return made;
    }

    Optional<Offer> offer(String osystem, String series) {
        return offers.stream()
                .filter(each -> (osystem.isEmpty() || each.osystem.equals(osystem)) && each.series.equals(series))
                .findFirst();
    }

    /** Images that can be deployed now, each with all its kernels that are here. */
    List<MaasImage> ready() {
        var ready = new LinkedHashMap<String, MaasImage>();
        resources.values().stream()
                .filter(each -> each.versions.stream().anyMatch(version -> version.isComplete(now.get())))
                .map(each -> each.image)
                .forEach(image -> ready.merge(image.name() + " " + image.arch(), image, MaasImage::and));
        return List.copyOf(ready.values());
    }

    boolean isImporting() {
        return resources.values().stream()
                .flatMap(each -> each.versions.stream())
                .anyMatch(version -> !version.isComplete(now.get()));
    }

    /** Fetches what is selected and not here; drops what is no longer selected. */
    void startImport(Duration time) {
        var wanted = new ArrayList<Resource>();
        for (var selection : selections.values()) {
            var offer = offer(selection.osystem, selection.series);
            var architectures = selection.architectures.contains("*")
                    ? offer.map(each -> each.architectures).orElse(List.of())
                    : selection.architectures;
            for (var architecture : architectures) {
                for (var kernel : kernels(selection, offer)) {
                    var resource =
                            resource(new MaasImage(selection.osystem, selection.series, architecture, List.of(kernel)));
                    wanted.add(resource);
                    offer.ifPresent(each -> fetch(resource, each.version, time));
                }
            }
        }
        resources.values().removeIf(each -> !wanted.contains(each));
    }

    private static List<String> kernels(Selection selection, Optional<Offer> offer) {
        return offer.map(each -> List.of("ga-" + each.number, "hwe-" + each.number)).orElse(List.of("generic")).stream()
                .filter(kernel ->
                        selection.subarchitectures.contains("*") || selection.subarchitectures.contains(kernel))
                .toList();
    }

    private void fetch(Resource resource, String version, Duration time) {
        if (resource.versions.stream().noneMatch(each -> each.name().equals(version))) {
            resource.versions.add(new Version(version, now.get(), now.get().plus(time)));
        }
    }

    /** What is not complete is given up. */
    void stopImport() {
        resources.values().forEach(each -> each.versions.removeIf(version -> !version.isComplete(now.get())));
        resources.values().removeIf(each -> each.versions.isEmpty());
    }

    /** The source offers a newer version of everything; who wants it imports again. */
    void publish(String version) {
        offers.forEach(offer -> offer.version = version);
    }

    void deployed(MaasImage image) {
        resource(image).lastDeployed = now.get();
    }

    /** Somebody deletes what is here of a kernel. */
    void drop(String series, String kernel) {
        resources
                .values()
                .removeIf(each -> each.image.series().equals(series)
                        && each.image.kernels().contains(kernel));
    }
}
