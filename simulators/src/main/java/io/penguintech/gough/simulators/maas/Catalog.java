package io.penguintech.gough.simulators.maas;

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
    final ImageStore images;
    private int lastZone = 1;
    private int lastPool;
    private int lastDomain = -1;

    Catalog(ImageStore images) {
        this.images = images;
        zones.put("default", new Place(1, "default", ""));
        pools.put("default", new Place(0, "default", "Default pool"));
        makeDefault(newDomain("maas"));
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
        return domains.values().stream()
                .filter(each -> each.isDefault)
                .findFirst()
                .orElseThrow();
    }

    void makeDefault(Domain domain) {
        domains.values().forEach(each -> each.isDefault = each.equals(domain));
    }

    /** By number or name. */
    Optional<Domain> domain(String text) {
        return domains.values().stream()
                .filter(each ->
                        each.name().equals(text) || Integer.toString(each.id()).equals(text))
                .findFirst();
    }

    void rename(Domain domain, String name) {
        domains.remove(domain.name());
        domain.rename(name);
        domains.put(name, domain);
    }

    Tag tag(String name) {
        return tags.computeIfAbsent(name, any -> new Tag(name, "", "", ""));
    }

    /** Architectures for which there is an image, as MAAS spells them. */
    List<String> architectures() {
        return images.ready().stream().map(MaasImage::arch).distinct().sorted().toList();
    }

    /** The same for one architecture, written with or without its subarchitecture. */
    Optional<MaasImage> image(String series, String architecture) {
        return images.ready().stream()
                .filter(image -> image.series().equals(series) || image.name().equals(series))
                .filter(image -> (architecture + "/").startsWith(image.architecture() + "/"))
                .findFirst();
    }

    /** The image a {@code distro_series} means: a series or {@code osystem/series}. */
    Optional<MaasImage> image(String series) {
        return images.ready().stream()
                .filter(image -> image.series().equals(series) || image.name().equals(series))
                .findFirst();
    }
}
