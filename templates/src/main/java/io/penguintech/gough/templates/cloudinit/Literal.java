package io.penguintech.gough.templates.cloudinit;

/** A text of several lines as a YAML block ({@code |}), which people can read. */
final class Literal {
    private Literal() {}

    /** Whether the block form keeps {@code text} exactly, without an indentation indicator. */
    static boolean holds(String text) {
        return text.indexOf('\n') >= 0 && startsWithInk(text) && isPrintable(text) && !hasLineOfSpaces(text);
    }

    private static boolean startsWithInk(String text) {
        char first = text.charAt(0);
        return first != ' ' && first != '\t' && first != '\n';
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c != '\n' && c != '\t' && !Quoted.isPrintable(c)) return false;
        }
        return true;
    }

    private static boolean hasLineOfSpaces(String text) {
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            if (end < 0) end = text.length();
            if (end > begin && text.substring(begin, end).isBlank()) return true;
            begin = end + 1;
        }
        return false;
    }

    static void write(String text, int indent, StringBuilder out) {
        var lines = withoutBreaks(text);
        int breaks = text.length() - lines.length();
        var margin = " ".repeat(indent);
        out.append(" |").append(breaks == 0 ? "-" : breaks == 1 ? "" : "+").append('\n');
        for (var line : lines.split("\n", -1)) {
            if (!line.isEmpty()) out.append(margin).append(line);
            out.append('\n');
        }
        out.append("\n".repeat(Math.max(0, breaks - 1)));
    }

    private static String withoutBreaks(String text) {
        int end = text.length();
        while (text.charAt(end - 1) == '\n') end--;
        return text.substring(0, end);
    }
}
