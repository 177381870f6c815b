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
 * would read: those are on Gough's page.
 */
final class ApplyWords {
    private ApplyWords() {}

    /** The status of the commit of {@code rollout}; leads to its page when {@code pages} is known. */
    static CommitStatus of(Rollout rollout, Optional<String> pages) {
        return new CommitStatus(
                CommitStatus.Context.APPLY,
                state(rollout.state()),
                rollout.id() + ": " + words(rollout),
                pages.map(address -> URI.create(address + "/rollouts/" + rollout.id())));
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
        return "%d of %d changes done".formatted(done, rollout.progress().size());
    }
}
