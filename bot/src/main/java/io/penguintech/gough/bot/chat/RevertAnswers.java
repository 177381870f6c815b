package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.proposing.Outcome;
import io.penguintech.gough.bot.proposing.RevertProposal;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Map;
import java.util.Optional;

/** Opens the pull request that takes back what came in with a rollout, and says what came of it. */
final class RevertAnswers {
    private final Rollouts rollouts;
    private final Map<RepositoryId, RevertProposal> proposals;

    /** @param proposals of the repositories that have a forge */
    RevertAnswers(Rollouts rollouts, Map<RepositoryId, RevertProposal> proposals) {
        this.rollouts = rollouts;
        this.proposals = Map.copyOf(proposals);
    }

    /** Calls git and the forge, which takes longer than Slack waits. */
    String revert(RolloutId id, Actor actor) {
        var rollout = rollouts.find(id);
        if (rollout.isEmpty()) return Conversation.spoken(new Verdict.Refused("There is no rollout %s.".formatted(id)));
        var reverting = Optional.ofNullable(proposals.get(rollout.get().repository()));
        if (reverting.isEmpty())
            return Conversation.spoken(new Verdict.Refused("There is no forge for it in Gough's settings."));
        return switch (reverting.get().revert(id, actor)) {
            case Outcome.Opened(var number, var page) ->
                ":leftwards_arrow_with_hook: <%s|Pull request %d> takes back what came in with %s. It is planned and approved like any other."
                        .formatted(page, number, id);
            case Outcome.Impossible(var why) -> Conversation.spoken(new Verdict.Refused(why));
        };
    }
}
