package io.penguintech.gough.bot.forge;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line that readers do not see, by which Gough finds a comment of its own again. Anybody can paste one, so it counts
 * in Gough's own comments alone, and at their very beginning.
 *
 * @param key what the comment is about; lower-case letters, digits, hyphens
 */
public record Marker(String key) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    private static final Pattern MARK = Pattern.compile("<!-- gough:([a-z0-9][a-z0-9-]{0,99}) -->\r?\n");

    /** Refuses what could end the line. */
    public Marker {
        if (!VALID.matcher(key).matches()) throw new IllegalArgumentException("not a key of a comment: " + key);
    }

    /** {@code body} with the line before it. */
    public String before(String body) {
        return line() + body;
    }

    /** Whether this is the comment meant. */
    public boolean isOn(Comment comment) {
        return comment.ours() && comment.body().replace("\r\n", "\n").startsWith(line());
    }

    /** The key of the mark that a text of our own begins with. */
    static Optional<String> keyIn(String body) {
        var mark = MARK.matcher(body);
        return mark.lookingAt() ? Optional.of(mark.group(1)) : Optional.empty();
    }

    private String line() {
        return "<!-- gough:" + key + " -->\n";
    }
}
