package io.penguintech.gough.bot.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every file that holds a secret of Gough's own, found in the settings themselves so that none is forgotten. */
public final class SecretFiles {
    private SecretFiles() {}

    /** All secret files that these settings name, however deep. */
    public static List<SecretFile> in(Collection<? extends Settings> settings) {
        var found = new ArrayList<SecretFile>();
        settings.forEach(one -> collect(one, found));
        return List.copyOf(found);
    }

    private static void collect(@Nullable Object value, List<SecretFile> found) {
        switch (value) {
            case null -> {}
            case SecretFile file -> found.add(file);
            case Map<?, ?> map -> map.values().forEach(it -> collect(it, found));
            case Collection<?> all -> all.forEach(it -> collect(it, found));
            case Record record -> components(record, found);
            default -> {}
        }
    }

    private static void components(Record record, List<SecretFile> found) {
        for (var component : record.getClass().getRecordComponents())
            try {
                collect(component.getAccessor().invoke(record), found);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(record.getClass() + " is a public record and can be read", e);
            }
    }
}
