package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.Failure;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Opens pull requests of Gough's own, each once. */
public final class Opening {
    private Opening() {}

    /** Opens it; one that an earlier try opened, or this one although its answer was lost, is found. */
    public static Answer<PullRequest> once(Forge forge, NewPullRequest proposed) {
        return switch (forge.propose(proposed)) {
            case Answer.Given<PullRequest> opened -> opened;
            case Answer.Failed<PullRequest>(var failure) ->
                (mayBeThere(failure)
                                ? open(forge, proposed.base(), proposed.branch()::equals)
                                : Optional.<PullRequest>empty())
                        .<Answer<PullRequest>>map(Answer.Given::new)
                        .orElseGet(() -> new Answer.Failed<>(failure));
        };
    }

    private static boolean mayBeThere(Failure failure) {
        return failure instanceof Failure.WorldChanged || failure instanceof Failure.Unclear;
    }

    /** The oldest open one to {@code base} whose branch, one of the repository itself, is like that; empty also when the forge cannot be asked. */
    public static Optional<PullRequest> open(Forge forge, String base, Predicate<String> branch) {
        if (!(forge.openPullRequests() instanceof Answer.Given<List<PullRequest>>(var open))) return Optional.empty();
        return open.stream()
                .filter(it -> it.origin() == PullRequest.Origin.REPOSITORY
                        && it.base().equals(base)
                        && branch.test(it.branch()))
                .findFirst();
    }
}
