package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Tree;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names what is declared by what it says: where it stands, and in which line, never enters. */
final class Form {
    private Form() {}

    /** The same text exactly for what says the same. */
    static String of(Object... declared) {
        var parts = new ArrayList<String>();
        add(List.of(declared), parts);
        return Guards.digest(List.of(String.join("\n", parts)));
    }

    private static void add(@Nullable Object value, List<String> parts) {
        switch (value) {
            case null -> parts.add("null");
            case Record one -> record(one, parts);
            case Optional<?> one -> all(one.stream().toList(), parts);
            case Map<?, ?> map -> all(sorted(map.entrySet(), Form::entry), parts);
            case SortedSet<?> set -> all(set, parts);
            case java.util.Set<?> set -> all(sorted(set, Form::text), parts);
            case Collection<?> list -> all(list, parts);
            // Its length stands before it: a text with lines of its own does not look like several parts.
            default -> {
                var text = String.valueOf(value);
                parts.add("%s %d %s".formatted(value.getClass().getSimpleName(), text.length(), text));
            }
        }
    }

    private static void all(Collection<?> values, List<String> parts) {
        parts.add("of " + values.size());
        for (var value : values) add(value, parts);
    }

    private static List<Object> entry(Map.Entry<?, ?> entry) {
        var both = new ArrayList<Object>();
        both.add(entry.getKey());
        both.add(entry.getValue());
        return both;
    }

    private static <T> List<String> sorted(Collection<T> values, Function<T, Object> of) {
        return values.stream().map(of).map(Form::text).sorted().toList();
    }

    private static String text(Object value) {
        var parts = new ArrayList<String>();
        add(value, parts);
        return String.join("\n", parts);
    }

    private static void record(Record one, List<String> parts) {
        parts.add("a " + one.getClass().getName());
        for (var component : one.getClass().getRecordComponents())
            if (component.getType() != Place.class && component.getType() != Tree.Spelling.class)
                add(value(one, component), parts);
    }

    private static @Nullable Object value(Record one, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true); // a public method, perhaps of a type that is not
            return accessor.invoke(one);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s cannot be read".formatted(component), e);
        }
    }
}
