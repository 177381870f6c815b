package io.penguintech.gough.bot.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a YAML file of one or many documents, to change one of them and leave what people wrote of the others, and around it,
 * as it is. Lines count from 1. A line that begins with {@code ---} or {@code ...} is a border wherever it stands (YAML 1.2, 9.1).
 */
final class DocumentText {
    private static final Pattern BORDER = Pattern.compile("(---|\\.\\.\\.)(\\s.*)?");
    private static final Pattern SPEC = Pattern.compile("spec:(\\s.*)?");
    private static final Pattern TOP = Pattern.compile("[^\\s#].*");

    private final List<String> lines;

    private DocumentText(List<String> lines) {
        this.lines = lines;
    }

    static DocumentText of(String file) {
        return new DocumentText(new ArrayList<>(file.lines().toList()));
    }

    /** Puts other lines in place of the {@code spec} of the document at {@code line}; empty when it has none that can be told apart. */
    Optional<DocumentText> withSpec(int line, List<String> spec) {
        int from = begin(line);
        int end = end(line);
        int first = from;
        while (first < end && !SPEC.matcher(lines.get(first)).matches()) first++;
        if (first == end) return Optional.empty();
        int last = first + 1;
        while (last < end && !TOP.matcher(lines.get(last)).matches()) last++;
        // What stands behind it speaks of what follows.
        while (last > first + 1 && isAside(lines.get(last - 1))) last--;
        var changed = new ArrayList<>(lines);
        changed.subList(first, last).clear();
        changed.addAll(first, spec);
        return Optional.of(new DocumentText(changed));
    }

    private static boolean isAside(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    /** Takes the document at {@code line} away. */
    DocumentText without(int line) {
        int from = begin(line);
        int end = end(line);
        var left = new ArrayList<>(lines);
        if (from > 0) from--;
        else if (end < left.size()) end++;
        left.subList(from, end).clear();
        return new DocumentText(left);
    }

    /** Whether no document is left. */
    boolean isEmpty() {
        return lines.stream()
                .allMatch(line -> isAside(line) || BORDER.matcher(line).matches());
    }

    /** As a file. */
    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** The index of the first line of the document at {@code line}. */
    private int begin(int line) {
        int index = Math.min(line, lines.size()) - 1;
        while (index > 0 && !BORDER.matcher(lines.get(index - 1)).matches()) index--;
        return Math.max(index, 0);
    }

    /** The index of the border behind it. */
    private int end(int line) {
        int index = Math.max(begin(line), Math.min(line, lines.size()) - 1);
        while (index < lines.size() && !BORDER.matcher(lines.get(index)).matches()) index++;
        return index;
    }
}
