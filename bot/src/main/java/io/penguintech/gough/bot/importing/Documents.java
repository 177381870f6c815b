package io.penguintech.gough.bot.importing;

import io.penguintech.gough.bot.importing.Profiles.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Writes hosts and profiles as documents, keys in the order people know from the examples. */
final class Documents {
    private static final List<String> ORDER = List.of(
            "machine", "zone", "pool", "domain", "description", "+tags", "goal", "os", "storage", "network", "adopt");

    /** Order inside what has one; all else is in that of the alphabet. */
    private static final Map<String, List<String>> INNER = Map.of(
            "network", List.of("interfaces", "bonds", "bridges", "vlans"),
            "storage", List.of("layout", "disks", "raids", "volumeGroups"));

    private Documents() {}

    static String host(Sheet sheet, List<Profile> profiles) {
        var rest = new TreeMap<>(sheet.fields());
        var tags = new java.util.TreeSet<>(sheet.tags());
        for (var profile : profiles) {
            rest.keySet().removeAll(profile.fields().keySet());
            tags.removeAll(profile.tags());
        }
        var spec = new LinkedHashMap<String, Object>();
        if (!profiles.isEmpty())
            spec.put("profiles", profiles.stream().map(Profile::name).toList());
        spec.putAll(spec(sheet.own(), rest, tags));
        return Yamls.document("Host", sheet.name(), spec);
    }

    static String profile(Profile profile) {
        return Yamls.document("Profile", profile.name(), spec(new TreeMap<>(), profile.fields(), profile.tags()));
    }

    private static Map<String, Object> spec(
            SortedMap<String, Object> own, SortedMap<String, Object> fields, SortedSet<String> tags) {
        var nested = new LinkedHashMap<String, Object>();
        own.forEach((path, value) -> into(nested, path, value));
        fields.forEach((path, value) -> into(nested, path, value));
        if (!tags.isEmpty()) nested.put("+tags", new ArrayList<Object>(tags));
        INNER.forEach((key, order) -> nested.computeIfPresent(key, (_, inner) -> ordered((Map<?, ?>) inner, order)));
        return ordered(nested, ORDER);
    }

    /** These keys first. */
    private static Map<String, Object> ordered(Map<?, ?> map, List<String> first) {
        var ordered = new LinkedHashMap<String, Object>();
        for (var key : first) if (map.containsKey(key)) ordered.put(key, map.get(key));
        map.forEach((key, value) -> ordered.putIfAbsent((String) key, value));
        return ordered;
    }

    @SuppressWarnings("unchecked")
    private static void into(Map<String, Object> map, String path, Object value) {
        int slash = path.indexOf('/');
        if (slash < 0) map.put(path, written(value));
        else
            into(
                    (Map<String, Object>) map.computeIfAbsent(path.substring(0, slash), key -> new LinkedHashMap<>()),
                    path.substring(slash + 1),
                    value);
    }

    private static Object written(Object value) {
        return switch (value) {
            case Sheet.Secret(var reference) -> Map.of("secret", reference);
            // In a profile or a host this opens a placeholder; doubled it is what it says.
            case String text -> text.replace("${{", "$${{");
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.forEach((key, inner) -> copy.put((String) key, written(inner)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Documents::written).toList();
            default -> value;
        };
    }
}
