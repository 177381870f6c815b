package io.penguintech.gough.reconcile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Names as one text that people read and that is never ambiguous: {@code a, "b, c"}. */
public final class NameList {
    private NameList() {}

    /** The names in this order; one that holds a comma or a quote, or has blanks at its ends, is quoted. */
    public static String text(Collection<String> names) {
        return names.stream().map(NameList::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        boolean plain = !name.isEmpty() && name.equals(name.strip()) && !name.contains(",") && !name.contains("\"");
        return plain ? name : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The inverse of {@link #text}. */
    public static List<String> of(String text) {
        var names = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            var name = new StringBuilder();
            at = text.charAt(at) == '"' ? quoted(text, at + 1, name) : plain(text, at, name);
            names.add(name.toString());
        }
        return List.copyOf(names);
    }

    private static int plain(String text, int from, StringBuilder name) {
        int end = text.indexOf(", ", from);
        name.append(text, from, end < 0 ? text.length() : end);
        return end < 0 ? text.length() : end + 2;
    }

    private static int quoted(String text, int from, StringBuilder name) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') at++;
            if (at < text.length()) name.append(text.charAt(at++));
        }
        return Math.min(text.length(), at + 3);
    }
}
