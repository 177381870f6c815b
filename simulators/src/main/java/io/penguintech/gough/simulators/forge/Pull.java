package io.penguintech.gough.simulators.forge;

import java.time.Instant;
import java.util.List;

/**
 * A pull request as the forge has it.
 *
 * @param number its number
 * @param title its title
 * @param body what it says
 * @param author the login of who opened it
 * @param branch its branch, in the repository or in a fork
 * @param head the newest commit of that branch
 * @param fork whether the branch is in a fork
 * @param base the branch it would be merged into
 * @param draft whether it is not ready
 * @param labels names
 * @param state where it is
 * @param mergeCommit what merging made, or would make; 40 zeros when nothing
 * @param created when it was opened
 * @param updated when it last changed
 */
public record Pull(
        long number,
        String title,
        String body,
        String author,
        String branch,
        String head,
        boolean fork,
        String base,
        boolean draft,
        List<String> labels,
        State state,
        String mergeCommit,
        Instant created,
        Instant updated) {
    /** Where a pull request is. */
    public enum State {
        /** It may be merged. */
        OPEN,
        /** It was given up. */
        CLOSED,
        /** It was merged. */
        MERGED
    }

    /** Copies the list. */
    public Pull {
        labels = List.copyOf(labels);
    }

    Pull at(String newHead, Instant now) {
        return new Pull(
                number,
                title,
                body,
                author,
                branch,
                newHead,
                fork,
                base,
                draft,
                labels,
                state,
                mergeCommit,
                created,
                now);
    }

    Pull with(State other, String commit, Instant now) {
        return new Pull(
                number, title, body, author, branch, head, fork, base, draft, labels, other, commit, created, now);
    }

    Pull onto(String other, Instant now) {
        return new Pull(
                number,
                title,
                body,
                author,
                branch,
                head,
                fork,
                other,
                draft,
                labels,
                state,
                mergeCommit,
                created,
                now);
    }

    Pull drafted(boolean notReady, Instant now) {
        return new Pull(
                number,
                title,
                body,
                author,
                branch,
                head,
                fork,
                base,
                notReady,
                labels,
                state,
                mergeCommit,
                created,
                now);
    }

    Pull labelled(List<String> others, Instant now) {
        return new Pull(
                number, title, body, author, branch, head, fork, base, draft, others, state, mergeCommit, created, now);
    }
}
