package io.penguintech.gough.schema;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says what is wrong with an SQL in words for people, with what was meant. */
final class SqlWords {
    private static final Set<String> KEYWORDS = Set.of(
            ("SELECT FROM WHERE GROUP ORDER HAVING LIMIT OFFSET UNION EXCEPT INTERSECT JOIN LEFT INNER OUTER CROSS NATURAL USING"
                            + " DISTINCT EXISTS BETWEEN CASE WHEN THEN ELSE LIKE GLOB AND NOT NULL WITH VALUES")
                    .split(" "));

    private final List<SqlToken> tokens;
    private final Set<OsqueryPlatform> platforms;

    SqlWords(List<SqlToken> tokens, Set<OsqueryPlatform> platforms) {
        this.tokens = tokens;
        this.platforms = platforms;
    }

    /** The keyword somebody meant who wrote {@code word}. */
    static Optional<String> meant(String word) {
        return word.length() < 4 || KEYWORDS.contains(word.toUpperCase(Locale.ROOT))
                ? Optional.empty()
                : Suggestion.among(word, KEYWORDS);
    }

    String table(String name) {
        var names = OsqueryTables.get().names(platforms);
        return "osquery has no table \"%s\" on %s%s%s"
                .formatted(
                        name,
                        OsqueryPlatform.words(platforms),
                        Suggestion.clause(name, names),
                        Suggestion.among(name, names).isPresent()
                                ? ""
                                : " If an extension of your agents has it, list it in osqueryTables of gough.yaml.");
    }

    String column(String name) {
        int dot = name.lastIndexOf('.');
        var bare = name.substring(dot + 1);
        var refs = SqlTables.of(tokens);
        if (dot < 0) return "No table of the query has a column \"%s\"%s".formatted(name, clause(bare, refs));
        var alias = name.substring(0, dot).toLowerCase(Locale.ROOT);
        var own = refs.stream().filter(ref -> ref.alias().equals(alias)).toList();
        if (own.isEmpty())
            return "No table of the query is called \"%s\"%s"
                    .formatted(
                            name.substring(0, dot),
                            Suggestion.clause(
                                    alias,
                                    refs.stream().map(SqlTables.Ref::alias).toList()));
        return "Table \"%s\" has no column \"%s\"%s".formatted(own.getFirst().name(), bare, clause(bare, own));
    }

    private String clause(String column, List<SqlTables.Ref> refs) {
        var names = new TreeSet<String>();
        for (var ref : refs)
            OsqueryTables.get()
                    .table(ref.name())
                    .ifPresent(table -> platforms.forEach(platform -> names.addAll(table.columnsOn(platform))));
        return Suggestion.clause(column, names);
    }

    String ambiguous(String name) {
        var owners = SqlTables.of(tokens).stream()
                .filter(ref -> OsqueryTables.get()
                        .table(ref.name())
                        .filter(table -> table.columns().stream()
                                .anyMatch(column -> column.name().equalsIgnoreCase(name)))
                        .isPresent())
                .map(ref -> ref.alias() + "." + name)
                .distinct()
                .collect(Collectors.joining(" or "));
        return "More than one table of the query has a column \"%s\"%s"
                .formatted(name, owners.isEmpty() ? "." : "; write " + owners + ".");
    }

    String function(String name) {
        return "Neither SQLite nor osquery has a function \"%s\"%s"
                .formatted(name, Suggestion.clause(name, SqlFunctions.ALL));
    }

    String arguments(String name) {
        int takes = SqlFunctions.OF_OSQUERY.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
        return takes < 0
                ? "%s takes another number of arguments.".formatted(name)
                : "%s takes %d argument%s.".formatted(name, takes, takes == 1 ? "" : "s");
    }

    String syntax(SqlFault fault) {
        if (fault.subject().equals("incomplete input"))
            return "It ends before it is complete. Check the brackets and the last clause.";
        int at = IntStream.range(0, tokens.size())
                .filter(i -> tokens.get(i).start() == fault.offset())
                .findFirst()
                .orElse(0);
        var token = tokens.get(at);
        if (token.kind() == SqlToken.Kind.ILLEGAL) {
            char first = token.text().charAt(0);
            return "'\"`[".indexOf(first) >= 0 || token.text().startsWith("'", 1)
                    ? "A quote that begins here is not closed."
                    : "SQLite cannot read %s.".formatted(shown(token));
        }
        var before =
                at == 0 ? Optional.<String>empty() : meant(tokens.get(at - 1).text());
        return "SQLite stops at %s%s"
                .formatted(
                        shown(token),
                        meant(token.text())
                                .map("; did you mean %s?"::formatted)
                                .or(() -> before.map(word ->
                                        " after %s; did you mean %s?".formatted(shown(tokens.get(at - 1)), word)))
                                .orElse("; something is missing, or too much, before it."));
    }

    private static String shown(SqlToken token) {
        var line = token.text().lines().findFirst().orElse("");
        return "\"" + (line.length() > 40 ? line.substring(0, 40) + "…" : line) + "\"";
    }

    /** SQLite's own words, as a sentence. */
    String sqlite(String words) {
        return "SQLite: %s.".formatted(words);
    }
}
