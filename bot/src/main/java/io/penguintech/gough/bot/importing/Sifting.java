package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.Desired;
import io.penguintech.gough.reconcile.Machine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which machines become hosts: those that a document can describe so that nothing has to be done to them. */
final class Sifting {
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final String ownTag;
    private final Map<String, Integer> names = new HashMap<>();

    /** @param ownTag the tag of this repository's Gough */
    Sifting(Iterable<Machine> machines, String ownTag) {
        this.ownTag = ownTag;
        for (var machine : machines) names.merge(machine.hostname(), 1, Integer::sum);
    }

    /** Why the machine cannot become a host now; empty when it can. */
    Optional<String> objection(Machine machine) {
        if (!HOST_NAME.matcher(machine.hostname()).matches())
            return Optional.of(
                    "Its name is none that a host can have (a-z, 0-9 and inner hyphens, at most 63): rename it in MAAS, then import again.");
        if (names.getOrDefault(machine.hostname(), 0) > 1)
            return Optional.of("Several machines have this name: rename all but one in MAAS, then import again.");
        return marks(machine).or(() -> state(machine));
    }

    private Optional<String> marks(Machine machine) {
        var marks = machine.tags().stream().filter(Desired::isMark).toList();
        boolean ours = marks.size() == 2 && marks.contains(Desired.MANAGED) && marks.contains(ownTag);
        return marks.isEmpty() || ours
                ? Optional.empty()
                : Optional.of(
                        "It carries marks of a Gough (%s): it is that one's, or in doubt. Retire it there, or take the tags off when nobody manages it any more."
                                .formatted(String.join(", ", marks)));
    }

    private static Optional<String> state(Machine machine) {
        return switch (machine.state()) {
            case Machine.State.Deployed _ -> Optional.empty();
            case Machine.State.Ready _ ->
                machine.owner()
                        .map(owner ->
                                "MAAS says Ready, and that it belongs to %s: import again once it is deployed or nobody's."
                                        .formatted(owner));
            case Machine.State.New _ ->
                Optional.of(
                        "MAAS says New: it was never commissioned, and a document would ask for that. Write one when it shall be prepared or deployed.");
            case Machine.State.Allocated _ ->
                Optional.of("It is allocated to %s and not deployed: import again once it is deployed or released."
                        .formatted(machine.owner().orElse("nobody")));
            case Machine.State.Busy _ ->
                Optional.of("MAAS says %s: import again when that is over.".formatted(machine.status()));
            case Machine.State.Broken _ ->
                Optional.of("MAAS says %s: a person looks at it first; then import again.".formatted(machine.status()));
        };
    }

    /** What people should know of a machine that becomes a host. */
    static Optional<String> note(Machine machine, String user) {
        var marked = machine.tags().contains(Desired.MANAGED);
        if (marked)
            return Optional.of(
                    "It carries our marks: a Gough that does not remember it plans to adopt it, which writes nothing; one that remembers it goes on as before.");
        if (!(machine.state() instanceof Machine.State.Deployed)) return Optional.empty();
        var owner = machine.owner();
        if (owner.isEmpty())
            return Optional.of(
                    "It is Deployed and MAAS names no owner (marked broken and fixed once?). What runs there is kept.");
        return owner.get().equals(user)
                ? Optional.empty()
                : Optional.of(
                        "It is %s's. Gough looks after its name, zone, pool, tags and description; its lifecycle stays %s's."
                                .formatted(owner.get(), owner.get()));
    }

    /** What a lock means; empty when there is none. */
    static Optional<String> lock(Machine machine) {
        return machine.locked()
                ? Optional.of(
                        "It is locked in MAAS, and a lock is a veto: what differs later is a finding until it is unlocked.")
                : Optional.empty();
    }
}
