package io.penguintech.gough.schema;

import java.util.ArrayDeque;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Paths and patterns of paths in Fleet's own YAML, which are relative to the file that they stand in. */
final class FleetPaths {
    private static final int MOST_STARS = 6;

    private FleetPaths() {}

    /** The path inside the repository; what leads out of it stays outside. */
    static String resolve(String file, String relative) {
        var steps = new ArrayDeque<String>();
        for (var step : (file.substring(0, file.lastIndexOf('/') + 1) + relative).split("/", -1))
            if (step.equals("..") && !steps.isEmpty() && !steps.getLast().equals("..")) steps.removeLast();
            else if (!step.isEmpty() && !step.equals(".")) steps.add(step);
        return String.join("/", steps);
    }

    /** {@code *} and {@code ?} within a step, {@code **} over steps, {@code [abc]} and <code>{a,b}</code>. */
    static Pattern pattern(String glob) {
        try {
            // More stars than anybody needs could keep the matcher busy for ever.
            if (glob.chars().filter(c -> c == '*').count() <= MOST_STARS) return compiled(glob);
        } catch (PatternSyntaxException e) {
            // such as [z-a]: no pattern, and no file is called so
        }
        return Pattern.compile(Pattern.quote(glob));
    }

    private static Pattern compiled(String glob) {
        var regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int closing = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') regex.append("[^/]*");
            else if (c == '?') regex.append("[^/]");
            else if (closing > 0) {
                regex.append(set(glob.substring(i + 1, closing)));
                i = closing;
            } else if (c == '{' && glob.indexOf('}', i) > 0) {
                braces++;
                regex.append("(?:");
            } else if (c == '}' && braces > 0) {
                braces--;
                regex.append(')');
            } else if (c == ',' && braces > 0) regex.append('|');
            else regex.append(Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex + ")".repeat(braces));
    }

    private static String set(String characters) {
        boolean not = characters.startsWith("!") || characters.startsWith("^");
        var set = new StringBuilder(not ? "[^/" : "[");
        for (char c : characters.substring(not ? 1 : 0).toCharArray())
            set.append(c == '-' ? "-" : "\\x{%x}".formatted((int) c));
        return set.append(']').toString();
    }
}
