package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether what a document says of the inside of a machine is what MAAS has there: what an import asks itself before it
 * writes such a document, answered by what plans the differences. Pure.
 */
public final class AsFound {
    private final RegionNetworks networks;

    /** @param region what the machines are in */
    public AsFound(Observed.Region region) {
        networks = RegionNetworks.of(region, Promised.NOTHING);
    }

    /** What the next plan would have to say of the network and storage of {@code host}; empty for nothing. */
    public Optional<String> objection(Host host, Machine machine) {
        var names = SetupNames.of(host, networks);
        if (!names.problems().isEmpty()) return Optional.of(names.problems().getFirst());
        var plan = new SetupPlan(names.setup(), machine.fitted());
        return plan.problem()
                .or(() -> differences(plan.differences()))
                .or(() -> host.network().isNothing() ? Optional.empty() : strangers(plan.strangers()));
    }

    private static Optional<String> differences(List<FieldChange> fields) {
        if (fields.isEmpty()) return Optional.empty();
        return Optional.of(fields.stream()
                .map(field -> "%s is %s in MAAS, which a document can only write as %s"
                        .formatted(
                                field.field(),
                                field.before().orElse("not set"),
                                field.after().orElse("not set")))
                .collect(Collectors.joining("; ", "", ".")));
    }

    private static Optional<String> strangers(List<String> names) {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("MAAS has interfaces that no document can say: %s.".formatted(String.join(", ", names)));
    }
}
