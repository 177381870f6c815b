package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Commissioning;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a machine's setup differs from what is declared, and the one write that comes next: storage, then network. Pure. */
final class SetupPlan {
    private final StorageSetup storage;
    private final NetworkPlan network;

    SetupPlan(Setup setup, Fitted fitted) {
        storage = StorageSetup.of(setup.storage(), fitted.disks());
        network = new NetworkPlan(setup, fitted);
    }

    /** Whether a field of a change is about the setup. */
    static boolean isAbout(FieldChange field) {
        return field.field().startsWith(NetworkPlan.PREFIX)
                || field.field().startsWith(StoragePlan.PREFIX)
                || Commissioning.isAbout(field.field());
    }

    /** Everything that is declared, for a machine whose inside is still unknown. */
    static List<FieldChange> all(Setup setup) {
        if (setup.isNothing()) return List.of();
        var commissioning = setup.commissioning().said().entrySet().stream()
                .map(said -> new FieldChange(said.getKey(), Optional.empty(), Optional.of(said.getValue())))
                .toList();
        return sorted(commissioning, sorted(NetworkPlan.all(setup.network()), StoragePlan.all(setup.storage())));
    }

    private static List<FieldChange> sorted(List<FieldChange> some, List<FieldChange> more) {
        return Stream.concat(some.stream(), more.stream()).sorted().toList();
    }

    /** Why this machine cannot be set up so, with the way out; empty when it can. */
    Optional<String> problem() {
        return storage.problem().or(network::problem);
    }

    /** Each field that differs, sorted. */
    List<FieldChange> differences() {
        return sorted(network.differences(), storage.differences());
    }

    /** What differs of the network only. */
    List<FieldChange> networkDifferences() {
        return network.differences();
    }

    /** What differs of the storage only. */
    List<FieldChange> storageDifferences() {
        return storage.differences();
    }

    /** The next write; empty when everything is as declared, or a problem is in the way. */
    Optional<SetupWrite> next() {
        return storage.next().or(network::next);
    }

    /** Names of interfaces made by somebody that are not declared. */
    List<String> strangers() {
        return network.strangers();
    }
}
