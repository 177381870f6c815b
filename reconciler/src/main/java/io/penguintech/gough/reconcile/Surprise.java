package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Change.Identity;
import java.util.Collections;
import java.util.Optional;

/** What a machine must not turn out to be while a change of it is under way. */
final class Surprise {
    private Surprise() {}

    /** What is wrong, and who may have done it; empty when all is as it should be. */
    static Optional<String> in(Change.OfHost change, Machine machine, Trail trail, Course course) {
        return otherMachine(change, machine, trail)
                .or(() -> otherMarks(change, machine, course))
                .or(() -> otherOwner(change, machine, course));
    }

    private static Optional<String> otherMachine(Change.OfHost change, Machine machine, Trail trail) {
        return switch (change.machine()) {
            case Identity.Known(var id) ->
                when(
                        !id.equals(machine.id()),
                        "this was approved for machine %s, and now it is %s".formatted(id, Condition.name(machine)));
            case Identity.Virtual made -> {
                if (!trail.has(Composing.WORD))
                    yield Optional.of(
                            "the virtual machine was still to be made when this was approved, and now MAAS has %s: it is planned anew"
                                    .formatted(Condition.name(machine)));
                yield when(
                        !made.is(machine),
                        "%s is not on VM host %s, where this was to make it"
                                .formatted(Condition.name(machine), made.vmHost()));
            }
            case Identity.Absent(var macAddresses) -> {
                if (!trail.has("enlist") && !trail.has("register"))
                    yield Optional.of(
                            "the machine was absent when this was approved, and now MAAS has it as %s: it is planned anew"
                                    .formatted(Condition.name(machine)));
                yield when(
                        Collections.disjoint(macAddresses, machine.macAddresses()),
                        "%s has none of the addresses this was approved for".formatted(Condition.name(machine)));
            }
        };
    }

    private static Optional<String> otherMarks(Change.OfHost change, Machine machine, Course course) {
        var marks = Marks.of(machine, course.ownTag());
        return switch (marks) {
            case OURS -> Optional.empty();
            case FOREIGN -> Optional.of("%s now carries another Gough's marks".formatted(Condition.name(machine)));
            case NONE, DOUBTFUL ->
                when(
                        !puts(change, machine, Desired.MANAGED)
                                || !puts(change, machine, course.ownTag())
                                || carriesAnother(machine, course),
                        "%s does not carry our marks any more: somebody took them off"
                                .formatted(Condition.name(machine)));
        };
    }

    /** Whether the machine has the mark or the change puts it on. */
    private static boolean puts(Change.OfHost change, Machine machine, String mark) {
        return machine.tags().contains(mark) || change.fields().contains(MachineFields.added(mark));
    }

    private static boolean carriesAnother(Machine machine, Course course) {
        return machine.tags().stream().anyMatch(tag -> tag.startsWith(Marks.PREFIX) && !tag.equals(course.ownTag()));
    }

    private static Optional<String> otherOwner(Change.OfHost change, Machine machine, Course course) {
        var owner = machine.owner();
        // What is adopted as it runs and does not run any more was ended by somebody else, whoever owns it now.
        boolean ended = change instanceof Change.Adopt && !(machine.state() instanceof Machine.State.Deployed);
        if (!ended && (owner.isEmpty() || owner.get().equals(course.user()))) return Optional.empty();
        return switch (change) {
            // Fields of what somebody else deployed are Gough's once it is adopted.
            case Change.Amend ignored -> Optional.empty();
            case Change.Adopt adopt ->
                when(
                        !Condition.of(machine).equals(adopt.before()),
                        "it was %s when this was approved, and now it is %s"
                                .formatted(adopt.before(), Condition.of(machine)));
            case Change.BringUp ignored -> Optional.of(taken(machine));
            case Change.Reinstall ignored -> Optional.of(taken(machine));
            case Change.Release ignored -> Optional.of(taken(machine));
            case Change.Restore ignored -> Optional.of(taken(machine));
            case Change.Register ignored -> Optional.of(taken(machine));
            case Change.Maintain ignored -> Optional.of(taken(machine));
            case Change.Return ignored -> Optional.of(taken(machine));
            case Change.OnRequest ignored -> Optional.of(taken(machine));
        };
    }

    private static String taken(Machine machine) {
        return "%s now belongs to %s, not to us"
                .formatted(Condition.name(machine), machine.owner().orElse("nobody"));
    }

    private static Optional<String> when(boolean wrong, String why) {
        return wrong ? Optional.of(why) : Optional.empty();
    }
}
