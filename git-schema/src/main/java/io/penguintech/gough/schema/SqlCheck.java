package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says what is wrong with an SQL before any agent runs it: compiled by SQLite, which osquery is made of, with the tables
 * that osquery has on each platform it is meant for.
 */
final class SqlCheck {
    /** Nobody's query is longer, nor does it read what WITH defines so often; what SQLite does with both can grow. */
    private static final int MOST_TOKENS = 5_000;

    private static final int MOST_COPIES = 2_000;
    private static final Set<String> SELECTS = Set.of("SELECT", "WITH", "VALUES");
    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE");

    private final List<SqlToken> tokens;
    private final Set<OsqueryPlatform> targets;
    private final boolean declared;
    private final Set<String> extensions;
    private final List<SqlFinding> findings = new ArrayList<>();
    private final Map<OsqueryPlatform, List<SqlFault>> faults = new EnumMap<>(OsqueryPlatform.class);

    private SqlCheck(List<SqlToken> tokens, Set<OsqueryPlatform> targets, boolean declared, Set<String> extensions) {
        this.tokens = tokens;
        this.targets = targets;
        this.declared = declared;
        this.extensions = extensions;
    }

    /**
     * All that is to be said of {@code sql}.
     *
     * @param platforms the platforms it is meant for, as files spell them; empty: all
     * @param extensions names of tables that agents have besides osquery's own
     * @throws SqlDatabase.SqlUnavailable when SQLite cannot be loaded on this machine
     */
    static List<SqlFinding> of(String sql, Set<String> platforms, Set<String> extensions)
            throws SqlDatabase.SqlUnavailable {
        var targets = platforms.isEmpty() ? EnumSet.allOf(OsqueryPlatform.class) : OsqueryPlatform.of(platforms);
        var check = new SqlCheck(withoutEnd(SqlTokens.of(sql)), targets, !platforms.isEmpty(), extensions);
        if (check.isOneSelect()) check.compile();
        return List.copyOf(check.findings);
    }

    private static List<SqlToken> withoutEnd(List<SqlToken> tokens) {
        int end = tokens.size();
        while (end > 0 && tokens.get(end - 1).is(";")) end--;
        return tokens.subList(0, end);
    }

    private void error(String summary, String detail, int offset) {
        findings.add(new SqlFinding(Diagnostic.Severity.ERROR, summary, detail, offset));
    }

    private boolean isOneSelect() {
        if (tokens.isEmpty()) {
            error("SQL is empty", "It holds no statement. Write a SELECT.", 0);
            return false;
        }
        var first = tokens.getFirst();
        if (!first.isOneOf(SELECTS)) return isNoSelect(first);
        for (int i = 0, depth = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token.is("(")) depth++;
            if (token.is(")")) depth--;
            if (token.kind() == SqlToken.Kind.ILLEGAL && token.text().charAt(0) < ' ') return control(token);
            if (token.is(";")) {
                error(
                        "Several statements",
                        "An SQL is one SELECT; another one begins here. Write it into a document of its own.",
                        tokens.get(i + 1).start());
                return false;
            }
            boolean call = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
            if (depth == 0 && first.is("WITH") && token.isOneOf(CHANGES) && !call) return isNoSelect(token);
            if (token.kind() == SqlToken.Kind.SIGN
                    && "?:@$".indexOf(token.text().charAt(0)) >= 0) return parameter(token);
        }
        return isWithinReason();
    }

    private boolean isWithinReason() {
        if (tokens.size() <= MOST_TOKENS && SqlTables.copies(tokens) <= MOST_COPIES) return true;
        error(
                "SQL is too complicated",
                "It has more than %,d words, reads what WITH defines more than %,d times, or defines a name twice by WITH. Write it simpler."
                        .formatted(MOST_TOKENS, MOST_COPIES),
                0);
        return false;
    }

    private boolean isNoSelect(SqlToken token) {
        var near = token.kind() == SqlToken.Kind.WORD
                ? SqlWords.meant(token.text()).orElse("")
                : "";
        error(
                "SQL is not a SELECT",
                near.isEmpty()
                        ? "osquery is asked by SELECT only, not by %s.".formatted(shown(token.text()))
                        : "%s; did you mean %s?".formatted(shown(token.text()), near),
                token.start());
        return false;
    }

    /** SQLite stops at some of these without a word, and what follows would never be looked at. */
    private boolean control(SqlToken token) {
        error(
                "SQL syntax error",
                "U+%04X stands here, which nobody sees and SQL does not know. Remove it."
                        .formatted((int) token.text().charAt(0)),
                token.start());
        return false;
    }

    private boolean parameter(SqlToken token) {
        error(
                "SQL has a parameter",
                "Nothing gives %s a value. Write the value itself.".formatted(shown(token.text())),
                token.start());
        return false;
    }

    private static String shown(String text) {
        var line = text.lines().findFirst().orElse("");
        return "\"" + (line.length() > 40 ? line.substring(0, 40) + "…" : line) + "\"";
    }

    private void compile() throws SqlDatabase.SqlUnavailable {
        if (targets.isEmpty()) compileGrammar();
        else compileForTargets();
        findings.sort((one, other) -> Integer.compare(one.offset(), other.offset()));
    }

    /** For chrome only: nothing is known of its tables. */
    private void compileGrammar() throws SqlDatabase.SqlUnavailable {
        for (var fault : SqlFaults.of(SqlDatabase.of(OsqueryPlatform.LINUX), tokens, extensions))
            if (!isOfTables(fault)) say(fault);
    }

    private void compileForTargets() throws SqlDatabase.SqlUnavailable {
        var all = new LinkedHashMap<SqlFault, Set<OsqueryPlatform>>();
        for (var target : targets)
            for (var fault : faults(target))
                all.computeIfAbsent(fault, _ -> EnumSet.noneOf(OsqueryPlatform.class))
                        .add(target);
        for (var fault : all.entrySet()) say(fault.getKey(), fault.getValue());
        tables();
    }

    private static boolean isOfTables(SqlFault fault) {
        return switch (fault.kind()) {
            case TABLE, COLUMN, AMBIGUOUS -> true;
            case SYNTAX, FUNCTION, ARGUMENTS, OTHER -> false;
        };
    }

    private List<SqlFault> faults(OsqueryPlatform platform) throws SqlDatabase.SqlUnavailable {
        var known = faults.get(platform);
        if (known != null) return known;
        var found = SqlFaults.of(SqlDatabase.of(platform), tokens, allExtensions());
        faults.put(platform, found);
        return found;
    }

    private Set<String> allExtensions() {
        var all = new HashSet<>(extensions);
        all.addAll(OsqueryTables.OF_FLEET);
        return all;
    }

    private void say(SqlFault fault, Set<OsqueryPlatform> platforms) throws SqlDatabase.SqlUnavailable {
        var words = new SqlWords(tokens, platforms);
        switch (fault.kind()) {
            case TABLE -> {
                var table = OsqueryTables.get().table(fault.subject().toLowerCase(Locale.ROOT));
                if (table.isPresent() && !isSeen(fault, platforms))
                    elsewhere("Table", fault, table.get().platforms(), platforms);
                else error("Unknown table", words.table(fault.subject()), fault.offset());
            }
            case COLUMN -> {
                if (readsExtension()) return; // which may give the table more columns
                var has = EnumSet.noneOf(OsqueryPlatform.class);
                for (var platform : OsqueryPlatform.values()) if (compiles(platform, fault)) has.add(platform);
                if (has.isEmpty()) error("Unknown column", words.column(fault.subject()), fault.offset());
                else elsewhere("Column", fault, has, platforms);
            }
            default -> say(fault);
        }
    }

    private boolean readsExtension() {
        return SqlTables.of(tokens).stream().anyMatch(ref -> extensions.contains(ref.name()));
    }

    /** Whether the table is there on one of the platforms: then the name stands where no table of the query is meant. */
    private static boolean isSeen(SqlFault fault, Set<OsqueryPlatform> platforms) {
        return OsqueryTables.get().names(platforms).contains(fault.subject().toLowerCase(Locale.ROOT));
    }

    private boolean compiles(OsqueryPlatform platform, SqlFault fault) throws SqlDatabase.SqlUnavailable {
        return faults(platform).stream()
                .noneMatch(other -> other.kind() == SqlFault.Kind.TABLE
                        || other.kind() == SqlFault.Kind.SYNTAX
                        || other.offset() == fault.offset());
    }

    private void elsewhere(String what, SqlFault fault, Set<OsqueryPlatform> has, Set<OsqueryPlatform> lacks) {
        var detail = "%s %s is on %s only, not on %s. %s"
                .formatted(
                        what,
                        shown(fault.subject()),
                        OsqueryPlatform.words(has),
                        OsqueryPlatform.words(lacks),
                        declared
                                ? "Remove %s from the platforms, or ask another way."
                                        .formatted(OsqueryPlatform.words(lacks))
                                : "Say by platforms where it is asked.");
        findings.add(new SqlFinding(
                declared ? Diagnostic.Severity.ERROR : Diagnostic.Severity.WARNING,
                what + " not on every platform",
                detail,
                fault.offset()));
    }

    private void say(SqlFault fault) {
        var words = new SqlWords(tokens, targets);
        switch (fault.kind()) {
            case SYNTAX -> error("SQL syntax error", words.syntax(fault), fault.offset());
            case AMBIGUOUS -> error("Ambiguous column", words.ambiguous(fault.subject()), fault.offset());
            case FUNCTION -> error("Unknown function", words.function(fault.subject()), fault.offset());
            case ARGUMENTS -> error("Wrong number of arguments", words.arguments(fault.subject()), fault.offset());
            case TABLE, COLUMN, OTHER -> error("SQL does not compile", words.sqlite(fault.subject()), fault.offset());
        }
    }

    /** What SQLite cannot know of osquery's tables. */
    private void tables() {
        if (faults.values().stream().flatMap(List::stream).anyMatch(f -> f.kind() == SqlFault.Kind.SYNTAX)) return;
        var constraints = new SqlConstraints(tokens);
        for (var ref : constraints.tables()) {
            int offset = tokens.get(ref.token()).start();
            var table = OsqueryTables.get().table(ref.name());
            if (table.isEmpty()) {
                if (OsqueryTables.OF_FLEET.contains(ref.name()) && !extensions.contains(ref.name()))
                    findings.add(new SqlFinding(
                            Diagnostic.Severity.NOTICE,
                            "Table of Fleet's own agent",
                            "Table %s is there on hosts with fleetd only, and its columns are not checked."
                                    .formatted(shown(ref.name())),
                            offset));
                continue;
            }
            var required = table.get().required();
            if (!required.isEmpty() && !extensions.contains(ref.name()) && !constraints.any(ref, required))
                error(
                        "Table needs a constraint",
                        "Table %s is empty unless the query constrains %s, as in WHERE %s = '…'."
                                .formatted(shown(ref.name()), String.join(" or ", required), required.getFirst()),
                        offset);
            if (table.get().evented())
                findings.add(new SqlFinding(
                        Diagnostic.Severity.NOTICE,
                        "Table of events",
                        "Table %s is empty unless agents run with --disable_events=false%s."
                                .formatted(
                                        shown(ref.name()),
                                        table.get()
                                                .flags()
                                                .map(flags -> " " + flags)
                                                .orElse("")),
                        offset));
        }
    }
}
