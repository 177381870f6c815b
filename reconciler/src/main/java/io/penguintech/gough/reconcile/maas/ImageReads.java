package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Images;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Reads which images are selected and how far they are: the boot sources, their selections, the images, and one image of
 * each release and architecture that is selected, because the list does not say whether an image is whole (source code);
 * images of several kernels come together.
 */
final class ImageReads {
    private final MaasCalls calls;
    private final ThingReads.Lists lists;

    ImageReads(MaasCalls calls, ThingReads.Lists lists) {
        this.calls = calls;
        this.lists = lists;
    }

    List<ObservedThing> read() throws Refused {
        var selections = selections();
        var images = new TreeMap<String, SortedMap<String, String>>();
        for (var image : selected(selections)) {
            var detail = detail(calls, image);
            if (detail.isPresent())
                note(
                        images.computeIfAbsent(name(image), any -> new TreeMap<>()),
                        architecture(image),
                        detail.get().path("sets"));
        }
        return selections.stream()
                .map(set -> {
                    var fields = new TreeMap<>(set.fields());
                    fields.putAll(images.getOrDefault(set.key(), new TreeMap<>()));
                    return new ObservedThing(set.kind(), set.id(), fields);
                })
                .toList();
    }

    /** One image of each release and architecture. */
    private Iterable<JsonNode> selected(List<ObservedThing> selections) throws Refused {
        var one = new TreeMap<String, JsonNode>();
        for (var image : lists.images())
            if (selections.stream().anyMatch(set -> set.key().equals(name(image))))
                one.putIfAbsent(name(image) + " " + architecture(image), image);
        return one.values();
    }

    /** Empty when it went meanwhile: an import deletes the images that nobody selects any more. */
    static Optional<JsonNode> detail(MaasCalls calls, JsonNode image) throws Refused {
        var path = "boot-resources/" + Form.encode(image.path("id").asString("")) + "/";
        try {
            return Optional.of(calls.readTree("read-image", path, Form.empty(), "look at an image"));
        } catch (Refused refused) {
            if (refused.status() == 404) return Optional.empty();
            throw refused;
        }
    }

    private List<ObservedThing> selections() throws Refused {
        var all = new ArrayList<ObservedThing>();
        for (var source : lists.get("list-sources", "boot-sources/", "list boot sources")) {
            var id = source.path("id").asString("");
            for (var item :
                    lists.get("list-selections", "boot-sources/" + id + "/selections/", "list image selections"))
                selection(id, item).ifPresent(all::add);
        }
        return all;
    }

    /** Its id tells its source too: it is altered below that. */
    static Optional<ObservedThing> selection(String source, JsonNode json) {
        return ThingReader.read(ThingKind.IMAGE_SET, json).map(set -> {
            var fields = new TreeMap<>(set.fields());
            for (var field : List.of("architectures", "kernels", "labels"))
                fields.computeIfPresent(
                        field, (_, text) -> String.join(", ", new TreeSet<>(List.of(text.split(", ", -1)))));
            return new ObservedThing(set.kind(), source + "-" + set.id(), fields);
        });
    }

    /** Where a selection is altered. */
    static String path(String id) {
        int dash = id.indexOf('-');
        return "boot-sources/" + Form.encode(id.substring(0, dash)) + "/selections/"
                + Form.encode(id.substring(dash + 1)) + "/";
    }

    /** The newest whole version; and of a newer one that is not whole, how far it is. Versions are dates (recorded). */
    private static void note(SortedMap<String, String> into, String architecture, JsonNode sets) {
        for (Map.Entry<String, JsonNode> set : sets.properties()) {
            if (set.getValue().path("complete").asBoolean(false))
                into.merge(
                        Images.VERSION + architecture, set.getKey(), (one, two) -> one.compareTo(two) > 0 ? one : two);
            else
                into.put(
                        Images.PROGRESS + architecture,
                        Long.toString(Math.round(set.getValue().path("progress").asDouble(0))));
        }
    }

    private static String name(JsonNode image) {
        return image.path("name").asString("");
    }

    private static String architecture(JsonNode image) {
        return Images.main(image.path("architecture").asString(""));
    }
}
