package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Annotation;
import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Digests;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.reconcile.Failure;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands beside lines of an open pull request: written when it is other than what is known to stand there. That something is
 * being written is noted down before, so that whatever a crash left there goes when the head is mended.
 */
final class PullLines {
    private static final Logger LOG = LoggerFactory.getLogger(PullLines.class);
    private static final String UNKNOWN = "?";
    /** So many looks in a row may fail before it is given up for this head. */
    private static final int MOST_TRIES = 5;

    private final Forge forge;
    private final PullStore store;

    PullLines(Forge forge, PullStore store) {
        this.forge = forge;
        this.store = store;
    }

    /** Has the forge show what {@code state} says of the head; why not, if that may be otherwise soon. */
    Optional<Failure> show(PullRow row, PullRequest pull, PullState state) {
        // What was found out about an older head, or is not certain of this one, is left until more is known.
        if (!state.isFinal() || !state.head().equals(pull.head())) return Optional.empty();
        var wanted = state.annotations();
        var digest = wanted.isEmpty() ? "" : Digests.brief(state.head().id(), wanted.toString());
        if (row.annotated().equals(digest)) return Optional.empty();
        // Whatever stood there before: half of it may be gone soon, and an earlier head may come back.
        if (!row.annotated().equals(UNKNOWN)) store.annotated(row.key(), UNKNOWN);
        return annotated(row, pull, wanted, digest);
    }

    /** What stands in the comment anyway is not tried again and again where the forge does not take it. */
    private Optional<Failure> annotated(PullRow row, PullRequest pull, List<Annotation> wanted, String digest) {
        switch (forge.annotate(pull, wanted)) {
            case Answer.Given<Integer>(var shown) ->
                LOG.debug(
                        "{} of {} remarks stand beside lines of pull request {}", shown, wanted.size(), pull.number());
            case Answer.Failed<Integer>(var failure) -> {
                if (PullTelling.isPassing(failure) && row.failures() < MOST_TRIES) return Optional.of(failure);
                LOG.warn(
                        "Nothing new stands beside lines of pull request {} of {}: {}",
                        pull.number(),
                        row.key().repository(),
                        failure.why());
            }
        }
        store.annotated(row.key(), digest);
        return Optional.empty();
    }
}
