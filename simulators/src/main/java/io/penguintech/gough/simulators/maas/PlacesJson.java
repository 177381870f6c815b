package io.penguintech.gough.simulators.maas;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Zones, pools, domains, tags and users as recorded. */
final class PlacesJson {
    private PlacesJson() {}

    static Map<String, @Nullable Object> zone(Place zone) {
        return Json.object()
                .with("name", zone.name)
                .with("description", zone.description)
                .with("id", zone.id)
                .with("resource_uri", "/MAAS/api/2.0/zones/" + zone.name + "/")
                .map();
    }

    static Map<String, @Nullable Object> pool(Place pool) {
        return Json.object()
                .with("name", pool.name)
                .with("description", pool.description)
                .with("id", pool.id)
                .with("resource_uri", "/MAAS/api/2.0/resourcepool/" + pool.id + "/")
                .map();
    }

    static Map<String, @Nullable Object> domain(Domain domain) {
        return Json.object()
                .with("authoritative", domain.authoritative)
                .with("ttl", domain.ttl)
                .with("name", domain.name())
                .with("id", domain.id())
                .with("is_default", domain.isDefault)
                .with("resource_record_count", domain.records)
                .with("resource_uri", "/MAAS/api/2.0/domains/" + domain.id() + "/")
                .map();
    }

    static Map<String, @Nullable Object> tag(Tag tag) {
        return Json.object()
                .with("name", tag.name)
                .with("definition", tag.definition)
                .with("comment", tag.comment)
                .with("kernel_opts", tag.kernelOpts)
                .with("resource_uri", "/MAAS/api/2.0/tags/" + tag.name + "/")
                .map();
    }

    static Map<String, @Nullable Object> user(MaasUser user) {
        return Json.object()
                .with("is_superuser", user.superuser())
                .with("username", user.username())
                .with("email", user.email())
                .with("is_local", true)
                .with("resource_uri", "/MAAS/api/2.0/users/" + user.username() + "/")
                .map();
    }
}
