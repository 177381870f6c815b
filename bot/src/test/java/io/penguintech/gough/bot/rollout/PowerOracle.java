package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.BegunChanges.Begun;
import io.penguintech.gough.simulators.maas.MachineSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges how MAAS was told to switch machines: only people who approved it let Gough tell it another password. */
final class PowerOracle {
    private final RandomCommits commits;
    private final Yeses yeses;
    private final WishesOracle wishes;
    private final Scene scene;
    private final BegunChanges begun;
    private final Map<String, Map<String, String>> known = new HashMap<>();
    /** Machines of which Gough told MAAS before. */
    private final Set<String> told = new HashSet<>();

    private Instant since = Instant.EPOCH;

    PowerOracle(Scene scene, RandomCommits commits, Yeses yeses, WishesOracle wishes) {
        this.scene = scene;
        this.commits = commits;
        this.yeses = yeses;
        this.wishes = wishes;
        begun = new BegunChanges(scene);
    }

    /** What MAAS was told since, and should not have been. */
    List<String> untold() {
        var wrong = new ArrayList<String>();
        for (var machine : scene.maas.machines()) {
            var before = known.put(machine.systemId(), machine.powerParameters());
            if (before == null || before.equals(machine.powerParameters())) continue;
            why(machine)
                    .ifPresent(why -> wrong.add("MAAS was told how %s is switched (%s instead of %s), although %s"
                            .formatted(machine.systemId(), machine.powerParameters(), before, why)));
            told.add(machine.systemId());
        }
        since = scene.time.instant();
        return wrong;
    }

    private Optional<String> why(MachineSnapshot machine) {
        var changes = begun.since(since).stream()
                .filter(one -> machine.macAddresses().contains(RandomDeeds.mac(one.number())))
                .filter(one -> one.change().fields().stream()
                        .anyMatch(field -> field.field().startsWith("power.")))
                .toList();
        if (changes.isEmpty()) return Optional.of("no change that was begun says so");
        var document =
                Optional.ofNullable(commits.inForce().get(changes.getFirst().number()));
        var secret = document.flatMap(host -> host.fit().secret()).map(key -> "secret-" + key);
        if (!secret.equals(Optional.ofNullable(machine.powerParameters().get("power_pass"))))
            return Optional.of("the newest document says otherwise: " + document);
        return changes.stream()
                        .allMatch(one ->
                                needs(one, machine) > people(one, machine).size())
                ? Optional.of("only %s approved it".formatted(people(changes.getFirst(), machine)))
                : Optional.empty();
    }

    private Set<String> people(Begun one, MachineSnapshot machine) {
        return yeses.people(one, wishes.barred(one, needs(one, machine) > 1));
    }

    /** Replacing what Gough told MAAS itself can lock it out. */
    private int needs(Begun one, MachineSnapshot machine) {
        return told.contains(machine.systemId()) && one.kind().equals("Amend") ? 2 : 1;
    }
}
