package io.penguintech.gough.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tables each SELECT of an SQL reads. It knows just enough of the grammar for that, and expects SQL that SQLite
 * parses; of anything else it finds something or nothing.
 */
final class SqlTables {
    private static final Set<String> SELECTS = Set.of("SELECT", "WITH", "VALUES");
    private static final Set<String> ENDS_FROM =
            Set.of("WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "RETURNING");
    private static final Set<String> COMPOUND = Set.of("UNION", "EXCEPT", "INTERSECT");
    private static final Set<String> NO_ALIAS = Set.of(
            ("ON USING JOIN LEFT RIGHT FULL OUTER INNER CROSS NATURAL INDEXED NOT AS SET WHERE GROUP HAVING WINDOW ORDER LIMIT"
                            + " UNION EXCEPT INTERSECT RETURNING")
                    .split(" "));

    private final List<SqlToken> tokens;
    private final List<Ref> refs = new ArrayList<>();
    /** What WITH defines, and between which tokens. */
    private final Map<String, Body> temporary = new HashMap<>();

    private boolean twice;

    private final Deque<Level> levels = new ArrayDeque<>();

    private SqlTables(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    /** One SELECT: the tokens from its FROM to its end. */
    static final class Core {
        private int from;
        private int end;

        private Core(int from, int end) {
            this.from = from;
            this.end = end;
        }

        boolean holds(int token) {
            return token >= from && token < end;
        }
    }

    /**
     * A table that is read.
     *
     * @param token where its name stands
     * @param name its name in small letters
     * @param alias what the SELECT calls it
     * @param core the SELECT
     */
    record Ref(int token, String name, String alias, Core core) {}

    /** What stands between two brackets. */
    private static final class Level {
        private Core core;
        private final boolean owner;
        private boolean inFrom;
        private boolean expectsTable;

        Level(Core core, boolean owner, boolean inFrom) {
            this.core = core;
            this.owner = owner;
            this.inFrom = inFrom;
            this.expectsTable = inFrom;
        }
    }

    /** The tables that are read, but those that the SQL itself makes by WITH. */
    static List<Ref> of(List<SqlToken> tokens) {
        var search = new SqlTables(tokens);
        search.temporary();
        search.levels.push(new Level(new Core(tokens.size(), tokens.size()), true, false));
        for (int i = 0; i < tokens.size(); i++) search.token(i);
        return search.refs.stream()
                .filter(ref -> !search.temporary.containsKey(ref.name()))
                .toList();
    }

    /** {@code name [(columns)] AS [[NOT] MATERIALIZED] (SELECT …}. */
    private void temporary() {
        for (int i = 0; i < tokens.size(); i++) {
            if (name(i).isEmpty()) continue;
            int next = is(i + 1, "(") ? closing(i + 1) + 1 : i + 1;
            if (!is(next, "AS")) continue;
            next++;
            if (is(next, "NOT")) next++;
            if (is(next, "MATERIALIZED")) next++;
            if (!is(next, "(") || !begins(next + 1)) continue;
            twice |= temporary.put(name(i), new Body(next, closing(next))) != null;
        }
    }

    /** What may be the name of a table there; SQLite takes a text for one, too. Empty when it is none. */
    private String name(int i) {
        var token = tokens.get(i);
        return token.isName() || token.kind() == SqlToken.Kind.TEXT ? token.name() : "";
    }

    private record Body(int begin, int end) {}

    /** How many SELECTs SQLite makes of it: what WITH defines is copied wherever it is read, and so is what that reads. */
    static long copies(List<SqlToken> tokens) {
        var search = new SqlTables(tokens);
        search.temporary();
        if (search.temporary.isEmpty()) return 0;
        if (search.twice) return Long.MAX_VALUE; // which of the two is read where, only SQLite knows
        return search.copies(new Body(0, tokens.size()), new HashMap<>());
    }

    /** Where something that WITH defines reads itself without a limit; it may never end. Empty when nothing does. */
    static Optional<SqlToken> endless(List<SqlToken> tokens) {
        var search = new SqlTables(tokens);
        search.temporary();
        for (var defined : search.temporary.entrySet()) {
            var body = tokens.subList(
                    defined.getValue().begin(), Math.min(defined.getValue().end(), tokens.size()));
            if (body.stream().anyMatch(token -> token.is("LIMIT"))) continue;
            for (int i = defined.getValue().begin(); i < defined.getValue().end() && i < tokens.size(); i++)
                if (search.name(i).equals(defined.getKey())) return Optional.of(tokens.get(i));
        }
        return Optional.empty();
    }

    private long copies(Body body, Map<String, Long> known) {
        long copies = 1;
        for (int i = body.begin(); i < body.end() && copies < Integer.MAX_VALUE; i++) {
            var name = name(i);
            var defined = temporary.get(name);
            if (defined == null) continue;
            if (defined.begin() > i && is(i + 1, "AS")) continue; // here it is defined
            var times = known.get(name);
            if (times == null) {
                known.put(name, 0L); // what reads itself is copied once
                times = copies(defined, known);
                known.put(name, times);
            }
            copies += times;
        }
        return copies;
    }

    private int closing(int opening) {
        int depth = 0;
        for (int i = opening; i < tokens.size(); i++) {
            if (is(i, "(")) depth++;
            if (is(i, ")") && --depth == 0) return i;
        }
        return tokens.size();
    }

    private boolean is(int index, String word) {
        return index >= 0 && index < tokens.size() && tokens.get(index).is(word);
    }

    private boolean begins(int index) {
        return index < tokens.size() && tokens.get(index).isOneOf(SELECTS);
    }

    private void token(int i) {
        var token = tokens.get(i);
        var level = levels.element();
        if (token.is("(")) open(i, level);
        else if (token.is(")")) close(i);
        else if (token.is("SELECT")) select(level);
        else if (token.is("FROM") && !is(i - 1, "DISTINCT")) from(i, level); // IS [NOT] DISTINCT FROM is none
        else if (token.isOneOf(ENDS_FROM)) {
            level.inFrom = false;
            level.expectsTable = false;
            if (token.isOneOf(COMPOUND)) level.core.end = i;
        } else if (level.inFrom && (token.is("JOIN") || token.is(","))) level.expectsTable = true;
        else if (level.expectsTable && token.kind() != SqlToken.Kind.SIGN) table(i, level);
    }

    private void open(int i, Level level) {
        boolean tables = level.expectsTable && !begins(i + 1);
        level.expectsTable = false;
        levels.push(new Level(level.core, begins(i + 1), tables));
    }

    private void close(int i) {
        if (levels.size() == 1) return;
        var closed = levels.pop();
        if (closed.owner) closed.core.end = Math.min(closed.core.end, i);
    }

    private void select(Level level) {
        level.inFrom = false;
        level.expectsTable = false;
        if (level.owner) level.core = new Core(tokens.size(), tokens.size());
    }

    private static void from(int i, Level level) {
        level.inFrom = true;
        level.expectsTable = true;
        level.core.from = i;
    }

    private void table(int i, Level level) {
        level.expectsTable = false;
        int at = is(i + 1, ".") && i + 2 < tokens.size() ? i + 2 : i;
        if (is(at + 1, "(") || is(i - 1, ".")) return; // a function that gives rows, or the table after a schema
        var name = tokens.get(at).name();
        refs.add(new Ref(at, name, alias(at, name), level.core));
    }

    private String alias(int table, String name) {
        int next = is(table + 1, "AS") ? table + 2 : table + 1;
        if (next >= tokens.size()) return name;
        var token = tokens.get(next);
        return token.isName() && !token.isOneOf(NO_ALIAS) ? token.name() : name;
    }
}
