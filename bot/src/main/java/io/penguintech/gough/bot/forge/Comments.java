package io.penguintech.gough.bot.forge;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Comments that come in any order, each once: one may be on two pages when another is written meanwhile. */
final class Comments {
    /** What a command takes; of strangers' comments no more is in memory. */
    private static final int KEPT = 1_000;

    private static final Comparator<Comment> OLDEST =
            Comparator.comparing(Comment::created).thenComparingLong(Comment::id);

    private final Map<Long, Comment> all = new HashMap<>();

    void add(Comment comment) {
        all.put(comment.id(), comment);
    }

    List<Comment> oldestFirst() {
        return all.values().stream().sorted(OLDEST).toList();
    }

    /** Of {@code body} what somebody looks for: all of our own, as it is compared with what it should be. */
    static String kept(boolean ours, String body) {
        return ours ? body : ForgeCalls.cut(body, KEPT);
    }
}
