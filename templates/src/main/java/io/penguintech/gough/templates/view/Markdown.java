package io.penguintech.gough.templates.view;

import io.penguintech.gough.schema.VisibleText;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes foreign text harmless in Markdown that a forge renders: it can close no fence or cell, make no link, image,
 * heading or HTML, and mention nobody. Every sign that could mean something to Markdown is written as a character
 * reference, which has no meaning there; since forges look for mentions, links and marks of their own also in what comes out
 * of Markdown, an invisible break follows the signs that begin them.
 *
 * <p>A commit id of letters and digits alone stays as it is, also where a forge makes a link to that very commit of it:
 * people copy such ids.
 */
public final class Markdown {
    private static final String KEPT = " ,()/";
    private static final String BEGINS_A_REFERENCE = "@#!$%~&:^*+";
    private static final String BREAK = "&#8203;";
    /** Keeps letters that are read from the right to themselves. */
    private static final String LEFT_TO_RIGHT = "&#8206;";

    /** A line that begins with a slash is a command to GitLab (docs.gitlab.com/user/project/quick_actions). */
    private static final String SLASH = "&#47;";

    private static final int LONGEST = 2000;
    private static final int MOST_MARKS = 2;

    private Markdown() {}

    /** A sentence or name, anywhere in a line, a cell or a summary. Line breaks become visible signs. */
    public static String text(String written) {
        return text(written, LONGEST);
    }

    /** The same, cut after so many UTF-16 characters of the text. Takes at most 20 times as many. */
    public static String text(String written, int longest) {
        var foreign = written.strip();
        var out = new StringBuilder(foreign.length() * 2);
        int end = Math.min(foreign.length(), longest);
        int marks = MOST_MARKS;
        for (int i = 0; i < end; i += Character.charCount(foreign.codePointAt(i))) {
            int c = foreign.codePointAt(i);
            marks = isMark(c) ? marks + 1 : 0;
            if (marks > MOST_MARKS) appendNumber(c, out);
            else if (i == 0 && c == '/') out.append(SLASH);
            else append(c, out);
            if (endsPrefix(foreign, i) || beginsBracket(foreign, i)) out.append(BREAK);
        }
        if (end < foreign.length()) out.append('…');
        return hasRightToLeft(foreign) ? LEFT_TO_RIGHT + out + LEFT_TO_RIGHT : out.toString();
    }

    /** A name or value in a fixed-width font; forges look for mentions in no such text. */
    public static String code(String foreign) {
        return "<code>" + text(foreign) + "</code>";
    }

    /** The same, cut after so many UTF-16 characters of the text. */
    public static String code(String foreign, int longest) {
        return "<code>" + text(foreign, longest) + "</code>";
    }

    /**
     * Something that leads somewhere.
     *
     * @param shown Markdown
     * @param address one that {@link Links#checkWeb} takes; without one there is no link
     */
    public static String link(String shown, Optional<String> address) {
        Links.checkWeb(address);
        return address.map(to -> "[" + shown + "](<" + to + ">)").orElse(shown);
    }

    /** GitHub also takes {@code GH-12} for an issue; {@code www.} begins an address. */
    private static boolean endsPrefix(String text, int i) {
        return (i >= 2 && text.regionMatches(true, i - 2, "gh-", 0, 3))
                || (i >= 3 && text.regionMatches(true, i - 3, "www.", 0, 4));
    }

    /**
     * GitLab takes <code>[-gone-]</code> and <code>{+new+}</code> for marks (docs.gitlab.com/user/markdown, <i>Inline diff</i>), Gitea
     * <code>[[address|words]]</code> for a link (modules/markup of its source).
     */
    private static boolean beginsBracket(String text, int i) {
        return "[{".indexOf(text.charAt(i)) >= 0 && i + 1 < text.length() && "+-[".indexOf(text.charAt(i + 1)) >= 0;
    }

    private static void append(int c, StringBuilder out) {
        if (c == '\n') out.append('↵');
        else if (VisibleText.isHidden(c)) appendNumber(c, out);
        else if (Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0) out.appendCodePoint(c);
        else {
            out.append("&#").append(c).append(';');
            if (BEGINS_A_REFERENCE.indexOf(c) >= 0) out.append(BREAK);
        }
    }

    private static void appendNumber(int c, StringBuilder out) {
        out.append(String.format(Locale.ROOT, "(U&#43;%04X)", c));
    }

    /** What is drawn over the letter before it; many of them are drawn over the lines around, too. */
    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean hasRightToLeft(String text) {
        return text.codePoints().anyMatch(c -> switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER -> true;
            default -> false;
        });
    }
}
