package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of paths below the root of a repository: {@code *} and {@code ?} within one folder, {@code **} over folders,
 * {@code [a-z]}, and <code>{a,b}</code>. It is read by a machine of its own that remembers no way back: the time it takes
 * grows with the lengths of pattern and path alone, whoever wrote them.
 */
public final class PathGlob {
    /** Most characters of one. */
    static final int LONGEST = 200;

    private static final int MOST_ALTERNATIVES = 32;
    private static final String SPECIAL = "*?[{";

    private final String text;
    private final String prefix;
    private final List<List<Step>> alternatives;

    /** What one step of the machine takes. */
    private sealed interface Step {
        /** Exactly this character. */
        record Letter(int letter) implements Step {}

        /** Any one character of a name. */
        record One() implements Step {}

        /** One character of a set. */
        record OneOf(List<Range> ranges, boolean others) implements Step {}

        /** As many characters of a name as there are. */
        record Some() implements Step {}

        /** Any number of folders may begin here. */
        record Folders() implements Step {}

        /** Within such folders: goes on after the slash of any of them. */
        record Inside() implements Step {}

        /** Everything below. */
        record Below() implements Step {}
    }

    private record Range(int first, int last) {}

    private PathGlob(String text, List<List<Step>> alternatives) {
        this.text = text;
        this.alternatives = alternatives;
        int special = 0;
        while (special < text.length() && SPECIAL.indexOf(text.charAt(special)) < 0) special++;
        prefix = text.substring(0, special);
    }

    /** Reads {@code text}. Throws {@link IllegalArgumentException} with a sentence for people where it is no pattern. */
    public static PathGlob parse(String text) {
        if (text.codePointCount(0, text.length()) > LONGEST)
            throw new IllegalArgumentException("it has more than %d characters".formatted(LONGEST));
        if (text.startsWith("!"))
            throw new IllegalArgumentException("nothing is excepted; every pattern adds to the others");
        if (text.indexOf('\\') >= 0)
            throw new IllegalArgumentException(
                    "it holds a backslash; folders are parted by /, and a star itself is written [*]");
        if (text.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("it holds control characters");
        var alternatives = new ArrayList<List<Step>>();
        for (var one : alternatives(text)) alternatives.add(steps(one));
        return new PathGlob(text, List.copyOf(alternatives));
    }

    /** Reads {@code text}; empty where it is no pattern. */
    static Optional<PathGlob> of(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException noPattern) {
            return Optional.empty();
        }
    }

    // ---- reading

    private static List<String> alternatives(String text) {
        var all = List.of("");
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '}') throw new IllegalArgumentException("a } has no {");
            int end = c == '[' ? closing(text, at) : c == '{' ? brace(text, at) : at;
            var parts = c == '{' ? parts(text.substring(at + 1, end)) : List.of(text.substring(at, end + 1));
            if (all.size() * parts.size() > MOST_ALTERNATIVES)
                throw new IllegalArgumentException(
                        "its braces stand for more than %d patterns".formatted(MOST_ALTERNATIVES));
            var longer = new ArrayList<String>();
            for (var before : all) for (var part : parts) longer.add(before + part);
            all = longer;
            at = end + 1;
        }
        return all;
    }

    private static int brace(String text, int from) {
        for (int at = from + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{') throw new IllegalArgumentException("braces stand within braces");
            if (c == '}') return at;
            if (c == '[') at = closing(text, at);
        }
        throw new IllegalArgumentException("a { has no }");
    }

    private static List<String> parts(String inner) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int at = 0; at < inner.length(); at++) {
            if (inner.charAt(at) == '[') at = closing(inner, at);
            else if (inner.charAt(at) == ',') {
                parts.add(inner.substring(from, at));
                from = at + 1;
            }
        }
        parts.add(inner.substring(from));
        return parts;
    }

    /** Where a set ends; its first character may be a bracket itself. */
    private static int closing(String text, int from) {
        int first = text.startsWith("!", from + 1) ? from + 2 : from + 1;
        int end = text.indexOf(']', first + 1);
        if (end < 0) throw new IllegalArgumentException("a [ has no ] with something between the two");
        return end;
    }

    private static List<Step> steps(String text) {
        checkFolders(text);
        var steps = new ArrayList<Step>();
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c == '[') {
                int end = closing(text, at);
                steps.add(set(text.substring(at + 1, end)));
                at = end + 1;
            } else if (text.startsWith("**", at)) at = folders(text, at, steps);
            else {
                steps.add(c == '*' ? new Step.Some() : c == '?' ? new Step.One() : new Step.Letter(c));
                at += Character.charCount(c);
            }
        }
        return List.copyOf(steps);
    }

    private static void checkFolders(String text) {
        if (text.isEmpty()) throw new IllegalArgumentException("it is empty");
        if (text.startsWith("/"))
            throw new IllegalArgumentException(
                    "it begins with a slash; it counts from the repository's root without one");
        if (text.endsWith("/"))
            throw new IllegalArgumentException("it ends with a slash; everything in a folder is %s**".formatted(text));
        for (var folder : text.split("/", -1))
            if (folder.isEmpty() || folder.equals(".") || folder.equals(".."))
                throw new IllegalArgumentException("it has an empty folder, . or .. in it");
    }

    private static int folders(String text, int at, List<Step> steps) {
        boolean begins = at == 0 || text.charAt(at - 1) == '/';
        boolean ends = at + 2 == text.length();
        if (!begins || !(ends || text.charAt(at + 2) == '/'))
            throw new IllegalArgumentException("** stands for folders: a slash, or nothing, is on either side of it");
        if (ends) {
            steps.add(new Step.Below());
            return at + 2;
        }
        steps.add(new Step.Folders());
        steps.add(new Step.Inside());
        return at + 3;
    }

    private static Step set(String inner) {
        boolean others = inner.startsWith("!");
        var letters = inner.substring(others ? 1 : 0).codePoints().toArray();
        var ranges = new ArrayList<Range>();
        for (int i = 0; i < letters.length; i++) {
            boolean range = i + 2 < letters.length && letters[i + 1] == '-';
            int last = range ? letters[i + 2] : letters[i];
            if (last < letters[i] || letters[i] == '/' || last == '/')
                throw new IllegalArgumentException("[%s] is no set of characters of a name".formatted(inner));
            ranges.add(new Range(letters[i], last));
            if (range) i += 2;
        }
        return new Step.OneOf(List.copyOf(ranges), others);
    }

    // ---- matching

    /** Whether the pattern stands for {@code path}, which is relative to the repository's root. */
    public boolean matches(String path) {
        return path.startsWith(prefix) && alternatives.stream().anyMatch(steps -> matches(steps, path));
    }

    private static boolean matches(List<Step> steps, String path) {
        var now = new BitSet(steps.size() + 1);
        enter(steps, 0, now);
        for (int at = 0; at < path.length() && !now.isEmpty(); ) {
            int c = path.codePointAt(at);
            var next = new BitSet(steps.size() + 1);
            for (int i = now.nextSetBit(0); i >= 0 && i < steps.size(); i = now.nextSetBit(i + 1))
                take(steps, i, c, next);
            now = next;
            at += Character.charCount(c);
        }
        return now.get(steps.size());
    }

    private static void take(List<Step> steps, int i, int c, BitSet next) {
        switch (steps.get(i)) {
            case Step.Letter(var letter) -> {
                if (letter == c) enter(steps, i + 1, next);
            }
            case Step.One() -> {
                if (c != '/') enter(steps, i + 1, next);
            }
            case Step.OneOf(var ranges, var others) -> {
                boolean in = ranges.stream().anyMatch(range -> range.first() <= c && c <= range.last());
                if (c != '/' && in != others) enter(steps, i + 1, next);
            }
            case Step.Some() -> {
                if (c != '/') enter(steps, i, next);
            }
            case Step.Folders() -> {}
            case Step.Inside() -> {
                next.set(i);
                if (c == '/') enter(steps, i + 1, next);
            }
            case Step.Below() -> {
                next.set(i);
                enter(steps, i + 1, next);
            }
        }
    }

    /** Stands before step {@code i}, and behind it where it may take nothing. */
    private static void enter(List<Step> steps, int i, BitSet states) {
        states.set(i);
        if (i == steps.size()) return;
        if (steps.get(i) instanceof Step.Some) enter(steps, i + 1, states);
        if (steps.get(i) instanceof Step.Folders) {
            states.set(i + 1);
            enter(steps, i + 2, states);
        }
    }

    /** At most how much work it is to match a path of {@code length} characters. */
    long effort(int length) {
        return alternatives.stream().mapToLong(List::size).sum() * length;
    }

    /** What every path begins with that it stands for. */
    String prefix() {
        return prefix;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathGlob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return text;
    }
}
