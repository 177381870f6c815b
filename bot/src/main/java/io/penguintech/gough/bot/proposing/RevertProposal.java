package io.penguintech.gough.bot.proposing;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.NewPullRequest;
import io.penguintech.gough.bot.forge.Opening;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.InfraRepo.Commit;
import io.penguintech.gough.bot.source.Reversal;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.schema.Repository.Person;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.VisibleText;
import io.penguintech.gough.templates.view.Markdown;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Opens the pull request that takes back what came in with the revision of a rollout. Twice is once. Nothing is undone by it: it is
 * planned, approved and merged like any other, and what it would do to machines stands in its own plan.
 */
public final class Reverting {
    private static final int SHOWN = 20;
    private static final int TITLE = 120;

    private final InfraRepo source;
    private final Forge forge;
    private final Rollouts rollouts;

    /** Reverts in {@code source}, whose pull requests {@code forge} has. */
    public Reverting(InfraRepo source, Forge forge, Rollouts rollouts) {
        this.source = source;
        this.forge = forge;
        this.rollouts = rollouts;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** There is a pull request. */
        record Opened(long number, URI page) implements Outcome {}

        /** There is none; says why and whose turn it is. */
        record Impossible(String why) implements Outcome {}
    }

    /** What is taken back. */
    private record Brought(Rollout rollout, Revision before, List<Commit> commits) {}

    /** Opens it, or finds the one that is open, for somebody who is an operator at least. Calls git and the forge, so it takes seconds. */
    public Outcome revert(RolloutId id, Actor actor) {
        var rollout = rollouts.find(id).filter(it -> it.repository().equals(source.id()));
        if (rollout.isEmpty()) return new Outcome.Impossible("There is no rollout %s.".formatted(id));
        var person = rollouts.person(source.id(), actor).filter(it -> it.may(Role.OPERATOR));
        if (person.isEmpty()) return new Outcome.Impossible("That takes the role operator in the gough.yaml in force.");
        if (rollout.get().cause().equals("drift"))
            return new Outcome.Impossible(
                    "%s is about what changed outside of the repository: there is nothing in it to take back."
                            .formatted(id));
        var before = rollouts.revisionBefore(id);
        if (before.isEmpty())
            return new Outcome.Impossible("%s is of the first revision that Gough knows.".formatted(id));
        try {
            var commits = source.commits(before, rollout.get().revision());
            return open(new Brought(rollout.get(), before.get(), commits), person.get());
        } catch (RevisionUnavailable e) {
            return new Outcome.Impossible(Objects.requireNonNull(e.getMessage()));
        }
    }

    private Outcome open(Brought brought, Person by) {
        var id = brought.rollout().id();
        var prefix = "gough/revert-%s-".formatted(id);
        var open = Opening.open(forge, source.branch(), name -> name.startsWith(prefix));
        if (open.isPresent()) return opened(open.get());
        return switch (source.head()) {
            case InfraRepo.Head.NoBranch() ->
                new Outcome.Impossible("There is no branch %s any more.".formatted(source.branch()));
            case InfraRepo.Head.Unreachable(var why) -> new Outcome.Impossible(why);
            case InfraRepo.Head.At(var tip) -> {
                var branch = prefix + tip.brief();
                var reversal = new Reversal(
                        branch,
                        tip,
                        brought.before(),
                        brought.rollout().revision(),
                        message(brought, by),
                        brought.rollout().createdAt());
                yield switch (source.revert(reversal)) {
                    case InfraRepo.Pushed.Refused(var why) -> new Outcome.Impossible(why);
                    case InfraRepo.Pushed.Done _ ->
                        propose(new NewPullRequest(title(brought), body(brought, by), branch, source.branch()));
                };
            }
        };
    }

    private Outcome propose(NewPullRequest proposed) {
        return switch (Opening.once(forge, proposed)) {
            case Answer.Given<PullRequest>(var pull) -> opened(pull);
            case Answer.Failed<PullRequest>(var failure) -> new Outcome.Impossible(failure.why());
        };
    }

    private static Outcome opened(PullRequest pull) {
        return new Outcome.Opened(pull.number(), pull.page());
    }

    private static String title(Brought brought) {
        var commits = brought.commits();
        var what = commits.size() == 1
                ? "\"" + VisibleText.line(commits.getFirst().subject()) + "\""
                : "the %d commits of %s"
                        .formatted(commits.size(), brought.rollout().id());
        var title = "Revert " + what;
        return title.codePointCount(0, title.length()) <= TITLE
                ? title
                : title.substring(0, title.offsetByCodePoints(0, TITLE - 1)) + "…";
    }

    /** Whoever asks for it must not be the one who says yes to it, as the author of any other. */
    private static String message(Brought brought, Person by) {
        var trailer = by.emails().stream()
                .findFirst()
                .map(address -> "\nCo-authored-by: %s <%s>\n".formatted(VisibleText.line(by.name()), address))
                .orElse("");
        return "%s\n\nAsked for by %s, because of %s. Takes back:\n%s\n%s"
                .formatted(
                        title(brought),
                        VisibleText.line(by.name()),
                        brought.rollout().id(),
                        lines(brought, Reverting::plain),
                        trailer);
    }

    private static String body(Brought brought, Person by) {
        return "%s asked for this because of %s, which is %s. It takes back what came in with it and keeps what came later. Nothing is undone before it is merged: the plan says what it does to machines, and it is approved like any other.\n\n%s\n"
                .formatted(
                        Markdown.text(by.name()),
                        brought.rollout().id(),
                        brought.rollout().state().word(),
                        lines(brought, Reverting::marked));
    }

    private static String plain(Commit commit) {
        return "- %s %s".formatted(commit.revision().brief(), VisibleText.line(commit.subject()));
    }

    private static String marked(Commit commit) {
        return "- %s %s".formatted(commit.revision().brief(), Markdown.text(commit.subject()));
    }

    private static String lines(Brought brought, Function<Commit, String> line) {
        var commits = brought.commits();
        var first = commits.stream().limit(SHOWN).map(line).collect(Collectors.joining("\n"));
        return commits.size() > SHOWN ? "%s\n- and %d more".formatted(first, commits.size() - SHOWN) : first;
    }
}
