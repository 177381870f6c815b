package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Comment;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.ForgeUser;
import io.penguintech.gough.bot.forge.Marker;
import io.penguintech.gough.bot.forge.Permission;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Failure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Hears what people say to Gough in the comments of a pull request. Each comment is decided once, in one transaction with
 * remembering that; then the forge is told: a reaction, and an answer where one is needed. After a crash what was not told is
 * told, and an answer that may have arrived is looked for first. Comments of bots and of Gough itself say nothing, and neither do
 * edited ones: who edits a comment puts words into the mouth of whoever wrote it. Who may not write in the repository, as the
 * forge says once each time all is heard, is not answered at all.
 */
final class CommandDesk {
    /** Not silence: on GitLab anybody's reaction would silence a no. */
    private static final String CHANGED =
            "This was changed before it was heard, so it says nothing: write it anew. (On GitLab a reaction to a comment counts as a change of it.)";

    private final RepositoryId repository;
    private final Forge forge;
    private final CommandStore store;
    private final CommandAnswers answers;
    private final Clock clock;
    /** What was read last of what Gough itself says, until somebody asks for it. */
    private final Map<Long, List<Comment>> read = new ConcurrentHashMap<>();

    CommandDesk(RepositoryId repository, Forge forge, CommandStore store, CommandAnswers answers, Clock clock) {
        this.repository = repository;
        this.forge = forge;
        this.store = store;
        this.answers = answers;
        this.clock = clock;
    }

    /** Hears everything that was said, before it was merged if it was, and not heard yet. May be repeated. */
    Heard hear(PullRequest pull) {
        return hear(pull, command -> true);
    }

    /** Hears what is to be done about what became of a merged one. May be repeated. */
    Optional<Failure> hearAfterMerge(PullRequest pull) {
        return hear(pull, CommandDesk::isAfterMerge).missed();
    }

    private Heard hear(PullRequest pull, Predicate<Command> which) {
        return switch (forge.comments(pull.number())) {
            case Answer.Failed<List<Comment>>(var failure) -> Heard.failed(failure);
            case Answer.Given<List<Comment>>(var comments) -> {
                read.put(pull.number(), comments.stream().filter(Comment::ours).toList());
                yield hear(pull, comments, which);
            }
        };
    }

    /** Gough's own comments as they were read last; none when they were not since this was asked. */
    List<Comment> read(long number) {
        return Optional.ofNullable(read.remove(number)).orElse(List.of());
    }

    private Heard hear(PullRequest pull, List<Comment> comments, Predicate<Command> which) {
        var hearing = new Hearing(which);
        var missed = hear(pull, comments, hearing);
        store.passOver(repository, pull.number(), hearing.strangers, clock.instant());
        return missed.map(Heard::failed).orElseGet(() -> new Heard(tell(pull, comments), !hearing.early.isEmpty()));
    }

    private Optional<Failure> hear(PullRequest pull, List<Comment> comments, Hearing hearing) {
        var decided = store.decided(repository, pull.number());
        for (var comment : comments) {
            if (decided.containsKey(said(comment)) || isSilent(comment)) continue;
            var command = Command.of(comment.body()).filter(hearing.which);
            if (command.isEmpty() || isLate(pull, comment, command.get())) continue;
            var failure = hear(pull, comment, command.get(), hearing);
            if (failure.isPresent()) return failure;
        }
        return Optional.empty();
    }

    /** What is known while all is heard once. Strangers may write a thousand comments, so they cost no more than one. */
    private static final class Hearing {
        /** What is heard; the rest is nothing. */
        private final Predicate<Command> which;
        /** What its authors could only say as they saw a plan of which it is not written down yet that it is shown. */
        private final List<Comment> early = new ArrayList<>();
        /** What is said by who may not write. */
        private final List<String> strangers = new ArrayList<>();

        private final Map<ForgeUser, Permission> permissions = new HashMap<>();

        Hearing(Predicate<Command> which) {
            this.which = which;
        }
    }

    private Answer<Permission> permission(ForgeUser user, Hearing hearing) {
        var known = hearing.permissions.get(user);
        if (known != null) return new Answer.Given<>(known);
        var answer = forge.permission(user);
        if (answer instanceof Answer.Given<Permission>(var permission)) hearing.permissions.put(user, permission);
        return answer;
    }

    private Optional<Failure> hear(PullRequest pull, Comment comment, Command command, Hearing hearing) {
        return switch (permission(comment.author(), hearing)) {
            case Answer.Failed<Permission>(var failure) -> Optional.of(failure);
            case Answer.Given<Permission>(var permission) -> {
                if (permission.compareTo(Permission.WRITE) < 0) hearing.strangers.add(said(comment));
                else if (!comment.updated().equals(comment.created()))
                    decide(pull, comment, () -> Optional.of(CHANGED));
                else if (pull.state() instanceof PullRequest.State.Open
                        && answers.isTooEarly(pull.number(), pull.head(), actor(comment.author()), command))
                    hearing.early.add(comment);
                else say(pull, comment, command, hearing.early);
                yield Optional.empty();
            }
        };
    }

    private void say(PullRequest pull, Comment comment, Command command, List<Comment> early) {
        // A no is never held back, and takes back what its author said before, also what was not heard yet.
        if (isWord(command, CommandWord.REJECT)) {
            var taken = early.stream()
                    .filter(yes -> yes.author().id() == comment.author().id())
                    .toList();
            taken.forEach(yes -> decide(pull, yes, Optional::empty));
            early.removeAll(taken);
        }
        var remark = new CommandAnswers.Remark(pull.number(), pull.head(), actor(comment.author()), comment.created());
        if (!isWord(command, CommandWord.REVERT)) {
            decide(pull, comment, () -> answers.say(remark, command));
            return;
        }
        // Git and the forge take seconds, for which nothing waits in the database. Twice is once.
        var answer = answers.say(remark, command);
        decide(pull, comment, () -> answer);
    }

    private void decide(PullRequest pull, Comment comment, Supplier<Optional<String>> decision) {
        store.decide(repository, pull.number(), said(comment), decision, clock.instant());
    }

    private static boolean isSilent(Comment comment) {
        return comment.ours() || comment.author().bot() || comment.author().id() == 0;
    }

    /** Where the forge does not say when it was merged, a yes may have come after that, and a no before. */
    private static boolean isLate(PullRequest pull, Comment comment, Command command) {
        if (isAfterMerge(command)) return false;
        return isWord(command, CommandWord.APPROVE)
                ? !pull.wasUnmergedAt(comment.created())
                : pull.wasMergedBefore(comment.created());
    }

    private static boolean isAfterMerge(Command command) {
        return command instanceof Command.Known(var word, var _) && word.isAfterMerge();
    }

    private static boolean isWord(Command command, CommandWord word) {
        return command instanceof Command.Known(var said, var _) && said == word;
    }

    /** Tells of everything that was decided and not told yet. */
    private Optional<Failure> tell(PullRequest pull, List<Comment> comments) {
        var decided = store.decided(repository, pull.number());
        for (var comment : comments) {
            var decision = Optional.ofNullable(decided.get(said(comment))).filter(one -> !one.answered());
            if (decision.isEmpty()) continue;
            var failure = tell(comment, decision.get(), comments);
            if (failure.isPresent()) return failure;
            store.answered(repository, pull.number(), said(comment));
        }
        return Optional.empty();
    }

    private Optional<Failure> tell(Comment comment, CommandStore.Decided decision, List<Comment> comments) {
        if (forge.acknowledge(comment) instanceof Answer.Failed<Comment>(var failure) && !isGone(failure))
            return Optional.of(failure);
        var marker = new Marker("answer-" + comment.id());
        if (decision.answer().isEmpty() || comments.stream().anyMatch(marker::isOn)) return Optional.empty();
        return forge.comment(
                                comment.pullRequest(),
                                marker.before(decision.answer().get()))
                        instanceof Answer.Failed<Comment>(var failure)
                ? Optional.of(failure)
                : Optional.empty();
    }

    /** Somebody deleted the comment meanwhile: there is nothing to react to. */
    private static boolean isGone(Failure failure) {
        return failure instanceof Failure.WorldChanged;
    }

    private Actor.ForgeAccount actor(ForgeUser user) {
        return new Actor.ForgeAccount(forge.kind().word(), user.id(), user.login());
    }

    private static String said(Comment comment) {
        return "comment " + comment.id();
    }
}
