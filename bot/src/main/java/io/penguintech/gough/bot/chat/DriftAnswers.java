package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.importing.AsItIs;
import io.penguintech.gough.bot.importing.DriftProposal;
import io.penguintech.gough.bot.proposing.Outcome;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Rollouts.There;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.schema.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The two answers to what somebody changed in a Fleet behind Gough's back: revert, which asks for the approval of what brings back
 * what is declared, and accept, which proposes to declare what is there: as a pull request where there is a forge, else in words.
 */
final class DriftAnswers {
    static final String REVERT = "drift-revert";
    static final String ACCEPT = "drift-accept";

    private final Rollouts rollouts;
    private final Map<RepositoryId, DriftProposal> proposals;

    /** @param proposals of the repositories that have a forge */
    DriftAnswers(Rollouts rollouts, Map<RepositoryId, DriftProposal> proposals) {
        this.rollouts = rollouts;
        this.proposals = Map.copyOf(proposals);
    }

    /** Whether a rollout is one for which there are these answers: nothing but what somebody changed in Fleets. */
    static boolean has(Rollout rollout) {
        var changes = rollout.plan().map(Plan::changes).orElse(List.of());
        return rollout.cause().equals("drift")
                && !changes.isEmpty()
                && changes.stream().allMatch(Change.OfFleet.class::isInstance);
    }

    /** Asks again, and so for an approval. The no of somebody else stands. */
    Verdict revert(RolloutId id, String digest, Actor actor) {
        var rollout = rollouts.find(id);
        if (rollout.isEmpty()) return new Verdict.Refused("There is no rollout %s.".formatted(id));
        if (!isOf(rollout.get(), digest)) return new Verdict.Refused(another(id));
        return switch (rollout.get().state()) {
            case RolloutState.Expired _ -> rollouts.retry(id, actor);
            case RolloutState.Declined(var by, var _) ->
                rollouts.person(rollout.get().repository(), actor)
                                .filter(person -> person.name().equals(by))
                                .isPresent()
                        ? rollouts.retry(id, actor)
                        : new Verdict.Refused(
                                "%s said no to reverting it, and only %s takes that back here.".formatted(by, by));
            case RolloutState.Requested _,
                    RolloutState.Rejected _,
                    RolloutState.InSync _,
                    RolloutState.AwaitingApproval _,
                    RolloutState.Applying _,
                    RolloutState.Done _,
                    RolloutState.Stalled _,
                    RolloutState.Superseded _,
                    RolloutState.Cancelled _ ->
                new Verdict.Refused(
                        "%s is %s.".formatted(id, rollout.get().state().word()));
        };
    }

    private static boolean isOf(Rollout rollout, String digest) {
        return rollout.plan().filter(plan -> plan.digest().equals(digest)).isPresent();
    }

    private static String another(RolloutId id) {
        return "That button is of another plan than %s has now. Use the newest message.".formatted(id);
    }

    /** Whether what it would change is as somebody left it. */
    private static boolean isLeft(Rollout rollout) {
        return rollout.state() instanceof RolloutState.AwaitingApproval
                || rollout.state() instanceof RolloutState.Declined
                || rollout.state() instanceof RolloutState.Expired;
    }

    /**
     * What to declare.
     *
     * @param words for the person who asked
     * @param documents the documents, each behind a comment that says where it belongs; empty text when there is none
     */
    record Acceptance(String words, String documents) {}

    /**
     * Proposes to declare what is there in the Fleet; says how where there is no forge, where the person may not have Gough push, and
     * where a pull request cannot say it. May call git and the forge, which takes seconds.
     */
    Acceptance accept(RolloutId id, String digest, Actor actor) {
        var rollout = rollouts.find(id);
        if (rollout.isEmpty()) return refused("There is no rollout %s.".formatted(id));
        var person = rollouts.person(rollout.get().repository(), actor).filter(it -> it.may(Role.VIEWER));
        if (person.isEmpty()) return refused("Only people of the gough.yaml in force are told.");
        if (!isOf(rollout.get(), digest)) return refused(another(id));
        if (!isLeft(rollout.get()))
            return refused("%s is %s.".formatted(id, rollout.get().state().word()));
        return accept(rollout.get(), person.get());
    }

    private Acceptance accept(Rollout rollout, Repository.Person person) {
        var id = rollout.id();
        var found = rollouts.inFleets(id);
        var unread = found.stream()
                .filter(one -> one.there() instanceof There.Unread)
                .findFirst();
        if (unread.isPresent())
            return refused(
                    "Gough has not read %s since it started, so it cannot say what is there. Ask again in a minute."
                            .formatted(VisibleText.line(unread.get().subject().text())));
        if (found.stream().allMatch(one -> one.there() instanceof There.NeverMade))
            return refused("There is nothing in a Fleet to accept: what %s changes was never there.".formatted(id));
        var proposal =
                Optional.ofNullable(proposals.get(rollout.repository())).filter(any -> person.may(Role.OPERATOR));
        if (proposal.isEmpty()) return inWords("", found);
        return switch (proposal.get().open(rollout, found, person.name())) {
            case Outcome.Opened(var number, var page) ->
                new Acceptance(
                        ":white_check_mark: <%s|Pull request %d> says in the documents what is there. The drift is over once it is merged; nothing is written to Fleet."
                                .formatted(page, number),
                        "");
            case Outcome.Impossible(var why) ->
                inWords("There is no pull request: %s\n".formatted(Mrkdwn.line(why)), found);
        };
    }

    private static Acceptance inWords(String before, List<Rollouts.InFleet> found) {
        return new Acceptance(
                before
                        + "To accept what is there, commit this instead of what stands there now, and keep what your documents say in `metadata.labels` and `formerly`. The drift is over with that commit; nothing is written to Fleet.",
                found.stream().map(DriftAnswers::document).collect(Collectors.joining("---\n")));
    }

    private static Acceptance refused(String why) {
        return new Acceptance(Conversation.spoken(new Verdict.Refused(why)), "");
    }

    private static String document(Rollouts.InFleet found) {
        var what = VisibleText.line(found.subject().text());
        return switch (found.there()) {
            case There.Is(var is) ->
                AsItIs.document(is, found.subject().fleet())
                        .map(document ->
                                "# %s: instead of the document at %s\n%s".formatted(what, found.place(), document))
                        .orElseGet(() -> "# %s: other hosts carry it in Fleet; list them in its document at %s\n"
                                .formatted(what, found.place()));
            case There.Deleted() ->
                "# %s: somebody deleted it in Fleet; delete its document at %s\n".formatted(what, found.place());
            case There.NeverMade() ->
                "# %s: was never there; leave its document at %s as it is\n".formatted(what, found.place());
            case There.Unread() -> throw new IllegalStateException("was looked for before");
        };
    }
}
