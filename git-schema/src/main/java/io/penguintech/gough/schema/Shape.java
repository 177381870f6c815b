package io.penguintech.gough.schema;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a value in a document may be. The loader checks documents against shapes and the published JSON Schemas are
 * written from them, so that the two cannot disagree.
 */
sealed interface Shape {
    /** A text that follows a rule. */
    record Text(TextRule rule) implements Shape {}

    /**
     * One of a few words.
     *
     * @param words the words
     * @param later words that mean something but not yet
     */
    record Words(List<String> words, List<String> later) implements Shape {
        public Words {
            words = List.copyOf(words);
            later = List.copyOf(later);
        }
    }

    /** A whole number within bounds. */
    record Whole(long least, long most) implements Shape {}

    /** True or false. */
    record Flag() implements Shape {}

    /** A duration: text such as {@code 1h30m}, or 0. */
    record Period() implements Shape {}

    /** A list of equal things. */
    record ListOf(Shape item) implements Shape {}

    /** A map with keys of one's own choosing. */
    record MapOf(TextRule key, Shape value) implements Shape {}

    /** Any YAML at all; maps with the single key {@code secret} are references. */
    record Anything() implements Shape {}

    /** A text, number or flag, or a reference to a secret. */
    record SecretOrScalar() implements Shape {}

    /** What a later version of Gough reads. */
    record Later() implements Shape {}

    /**
     * A map with known keys.
     *
     * @param fields the known keys
     * @param others what any other key holds; empty when there must be none
     */
    record Struct(List<Field> fields, Optional<Shape> others) implements Shape {
        public Struct {
            fields = List.copyOf(fields);
        }

        Optional<Field> field(String key) {
            for (var field : fields) if (field.name().equals(key)) return Optional.of(field);
            return Optional.empty();
        }

        List<String> names() {
            return fields.stream().map(Field::name).toList();
        }

        /** The same with other fields added or put in the place of those with the same name. */
        Struct with(Field... more) {
            var all = byName();
            for (var field : more) all.put(field.name(), field);
            return new Struct(List.copyOf(all.values()), others);
        }

        /** The same without some fields. */
        Struct without(String... names) {
            var all = byName();
            Arrays.asList(names).forEach(all::remove);
            return new Struct(List.copyOf(all.values()), others);
        }

        private Map<String, Field> byName() {
            var all = new LinkedHashMap<String, Field>();
            for (var field : fields) all.put(field.name(), field);
            return all;
        }
    }

    /**
     * A key of a map.
     *
     * @param name the key
     * @param shape what stands under it
     * @param required whether it must be there
     * @param meaning one sentence for people, shown by editors
     */
    record Field(String name, Shape shape, boolean required, String meaning) {}

    static Field field(String name, Shape shape, String meaning) {
        return new Field(name, shape, false, meaning);
    }

    static Field required(String name, Shape shape, String meaning) {
        return new Field(name, shape, true, meaning);
    }

    static Text text(TextRule rule) {
        return new Text(rule);
    }

    static ListOf listOf(TextRule rule) {
        return new ListOf(new Text(rule));
    }

    static Words words(String... words) {
        return new Words(List.of(words), List.of());
    }

    static Struct struct(Field... fields) {
        return new Struct(List.of(fields), Optional.empty());
    }
}
