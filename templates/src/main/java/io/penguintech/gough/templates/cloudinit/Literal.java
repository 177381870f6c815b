package io.penguintech.gough.templates.cloudinit;

/** A text of several lines as a YAML block ({@code |}), which people can read. */
final class Literal {
    private Literal() {}

    /** Whether the block form keeps {@code text} exactly, without an indentation indicator. */
    static boolean holds(String text) {
        if (text.indexOf('\n') < 0 || !startsWithInk(text)) return false;
        if (text.codePoints().anyMatch(c -> c != '\n' && c != '\t' && !Quoted.isPrintable(c))) return false;
        return text.lines().noneMatch(line -> !line.isEmpty() && line.isBlank());
    }

    private static boolean startsWithInk(String text) {
        char first = text.charAt(0);
        return first != ' ' && first != '\t' && first != '\n';
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
