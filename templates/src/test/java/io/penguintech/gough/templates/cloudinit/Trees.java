package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees from plain Java values and back. */
final class Trees {
    static final Place NOWHERE = new Place("test.yaml", 1, 1);

    private Trees() {}

    static Tree of(@Nullable Object plain) {
        return switch (plain) {
            case Map<?, ?> map ->
                new Tree.Mapping(
                        map.entrySet().stream()
                                .map(e -> new Tree.Entry((String) e.getKey(), NOWHERE, of(e.getValue())))
                                .toList(),
                        NOWHERE);
            case List<?> list -> new Tree.Seq(list.stream().map(Trees::of).toList(), NOWHERE);
            case null, default -> new Tree.Scalar(plain, NOWHERE);
        };
    }

    static @Nullable Object widened(@Nullable Object plain) {
        return switch (plain) {
            case Integer number -> number.longValue();
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                for (var item : list) copy.add(widened(item));
                yield copy;
            }
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, value) -> copy.put((String) key, widened(value)));
                yield copy;
            }
            case null, default -> plain;
        };
    }
}
