package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.SecretSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes MAAS know a machine, once. */
final class Enlisting {
    /** What MAAS itself assumes where nothing is said. */
    private static final String ARCHITECTURE = "amd64/generic";

    private final MaasCalls calls;
    private final Reads reads;
    private final Identity identity;

    Enlisting(MaasCalls calls, Reads reads, Identity identity) {
        this.calls = calls;
        this.reads = reads;
        this.identity = identity;
    }

    Outcome enlist(Step.Enlist step) throws Refused {
        var host = step.host();
        var doing = "enlist host " + host.name();
        var found = found(host, doing);
        // MAAS's own default would commission at once and swallow what goes wrong (facts).
        if (found.isEmpty()) return create("enlist", host, step.secrets(), "commission", "false", doing);
        return known(
                host,
                found,
                doing,
                it -> it.state() instanceof Machine.State.New && it.owner().isEmpty());
    }

    /** Deployed at once, owned by the caller, without a word to the machine (recorded: label D40). */
    Outcome register(Step.Register step) throws Refused {
        var host = step.host();
        var doing = "register host %s as it runs".formatted(host.name());
        var found = found(host, doing);
        if (found.isEmpty()) return create("register", host, step.secrets(), "deployed", "true", doing);
        var user = Optional.of(identity.user());
        return known(
                host,
                found,
                doing,
                it -> it.state() instanceof Machine.State.Deployed && it.owner().equals(user));
    }

    private List<Machine> found(Host host, String doing) throws Refused {
        if (host.machine().macAddresses().isEmpty())
            throw new Refused(calls.failures().human(doing, "it has no macAddresses to be found by."));
        return reads.find(host.machine().macAddresses());
    }

    /** It is there already: our own earlier call when name and state fit, else something the planner must see. */
    private Outcome known(Host host, List<Machine> found, String doing, Predicate<Machine> made) throws Refused {
        var only = found.getFirst();
        boolean ours = found.size() == 1 && only.hostname().equals(host.name().value()) && made.test(only);
        if (ours) return new Outcome.Done(Optional.of(only.id().value()));
        var names = found.stream()
                .map(machine -> "%s (%s, %s)".formatted(machine.hostname(), machine.id(), machine.status()))
                .collect(Collectors.joining(", "));
        throw new Refused(calls.failures().changed(doing, "its addresses belong to " + names + " already."));
    }

    private Outcome create(String operation, Host host, SecretSource source, String flag, String value, String doing)
            throws Refused {
        var secrets = new Revealing(source);
        var form = form(host, secrets).with(flag, value);
        var body = calls.write(operation, "POST", "machines/", form, doing, secrets.revealed());
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
        host.machine()
                .power()
                .ifPresentOrElse(
                        power -> PowerWrites.with(form, power, secrets), () -> form.with("power_type", "manual"));
        return form;
    }
}
