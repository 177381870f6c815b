package io.penguintech.gough.bot.importing;

import io.penguintech.gough.schema.Place;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is declared, to compare: values that are equal when nothing but places is different. */
final class Placeless {
    private static final Place NOWHERE = Place.ofFile("");

    private Placeless() {}

    /** Takes the places out of a value of records, collections, maps and plain values, however deep they are. */
    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case Place _ -> NOWHERE;
            case Record record -> ofRecord(record);
            case Optional<?> some -> some.map(Placeless::of);
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> List.of(of(entry.getKey()), of(entry.getValue())))
                        .toList();
            case Collection<?> some -> some.stream().map(Placeless::of).toList();
            default -> value;
        };
    }

    /** Of two records with the same parts of different types, one is not the other. */
    private static List<Object> ofRecord(Record record) {
        var parts = new ArrayList<Object>();
        parts.add(record.getClass());
        for (var component : Objects.requireNonNull(record.getClass().getRecordComponents())) {
            try {
                parts.add(of(component.getAccessor().invoke(record)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("nobody can read " + component, e);
            }
        }
        return parts;
    }
}
