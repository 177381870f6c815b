package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Comment;
import io.penguintech.gough.bot.forge.CommitStatus;
import io.penguintech.gough.bot.forge.Digests;
import java.util.List;
import java.util.Objects;

/**
 * What the forge was told and took. Only saves calls: without it everything is looked up there before it is written.
 *
 * @param head the commit that the statuses are of
 * @param statuses what they say, in the order of {@link CommitStatus.Context}; missing ones are empty text
 * @param comments the numbers of the comments, the first one first
 * @param text what they say, as a digest
 * @param stands the same as the forge gave it back, which may write it otherwise; empty when that is not known
 */
record Told(String head, List<String> statuses, List<Long> comments, String text, String stands) {
    /** Nothing. */
    static final Told NOTHING = new Told("", List.of(), List.of(), "", "");

    /** Keeps copies; reads what an earlier version wrote, which did not know what stands there. */
    Told {
        statuses = List.copyOf(statuses);
        comments = List.copyOf(comments);
        stands = Objects.requireNonNullElse(stands, "");
    }

    Told with(String someHead, List<String> some) {
        return new Told(someHead, some, comments, text, stands);
    }

    Told with(List<Comment> written, String words) {
        var numbers = written.stream().map(Comment::id).toList();
        return new Told(head, statuses, numbers, words, digest(written));
    }

    /** Whether the comments say something else among {@code read} than they did when they were written; one that is not there says nothing. */
    boolean isOverwritten(List<Comment> read) {
        var ours = comments.stream()
                .flatMap(id -> read.stream().filter(comment -> comment.id() == id))
                .toList();
        return !stands.isEmpty()
                && ours.size() == comments.size()
                && !digest(ours).equals(stands);
    }

    private static String digest(List<Comment> comments) {
        return Digests.brief(
                comments.stream().map(comment -> comment.body().strip()).toArray(String[]::new));
    }
}
