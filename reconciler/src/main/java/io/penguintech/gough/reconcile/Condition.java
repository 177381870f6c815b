package io.penguintech.gough.reconcile;

/** A machine's condition in words that stay the same as long as its meaning does; part of what an approval names. */
final class Condition {
    private Condition() {}

    /** Such as {@code Deployed noble ga-24.04, owner gough}. */
    static String of(Machine machine) {
        var state = switch (machine.state()) {
            case Machine.State.New() -> "New";
            case Machine.State.Ready() -> "Ready";
            case Machine.State.Allocated() -> "Allocated";
            case Machine.State.Busy(var doing) ->
                switch (doing) {
                    case COMMISSIONING -> "Commissioning";
                    case DEPLOYING -> "Deploying";
                    case RELEASING -> "Releasing";
                    case OTHER, UNKNOWN -> "Busy";
                };
            case Machine.State.Deployed(var release, var kernel) ->
                ("Deployed " + release + " " + kernel).strip().replaceAll(" +", " ");
            case Machine.State.Broken ignored -> "Broken";
        };
        return state + machine.owner().map(owner -> ", owner " + owner).orElse("");
    }

    /** Such as {@code machine wagqdr (fast-cat)}. */
    static String name(Machine machine) {
        return "machine %s (%s)".formatted(machine.id(), machine.hostname());
    }
}
