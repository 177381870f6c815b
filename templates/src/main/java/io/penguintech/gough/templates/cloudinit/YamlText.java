package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as YAML that means the same in YAML 1.2 and in YAML 1.1, which cloud-init's PyYAML reads. A scalar that
 * either could take for something else is quoted. Equal trees give equal text.
 */
public final class YamlText {
    // Begins with a letter or a slash, so it is no number, date, time, merge key or indicator in either version.
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@+%=,;()-]*( [A-Za-z0-9_./@+%=,;()-]+)*");
    // https://yaml.org/type/bool.html and https://yaml.org/type/null.html
    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");
    // Both parsers give up on an implicit key longer than 1,024 characters.
    private static final int LONGEST_IMPLICIT_KEY = 1000;
    private static final int INDENT = 2;

    private final StringBuilder out;

    private YamlText(StringBuilder out) {
        this.out = out;
    }

    /** Appends {@code root} as a block that begins at the left margin and ends with a line break. */
    public static void write(Tree.Mapping root, StringBuilder out) {
        if (root.entries().isEmpty()) out.append("{}\n");
        else new YamlText(out).entries(root.entries(), 0);
    }

    /** Writes what follows {@code key:} or {@code -}; a map or list that is not empty begins after {@code gap}. */
    private void value(Tree tree, int indent, String gap) {
        switch (tree) {
            case Tree.Mapping map when map.entries().isEmpty() -> out.append(" {}\n");
            case Tree.Seq seq when seq.items().isEmpty() -> out.append(" []\n");
            case Tree.Mapping map -> {
                out.append(gap);
                entries(map.entries(), indent);
            }
            case Tree.Seq seq -> {
                out.append(gap);
                items(seq.items(), indent);
            }
            case Tree.Scalar scalar -> scalar(scalar.value(), indent);
            case Tree.SecretText text -> text((String) text.plain(), indent);
        }
    }

    private void entries(List<Tree.Entry> entries, int indent) {
        boolean first = true;
        for (var entry : entries) {
            if (!first) out.append(" ".repeat(indent));
            first = false;
            key(entry.key(), indent);
            value(entry.value(), indent + INDENT, "\n" + " ".repeat(indent + INDENT));
        }
    }

    private void items(List<Tree> items, int indent) {
        boolean first = true;
        for (var item : items) {
            if (!first) out.append(" ".repeat(indent));
            first = false;
            out.append('-');
            value(item, indent + INDENT, " ");
        }
    }

    private void key(String key, int indent) {
        var written = isPlain(key) ? key : Quoted.of(key);
        if (written.length() > LONGEST_IMPLICIT_KEY)
            out.append("? ").append(written).append('\n').append(" ".repeat(indent));
        else out.append(written);
        out.append(':');
    }

    private void scalar(@Nullable Object value, int indent) {
        switch (value) {
            case String text -> text(text, indent);
            case Double number -> out.append(' ').append(number(number)).append('\n');
            case null, default ->
                out.append(' ').append(Objects.toString(value)).append('\n');
        }
    }

    private void text(String text, int indent) {
        if (isPlain(text)) out.append(' ').append(text).append('\n');
        else if (Literal.holds(text)) Literal.write(text, indent, out);
        else out.append(' ').append(Quoted.of(text)).append('\n');
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    }

    /** PyYAML takes {@code 1.0E10} for a text: it wants a point, and a sign in the exponent. */
    private static String number(double number) {
        if (Double.isNaN(number)) return ".nan";
        if (Double.isInfinite(number)) return number > 0 ? ".inf" : "-.inf";
        var text = Double.toString(number);
        int exponent = text.indexOf('E');
        if (exponent < 0) return text;
        var sign = text.charAt(exponent + 1) == '-' ? "" : "+";
        return text.substring(0, exponent) + "e" + sign + text.substring(exponent + 1);
    }
}
