package io.penguintech.gough.bot.forge;

import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pull request (GitLab: merge request) as the forge has it now. What it says about commits is a hint: they are read
 * from git.
 *
 * @param number its number in the repository
 * @param title as written; anybody may have written it
 * @param author who opened it
 * @param branch the branch it would merge; a name in the fork when it comes from one
 * @param head the newest commit of that branch
 * @param base the branch it would be merged into
 * @param origin where its branch is
 * @param draft whether its author says that it is not ready
 * @param labels their names, as the forge orders them
 * @param state open, closed or merged
 * @param updated when something about it last changed
 * @param page its page, for people
 */
public record PullRequest(
        long number,
        String title,
        ForgeUser author,
        String branch,
        Revision head,
        String base,
        Origin origin,
        boolean draft,
        List<String> labels,
        State state,
        Instant updated,
        URI page) {
    /** Keeps a copy. */
    public PullRequest {
        labels = List.copyOf(labels);
    }

    /** Where the branch of a pull request is. */
    public enum Origin {
        /** In the repository itself: whoever pushed it may write there. */
        REPOSITORY,
        /** In another one, or in one that is gone: anybody may have pushed it. */
        FORK
    }

    /** What became of it. */
    public sealed interface State {
        /** It can be merged. */
        record Open() implements State {}

        /** It was closed, and can be opened again. */
        record Closed() implements State {}

        /**
         * It was merged.
         *
         * @param commit what the base branch got by that; empty when the forge does not say
         * @param at when; empty when the forge does not say
         */
        record Merged(Optional<Revision> commit, Optional<Instant> at) implements State {}
    }

    /** Whether it certainly was not merged yet at that moment, by the forge's clock: of a merge at an unknown time nobody knows. */
    public boolean wasUnmergedAt(Instant moment) {
        return !(state instanceof State.Merged(var _, var at))
                || at.filter(merged -> !moment.isAfter(merged)).isPresent();
    }

    /** Whether it certainly was merged before that moment, by the forge's clock. */
    public boolean wasMergedBefore(Instant moment) {
        return state instanceof State.Merged(var _, var at)
                && at.filter(moment::isAfter).isPresent();
    }
}
