package io.penguintech.gough.schema;

import java.util.Locale;
import java.util.Set;

/**
 * A word or sign of an SQL text, as SQLite splits it.
 *
 * @param kind what it is
 * @param text as it stands there
 * @param start where it begins in the SQL, counted in chars from 0
 */
record SqlToken(Kind kind, String text, int start) {
    /** What a token is. */
    enum Kind {
        /** A keyword or a name without quotes. */
        WORD,
        /** A name in double quotes, backticks or brackets. */
        QUOTED,
        /** A text or a blob. */
        TEXT,
        /** A number. */
        NUMBER,
        /** Brackets, operators, comma, dot, semicolon. */
        SIGN,
        /** What SQLite cannot read, such as a quote that is not closed. */
        ILLEGAL
    }

    /** Whether it can be a name. */
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** The name without quotes, in small letters: SQLite compares names so. */
    String name() {
        return (kind == Kind.QUOTED || kind == Kind.TEXT ? unquoted() : text).toLowerCase(Locale.ROOT);
    }

    /** A quote inside stands twice; a blob's letter is no part of anything's name. */
    private String unquoted() {
        int begin = kind == Kind.TEXT ? Math.max(0, text.indexOf('\'')) : 0;
        char quote = text.charAt(begin);
        var inside = text.substring(begin + 1, text.length() - 1);
        return quote == '[' ? inside : inside.replace(String.valueOf(quote).repeat(2), String.valueOf(quote));
    }

    /** Whether it is this keyword or sign, given in capitals. */
    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(word);
    }

    /** Whether it is one of these keywords or signs, given in capitals. */
    boolean isOneOf(Set<String> words) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && words.contains(text.toUpperCase(Locale.ROOT));
    }
}
