package io.penguintech.gough.bot.proposing;

import io.penguintech.gough.bot.forge.Forge;
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
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Opens the pull request that takes back what came in with the revision of a rollout. Twice is once. Nothing is undone by it: it is
 * planned, approved and merged like any other, and what it would do to machines stands in its own plan.
 */
public final class RevertProposal {
    private static final int SHOWN = 20;
    private static final int TITLE = 120;

    private final InfraRepo source;
    private final Rollouts rollouts;
    private final OwnPullRequest own;

    /** Reverts in {@code source}, whose pull requests {@code forge} has. */
    public RevertProposal(InfraRepo source, Forge forge, Rollouts rollouts) {
        this.source = source;
        this.rollouts = rollouts;
        this.own = new OwnPullRequest(source, forge);
    }

    /** What is taken back. */
    private record Brought(Rollout rollout, Revision before, List<Commit> commits) {}

    /** Opens it, or finds the one that is open, for somebody who is an operator at least. Calls git and the forge, so it takes seconds. */
    public Outcome revert(RolloutId id, Actor actor) {
        var rollout = rollouts.find(id).filter(it -> it.repository().equals(source.id()));
        if (rollout.isEmpty()) return new Outcome.Impossible("There is no rollout %s.".formatted(id));
        var person = rollouts.person(source.id(), actor).filter(it -> it.may(Role.OPERATOR));
        if (person.isEmpty()) return new Outcome.Impossible("That takes the role operator in the gough.yaml in force.");
        if (person.get().emails().isEmpty())
            return new Outcome.Impossible(
                    "The gough.yaml in force has no address of %s, so nobody could tell who asked for it, and must not be the one who approves it: add emails there, or have somebody else ask."
                            .formatted(person.get().name()));
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
        return switch (source.head()) {
            case InfraRepo.Head.NoBranch() ->
                new Outcome.Impossible("There is no branch %s any more.".formatted(source.branch()));
            case InfraRepo.Head.Unreachable(var why) -> new Outcome.Impossible(why);
            case InfraRepo.Head.At(var tip) -> {
                var rollout = brought.rollout();
                var message = message(brought, by);
                var cause = "revert-" + rollout.id();
                yield own.open(
                        new OwnPullRequest.Wanted(cause, tip, message, title(brought), body(brought, by)),
                        branch -> source.revert(new Reversal(
                                branch, tip, brought.before(), rollout.revision(), message, rollout.createdAt())));
            }
        };
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
        return "%s\n\nAsked for by %s, because of %s. Takes back:\n%s\n\nCo-authored-by: %s <%s>\n"
                .formatted(
                        title(brought),
                        VisibleText.line(by.name()),
                        brought.rollout().id(),
                        lines(brought, RevertProposal::plain),
                        VisibleText.line(by.name()),
                        by.emails().first());
    }

    private static String body(Brought brought, Person by) {
        return "%s asked for this because of %s, which is %s. It takes back what came in with it and keeps what came later. Nothing is undone before it is merged: the plan says what it does to machines, and it is approved like any other.\n\n%s\n"
                .formatted(
                        Markdown.text(by.name()),
                        brought.rollout().id(),
                        brought.rollout().state().word(),
                        lines(brought, RevertProposal::marked));
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
