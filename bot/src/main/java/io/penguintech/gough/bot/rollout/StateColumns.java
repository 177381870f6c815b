package io.penguintech.gough.bot.rollout;

import java.time.Instant;
import java.util.Optional;

/** A rollout's state as two columns: its word, and what else belongs to it. */
record StateColumns(String word, Detail detail) {
    /** Everything any state carries; what a state lacks is empty. */
    record Detail(Optional<String> why, Optional<String> by, Optional<Instant> expires, Optional<Long> successor) {
        static final Detail NONE = new Detail(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static StateColumns of(RolloutState state) {
        return new StateColumns(state.word(), detail(state));
    }

    private static Detail detail(RolloutState state) {
        return switch (state) {
            case RolloutState.Requested() -> Detail.NONE;
            case RolloutState.Rejected(var why) -> because(why);
            case RolloutState.InSync() -> Detail.NONE;
            case RolloutState.AwaitingApproval(var expires) ->
                new Detail(Optional.empty(), Optional.empty(), Optional.of(expires), Optional.empty());
            case RolloutState.Applying() -> Detail.NONE;
            case RolloutState.Done() -> Detail.NONE;
            case RolloutState.Stalled(var why) -> because(why);
            case RolloutState.Declined(var by, var why) -> by(by, why);
            case RolloutState.Expired() -> Detail.NONE;
            case RolloutState.Superseded(var by) ->
                new Detail(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(by.value()));
            case RolloutState.Cancelled(var by, var why) -> by(by, why);
        };
    }

    private static Detail because(String why) {
        return new Detail(Optional.of(why), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Detail by(String by, String why) {
        return new Detail(Optional.of(why), Optional.of(by), Optional.empty(), Optional.empty());
    }

    RolloutState state() {
        return switch (word) {
            case "requested" -> new RolloutState.Requested();
            case "rejected" -> new RolloutState.Rejected(why());
            case "in-sync" -> new RolloutState.InSync();
            case "awaiting-approval" ->
                new RolloutState.AwaitingApproval(detail.expires().orElseThrow());
            case "applying" -> new RolloutState.Applying();
            case "done" -> new RolloutState.Done();
            case "stalled" -> new RolloutState.Stalled(why());
            case "declined" -> new RolloutState.Declined(detail.by().orElse(""), why());
            case "expired" -> new RolloutState.Expired();
            case "superseded" ->
                new RolloutState.Superseded(new RolloutId(detail.successor().orElseThrow()));
            case "cancelled" -> new RolloutState.Cancelled(detail.by().orElse(""), why());
            default -> throw new IllegalStateException("the database holds an unknown rollout state: " + word);
        };
    }

    private String why() {
        return detail.why().orElse("");
    }
}
