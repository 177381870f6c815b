package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code boot-sources/} and their selections (source recorded, selections source code). For administrators. */
final class BootSourcesApi {
    private static final String CREATED = "2026-11-22T19:02:09.350";

    private final ImageStore store;
    private String url = "http://images.maas.io/ephemeral-v3/stable/";
    private String keyring = "/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg";

    BootSourcesApi(Region region) {
        this.store = region.catalog.images;
    }

    Answer sources(Request request) {
        return switch (request.signature()) {
            case "GET" -> Answers.json(List.of(json()));
            case "POST" -> throw Refusal.notModelled("a second boot source");
            default -> throw request.noSuchOperation();
        };
    }

    Answer source(Request request) {
        requireSource(request);
        return switch (request.signature()) {
            case "GET" -> Answers.json(json());
            case "PUT" -> {
                request.requireAdmin();
                url = request.field("url").filter(text -> !text.isEmpty()).orElse(url);
                keyring = request.field("keyring_filename").orElse(keyring);
                yield Answers.json(json());
            }
            case "DELETE" -> throw Refusal.notModelled("a region without boot source");
            default -> throw request.noSuchOperation();
        };
    }

    private static void requireSource(Request request) {
        if (!request.path().get(1).equals("1")) {
            throw Refusal.unknown("BootSource");
        }
    }

    private Map<String, @Nullable Object> json() {
        return Json.object()
                .with("created", CREATED)
                .with("updated", CREATED)
                .with("url", url)
                .with("keyring_filename", keyring)
                .with("keyring_data", "")
                .with("id", 1)
                .with("resource_uri", "/MAAS/api/2.0/boot-sources/1/")
                .map();
    }

    Answer selections(Request request) {
        requireSource(request);
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(store.selections.values().stream()
                        .map(BootSourcesApi::json)
                        .toList());
            case "POST" -> {
                request.requireAdmin();
                var fields = new FormFields(request);
                var os = request.field("os").orElse("");
                var release = fields.required("release");
                check(fields, os, release);
                if (store.selections.values().stream()
                        .anyMatch(each -> each.osystem.equals(os) && each.series.equals(release))) {
                    fields.error(
                            "__all__", "Boot source selection with this Boot source, Os and Release already exists.");
                }
                fields.refuseErrors();
                var made = store.select(os.isEmpty() ? "ubuntu" : os, release, list(fields, "arches"));
                shape(made, fields);
                yield Answers.json(json(made));
            }
            default -> throw request.noSuchOperation();
        };
    }

    /** Only what the source offers can be selected; lists are required. */
    private void check(FormFields fields, String os, String release) {
        for (var name : List.of("arches", "subarches", "labels")) {
            if (!fields.sent(name)) {
                fields.error(name, FormFields.REQUIRED);
            }
        }
        if (release.isEmpty()) {
            return;
        }
        var offer = store.offer(os, release);
        if (offer.isEmpty()) {
            fields.error("os", "OS " + os + " with release " + release + " has no available images for download");
            return;
        }
        var arches = list(fields, "arches");
        if (!arches.contains("*") && !offer.get().architectures.containsAll(arches)) {
            fields.error("arches", "No available images to download for " + python(arches));
        }
        var labels = list(fields, "labels");
        if (!Stream.of("*", "stable").toList().containsAll(labels)) {
            fields.error("labels", "No available images to download for " + python(labels));
        }
    }

    private static String python(List<String> list) {
        return list.isEmpty() ? "[]" : "['" + String.join("', '", list) + "']";
    }

    private static List<String> list(FormFields fields, String name) {
        var all = new ArrayList<String>();
        fields.all(name).stream()
                .flatMap(each -> Stream.of(each.split(",")))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static void shape(ImageStore.Selection selection, FormFields fields) {
        selection.architectures = fields.sent("arches") ? list(fields, "arches") : selection.architectures;
        selection.subarchitectures = fields.sent("subarches") ? list(fields, "subarches") : selection.subarchitectures;
        selection.labels = fields.sent("labels") ? list(fields, "labels") : selection.labels;
    }

    Answer selection(Request request) {
        requireSource(request);
        var found = store.selections.values().stream()
                .filter(each -> Integer.toString(each.id).equals(request.path().get(3)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("BootSourceSelection"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(json(found));
            case "PUT" -> {
                request.requireAdmin();
                var fields = new FormFields(request);
                var offer = store.offer(found.osystem, found.series);
                var arches = list(fields, "arches");
                if (offer.isPresent()
                        && !arches.contains("*")
                        && !offer.get().architectures.containsAll(arches)) {
                    fields.error("arches", "No available images to download for " + python(arches));
                }
                fields.refuseErrors();
                shape(found, fields);
                yield Answers.json(json(found));
            }
            case "DELETE" -> {
                request.requireAdmin();
                store.selections.remove(found.id);
                yield Answers.gone();
            }
            default -> throw request.noSuchOperation();
        };
    }

    private static Map<String, @Nullable Object> json(ImageStore.Selection selection) {
        return Json.object()
                .with("os", selection.osystem)
                .with("release", selection.series)
                .with("arches", selection.architectures)
                .with("subarches", selection.subarchitectures)
                .with("labels", selection.labels)
                .with("boot_source_id", 1)
                .with("id", selection.id)
                .with("resource_uri", "/MAAS/api/2.0/boot-sources/1/selections/" + selection.id + "/")
                .map();
    }
}
