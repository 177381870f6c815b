package io.penguintech.gough.templates.view;

import java.util.Locale;

/**
 * Makes foreign text harmless in Markdown that a forge renders: it can close no fence or cell, make no link, image,
 * heading or HTML, and mention nobody. Every sign that could mean something to Markdown is written as a character
 * reference, which has no meaning there; since forges look for mentions and links also in what comes out of Markdown,
 * an invisible break follows the signs that begin them.
 */
public final class Markdown {
    private static final String KEPT = " ,()/";
    private static final String BEGINS_A_REFERENCE = "@#!$%~&:^*+";
    private static final String BREAK = "&#8203;";
    private static final int LONGEST = 2000;

    private Markdown() {}

    /** A sentence or name, anywhere in a line, a cell or a summary. Line breaks become visible signs. */
    public static String text(String written) {
        var foreign = written.strip();
        var out = new StringBuilder(foreign.length() * 2);
        int end = Math.min(foreign.length(), LONGEST);
        for (int i = 0; i < end; i += Character.charCount(foreign.codePointAt(i))) {
            append(foreign.codePointAt(i), out);
            if (endsIssuePrefix(foreign, i)) out.append(BREAK);
        }
        return end < foreign.length() ? out.append('…').toString() : out.toString();
    }

    /** A name or value in a fixed-width font; forges look for mentions in no such text. */
    public static String code(String foreign) {
        return "<code>" + text(foreign) + "</code>";
    }

    /** GitHub also takes {@code GH-12} for an issue. */
    private static boolean endsIssuePrefix(String text, int i) {
        return text.charAt(i) == '-' && i >= 2 && text.regionMatches(true, i - 2, "gh", 0, 2);
    }

    private static void append(int c, StringBuilder out) {
        if (c == '\n') out.append('↵');
        else if (isHidden(c)) out.append(String.format(Locale.ROOT, "(U&#43;%04X)", c));
        else if (Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0) out.appendCodePoint(c);
        else {
            out.append("&#").append(c).append(';');
            if (BEGINS_A_REFERENCE.indexOf(c) >= 0) out.append(BREAK);
        }
    }

    /** What cannot be seen or reorders what is seen, and halves of characters. */
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
