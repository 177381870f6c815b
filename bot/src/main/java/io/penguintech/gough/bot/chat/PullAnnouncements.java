package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.rollout.RolloutEvent.ProposalChanged;

/**
 * Tells Slack of pull requests that need people: one message for each, posted when people are asked first and edited in
 * place from then on, its history in the thread. Looks the pull request up at each event, so many in a row become one edit.
 * One per repository.
 */
final class PullAnnouncements implements EventConsumer {
    private final Announcements.Channel channel;
    private final Proposals proposals;
    private final Posts posts;
    private final Questions questions;
    private final Delay delay;

    PullAnnouncements(Announcements.Channel channel, Proposals proposals, Posts posts, Delay delay) {
        this.channel = channel;
        this.proposals = proposals;
        this.posts = posts;
        this.questions = new Questions(posts, channel);
        this.delay = delay;
    }

    /** A colon stands in no id of a repository, so this is no other consumer's name. */
    @Override
    public String name() {
        return "slack-pulls:" + channel.repository();
    }

    @Override
    public void on(long sequence, RolloutEvent event) {
        if (!event.repository().equals(channel.repository())) return;
        try {
            tell(event);
            delay.ended();
        } catch (SlackTrouble e) {
            delay.failed(e);
            throw e;
        }
    }

    private void tell(RolloutEvent event) {
        switch (event) {
            case ProposalChanged(var repository, var number) ->
                proposals.find(repository, number).ifPresent(this::announce);
            case RolloutEvent.RolloutChanged _,
                    RolloutEvent.AlertRaised _,
                    RolloutEvent.AlertResolved _,
                    RolloutEvent.Decided _ -> {} // told by Announcements
        }
    }

    private void announce(Proposal proposal) {
        var key = "pull:%s:%d".formatted(proposal.repository(), proposal.number());
        var card = PullCard.of(proposal, channel.pages());
        if (proposal.standing() instanceof Standing.Asked) ask(key, proposal, card);
        else if (!posts.mend(key, card)) return;
        posts.ts(key)
                .ifPresent(root -> posts.once(
                        proposal.repository(), key + ":" + moment(proposal), channel.id(), root, history(proposal)));
    }

    private void ask(String key, Proposal proposal, RolloutCard card) {
        var digest = new PlanBlocks(proposal.plan()).digest();
        var what = "Plan %s of pull request %d".formatted(digest, proposal.number());
        questions.show(key, key + ":destroys:" + digest, card, Destroyed.thread(proposal.plan(), what));
    }

    /** Names a moment of the pull request: the same moment is the same line of its history. */
    private static String moment(Proposal proposal) {
        var how = switch (proposal.standing()) {
            case Standing.Free _ -> "free";
            case Standing.Asked _ -> "asked";
            case Standing.Approved _ -> "approved";
            case Standing.Declined _ -> "declined";
            case Standing.Expired() -> "expired";
            case Standing.Retracted _ -> "retracted";
            case Standing.Closed() -> "closed";
            case Standing.Merged(var rollout) ->
                "merged" + rollout.map(id -> "-" + id).orElse("");
        };
        return "%s:%s:%s:%d:%d"
                .formatted(
                        how,
                        proposal.head().brief(),
                        new PlanBlocks(proposal.plan()).digest(),
                        proposal.approvals().size(),
                        proposal.voided().size());
    }

    private RolloutCard history(Proposal proposal) {
        var names = PullCard.names(proposal);
        var yes = names.isEmpty() ? "" : ", approved by " + names;
        var words = "%s (head %s)%s%s"
                .formatted(PullCard.title(proposal), proposal.head().brief(), yes, delay.words());
        return AlertCard.line(Mrkdwn.line(words));
    }
}
