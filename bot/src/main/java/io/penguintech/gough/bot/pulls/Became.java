package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.templates.view.PullView;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What became of a merged pull request, in words. How far it is, the status of the commit says; the comment is edited when
 * something ends, fails or waits, so that a rollout of a thousand hosts is not a thousand edits.
 *
 * @param rollout which brings it about
 * @param discreet whether strangers read it: then reasons and names of hosts are left to Gough's own page
 * @param pages the address of Gough's pages, without a slash at its end, where it is known
 */
record Became(Rollout rollout, boolean discreet, Optional<String> pages) {
    PullView.RolloutLink link() {
        var failed = shown().stream()
                .filter(one -> one.stage() == Rollout.Stage.FAILED)
                .map(one -> new PullView.FailedRow(one.subject(), one.verb(), one.detail()))
                .toList();
        return new PullView.RolloutLink(
                rollout.id().toString(), words(), pages.map(address -> address + "/rollouts/" + rollout.id()), failed);
    }

    private Collection<Rollout.Progress> shown() {
        return discreet ? List.of() : rollout.progress().values();
    }

    private String because(String why) {
        return discreet ? "" : ": " + why;
    }

    private String words() {
        return switch (rollout.state()) {
            case RolloutState.Requested _ -> "Gough looks at it";
            case RolloutState.Rejected(var why) -> "rejected, nothing was done" + because(why);
            case RolloutState.InSync _ -> "in sync, there is nothing to do";
            case RolloutState.AwaitingApproval _ ->
                "asks people: what was said here does not cover all of it (%d more)"
                        .formatted(Math.max(1, rollout.missing()));
            case RolloutState.Applying _ -> "under way";
            case RolloutState.Done _ -> "brought about";
            case RolloutState.Stalled(var why) -> "stalled, a person must act" + because(why);
            case RolloutState.Declined(var by, var why) -> "declined by " + by + because(why);
            case RolloutState.Expired _ -> "expired, nobody approved it in time";
            case RolloutState.Superseded(var by) -> "superseded by " + by;
            case RolloutState.Cancelled(var by, var why) -> "cancelled by " + by + because(why);
        };
    }

    List<PullView.Way> ways() {
        var retry = new PullView.Way("Have it looked at again in a comment", "gough retry");
        var revert = new PullView.Way("Take it back: opens a pull request", "gough revert");
        boolean failed = rollout.progress().values().stream().anyMatch(one -> one.stage() == Rollout.Stage.FAILED);
        return switch (rollout.state()) {
            case RolloutState.Rejected _ -> List.of(revert);
            case RolloutState.Stalled _, RolloutState.Declined _, RolloutState.Expired _, RolloutState.Cancelled _ ->
                List.of(retry, revert);
            case RolloutState.Applying _, RolloutState.AwaitingApproval _ ->
                failed
                        ? List.of(new PullView.Way("Try one host again in a comment", "gough retry HOST"), revert)
                        : List.of();
            case RolloutState.Requested _, RolloutState.InSync _, RolloutState.Done _, RolloutState.Superseded _ ->
                List.of();
        };
    }
}
