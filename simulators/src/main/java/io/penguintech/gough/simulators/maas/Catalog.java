package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Zones, pools, domains, tags, images and settings of the region: what machines refer to. */
final class Catalog {
    final Map<String, Place> zones = new LinkedHashMap<>();
    final Map<String, Place> pools = new LinkedHashMap<>();
    final Map<String, Domain> domains = new LinkedHashMap<>();
    final Map<String, Tag> tags = new LinkedHashMap<>();
    final List<MaasImage> images = new ArrayList<>();
    private int lastZone = 1;
    private int lastPool;
    private int lastDomain;

    Catalog(List<MaasImage> images) {
        this.images.addAll(images);
        zones.put("default", new Place(1, "default", ""));
        pools.put("default", new Place(0, "default", "Default pool"));
        domains.put("maas", new Domain(0, "maas"));
    }

    Place newZone(String name, String description) {
        var zone = new Place(++lastZone, name, description);
        zones.put(name, zone);
        return zone;
    }

    Place newPool(String name, String description) {
        var pool = new Place(++lastPool, name, description);
        pools.put(name, pool);
        return pool;
    }

    Domain newDomain(String name) {
        var domain = new Domain(++lastDomain, name);
        domains.put(name, domain);
        return domain;
    }

    Place zone(String name) {
        var zone = zones.get(name);
        return zone == null ? newZone(name, "") : zone;
    }

    Place pool(String name) {
        var pool = pools.get(name);
        return pool == null ? newPool(name, "") : pool;
    }

    Place defaultZone() {
        return zone("default");
    }

    Place defaultPool() {
        return pool("default");
    }

    Domain defaultDomain() {
        return domains.values().iterator().next();
    }

    Tag tag(String name) {
        return tags.computeIfAbsent(name, any -> new Tag(name, "", "", ""));
    }

    /** Architectures for which there is an image, as MAAS spells them. */
    List<String> architectures() {
        return images.stream().map(MaasImage::arch).distinct().sorted().toList();
    }

    /** The image a {@code distro_series} means: a series or {@code osystem/series}. */
    Optional<MaasImage> image(String series) {
        return images.stream()
                .filter(image -> image.series().equals(series) || image.name().equals(series))
                .findFirst();
    }
}
