package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.PullRequest;
import java.util.Optional;

/**
 * What is written down about a pull request.
 *
 * @param nudges how often something happened to it
 * @param failures how many looks in a row led to nothing
 * @param asked whether somebody who may asked for a plan, and it was not made yet
 * @param seen whether {@code pull} is what the forge says: nobody hinted at anything else since
 * @param pull what the forge said of it last
 * @param state what was found out about its newest head
 * @param told what the forge was told
 * @param annotated a digest of what stands beside lines there; empty when nothing does, and another one when that is not known
 */
record PullRow(
        PullKey key,
        long nudges,
        int failures,
        boolean asked,
        boolean seen,
        Optional<PullRequest> pull,
        Optional<PullState> state,
        Told told,
        String annotated) {
    long number() {
        return key.number();
    }

    PullRow with(PullRequest said) {
        return new PullRow(key, nudges, failures, asked, true, Optional.of(said), state, told, annotated);
    }

    PullRow with(PullState found) {
        return new PullRow(key, nudges, failures, asked, seen, pull, Optional.of(found), told, annotated);
    }

    PullRow with(Told now) {
        return new PullRow(key, nudges, failures, asked, seen, pull, state, now, annotated);
    }
}
