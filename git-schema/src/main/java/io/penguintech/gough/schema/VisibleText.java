package io.penguintech.gough.schema;

import java.util.function.IntPredicate;

/**
 * Text of others, fit to be read by people: what is not to be seen, or turns what follows around, is shown by its number,
 * such as {@code \u202e}. A name that looks like another one because of such a character is seen to differ.
 */
public final class VisibleText {
    /** Blank although Unicode counts them as letters or symbols: fillers of Hangul, and Braille's empty cell. */
    private static final String BLANKS = "\u115f\u1160\u2800\u3164\uffa0";
    /** Marks that show nothing of themselves: joiners of graphemes, inherent vowels of Khmer, Mongolian variants. */
    private static final String EMPTY_MARKS = "\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f";

    private VisibleText() {}

    /** {@code text} with its line breaks and tabs as they are. */
    public static String of(String text) {
        return shown(text, c -> c == '\n' || c == '\t' || !isHidden(c));
    }

    /** {@code text} on one line: a line break is shown as {@code \n}. */
    public static String line(String text) {
        return shown(text, c -> c == '\t' || !isHidden(c));
    }

    private static String shown(String text, IntPredicate plain) {
        if (text.codePoints().allMatch(plain)) return text;
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (plain.test(c)) out.appendCodePoint(c);
            else out.append(number(c));
        });
        return out.toString();
    }

    private static String number(int c) {
        if (c == '\n') return "\\n";
        return c < 0x10000 ? "\\u%04x".formatted(c) : "\\u{%x}".formatted(c);
    }

    /** Whether it is not to be seen, or turns what follows around; line breaks and tabs too. */
    public static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> BLANKS.indexOf(c) >= 0 || EMPTY_MARKS.indexOf(c) >= 0 || isVariationSelector(c);
        };
    }

    private static boolean isVariationSelector(int c) {
        return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
    }
}
