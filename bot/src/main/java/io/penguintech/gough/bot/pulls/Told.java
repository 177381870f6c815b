package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.CommitStatus;
import java.util.List;

/**
 * What the forge was told and took. Only saves calls: without it everything is looked up there before it is written.
 *
 * @param head the commit that the statuses are of
 * @param statuses what they say, in the order of {@link CommitStatus.Context}; missing ones are empty text
 * @param comments the numbers of the comments, the first one first
 * @param text what they say, as a digest
 */
record Told(String head, List<String> statuses, List<Long> comments, String text) {
    /** Nothing. */
    static final Told NOTHING = new Told("", List.of(), List.of(), "");

    /** Keeps copies. */
    Told {
        statuses = List.copyOf(statuses);
        comments = List.copyOf(comments);
    }

    Told with(String someHead, List<String> some) {
        return new Told(someHead, some, comments, text);
    }

    Told with(List<Long> numbers, String words) {
        return new Told(head, statuses, numbers, words);
    }
}
