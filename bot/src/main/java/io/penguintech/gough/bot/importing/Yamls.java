package io.penguintech.gough.bot.importing;

import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Tree;
import io.penguintech.gough.templates.cloudinit.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes documents of maps, lists, texts and flags as YAML. */
final class Yamls {
    private static final Place NOWHERE = Place.ofFile("");

    private Yamls() {}

    /** A document of a kind, ended by a line break. */
    static String document(String kind, String name, Map<String, Object> spec) {
        var root = new LinkedHashMap<String, Object>();
        root.put("apiVersion", "gough.io/v1");
        root.put("kind", kind);
        root.put("metadata", Map.of("name", name));
        root.put("spec", spec);
        var out = new StringBuilder();
        YamlText.write(mapping(root), out);
        // Quotes that no reader needs; what people wrote stands further to the right.
        return out.toString().replace("\n  \"+tags\":\n", "\n  +tags:\n");
    }

    private static Tree.Mapping mapping(Map<String, ?> map) {
        return new Tree.Mapping(
                map.entrySet().stream()
                        .map(entry -> new Tree.Entry(entry.getKey(), NOWHERE, tree(entry.getValue())))
                        .toList(),
                NOWHERE);
    }

    @SuppressWarnings("unchecked")
    private static Tree tree(Object value) {
        return switch (value) {
            case Map<?, ?> map -> mapping((Map<String, ?>) map);
            case List<?> list -> new Tree.Seq(list.stream().map(Yamls::tree).toList(), NOWHERE);
            default -> new Tree.Scalar(value, NOWHERE);
        };
    }
}
