package io.penguintech.gough.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Keeps one copy of the texts that thousands of machines share: zones, pools, tags, releases. */
final class Lean {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<Machine.Vitals, Machine.Vitals> known = new HashMap<>();

    Machine machine(Machine machine) {
        var tags = new TreeSet<String>();
        machine.tags().forEach(tag -> tags.add(one(tag)));
        return new Machine(
                machine.id(),
                machine.hostname(),
                machine.macAddresses(),
                machine.serial(),
                one(machine.architecture()),
                one(machine.zone()),
                one(machine.pool()),
                one(machine.domain()),
                one(machine.description()),
                tags,
                machine.owner().map(this::one),
                machine.locked(),
                one(machine.powerType()),
                machine.annotations(),
                one(machine.status()),
                state(machine.state()),
                machine.fitted(),
                machine.vmHost(),
                vitals(machine.vitals()),
                machine.uuid(),
                one(machine.leastKernel()));
    }

    /** Most machines are on and were never tested, or off and never: one object for all of these. */
    private Machine.Vitals vitals(Machine.Vitals vitals) {
        return Optional.ofNullable(known.putIfAbsent(vitals, vitals)).orElse(vitals);
    }

    private Machine.State state(Machine.State state) {
        return switch (state) {
            case Machine.State.Deployed(var release, var kernel) ->
                new Machine.State.Deployed(one(release), one(kernel));
            case Machine.State.New _,
                    Machine.State.Ready _,
                    Machine.State.Allocated _,
                    Machine.State.Busy _,
                    Machine.State.Broken _ -> state;
        };
    }

    private String one(String text) {
        return Optional.ofNullable(texts.putIfAbsent(text, text)).orElse(text);
    }
}
