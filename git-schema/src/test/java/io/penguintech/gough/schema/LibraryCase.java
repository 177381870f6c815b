package io.penguintech.gough.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A host as a query may find it, and what must come of it. In a file of {@code src/test/resources/library} a name of the
 * library leads to its cases, each of which has
 * <ul>
 *   <li>{@code finds} or {@code ignores} (queries, labels), {@code passes} or {@code fails} (policies): what the host shows
 *   <li>{@code tables}: the rows that osquery's tables have there; what is not named is empty
 *   <li>{@code files}: the text of files, for the table {@code yara}
 *   <li>{@code rows} (a query that finds something): every row of the answer, with the columns that matter.
 * </ul>
 *
 * @param name of the query, policy or label
 * @param story what the host shows
 * @param matches whether it must give a row
 * @param ofPolicy whether it was written for a policy
 * @param tables rows by table
 * @param files texts by path
 * @param rows the answer
 */
record LibraryCase(
        String name,
        String story,
        boolean matches,
        boolean ofPolicy,
        Map<String, List<Map<String, Object>>> tables,
        Map<String, String> files,
        List<Map<String, Object>> rows) {
    private static final Path FOLDER = Path.of("src/test/resources/library");
    private static final Set<String> KEYS = Set.of("finds", "ignores", "passes", "fails", "tables", "files", "rows");

    /** Every case, in the order of the files. */
    static List<LibraryCase> all() {
        var cases = new ArrayList<LibraryCase>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                var load = new Load(
                        LoadSettings.builder().setLabel(file.toString()).build());
                map(load.loadFromString(Files.readString(file))).forEach((name, all) -> {
                    for (var one : list(all)) cases.add(of(name, map(one)));
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static LibraryCase of(String name, Map<String, Object> written) {
        if (!KEYS.containsAll(written.keySet()))
            throw new IllegalArgumentException(name + ": unknown key among " + written.keySet());
        var kinds = List.of("finds", "ignores", "passes", "fails").stream()
                .filter(written::containsKey)
                .toList();
        if (kinds.size() != 1) throw new IllegalArgumentException(name + ": it " + kinds);
        var kind = kinds.getFirst();
        var tables = new LinkedHashMap<String, List<Map<String, Object>>>();
        map(written.getOrDefault("tables", Map.of())).forEach((table, rows) -> tables.put(table, rows(rows)));
        var files = new LinkedHashMap<String, String>();
        map(written.getOrDefault("files", Map.of())).forEach((path, text) -> files.put(path, text.toString()));
        return new LibraryCase(
                name,
                written.get(kind).toString(),
                Set.of("finds", "passes").contains(kind),
                Set.of("passes", "fails").contains(kind),
                tables,
                files,
                rows(written.getOrDefault("rows", List.of())));
    }

    /** Whether the host shows anything. */
    boolean isEmpty() {
        return files.isEmpty() && tables.values().stream().allMatch(List::isEmpty);
    }

    private static List<Map<String, Object>> rows(Object value) {
        return list(value).stream().map(LibraryCase::map).toList();
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static Map<String, Object> map(Object value) {
        var map = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) value).forEach((key, each) -> map.put(key.toString(), each));
        return map;
    }

    @Override
    public String toString() {
        return name + (ofPolicy ? (matches ? " passes: " : " fails: ") : (matches ? " finds: " : " ignores: ")) + story;
    }
}
