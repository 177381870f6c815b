package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds everything that SQLite objects to in an SQL, and at which token. SQLite tells one objection at a time and no
 * place; so the token is looked for, tried by putting something in its place, and replaced to hear the next objection.
 */
final class SqlFaults {
    private static final int MOST = 20;
    private static final Pattern NEAR = Pattern.compile("near \"(.*)\": syntax error", Pattern.DOTALL);
    private static final Pattern UNRECOGNIZED = Pattern.compile("unrecognized token: .*", Pattern.DOTALL);
    static final Pattern NO_TABLE = Pattern.compile("no such table: (.*)", Pattern.DOTALL);
    static final Pattern NO_COLUMN = Pattern.compile("no such column: (.*?)( - should this be .*)?", Pattern.DOTALL);
    private static final Pattern AMBIGUOUS = Pattern.compile("ambiguous column name: (.*)", Pattern.DOTALL);
    private static final Pattern ARGUMENTS = Pattern.compile("wrong number of arguments to function (.*)\\(\\)");
    private static final Pattern NO_FUNCTION = Pattern.compile("no such function: (.*)");
    private static final Pattern NO_COLLATION = Pattern.compile("no such collation sequence: (.*)", Pattern.DOTALL);
    private static final Set<String> COMPOUND = Set.of("UNION", "EXCEPT", "INTERSECT");
    private static final Set<String> BEFORE_TABLE = Set.of("FROM", "JOIN", ",", "(", "IN", ".");

    private final SqlDatabase database;
    private final List<SqlToken> tokens;
    private final List<String> texts;
    private final Set<String> extensions;
    private final List<SqlFault> faults = new ArrayList<>();

    private SqlFaults(SqlDatabase database, List<SqlToken> tokens, Set<String> extensions) {
        this.database = database;
        this.tokens = tokens;
        this.texts = new ArrayList<>(tokens.stream().map(SqlToken::text).toList());
        this.extensions = extensions;
    }

    /** All faults, as they are met. Nothing is said about tables of {@code extensions}, nor what reads them. */
    static List<SqlFault> of(SqlDatabase database, List<SqlToken> tokens, Set<String> extensions) {
        var search = new SqlFaults(database, tokens, extensions);
        search.functions();
        search.search();
        return List.copyOf(search.faults);
    }

    /** SQLite here knows functions that osquery's does not, so they are compared by name. */
    private void functions() {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            var token = tokens.get(i);
            if (!token.isName()
                    || !tokens.get(i + 1).is("(")
                    || token.isOneOf(SqlFunctions.BEFORE_BRACKET)
                    || SqlFunctions.ALL.contains(token.name())
                    || isTemporary(i)) continue;
            add(SqlFault.Kind.FUNCTION, i, token.text());
            texts.set(i, "printf");
        }
    }

    /** A name with its columns after WITH: no function's, as a bracket or a hint at one comes after AS. */
    private boolean isTemporary(int i) {
        int depth = 0;
        for (int at = i + 1; at < tokens.size(); at++) {
            if (tokens.get(at).is("(")) depth++;
            if (tokens.get(at).is(")") && --depth == 0) return is(at + 1, "AS") && beginsTemporary(at + 2);
        }
        return false;
    }

    private boolean beginsTemporary(int i) {
        return is(i, "(") || is(i, "NOT") || (is(i, "MATERIALIZED") && is(i + 1, "("));
    }

    private boolean is(int i, String text) {
        return i < tokens.size() && tokens.get(i).is(text);
    }

    private void search() {
        boolean tables = false;
        for (int round = 0; round < MOST; round++) {
            var objection = database.objection(String.join(" ", texts));
            if (objection.isEmpty()) return;
            var table = NO_TABLE.matcher(objection.get());
            // Without its tables nothing can be said of an SQL's columns.
            if (tables && !table.matches()) return;
            if (table.matches()) tables = table(table.group(1));
            if (table.matches() ? !tables : !other(objection.get())) return;
        }
    }

    private void add(SqlFault.Kind kind, int token, String subject) {
        faults.add(new SqlFault(kind, tokens.isEmpty() ? 0 : tokens.get(token).start(), subject));
    }

    /** Notes what is said; whether it was put out of the way, so that there may be more. */
    private boolean other(String objection) {
        var near = NEAR.matcher(objection);
        if (near.matches()) add(SqlFault.Kind.SYNTAX, near(objection), objection);
        else if (UNRECOGNIZED.matcher(objection).matches()) add(SqlFault.Kind.SYNTAX, illegal(), objection);
        else if (objection.equals("incomplete input"))
            add(SqlFault.Kind.SYNTAX, Math.max(0, tokens.size() - 1), objection);
        else return named(objection);
        return false;
    }

    private boolean named(String objection) {
        var column = NO_COLUMN.matcher(objection);
        if (column.matches()) return column(SqlFault.Kind.COLUMN, unquoted(column.group(1)), objection);
        var ambiguous = AMBIGUOUS.matcher(objection);
        if (ambiguous.matches()) return column(SqlFault.Kind.AMBIGUOUS, ambiguous.group(1), objection);
        var arguments = ARGUMENTS.matcher(objection);
        if (arguments.matches()) return arguments(arguments.group(1), objection);
        var function = NO_FUNCTION.matcher(objection);
        if (function.matches()) {
            add(SqlFault.Kind.FUNCTION, first(function.group(1)), function.group(1));
            return false;
        }
        var collation = NO_COLLATION.matcher(objection);
        add(SqlFault.Kind.OTHER, collation.matches() ? first(collation.group(1)) : mentioned(objection), objection);
        return false;
    }

    private static String unquoted(String name) {
        return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    /** The parser objects to the first token with which no SQL goes on, however much follows: the shortest such beginning. */
    private int near(String objection) {
        int least = 0;
        int most = tokens.size() - 1;
        while (least < most) {
            int middle = (least + most) / 2;
            var beginning = String.join(" ", texts.subList(0, middle + 1));
            if (database.objection(beginning).equals(Optional.of(objection))) most = middle;
            else least = middle + 1;
        }
        return least;
    }

    private int illegal() {
        return IntStream.range(0, tokens.size())
                .filter(i -> tokens.get(i).kind() == SqlToken.Kind.ILLEGAL)
                .findFirst()
                .orElse(0);
    }

    private int first(String text) {
        return IntStream.range(0, tokens.size())
                .filter(i -> tokens.get(i).isName() && tokens.get(i).name().equalsIgnoreCase(text))
                .findFirst()
                .orElse(0);
    }

    /** The first name that SQLite's words end with, as in {@code misuse of aggregate: COUNT()}, or hold in capitals. */
    private int mentioned(String objection) {
        return IntStream.range(0, tokens.size())
                .filter(i -> tokens.get(i).kind() == SqlToken.Kind.WORD)
                .filter(i -> objection
                                .toLowerCase(Locale.ROOT)
                                .endsWith(tokens.get(i).name() + "()")
                        || (tokens.get(i).isOneOf(COMPOUND)
                                && objection.contains(tokens.get(i).text().toUpperCase(Locale.ROOT))))
                .findFirst()
                .orElse(0);
    }

    private boolean table(String name) {
        var bare = name.substring(name.lastIndexOf('.') + 1);
        var places = IntStream.range(0, tokens.size())
                .filter(i -> tokens.get(i).isName()
                        && texts.get(i).equals(tokens.get(i).text()))
                .filter(i -> tokens.get(i).name().equalsIgnoreCase(bare))
                .boxed()
                .toList();
        var place = places.stream()
                .filter(i -> i > 0 && tokens.get(i - 1).isOneOf(BEFORE_TABLE))
                .filter(i -> i + 1 >= tokens.size() || !tokens.get(i + 1).is("."))
                .findFirst()
                .or(() -> places.stream().findFirst());
        if (place.isEmpty()) {
            if (!extensions.contains(bare.toLowerCase(Locale.ROOT))) add(SqlFault.Kind.TABLE, 0, bare);
            return false;
        }
        if (place.get() + 1 < tokens.size() && tokens.get(place.get() + 1).is(".")) { // NAME.* of no table
            add(SqlFault.Kind.COLUMN, place.get(), bare + ".*");
            return false;
        }
        if (!extensions.contains(bare.toLowerCase(Locale.ROOT))) add(SqlFault.Kind.TABLE, place.get(), bare);
        texts.set(place.get(), "time"); // a table that every platform has
        if (place.get() > 1 && tokens.get(place.get() - 1).is(".")) {
            texts.set(place.get() - 1, "");
            texts.set(place.get() - 2, "");
        }
        return true;
    }

    private boolean column(SqlFault.Kind kind, String name, String objection) {
        var parts = List.of(name.split("\\."));
        var places = IntStream.range(0, tokens.size())
                .filter(i -> isColumn(i, parts))
                .boxed()
                .toList();
        if (places.isEmpty()) {
            add(kind, 0, name);
            return false;
        }
        int place = places.stream()
                .limit(MOST)
                .filter(i -> isToBlame(i, places, parts.size(), objection))
                .findFirst()
                .orElse(places.getFirst());
        add(kind, place, name);
        replace(texts, place, parts.size());
        return true;
    }

    /** Whether these tokens are the column, and not yet replaced. */
    private boolean isColumn(int i, List<String> parts) {
        int last = i + 2 * (parts.size() - 1);
        if (last >= tokens.size()
                || (i > 0 && (tokens.get(i - 1).is(".") || tokens.get(i - 1).is("AS")))) return false;
        for (int part = 0; part < parts.size(); part++) {
            int at = i + 2 * part;
            if (!tokens.get(at).isName()
                    || !texts.get(at).equals(tokens.get(at).text())
                    || !tokens.get(at).name().equalsIgnoreCase(parts.get(part))) return false;
            if (part > 0 && !tokens.get(at - 1).is(".")) return false;
        }
        return last + 1 >= tokens.size()
                || !(tokens.get(last + 1).is(".") || tokens.get(last + 1).is("("));
    }

    /** Whether SQLite goes on objecting when all others like it are replaced. */
    private boolean isToBlame(int place, List<Integer> places, int parts, String objection) {
        if (places.size() == 1) return true;
        var others = new ArrayList<>(texts);
        for (int other : places) if (other != place) replace(others, other, parts);
        return database.objection(String.join(" ", others)).equals(Optional.of(objection));
    }

    private static void replace(List<String> texts, int place, int parts) {
        texts.set(place, "NULL");
        for (int i = place + 1; i <= place + 2 * (parts - 1); i++) texts.set(i, "");
    }

    private boolean arguments(String name, String objection) {
        var places = IntStream.range(0, tokens.size() - 1)
                .filter(i ->
                        texts.get(i).equalsIgnoreCase(name) && tokens.get(i + 1).is("("))
                .boxed()
                .toList();
        for (int place : places.subList(0, Math.min(MOST, places.size()))) {
            var others = new ArrayList<>(texts);
            for (int other : places) if (other != place) others.set(other, "printf");
            if (!database.objection(String.join(" ", others)).equals(Optional.of(objection))) continue;
            add(SqlFault.Kind.ARGUMENTS, place, name);
            texts.set(place, "printf");
            return true;
        }
        add(SqlFault.Kind.OTHER, 0, objection);
        return false;
    }
}
