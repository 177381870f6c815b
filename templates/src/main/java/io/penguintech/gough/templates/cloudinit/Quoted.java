package io.penguintech.gough.templates.cloudinit;

import java.util.Locale;

/** A text as a double-quoted YAML scalar on one line: the form that can hold every text. */
final class Quoted {
    private Quoted() {}

    static String of(String text) {
        var out = new StringBuilder(text.length() + 8).append('"');
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i)))
            append(text.codePointAt(i), out);
        return out.append('"').toString();
    }

    private static void append(int c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isPrintable(c)) out.appendCodePoint(c);
                else if (c <= 0xFFFF) out.append(String.format(Locale.ROOT, "\\u%04X", c));
                else out.append(String.format(Locale.ROOT, "\\U%08X", c));
            }
        }
    }

    /** What both YAML versions let stand in a text as it is, without their line breaks and the byte order mark. */
    static boolean isPrintable(int c) {
        if (c < 0x20 || (c >= 0x7F && c <= 0xA0)) return false;
        if (c == 0x2028 || c == 0x2029 || c == 0xFEFF) return false;
        return c < 0xD800 || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && (c & 0xFFFE) != 0xFFFE);
    }
}
