package io.penguintech.gough.schema;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Reads scalars: their meaning by tag and style, and where placeholders stand in them. */
final class ScalarReader {
    /** What the tags of YAML's own types begin with. */
    static final String TAG = "tag:yaml.org,2002:";

    private final String path;
    private final SourceText source;
    private final Yaml.Dialect dialect;
    private final Problems problems;

    ScalarReader(String path, SourceText source, Yaml.Dialect dialect, Problems problems) {
        this.path = path;
        this.source = source;
        this.dialect = dialect;
        this.problems = problems;
    }

    Tree.Scalar read(ScalarEvent event, Place place) {
        var text = event.getValue();
        var value = value(event, text, place);
        if (!(value instanceof String))
            return new Tree.Scalar(value, place, new Tree.Spelling(Optional.of(text), List.of()));
        if (!text.contains(Placeholders.OPENING)) return new Tree.Scalar(value, place);
        return new Tree.Scalar(value, place, new Tree.Spelling(Optional.empty(), openings(event, text)));
    }

    private @Nullable Object value(ScalarEvent event, String text, Place place) {
        var tag = event.getTag();
        if (tag.isEmpty()) return event.isPlain() ? PlainScalars.value(text, dialect) : text;
        var name = tag.get();
        if (name.equals("!") || name.equals(TAG + "str")) return text;
        var value = PlainScalars.value(text, dialect);
        if (name.equals(tagOf(value))) return value;
        if (name.equals(TAG + "float") && value instanceof Long whole) return whole.doubleValue();
        problems.error("Unsupported YAML tag", tagProblem(name, text), place);
        return text;
    }

    private static String tagOf(@Nullable Object value) {
        return TAG
                + switch (value) {
                    case null -> "null";
                    case Boolean _ -> "bool";
                    case Double _ -> "float";
                    case Number _ -> "int";
                    default -> "str"; // whatever a plain scalar means beyond these is text
                };
    }

    private static String tagProblem(String tag, String text) {
        if (tag.equals(TAG + "binary"))
            return "!!binary is not read. In write_files use encoding: b64 and plain text instead.";
        var shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return "\"%s\" cannot be read as %s. Remove the tag."
                .formatted(shown, tag.startsWith(TAG) ? "!!" + tag.substring(TAG.length()) : tag);
    }

    /**
     * The place of each opening. The file's own characters between the marks of the scalar are searched; when escapes
     * or a comment make their number another one than in the value, the places are unknown.
     */
    private List<Place> openings(ScalarEvent event, String text) {
        if (event.getStartMark().isEmpty() || event.getEndMark().isEmpty()) return List.of();
        var start = event.getStartMark().get();
        var found = source.find(
                Placeholders.OPENING,
                start.getIndex(),
                event.getEndMark().get().getIndex(),
                start.getLine(),
                start.getColumn());
        int inHeader = event.isLiteral() || event.isFolded() ? inHeader(start, found) : 0;
        var places = found.subList(inHeader, found.size());
        return places.size() == count(text) ? places : List.of();
    }

    /** The line of {@code |} or {@code >} may hold a comment, which is no part of the value. */
    private int inHeader(Mark start, List<Place> found) {
        return (int) found.stream()
                .filter(p -> p.line() == start.getLine() + 1 && p.file().equals(path))
                .count();
    }

    private static int count(String text) {
        int n = 0;
        for (int at = text.indexOf(Placeholders.OPENING); at >= 0; at = text.indexOf(Placeholders.OPENING, at + 1)) n++;
        return n;
    }
}
