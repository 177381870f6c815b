package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits SQL into tokens where SQLite does; comments and blanks are left out. Every text ends in a list of tokens. */
final class SqlTokens {
    private static final List<String> LONG_SIGNS = List.of("->>", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>", "->");
    private static final String SIGNS = "(),;.+-*/%=<>&|~";
    private static final String PARAMETERS = "?:@$";
    private static final Pattern NUMBER =
            Pattern.compile("0[xX][0-9A-Fa-f]+|([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    /**
     * What SQLite takes for a blank between tokens (tokenize.c): five characters, and a byte order mark. Whatever else looks like one is
     * part of a name there, or nothing it can read.
     */
    private static final String BLANKS = " \t\n\f\r\uFEFF";

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private SqlTokens(String sql) {
        this.sql = sql;
    }

    static List<SqlToken> of(String sql) {
        var splitter = new SqlTokens(sql);
        while (splitter.at < sql.length()) splitter.next();
        return List.copyOf(splitter.tokens);
    }

    private void next() {
        char c = sql.charAt(at);
        if (BLANKS.indexOf(c) >= 0) at++;
        else if (sql.startsWith("--", at)) at = endOf("\n", at);
        else if (sql.startsWith("/*", at)) at = endOf("*/", at + 2);
        else if (c == '\'') text(at, at);
        else if ((c == 'x' || c == 'X') && sql.startsWith("'", at + 1)) text(at, at + 1);
        else if (c == '"' || c == '`') quoted(c);
        else if (c == '[') quoted(']');
        else if (isDigit(at) || (c == '.' && isDigit(at + 1))) number();
        else if (isWordStart(c)) word();
        else sign(c);
    }

    private void add(SqlToken.Kind kind, int end) {
        tokens.add(new SqlToken(kind, sql.substring(at, end), at));
        at = end;
    }

    private int endOf(String mark, int from) {
        int end = sql.indexOf(mark, from);
        return end < 0 ? sql.length() : end + mark.length();
    }

    private void text(int begin, int quote) {
        int end = closing('\'', quote);
        at = begin;
        if (end < 0) add(SqlToken.Kind.ILLEGAL, sql.length());
        else add(SqlToken.Kind.TEXT, end);
    }

    private void quoted(char closing) {
        int end = closing == ']' ? sql.indexOf(']', at) + 1 : closing(closing, at);
        if (end <= 0) add(SqlToken.Kind.ILLEGAL, sql.length());
        else add(SqlToken.Kind.QUOTED, end);
    }

    /** The end of a quoted text in which a doubled quote stands for one; negative when it is not closed. */
    private int closing(char quote, int from) {
        for (int i = from + 1; i < sql.length(); i++) {
            if (sql.charAt(i) != quote) continue;
            if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) i++;
            else return i + 1;
        }
        return -1;
    }

    /** A number that runs into letters is none. */
    private void number() {
        var number = NUMBER.matcher(sql).region(at, sql.length());
        int end = number.lookingAt() ? number.end() : at + 1;
        int word = end;
        while (word < sql.length() && isWordPart(sql.charAt(word))) word++;
        add(word > end ? SqlToken.Kind.ILLEGAL : SqlToken.Kind.NUMBER, word);
    }

    private void word() {
        int end = at + 1;
        while (end < sql.length() && isWordPart(sql.charAt(end))) end++;
        add(SqlToken.Kind.WORD, end);
    }

    private void sign(char c) {
        for (var sign : LONG_SIGNS)
            if (sql.startsWith(sign, at)) {
                add(SqlToken.Kind.SIGN, at + sign.length());
                return;
            }
        if (PARAMETERS.indexOf(c) >= 0) parameter();
        else add(SIGNS.indexOf(c) >= 0 ? SqlToken.Kind.SIGN : SqlToken.Kind.ILLEGAL, at + 1);
    }

    private void parameter() {
        int end = at + 1;
        while (end < sql.length() && isWordPart(sql.charAt(end))) end++;
        boolean named = sql.charAt(at) == '?' || end > at + 1;
        add(named ? SqlToken.Kind.SIGN : SqlToken.Kind.ILLEGAL, end);
    }

    private boolean isDigit(int index) {
        return index < sql.length() && sql.charAt(index) >= '0' && sql.charAt(index) <= '9';
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
    }
}
