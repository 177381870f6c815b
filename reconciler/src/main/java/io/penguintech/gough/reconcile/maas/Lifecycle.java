package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Machine.Doing;
import io.penguintech.gough.reconcile.Machine.State;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.Commissioning;
import io.penguintech.gough.schema.DeployOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Moves machines through their life. None of these calls is idempotent in MAAS (facts), so a refusal for the machine's
 * state is followed by one look: what is already as wanted, by us, is no failure.
 */
final class Lifecycle {
    private static final Duration COMMISSIONED = Duration.ofSeconds(60);
    private static final Duration DEPLOYED = Duration.ofSeconds(60);
    private static final Duration TESTED = Duration.ofSeconds(60);
    private static final Duration RESCUED = Duration.ofSeconds(30);
    private static final Duration RELEASED = Duration.ofSeconds(15);
    /** The proxy before MAAS refuses longer bodies (facts); a short answer of ours beats its HTML. */
    private static final int LONGEST_BODY = 10_000_000;

    private static final String AGENT = "gough";

    private final MaasCalls calls;
    private final Reads reads;
    private final Identity identity;
    private final VmHosts vmHosts;

    Lifecycle(MaasCalls calls, Reads reads, Identity identity, VmHosts vmHosts) {
        this.calls = calls;
        this.reads = reads;
        this.identity = identity;
        this.vmHosts = vmHosts;
    }

    Outcome commission(Step.Commission step) throws Refused {
        var doing = "commission " + calls.named(step.id());
        try {
            operate("commission", step.id(), form(step.how()), doing, List.of());
            return new Outcome.Running(COMMISSIONED);
        } catch (Refused refused) {
            // MAAS says 400 where a machine's state forbids commissioning (recorded), not 409.
            if (refused.status() != 400 && refused.status() != 409) throw refused;
            var machine = there(step.id(), refused);
            return switch (machine.state()) {
                case State.Busy(var what) when what == Doing.COMMISSIONING -> new Outcome.Running(COMMISSIONED);
                case State.New any -> throw refused;
                case State.Ready any -> throw refused;
                case State.Broken any -> throw refused;
                case State.Busy any -> throw changed(doing, machine);
                case State.Allocated any -> throw changed(doing, machine);
                case State.Deployed any -> throw changed(doing, machine);
            };
        }
    }

    private static Form form(Commissioning how) {
        var form = Form.empty();
        if (how.skipBmcConfig()) form.with("skip_bmc_config", "1");
        if (how.skipNetworking()) form.with("skip_networking", "1");
        if (how.skipStorage()) form.with("skip_storage", "1");
        if (how.enableSsh()) form.with("enable_ssh", "1");
        if (!how.scripts().isEmpty()) form.with("commissioning_scripts", String.join(",", how.scripts()));
        how.tests()
                .ifPresent(tests -> form.with("testing_scripts", tests.isEmpty() ? "none" : String.join(",", tests)));
        return form;
    }

    Outcome allocate(Step.Allocate step) throws Refused {
        var doing = "allocate " + calls.named(step.id());
        // Always by id: without constraints MAAS would hand out any machine, or make a virtual one (facts).
        var form = Form.of("system_id", step.id().value())
                .with("agent_name", AGENT)
                .with("comment", "Gough");
        step.bridges().ifPresent(bridges -> bridge(form, bridges));
        try {
            var body = calls.write("allocate", "POST", "machines/?op=allocate", form, doing, List.of());
            var machine = machine(body, doing);
            if (!machine.id().equals(step.id()))
                throw new Refused(new Failure.NeedsHuman(
                        "MAAS was asked for machine %s and allocated %s instead. Release it in MAAS."
                                .formatted(step.id(), machine.id())));
            return done(step.id());
        } catch (Refused refused) {
            return alreadyOr(
                    refused, step.id(), done(step.id()), machine -> machine.state() instanceof State.Allocated);
        }
    }

    Outcome deploy(Step.Deploy step) throws Refused {
        var doing = "deploy " + calls.named(step.id());
        var secrets = new Revealing(step.secrets());
        // The series is always said: MAAS's default may change under us (facts).
        var form = Form.of("distro_series", step.release());
        step.kernel().ifPresent(kernel -> form.with("hwe_kernel", kernel));
        options(form, step.options());
        // Always base64: plain text that happens to be valid base64 would be decoded (facts).
        var userData = step.userData().map(data -> Base64.getEncoder().encodeToString(data.reveal(secrets)));
        userData.ifPresent(base64 -> form.with("user_data", base64));
        form.with("agent_name", AGENT).with("comment", "Gough");
        if (form.encoded().length() > LONGEST_BODY)
            throw new Refused(calls.failures().human(doing, "its user data is longer than MAAS's 10 MB."));
        var unsaid =
                Stream.concat(secrets.revealed().stream(), userData.stream()).toList();
        // That it is Deploying already when MAAS refuses this is somebody else's doing: of an earlier call of ours the
        // journal knows.
        var machine = operate("deploy", step.id(), form, doing, unsaid);
        return machine.filter(answer -> answer.state() instanceof State.Deployed)
                        .isPresent()
                ? done(step.id())
                : new Outcome.Running(DEPLOYED);
    }

    /** Only what is asked for: a region too old for an option ignores it, and what is not sent is nobody's surprise. */
    private static void options(Form form, DeployOptions options) {
        if (options.ephemeral()) form.with("ephemeral_deploy", "true");
        if (options.hardwareSync()) form.with("enable_hw_sync", "true");
    }

    /** Not with the deployment: of a machine that is taken already MAAS ignores it without a word (its source). */
    private static void bridge(Form form, DeployOptions.Bridging bridges) {
        form.with("bridge_all", "true")
                .with("bridge_type", bridges.type().word())
                .with("bridge_stp", Boolean.toString(bridges.stp()))
                .with("bridge_fd", Integer.toString(bridges.forwardDelay()));
    }

    /** The driver asks the system to stop where it can (IPMI), and switches the machine off where it cannot (facts). */
    Outcome shutDown(Step.ShutDown step) throws Refused {
        var doing = "shut down " + calls.named(step.id());
        vmHosts.requireEmpty(step.id(), doing);
        operate("power-off", step.id(), Form.of("stop_mode", "soft").with("comment", "Gough"), doing, List.of());
        return done(step.id());
    }

    Outcome powerOff(Step.PowerOff step) throws Refused {
        var doing = "power off " + calls.named(step.id());
        vmHosts.requireEmpty(step.id(), doing);
        // MAAS answers null where it has no means to switch the machine (recorded): there is nothing more to do here.
        operate("power-off", step.id(), Form.of("comment", "Gough"), doing, List.of());
        return done(step.id());
    }

    Outcome powerOn(Step.PowerOn step) throws Refused {
        // Only ever to what is deployed: an Allocated machine MAAS would deploy for it (source: Node.start). It also
        // forgets
        // the user data it served then; cloud-init acted on it when the machine first started.
        operate("power-on", step.id(), Form.of("comment", "Gough"), "power on " + calls.named(step.id()), List.of());
        return done(step.id());
    }

    /**
     * Without naming tests MAAS runs those that it runs after commissioning, and no destructive one on what is deployed
     * (source: TestForm, start_testing). It says 400 where a machine's state forbids testing.
     */
    Outcome test(Step.Test step) throws Refused {
        var doing = "test " + calls.named(step.id());
        vmHosts.requireEmpty(step.id(), doing);
        try {
            operate("test", step.id(), Form.empty(), doing, List.of());
            return new Outcome.Running(TESTED);
        } catch (Refused refused) {
            if (refused.status() != 400 && refused.status() != 409) throw refused;
            var machine = there(step.id(), refused);
            return switch (machine.state()) {
                // Whose test it is says its number, to whoever remembers the one before.
                case State.Busy(var what) when what == Doing.COMMISSIONING -> new Outcome.Running(TESTED);
                case State.Busy any -> throw changed(doing, machine);
                case State.New _, State.Ready _, State.Allocated _, State.Deployed _, State.Broken _ -> throw refused;
            };
        }
    }

    /** A lock that is there already is somebody else's: the refusal stands. */
    Outcome lock(Step.Lock step) throws Refused {
        operate("lock", step.id(), Form.of("comment", "Gough"), "lock " + calls.named(step.id()), List.of());
        return done(step.id());
    }

    Outcome unlock(Step.Unlock step) throws Refused {
        try {
            operate("unlock", step.id(), Form.of("comment", "Gough"), "unlock " + calls.named(step.id()), List.of());
            return done(step.id());
        } catch (Refused refused) {
            if (refused.status() != 409 || refused.failure() instanceof Failure.TryAgain) throw refused;
            if (there(step.id(), refused).locked()) throw refused;
            return done(step.id());
        }
    }

    Outcome rescue(Step.Rescue step) throws Refused {
        var doing = "let %s enter rescue mode".formatted(calls.named(step.id()));
        vmHosts.requireEmpty(step.id(), doing);
        try {
            operate("rescue-mode", step.id(), Form.empty(), doing, List.of());
            return new Outcome.Running(RESCUED);
        } catch (Refused refused) {
            // Entering makes our user its owner (source: start_rescue_mode).
            return alreadyOr(refused, step.id(), new Outcome.Running(RESCUED), Lifecycle::rescued);
        }
    }

    private static boolean rescued(Machine machine) {
        return switch (machine.state()) {
            case State.Busy(var doing) -> doing == Doing.OTHER;
            case State.Broken(var trouble, var ignored) -> trouble == Machine.Trouble.RESCUE;
            case State.New _, State.Ready _, State.Allocated _, State.Deployed _ -> false;
        };
    }

    Outcome exitRescue(Step.ExitRescue step) throws Refused {
        try {
            // Where MAAS cannot ask for the power it is out at once (source: stop_rescue_mode).
            return operate(
                                    "exit-rescue-mode",
                                    step.id(),
                                    Form.empty(),
                                    "let %s exit rescue mode".formatted(calls.named(step.id())),
                                    List.of())
                            .filter(machine -> !rescued(machine))
                            .isPresent()
                    ? done(step.id())
                    : new Outcome.Running(RESCUED);
        } catch (Refused refused) {
            if (refused.status() != 409 || refused.failure() instanceof Failure.TryAgain) throw refused;
            var machine = there(step.id(), refused);
            if (machine.state().equals(new State.Busy(Doing.OTHER))) return new Outcome.Running(RESCUED);
            if (machine.state() instanceof State.Broken) throw refused;
            return done(step.id());
        }
    }

    Outcome release(Step.Release step) throws Refused {
        var doing = "release " + calls.named(step.id());
        vmHosts.requireEmpty(step.id(), doing);
        var form = Form.of("comment", "Gough");
        switch (step.erase()) {
            case NONE -> form.with("erase", "false");
            case QUICK -> form.with("erase", "true").with("quick_erase", "true");
            case SECURE -> form.with("erase", "true").with("secure_erase", "true");
        }
        try {
            return operate("release", step.id(), form, doing, List.of())
                            .filter(Lifecycle::free)
                            .isPresent()
                    ? done(step.id())
                    : new Outcome.Running(RELEASED);
        } catch (Refused refused) {
            // A release may end in New (recorded), from where MAAS refuses the next one.
            if (refused.status() != 409 || refused.failure() instanceof Failure.TryAgain) throw refused;
            if (free(there(step.id(), refused))) return done(step.id());
            throw refused;
        }
    }

    Outcome delete(Step.Delete step) throws Refused {
        var doing = "delete " + calls.named(step.id());
        vmHosts.requireEmpty(step.id(), doing);
        try {
            calls.write("delete", "DELETE", path(step.id()), Form.empty(), doing, List.of());
        } catch (Refused refused) {
            if (!(refused.failure() instanceof Failure.WorldChanged) || refused.status() != 404) throw refused;
        }
        return new Outcome.Done(Optional.empty());
    }

    /** Runs an operation on one machine; empty when MAAS answers {@code null}. */
    private Optional<Machine> operate(String operation, SystemId id, Form form, String doing, List<String> secrets)
            throws Refused {
        var body =
                calls.write(operation, "POST", path(id) + "?op=" + operation.replace('-', '_'), form, doing, secrets);
        return body.isBlank() || body.strip().equals("null") ? Optional.empty() : Optional.of(machine(body, doing));
    }

    private Machine machine(String body, String doing) throws Refused {
        try {
            return new MachineReader().read(body);
        } catch (IOException malformed) {
            throw calls.unreadable(doing, String.valueOf(malformed.getMessage()));
        }
    }

    /** After a refusal for the machine's state: {@code already} when it is so, and ours; else the refusal stands. */
    private Outcome alreadyOr(Refused refused, SystemId id, Outcome already, Predicate<Machine> so) throws Refused {
        if (refused.status() != 409 || refused.failure() instanceof Failure.TryAgain) throw refused;
        var machine = there(id, refused);
        boolean ours = machine.owner().equals(Optional.of(identity.user()));
        if (ours && so.test(machine)) return already;
        throw refused;
    }

    private Machine there(SystemId id, Refused refused) throws Refused {
        return reads.look(id).orElseThrow(() -> refused);
    }

    private Refused changed(String doing, Machine machine) {
        return new Refused(calls.failures().changed(doing, "it is " + machine.status() + "."));
    }

    private static boolean free(Machine machine) {
        return machine.state() instanceof State.Ready || machine.state() instanceof State.New;
    }

    private static Outcome done(SystemId id) {
        return new Outcome.Done(Optional.of(id.value()));
    }

    static String path(SystemId id) {
        return "machines/" + id + "/";
    }
}
