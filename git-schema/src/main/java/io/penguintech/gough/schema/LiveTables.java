package io.penguintech.gough.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which tables a live question may read: see the resource, which says why of each. */
final class LiveTables {
    /** Tables that no question may read, with the reason as the end of a sentence. */
    private static final Map<String, String> NEVER = new HashMap<>();
    /** Tables that only a role may read that names them. */
    private static final Map<String, String> NAMED = new HashMap<>();

    static {
        try (var in = LiveTables.class.getResourceAsStream("live-tables.txt")) {
            if (in == null) throw new IllegalStateException("the list of live tables is not on the class path");
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .forEach(parts -> (parts[1].equals("never") ? NEVER : NAMED).put(parts[0], parts[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LiveTables() {}

    /** Why no question may read a table, whatever it is called; empty when some may. */
    static Optional<String> never(String name) {
        return Optional.ofNullable(NEVER.get(real(name)));
    }

    /** Why a table must be named by a role; empty when it need not be. */
    static Optional<String> named(String name) {
        var real = real(name);
        return Optional.ofNullable(NAMED.get(real))
                .or(() -> OsqueryTables.get().table(real).isEmpty()
                        ? Optional.of("is no table of osquery itself, and nobody here knows what it shows")
                        : Optional.empty());
    }

    /** The tables of osquery that somebody may not read who may read {@code granted} of those that must be named. */
    static Set<String> denied(Set<String> granted) {
        var denied = new HashSet<>(NAMED.keySet());
        granted.forEach(name -> denied.remove(real(name)));
        denied.addAll(NEVER.keySet());
        return denied;
    }

    /** All that is listed. */
    static Set<String> all() {
        return denied(Set.of());
    }

    private static String real(String name) {
        return OsqueryTables.get().table(name).map(OsqueryTable::name).orElse(name);
    }
}
