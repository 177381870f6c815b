package io.penguintech.gough.simulators.maas;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * JSON laid out as Python's {@code json.dumps} does it: successes indented by four, errors on one line (recorded).
 * Maps, lists, strings, numbers, booleans and null only.
 */
final class PyJson {
    private final StringBuilder out = new StringBuilder();
    private final Layout layout;

    private enum Layout {
        INDENTED,
        LINE
    }

    private PyJson(Layout layout) {
        this.layout = layout;
    }

    static String indented(@Nullable Object value) {
        return indented(value, 0);
    }

    /** Indented as an element {@code depth} levels deep; its first line is not indented. */
    static String indented(@Nullable Object value, int depth) {
        var json = new PyJson(Layout.INDENTED);
        json.value(value, depth);
        return json.out.toString();
    }

    static String line(@Nullable Object value) {
        var json = new PyJson(Layout.LINE);
        json.value(value, 0);
        return json.out.toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map ->
                container('{', '}', map.entrySet().stream().map(entry -> (Runnable) () -> field(entry, depth)), depth);
            case List<?> list ->
                container('[', ']', list.stream().map(each -> (Runnable) () -> value(each, depth + 1)), depth);
            case String text -> string(text);
            case Double number -> out.append(BigDecimal.valueOf(number).toPlainString());
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(number.longValue());
            case BigInteger number -> out.append(number);
            case Boolean truth -> out.append(truth.booleanValue());
            default -> throw new IllegalArgumentException("no JSON form: " + value.getClass());
        }
    }

    private void field(Map.Entry<?, ?> entry, int depth) {
        string(String.valueOf(entry.getKey()));
        out.append(": ");
        value(entry.getValue(), depth + 1);
    }

    private void container(char open, char close, Stream<Runnable> members, int depth) {
        out.append(open);
        Iterator<Runnable> each = members.iterator();
        boolean any = each.hasNext();
        while (each.hasNext()) {
            newline(depth + 1);
            each.next().run();
            if (each.hasNext()) {
                out.append(layout == Layout.INDENTED ? "," : ", ");
            }
        }
        if (any) {
            newline(depth);
        }
        out.append(close);
    }

    private void newline(int depth) {
        if (layout == Layout.INDENTED) {
            out.append('\n').repeat(' ', 4 * depth);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < 0x20 || (layout == Layout.LINE && c > 0x7e)) {
                    out.append("\\u%04x".formatted((int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
