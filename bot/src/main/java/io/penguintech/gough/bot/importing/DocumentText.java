package io.penguintech.gough.bot.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The text of a YAML file of one or many documents, to change one of them and leave what people wrote of the others, and around it,
 * as it is, line ends too. Lines count from 1. A line that begins with {@code ---} or {@code ...} is a border wherever it stands
 * (YAML 1.2, 9.1); a document may begin on the line of its border.
 */
final class DocumentText {
    private static final Pattern LINE = Pattern.compile("[^\\r\\n]*(\\r\\n|\\r|\\n)|[^\\r\\n]+");
    private static final Pattern BORDER = Pattern.compile("(---|\\.\\.\\.)(\\s.*)?", Pattern.DOTALL);
    private static final Pattern BORDER_AND_MORE = Pattern.compile("---\\s+[^\\s#].*", Pattern.DOTALL);
    private static final Pattern SPEC = Pattern.compile("spec:(\\s.*)?", Pattern.DOTALL);
    private static final Pattern TOP = Pattern.compile("[^\\s#].*", Pattern.DOTALL);

    /** Each with its end; the last one may have none. */
    private final List<String> lines;

    private DocumentText(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    static DocumentText of(String file) {
        return new DocumentText(
                LINE.matcher(file).results().map(MatchResult::group).toList());
    }

    /** Puts other lines in place of the {@code spec} of the document at {@code line}; empty when it has none that can be told apart. */
    Optional<DocumentText> withSpec(int line, List<String> spec) {
        if (isOnItsBorder(line)) return Optional.empty();
        int from = begin(line);
        int end = end(line);
        int first = from;
        while (first < end && !is(SPEC, first)) first++;
        if (first == end) return Optional.empty();
        int last = first + 1;
        while (last < end && !is(TOP, last)) last++;
        // What stands behind it speaks of what follows.
        while (last > first + 1 && isAside(last - 1)) last--;
        var ending = lines.getFirst().endsWith("\r\n") ? "\r\n" : "\n";
        var changed = new ArrayList<>(lines);
        changed.subList(first, last).clear();
        changed.addAll(first, spec.stream().map(words -> words + ending).toList());
        return Optional.of(new DocumentText(changed));
    }

    /** Takes the document at {@code line} away. */
    DocumentText without(int line) {
        int from = isOnItsBorder(line) ? line - 1 : begin(line);
        int end = end(line);
        var left = new ArrayList<>(lines);
        if (isOnItsBorder(line)) left.subList(from, end).clear();
        else if (from > 0) left.subList(from - 1, end).clear();
        else
            left.subList(from, end < left.size() && !is(BORDER_AND_MORE, end) ? end + 1 : end)
                    .clear();
        return new DocumentText(left);
    }

    /** Whether no document is left. */
    boolean isEmpty() {
        for (int i = 0; i < lines.size(); i++)
            if (is(BORDER_AND_MORE, i) || !(isAside(i) || is(BORDER, i))) return false;
        return true;
    }

    /** As a file. */
    String text() {
        return String.join("", lines);
    }

    private boolean isOnItsBorder(int line) {
        return line > 0 && line <= lines.size() && is(BORDER, line - 1);
    }

    /** The index of the first line of the document at {@code line}, which is not its border's. */
    private int begin(int line) {
        int index = Math.min(line, lines.size()) - 1;
        while (index > 0 && !is(BORDER, index - 1)) index--;
        return Math.max(index, 0);
    }

    /** The index of the border behind it. */
    private int end(int line) {
        int index = isOnItsBorder(line) ? line : Math.max(begin(line), Math.min(line, lines.size()) - 1);
        while (index < lines.size() && !is(BORDER, index)) index++;
        return index;
    }

    private boolean isAside(int index) {
        return words(index).isBlank() || words(index).startsWith("#");
    }

    private boolean is(Pattern pattern, int index) {
        return pattern.matcher(words(index)).matches();
    }

    private String words(int index) {
        return lines.get(index).replaceFirst("(\\r\\n|\\r|\\n)$", "");
    }
}
