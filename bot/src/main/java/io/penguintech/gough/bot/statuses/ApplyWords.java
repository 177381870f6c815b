package io.penguintech.gough.bot.statuses;

import io.penguintech.gough.bot.forge.CommitStatus;
import io.penguintech.gough.bot.forge.CommitStatus.State;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.schema.Risk;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the status {@code gough/apply} of a commit says. Neither names of hosts nor reasons, which anybody who sees the forge
 * would read: those are on Gough's page. GitHub takes 1,000 statuses of a commit (docs.github.com, <i>Create a commit
 * status</i>): progress is told in steps, and what ended well is told alike however often drift was looked for.
 */
final class ApplyWords {
    private static final int STEP = 5;

    private ApplyWords() {}

    /** The status of the commit of {@code rollout}; leads to its page when {@code pages} is known. */
    static CommitStatus of(Rollout rollout, Optional<String> pages) {
        return new CommitStatus(
                CommitStatus.Context.APPLY,
                state(rollout.state()),
                described(rollout),
                pages.map(address -> URI.create(address + "/rollouts/" + rollout.id())));
    }

    /** Whether {@code now} need not be told where {@code shown} is: which of its rollouts ended well is no news. */
    static boolean saySame(CommitStatus shown, CommitStatus now) {
        return shown.equals(now)
                || (now.state() == State.SUCCESS
                        && shown.state() == State.SUCCESS
                        && shown.description().equals(now.description()));
    }

    private static String described(Rollout rollout) {
        return state(rollout.state()) == State.SUCCESS ? words(rollout) : rollout.id() + ": " + words(rollout);
    }

    /** Each final state has a final colour. A stalled one has it too: nothing goes on until a person acts. */
    private static State state(RolloutState state) {
        return switch (state) {
            case RolloutState.Requested _, RolloutState.AwaitingApproval _, RolloutState.Applying _ -> State.PENDING;
            case RolloutState.InSync _, RolloutState.Done _ -> State.SUCCESS;
            case RolloutState.Rejected _,
                    RolloutState.Stalled _,
                    RolloutState.Declined _,
                    RolloutState.Expired _,
                    RolloutState.Superseded _,
                    RolloutState.Cancelled _ -> State.FAILURE;
        };
    }

    private static String words(Rollout rollout) {
        return switch (rollout.state()) {
            case RolloutState.Requested _ -> "Gough looks at it";
            case RolloutState.Rejected _ -> "rejected, nothing was done";
            case RolloutState.InSync _ -> "in sync, there is nothing to do";
            case RolloutState.AwaitingApproval _ -> "waits for approval of " + changes(rollout);
            case RolloutState.Applying _ -> "under way, %s".formatted(progress(rollout));
            case RolloutState.Done _ -> "brought about";
            case RolloutState.Stalled _ -> "stalled, a person must act (%s)".formatted(progress(rollout));
            case RolloutState.Declined _ -> "declined";
            case RolloutState.Expired _ -> "expired, nobody approved it in time";
            case RolloutState.Superseded(var by) -> "superseded by " + by + ", a newer revision";
            case RolloutState.Cancelled _ -> "cancelled";
        };
    }

    private static String changes(Rollout rollout) {
        var changes = rollout.plan().map(plan -> plan.changes()).orElse(List.of());
        long destructive = changes.stream()
                .filter(change -> change.risk() == Risk.DESTRUCTIVE)
                .count();
        var count = changes.size() == 1 ? "1 change" : changes.size() + " changes";
        return destructive == 0 ? count : "%s, %d DESTRUCTIVE".formatted(count, destructive);
    }

    private static String progress(Rollout rollout) {
        long done = rollout.progress().values().stream()
                .filter(one -> one.stage() == Rollout.Stage.DONE)
                .count();
        long percent = done * 100 / Math.max(1, rollout.progress().size());
        return "%d %% of the changes done".formatted(percent / STEP * STEP);
    }
}
