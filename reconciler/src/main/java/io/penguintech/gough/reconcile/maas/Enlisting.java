package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.Tree;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes MAAS know a machine, once. */
final class Enlisting {
    /** What MAAS itself assumes where nothing is said. */
    private static final String ARCHITECTURE = "amd64/generic";

    private final MaasCalls calls;
    private final Reads reads;

    Enlisting(MaasCalls calls, Reads reads) {
        this.calls = calls;
        this.reads = reads;
    }

    Outcome start(Step.Enlist step) throws Refused {
        var host = step.host();
        var doing = "enlist host " + host.name();
        if (host.machine().macAddresses().isEmpty())
            throw new Refused(calls.failures().human(doing, "it has no macAddresses to be found by."));
        var found = reads.find(host.machine().macAddresses());
        return found.isEmpty() ? create(step, doing) : known(host, found, doing);
    }

    /** It is there already: our own earlier call when name and state fit, else something the planner must see. */
    private Outcome known(Host host, List<Machine> found, String doing) throws Refused {
        var only = found.getFirst();
        boolean ours = found.size() == 1
                && only.hostname().equals(host.name().value())
                && only.state() instanceof Machine.State.New
                && only.owner().isEmpty();
        if (ours) return new Outcome.Done(Optional.of(only.id().value()));
        var names = found.stream()
                .map(machine -> "%s (%s, %s)".formatted(machine.hostname(), machine.id(), machine.status()))
                .collect(Collectors.joining(", "));
        throw new Refused(calls.failures().changed(doing, "its addresses belong to " + names + " already."));
    }

    private Outcome create(Step.Enlist step, String doing) throws Refused {
        var secrets = new Revealing(step.secrets());
        var form = form(step.host(), secrets);
        // MAAS's own default would commission at once and swallow what goes wrong (facts).
        var body =
                calls.write("enlist", "POST", "machines/", form.with("commission", "false"), doing, secrets.revealed());
        try {
            return new Outcome.Done(
                    Optional.of(new MachineReader().read(body).id().value()));
        } catch (IOException malformed) {
            throw calls.unreadable(doing, String.valueOf(malformed.getMessage()));
        }
    }

    private static Form form(Host host, SecretSource secrets) {
        var form = Form.of("hostname", host.name().value())
                .with("architecture", host.machine().architecture().orElse(ARCHITECTURE))
                .withAll("mac_addresses", host.machine().macAddresses());
        host.domain().ifPresent(domain -> form.with("domain", domain));
        host.description().ifPresent(description -> form.with("description", description));
        var power = host.machine().power();
        form.with("power_type", power.map(MachineSpec.Power::type).orElse("manual"));
        power.ifPresent(switched -> switched.parameters()
                .forEach((name, value) -> form.with("power_parameters_" + name, text(value, secrets))));
        return form;
    }

    private static String text(Tree value, SecretSource secrets) {
        return switch (value) {
            case Tree.Scalar scalar ->
                scalar.value() == null ? "" : scalar.value().toString();
            case Tree.SecretText text -> text.reveal(secrets);
            // MAAS takes lists as comma-separated choices (workaround_flags of ipmi).
            case Tree.Seq seq ->
                seq.items().stream().map(item -> text(item, secrets)).collect(Collectors.joining(","));
            case Tree.Mapping mapping -> String.valueOf(mapping.plain());
        };
    }
}
