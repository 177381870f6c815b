package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Comment;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.ForgeUser;
import io.penguintech.gough.bot.forge.Marker;
import io.penguintech.gough.bot.forge.Permission;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.forge.Review;
import io.penguintech.gough.bot.forge.Review.Verdict;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.templates.view.Markdown;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hears what people say to the plan of a pull request by reviewing it on the forge. Each review is decided once, in one
 * transaction with remembering that; that it was dismissed, once more. One that cannot count yet is not decided. Whoever asks
 * for changes, or takes an approval back, takes back their own yes and nobody else's; that no review says a lasting no.
 */
final class ReviewDesk {
    private static final String REVIEW = "review ";
    private static final String DISMISSED = "dismissed ";
    /** Followed by the number of a review that counted and by whose yes it is. */
    private static final String GAVE = "gave ";

    private static final String WITHDRAWN = "withdrawn ";

    private final RepositoryId repository;
    private final Forge forge;
    private final CommandStore store;
    private final Proposals proposals;
    private final Function<Actor, Optional<Repository.Person>> people;
    private final Clock clock;

    /**
     * Hears what is said to the pull requests of {@code repository}.
     *
     * @param people who is behind an account, by the rules in force
     */
    ReviewDesk(
            RepositoryId repository,
            Forge forge,
            CommandStore store,
            Proposals proposals,
            Function<Actor, Optional<Repository.Person>> people,
            Clock clock) {
        this.repository = repository;
        this.forge = forge;
        this.store = store;
        this.proposals = proposals;
        this.people = people;
        this.clock = clock;
    }

    /** Hears every review that was not heard yet and can be. May be repeated. */
    Heard hear(PullRequest pull) {
        return switch (forge.reviews(pull.number())) {
            case Answer.Failed<List<Review>>(var failure) -> Heard.failed(failure);
            case Answer.Given<List<Review>>(var reviews) -> hear(pull, reviews);
        };
    }

    private Heard hear(PullRequest pull, List<Review> reviews) {
        withdraw(pull, reviews); // whatever cannot be heard
        var heard = each(pull, reviews);
        return heard.missed().isPresent() ? heard : heard.and(tell(pull));
    }

    private Heard each(PullRequest pull, List<Review> reviews) {
        var decided = Set.copyOf(store.decided(repository, pull.number()).keySet());
        var heard = Heard.ALL;
        for (int i = 0; i < reviews.size(); i++) {
            var review = reviews.get(i);
            var later = reviews.subList(i + 1, reviews.size());
            heard = heard.and(
                    switch (review.verdict()) {
                        case COMMENTED -> Heard.ALL;
                        case CHANGES_REQUESTED -> takeBack(pull, review, REVIEW, decided, "asked for changes.");
                        case DISMISSED ->
                            takeBack(pull, review, DISMISSED, decided, "gave a review that was dismissed.");
                        case APPROVED -> approve(pull, review, later, decided);
                    });
            if (heard.missed().isPresent()) return heard;
        }
        return heard;
    }

    /**
     * What the forge does not show any more counts no more: GitLab takes an approval back without a trace. Those that counted
     * are remembered, as the plan of now need not have what they count for.
     */
    private void withdraw(PullRequest pull, List<Review> reviews) {
        var decided = Set.copyOf(store.decided(repository, pull.number()).keySet());
        var shown = reviews.stream().map(Review::id).collect(Collectors.toSet());
        for (var gave : decided) {
            if (!gave.startsWith(GAVE)) continue;
            var review = gave.substring(GAVE.length()).split(" ", 2);
            if (shown.contains(review[0]) || decided.contains(WITHDRAWN + review[0])) continue;
            decide(pull, WITHDRAWN + review[0], () -> {
                proposals.takeBack(
                        repository,
                        pull.number(),
                        review[1],
                        ReviewRules.VIA,
                        "%s took the approval back.".formatted(review[1]));
                return Optional.empty();
            });
        }
    }

    private Heard takeBack(PullRequest pull, Review review, String kind, Set<String> decided, String why) {
        var person = person(review.by());
        if (decided.contains(kind + review.id()) || person.isEmpty()) return Heard.ALL;
        var name = person.get().name();
        decide(pull, kind + review.id(), () -> {
            proposals.takeBack(repository, pull.number(), name, ReviewRules.VIA, name + " " + why);
            return Optional.empty();
        });
        return Heard.ALL;
    }

    private Heard approve(PullRequest pull, Review review, List<Review> later, Set<String> decided) {
        // One that was dismissed and stands again stays taken back.
        if (Stream.of(REVIEW, DISMISSED, WITHDRAWN).anyMatch(kind -> decided.contains(kind + review.id())))
            return Heard.ALL;
        var person = person(review.by()).filter(known -> known.may(Role.APPROVER));
        if (person.isEmpty() || review.by().bot()) return Heard.ALL;
        if (isTakenBack(review, later)) {
            decide(pull, REVIEW + review.id(), Optional::empty);
            return Heard.ALL;
        }
        var known = proposals.find(repository, pull.number());
        return switch (ReviewRules.of(pull, known, review, person.get())) {
            case ReviewRules.Meaning.Later(var soon) -> new Heard(Optional.empty(), soon);
            case ReviewRules.Meaning.Nothing(var why) -> decide(pull, review, () -> why);
            case ReviewRules.Meaning.Counts(var yes) ->
                decide(pull, review, () -> worthSaying(person.get(), approved(pull, review, person.get(), yes)));
        };
    }

    private io.penguintech.gough.bot.rollout.Verdict approved(
            PullRequest pull, Review review, Repository.Person person, Proposals.Yes yes) {
        var verdict = proposals.approve(repository, pull.number(), actor(review.by()), yes);
        if (verdict instanceof io.penguintech.gough.bot.rollout.Verdict.Accepted)
            decide(pull, GAVE + review.id() + " " + person.name(), Optional::empty);
        return verdict;
    }

    /** Whoever said something else since does not approve any more, also when that is heard first. */
    private static boolean isTakenBack(Review review, List<Review> later) {
        return later.stream()
                .filter(other -> other.by().id() == review.by().id())
                .anyMatch(
                        other -> other.verdict() == Verdict.CHANGES_REQUESTED || other.verdict() == Verdict.DISMISSED);
    }

    /** What somebody says who may not write in the repository concerns nobody. */
    private Heard decide(PullRequest pull, Review review, Supplier<Optional<String>> decision) {
        return switch (forge.permission(review.by())) {
            case Answer.Failed<Permission>(var failure) -> Heard.failed(failure);
            case Answer.Given<Permission>(var permission) -> {
                boolean mayWrite = permission.compareTo(Permission.WRITE) >= 0;
                decide(pull, REVIEW + review.id(), mayWrite ? decision : Optional::empty);
                yield Heard.ALL;
            }
        };
    }

    private void decide(PullRequest pull, String said, Supplier<Optional<String>> decision) {
        store.decide(repository, pull.number(), said, decision, clock.instant());
    }

    private static Optional<String> worthSaying(
            Repository.Person person, io.penguintech.gough.bot.rollout.Verdict verdict) {
        return CommandAnswers.worthSaying(verdict)
                .map(text -> "The approval of %s: %s".formatted(Markdown.text(person.name()), text));
    }

    /** Says what was decided and not said yet; what may have been said is looked for first. */
    private Heard tell(PullRequest pull) {
        var untold = store.decided(repository, pull.number()).entrySet().stream()
                .filter(one -> one.getKey().startsWith(REVIEW))
                .filter(one ->
                        !one.getValue().answered() && one.getValue().answer().isPresent())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().answer().orElseThrow()));
        if (untold.isEmpty()) return Heard.ALL;
        return switch (forge.comments(pull.number())) {
            case Answer.Failed<List<Comment>>(var failure) -> Heard.failed(failure);
            case Answer.Given<List<Comment>>(var comments) -> tell(pull, untold, comments);
        };
    }

    private Heard tell(PullRequest pull, Map<String, String> untold, List<Comment> comments) {
        for (var one : untold.entrySet()) {
            var marker = new Marker("answer-review-" + one.getKey().substring(REVIEW.length()));
            if (comments.stream().noneMatch(marker::isOn)
                    && forge.comment(pull.number(), marker.before(one.getValue()))
                            instanceof Answer.Failed<Comment>(var failure)) return Heard.failed(failure);
            store.answered(repository, pull.number(), one.getKey());
        }
        return Heard.ALL;
    }

    private Optional<Repository.Person> person(ForgeUser user) {
        return user.id() == 0 ? Optional.empty() : people.apply(actor(user));
    }

    private Actor.ForgeAccount actor(ForgeUser user) {
        return new Actor.ForgeAccount(forge.kind().word(), user.id(), user.login());
    }
}
