package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code boot-resources/}: images and their import (list recorded, the rest source code). Uploads are not modelled. */
final class ImagesApi {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long SIZE = 560_000_000;

    private final Region region;
    private final ImageStore store;

    ImagesApi(Region region) {
        this.region = region;
        this.store = region.catalog.images;
    }

    Answer resources(Request request) {
        return switch (request.signature()) {
            case "GET" -> list(request.field("type").orElse("all"));
            case "GET is_importing" -> Answers.json(store.isImporting());
            case "POST import" -> {
                request.requireAdmin();
                store.startImport(region.settings.importing());
                yield Answers.known(200, "text/plain; charset=utf-8", "Import of boot resources started");
            }
            case "POST stop_import" -> {
                request.requireAdmin();
                store.stopImport();
                yield Answers.known(200, "text/plain; charset=utf-8", "Import of boot resources is being stopped");
            }
            case "POST" -> throw Refusal.notModelled("uploading images");
            default -> throw request.noSuchOperation();
        };
    }

    private Answer list(String type) {
        return switch (type) {
            case "all", "synced" ->
                Answers.json(store.resources.values().stream()
                        .map(each -> json(each).map())
                        .toList());
            case "uploaded" -> Answers.json(List.of());
            default ->
                throw Refusal.bad(
                        "'" + type + "' is not a valid boot resource type. Available types: ['synced', 'uploaded']");
        };
    }

    Answer resource(Request request) {
        var found = store.resources.values().stream()
                .filter(each -> Integer.toString(each.id).equals(request.path().get(1)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("BootResource"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(json(found).with("sets", sets(found)).map());
            case "DELETE" -> {
                request.requireAdmin();
                store.resources.remove(found.id);
                yield Answers.gone();
            }
            default -> throw request.noSuchOperation();
        };
    }

    private static Json json(ImageStore.Resource resource) {
        var image = resource.image;
        return Json.object()
                .with("id", resource.id)
                .with("type", "Synced")
                .with("name", image.name())
                .with(
                        "architecture",
                        image.architecture() + "/" + image.kernels().getFirst())
                .with("resource_uri", "/MAAS/api/2.0/boot-resources/" + resource.id + "/")
                .with("last_deployed", resource.lastDeployed == null ? null : TIME.format(resource.lastDeployed))
                .with("platform", "generic")
                .with("supported_platforms", "generic");
    }

    /** By version, the newest first. */
    private Map<String, @Nullable Object> sets(ImageStore.Resource resource) {
        var sets = Json.object();
        for (var version : resource.versions.reversed()) {
            boolean complete = version.isComplete(region.now());
            var set = Json.object()
                    .with("version", version.name())
                    .with("label", "stable")
                    .with("size", SIZE)
                    .with("complete", complete);
            var file = Json.object()
                    .with("filename", "squashfs")
                    .with("filetype", "squashfs")
                    .with("sha256", "0".repeat(64))
                    .with("filename_on_disk", "0".repeat(12))
                    .with("size", SIZE)
                    .with("complete", complete);
            if (!complete) {
                set.with("progress", version.progress(region.now()));
                file.with("progress", version.progress(region.now()));
            }
            sets.with(version.name(), set.with("files", Json.object().with("squashfs", file)));
        }
        return sets.map();
    }
}
