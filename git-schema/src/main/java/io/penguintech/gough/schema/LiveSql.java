package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether a person may ask hosts an SQL: it compiles as every query does, acts on nothing, and reads only tables that this
 * person may read. That last thing is SQLite's own word: the SQL is compiled where the other tables are not there. SQLite
 * looks for all tables of a statement, in whatever corner they stand, before it looks for any column
 * (sqlite3SelectExpand before sqlite3ResolveSelectNames), so no other objection can hide one.
 */
public final class LiveSql {
    /** Functions that act, with what they do. */
    private static final Map<String, String> ACTING = Map.of(
            "carve", "copies files of the host to the server",
            "zeroblob", "fills the memory of the host",
            "randomblob", "fills the memory of the host");

    /** Functions that give rows, and read no table of the host. */
    private static final Set<String> ROWS_OF_NOTHING = Set.of("json_each", "json_tree");

    /** Nobody types more, and it is kept in the record. */
    private static final int LONGEST = 20_000;

    private LiveSql() {}

    /** What comes of an SQL. */
    public sealed interface Judged {
        /**
         * It may be asked.
         *
         * @param sql what was judged, and nothing else may be sent: the same without comments, blank by blank
         * @param tables the tables it reads, for the record
         */
        record Allowed(String sql, SortedSet<String> tables) implements Judged {}

        /**
         * It may not.
         *
         * @param why everything that is wrong, each with its line and column
         */
        record Refused(List<String> why) implements Judged {
            /** Keeps a copy. */
            public Refused {
                why = List.copyOf(why);
            }
        }
    }

    /**
     * Judges {@code sql}.
     *
     * @param platform where it is asked, as files spell it
     * @param granted tables that this person may read besides those that everybody may who may ask
     */
    public static Judged judge(String sql, String platform, Set<String> granted) {
        if (sql.length() > LONGEST)
            return refused("SQL has %,d characters, at most %,d can be asked.".formatted(sql.length(), LONGEST));
        try {
            var others = others(granted);
            var why = new ArrayList<String>();
            for (var finding : SqlCheck.of(sql, Set.of(platform), others))
                if (finding.severity() == Diagnostic.Severity.ERROR) why.add(said(sql, finding) + hint(finding));
            if (!why.isEmpty()) return new Judged.Refused(why);
            var tokens = SqlTokens.of(sql);
            acting(sql, tokens, why);
            SqlTables.endless(tokens)
                    .ifPresent(token -> why.add(place(sql, token.start())
                            + "It may never end. What WITH defines reads itself here: give it a LIMIT."));
            unknown(sql, tokens, others, why);
            for (var target : OsqueryPlatform.of(Set.of(platform))) table(sql, tokens, target, granted, others, why);
            return why.isEmpty() ? new Judged.Allowed(plain(tokens), read(tokens)) : new Judged.Refused(why);
        } catch (SqlDatabase.SqlUnavailable e) {
            return refused("SQLite cannot be loaded on this machine, so no SQL can be judged: " + e.getMessage());
        }
    }

    private static Judged refused(String why) {
        return new Judged.Refused(List.of(why));
    }

    /** Those granted that are no tables of osquery. */
    private static Set<String> others(Set<String> granted) {
        var others = new HashSet<String>();
        for (var name : granted)
            if (OsqueryTables.get().table(name).isEmpty()
                    && LiveTables.never(name).isEmpty()) others.add(name);
        return others;
    }

    private static void acting(String sql, List<SqlToken> tokens, List<String> why) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            var does = ACTING.get(tokens.get(i).name());
            if (does != null && tokens.get(i + 1).is("("))
                why.add(place(sql, tokens.get(i).start())
                        + "Function acts. %s() %s; that is never asked for live."
                                .formatted(tokens.get(i).name(), does));
        }
    }

    /** Tables that SQLite has by itself are no host's. */
    private static void unknown(String sql, List<SqlToken> tokens, Set<String> others, List<String> why) {
        for (var ref : SqlTables.of(tokens))
            if (OsqueryTables.get().table(ref.name()).isEmpty()
                    && !OsqueryTables.OF_FLEET.contains(ref.name())
                    && !others.contains(ref.name())
                    && !ROWS_OF_NOTHING.contains(ref.name()))
                why.add(place(sql, tokens.get(ref.token()).start())
                        + "Unknown table. \"%s\" is no table of osquery.".formatted(ref.name()));
    }

    /** SQLite names one table at a time: the next is named when that one is gone from the SQL. */
    private static void table(
            String sql,
            List<SqlToken> tokens,
            OsqueryPlatform platform,
            Set<String> granted,
            Set<String> others,
            List<String> why)
            throws SqlDatabase.SqlUnavailable {
        var objection = SqlDatabase.objection(plain(tokens), platform, LiveTables.denied(granted), others);
        // A column of a table that only the agents know, which SqlCheck let pass: all tables are there.
        if (objection
                .filter(said -> !SqlFaults.NO_COLUMN.matcher(said).matches())
                .isEmpty()) return;
        var table = SqlFaults.NO_TABLE.matcher(objection.get());
        if (!table.matches()) {
            why.add("1:1: SQL is refused. SQLite says: " + objection.get());
            return;
        }
        var bare = table.group(1).substring(table.group(1).lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        int at = tokens.stream()
                .filter(token -> token.name().equals(bare))
                .mapToInt(SqlToken::start)
                .findFirst()
                .orElse(0);
        why.add(place(sql, at)
                + LiveTables.never(bare)
                        .map(never -> "Table is never asked for. Table \"%s\" %s.".formatted(bare, never))
                        .orElseGet(() ->
                                "Table needs a role. Table \"%s\" %s: only a role of spec.questions in gough.yaml that names it may read it."
                                        .formatted(bare, LiveTables.named(bare).orElse("may not be read"))));
    }

    private static String plain(List<SqlToken> tokens) {
        return String.join(" ", tokens.stream().map(SqlToken::text).toList());
    }

    private static SortedSet<String> read(List<SqlToken> tokens) {
        var names = new TreeSet<String>();
        SqlTables.of(tokens).forEach(ref -> names.add(ref.name()));
        return names;
    }

    private static String said(String sql, SqlFinding finding) {
        return place(sql, finding.offset()) + finding.summary() + ". " + finding.detail();
    }

    private static String hint(SqlFinding finding) {
        return finding.summary().equals("Unknown table")
                ? " A table of an extension must be named by a role of spec.questions as well."
                : "";
    }

    private static String place(String sql, int offset) {
        var before = sql.substring(0, Math.min(offset, sql.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = 1 + before.codePointCount(before.lastIndexOf('\n') + 1, before.length());
        return line + ":" + column + ": ";
    }
}
