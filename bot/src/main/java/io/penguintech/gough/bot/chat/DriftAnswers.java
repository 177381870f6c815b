package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.importing.AsItIs;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Rollouts.There;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.schema.VisibleText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The two answers to what somebody changed in a Fleet behind Gough's back: revert, which asks for the approval of what brings back
 * what is declared, and accept, which tells what to declare so that there is nothing to bring back.
 */
final class DriftAnswers {
    static final String REVERT = "drift-revert";
    static final String ACCEPT = "drift-accept";

    private final Rollouts rollouts;

    DriftAnswers(Rollouts rollouts) {
        this.rollouts = rollouts;
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

    /** What to declare so that what is there in the Fleet is as declared. */
    Acceptance accept(RolloutId id, String digest, Actor actor) {
        var rollout = rollouts.find(id);
        if (rollout.isEmpty()) return refused("There is no rollout %s.".formatted(id));
        boolean may = rollouts.person(rollout.get().repository(), actor)
                .filter(person -> person.may(Role.VIEWER))
                .isPresent();
        if (!may) return refused("Only people of the gough.yaml in force are told.");
        if (!isOf(rollout.get(), digest)) return refused(another(id));
        if (!isLeft(rollout.get()))
            return refused("%s is %s.".formatted(id, rollout.get().state().word()));
        return accept(id);
    }

    private Acceptance accept(RolloutId id) {
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
        return new Acceptance(
                "To accept what is there, commit this instead of what stands there now, and keep what your documents say in `metadata.labels` and `formerly`. The drift is over with that commit; nothing is written to Fleet.",
                found.stream().map(DriftAnswers::document).collect(Collectors.joining("---\n")));
    }

    private static Acceptance refused(String why) {
        return new Acceptance(Conversation.spoken(new Verdict.Refused(why)), "");
    }

    private static String document(Rollouts.InFleet found) {
        var what = VisibleText.line(found.subject().text());
        return switch (found.there()) {
            case There.Is(var is) ->
                "# %s: instead of the document at %s\n%s"
                        .formatted(
                                what,
                                found.place(),
                                AsItIs.document(is, found.subject().fleet()));
            case There.Deleted() ->
                "# %s: somebody deleted it in Fleet; delete its document at %s\n".formatted(what, found.place());
            case There.NeverMade() ->
                "# %s: was never there; leave its document at %s as it is\n".formatted(what, found.place());
            case There.Unread() -> throw new IllegalStateException("was looked for before");
        };
    }
}
