package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How MAAS switches a machine: told once and again, the same each time, and checked at the machine. */
final class PowerWrites {
    private static final String PARAMETER = "power_parameters_";

    private final MaasCalls calls;

    PowerWrites(MaasCalls calls) {
        this.calls = calls;
    }

    Outcome set(Step.SetPower step) throws Refused {
        var doing = "set the power parameters of " + calls.named(step.id());
        var power = step.host().machine().power();
        if (power.isEmpty()) throw new Refused(calls.failures().human(doing, "its document declares none."));
        var secrets = new Revealing(step.secrets());
        var form = Form.empty();
        // An empty value takes a parameter away; what is not sent stays (facts).
        for (var name : step.cleared()) form.with(PARAMETER + name, "");
        with(form, power.get(), secrets);
        calls.write("set-power", "PUT", Lifecycle.path(step.id()), form, doing, secrets.revealed());
        return new Outcome.Done(Optional.of(step.id().value()));
    }

    /** A live question to the machine's power control, which may take MAAS a minute: asked once after a change of it. */
    Outcome query(Step.QueryPower step) throws Refused {
        var doing = "ask the power control of " + calls.named(step.id());
        var query = Form.of("op", "query_power_state");
        var state = calls.readTree("query-power", Lifecycle.path(step.id()), query, doing)
                .path("state")
                .asString("unknown");
        if (List.of("on", "off").contains(state))
            return new Outcome.Done(Optional.of(step.id().value()));
        throw new Refused(new Failure.NeedsHuman(
                "MAAS took the power parameters of machine %s, but its power control does not answer to them (power state %s). Correct spec.machine.power or the secret it names, then retry; until then MAAS cannot switch this machine."
                        .formatted(step.id(), state)));
    }

    /** Adds the driver and its parameters, with their secrets. */
    static void with(Form form, MachineSpec.Power power, SecretSource secrets) {
        form.with("power_type", power.type());
        power.parameters().forEach((name, value) -> form.with(PARAMETER + name, text(value, secrets)));
    }

    /** A value of a document as MAAS takes it, its secrets revealed. */
    static String text(Tree value, SecretSource secrets) {
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
