package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Machine.State;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Commissioning;
import io.penguintech.gough.schema.DeployOptions;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.schema.Tree;
import io.penguintech.gough.schema.UserData;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.Mishap;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole lives of machines at the stand-in, where everything ends by the next look. */
class MaasLifecycleTest {
    private static final String SECRET = "hunter2-very-secret";

    private final MaasStandIn standIn =
            MaasStandIn.start(MaasStandInSettings.defaults().withDurations(MaasDurations.all(Duration.ZERO)));
    private final List<String> operations = new ArrayList<>();
    private final MaasHttp maas = as(standIn.apiKey());

    private MaasHttp as(MaasStandIn region) {
        return as(region.url(), region.apiKey());
    }

    private MaasHttp as(String apiKey) {
        return as(standIn.url(), apiKey);
    }

    private MaasHttp as(String url, String apiKey) {
        CallListener listener = (backend, operation, status, took, bytes) -> {
            synchronized (operations) {
                operations.add(operation + " " + status);
            }
        };
        return new MaasHttp(
                new BackendName("default"),
                MaasSettings.of(URI.create(url), new Credential(apiKey)),
                listener,
                Clock.systemUTC(),
                new Random());
    }

    @AfterEach
    void stop() {
        maas.close();
        standIn.close();
    }

    private Machine look(SystemId id) {
        return MaasContract.got(maas.look(Set.of(id))).get(id);
    }

    private static Outcome done(SystemId id) {
        return new Outcome.Done(Optional.of(id.value()));
    }

    private record SecretUserData(byte[] before) implements UserData {
        @Override
        public boolean enrols() {
            return false;
        }

        @Override
        public String digest() {
            return "0".repeat(64);
        }

        @Override
        public String masked() {
            return "#cloud-config";
        }

        @Override
        public byte[] reveal(SecretSource source) {
            var text = new String(before, StandardCharsets.UTF_8) + source.reveal(SecretRef.parse("web#token"));
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static final UserData USER_DATA =
            new SecretUserData("#cloud-config\npackages: [jq]\ntoken: ".getBytes(StandardCharsets.UTF_8));

    @Test
    void powerAndTestRunsAreSeenAndRefusedTestsAreToldAsTheyAre() {
        var id = new SystemId(standIn.addMachine(NewMachine.named("hv-01").deployed("noble", "admin")));
        standIn.plan(Mishap.SHUT_DOWN_IGNORED, "hv-01");
        assertThat(maas.start(new Step.ShutDown(id))).isEqualTo(done(id));
        assertThat(look(id).vitals().power()).as("it was only asked").isEqualTo(Machine.Power.ON);
        assertThat(maas.start(new Step.PowerOff(id))).isEqualTo(done(id));
        assertThat(look(id).vitals()).isEqualTo(new Machine.Vitals(Machine.Power.OFF, 0));
        assertThat(maas.start(new Step.PowerOn(id))).isEqualTo(done(id));
        assertThat(look(id).vitals().power()).isEqualTo(Machine.Power.ON);

        assertThat(maas.start(new Step.Test(id))).isInstanceOf(Outcome.Running.class);
        var first = look(id).vitals().testRun();
        assertThat(first).isPositive();
        assertThat(look(id).state()).isInstanceOf(State.Deployed.class);
        assertThat(maas.start(new Step.Test(id))).isInstanceOf(Outcome.Running.class);
        assertThat(look(id).vitals().testRun()).isGreaterThan(first);

        var busy = new SystemId(standIn.addMachine(
                NewMachine.named("hv-02").withStatus(MaasStatus.RELEASING).withOwner("admin")));
        assertThat(((Outcome.Failed) maas.start(new Step.Test(busy))).failure())
                .isInstanceOfSatisfying(
                        Failure.WorldChanged.class,
                        changed -> assertThat(changed.why()).contains("test machine", "it is Releasing"));
        standIn.edit(id.value()).lock();
        assertThat(((Outcome.Failed) maas.start(new Step.Test(id))).failure().why())
                .contains("the machine is locked, or Gough's user may not do this");
        standIn.pullPlug("hv-01");
        standIn.edit(id.value()).unlock();
        assertThat(look(id).vitals().power()).isEqualTo(Machine.Power.UNKNOWN);
    }

    @Test
    void aMachineLivesFromEnlistingToDeletion() {
        var host = DeclaredHosts.host("hv-01", DeclaredHosts.anyMac());
        var id = new SystemId(((Outcome.Done) maas.start(new Step.Enlist(host, ref -> SECRET)))
                .id()
                .orElseThrow());
        assertThat(maas.start(new Step.Commission(id))).isInstanceOf(Outcome.Running.class);
        assertThat(look(id).state()).isEqualTo(new State.Ready());
        assertThat(look(id).serial()).isPresent();
        assertThat(maas.start(new Step.Allocate(id))).isEqualTo(done(id));
        assertThat(look(id).owner()).contains("admin");
        assertThat(maas.start(
                        new Step.Stamp(id, MaasContract.fields("gough-revision", "3f2a", "gough-user-data", "ab"))))
                .isEqualTo(done(id));
        var deploy = new Step.Deploy(id, "noble", Optional.of("ga-24.04"), Optional.of(USER_DATA), ref -> SECRET);
        assertThat(maas.start(deploy)).isNotInstanceOf(Outcome.Failed.class);
        var deployed = look(id);
        assertThat(deployed.state()).isEqualTo(new State.Deployed("noble", "ga-24.04"));
        assertThat(deployed.annotations()).containsEntry("gough-revision", "3f2a");
        assertThat(maas.start(new Step.PowerOff(id))).isEqualTo(done(id));
        assertThat(maas.start(new Step.PowerOn(id))).isEqualTo(done(id));
        assertThat(maas.start(new Step.Release(id, HostGoal.Erase.QUICK))).isNotInstanceOf(Outcome.Failed.class);
        assertThat(look(id).state()).isEqualTo(new State.Ready());
        assertThat(look(id).annotations()).isEmpty();
        assertThat(maas.start(new Step.Delete(id))).isEqualTo(new Outcome.Done(Optional.empty()));
        assertThat(standIn.machines()).isEmpty();
    }

    @Test
    void aMachineIsCommissionedAsAskedFor() {
        var zero = Duration.ZERO;
        var slowTests = new MaasDurations(zero, Duration.ofHours(1), zero, zero, zero, zero, zero);
        var how = new Commissioning(true, true, true, false, List.of("update-firmware"), Optional.of(List.of()));
        try (var region = MaasStandIn.start(MaasStandInSettings.defaults().withDurations(slowTests));
                var maas = as(region)) {
            var tested = new SystemId(region.addMachine(NewMachine.named("tested")));
            var untested = new SystemId(region.addMachine(NewMachine.named("untested")));
            assertThat(maas.start(new Step.Commission(tested))).isInstanceOf(Outcome.Running.class);
            assertThat(maas.start(new Step.Commission(untested, how))).isInstanceOf(Outcome.Running.class);

            var seen = MaasContract.got(maas.look(Set.of(tested, untested)));
            assertThat(seen.get(tested).state()).isInstanceOf(State.Busy.class);
            assertThat(seen.get(untested).state()).isEqualTo(new State.Ready());
        }
    }

    @Test
    void aMachineIsInstalledAsAskedFor() {
        var id = new SystemId(standIn.addMachine(NewMachine.named("web").withStatus(MaasStatus.READY)));
        var bridges = new DeployOptions.Bridging(DeployOptions.Bridging.Type.OVS, true, 7);
        var options = new DeployOptions(true, true, Optional.of(bridges));

        assertThat(maas.start(new Step.Allocate(id, options.bridgeAll()))).isEqualTo(done(id));
        assertThat(maas.start(new Step.Deploy(id, "noble", Optional.empty(), options, Optional.empty(), ref -> "")))
                .isNotInstanceOf(Outcome.Failed.class);

        var installed = standIn.machine("web").orElseThrow();
        assertThat(installed.ephemeral()).isTrue();
        assertThat(installed.hardwareSync()).isTrue();
        assertThat(look(id).fitted().nics())
                .filteredOn(nic -> nic.type() == HostNetwork.InterfaceType.BRIDGE)
                .singleElement()
                .satisfies(bridge -> assertThat(bridge.settings()).containsEntry("type", "ovs"));
    }

    @Test
    void rescueModeLeadsBackToExactlyTheSameMachine() {
        var running = new SystemId(standIn.addMachine(NewMachine.named("web").deployed("noble", "admin")));
        var waiting = new SystemId(standIn.addMachine(NewMachine.named("idle").withStatus(MaasStatus.READY)));
        for (var id : List.of(running, waiting)) {
            var before = look(id);
            assertThat(maas.start(new Step.Rescue(id))).isInstanceOf(Outcome.Running.class);
            assertThat(look(id).state()).isEqualTo(new State.Broken(Machine.Trouble.RESCUE, ""));
            // It is whose who asked for it, also where nobody had it before.
            assertThat(look(id).owner()).contains("admin");
            assertThat(maas.start(new Step.Rescue(id))).isInstanceOf(Outcome.Running.class);
            assertThat(maas.start(new Step.ExitRescue(id))).isNotInstanceOf(Outcome.Failed.class);
            assertThat(look(id)).isEqualTo(before);
            assertThat(maas.start(new Step.ExitRescue(id))).isEqualTo(done(id));
        }
        assertThat(operations)
                .filteredOn(call -> call.startsWith("rescue-mode 200"))
                .hasSize(2);
    }

    @Test
    void aLockedMachineEntersNoRescueMode() {
        var id = new SystemId(standIn.addMachine(
                NewMachine.named("web").deployed("noble", "admin").asLocked()));
        var failure = MaasContract.failure(maas.start(new Step.Rescue(id)));
        assertThat(failure).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure.why()).contains("let machine " + id + " enter rescue mode", "locked");
        assertThat(look(id).state()).isInstanceOf(State.Deployed.class);
    }

    @Test
    void aLockIsSetLiftedAndNeverTakenForOurs() {
        var id = new SystemId(standIn.addMachine(NewMachine.named("web").deployed("noble", "admin")));
        assertThat(maas.start(new Step.Lock(id))).isEqualTo(done(id));
        assertThat(look(id).locked()).isTrue();
        var refused = MaasContract.failure(maas.start(new Step.Lock(id)));
        assertThat(refused).isInstanceOf(Failure.WorldChanged.class);
        assertThat(refused.why()).contains("Machine is already locked");
        assertThat(maas.start(new Step.Tag(id, MaasContract.set("mine"), MaasContract.set())))
                .isEqualTo(done(id));
        assertThat(MaasContract.failure(maas.start(new Step.Amend(id, MaasContract.fields("zone", "default"))))
                        .why())
                .contains("locked");
        assertThat(maas.start(new Step.Unlock(id))).isEqualTo(done(id));
        assertThat(maas.start(new Step.Unlock(id))).isEqualTo(done(id));
        assertThat(look(id).locked()).isFalse();
    }

    @Test
    void whatSomebodyDeploysWithOurKeyMeanwhileIsNoDeploymentOfOurs() {
        var id = new SystemId(standIn.addMachine(
                NewMachine.named("web").withStatus(MaasStatus.DEPLOYING).withOwner("admin")));
        var deploy = new Step.Deploy(id, "noble", Optional.empty(), Optional.empty(), ref -> "");

        assertThat(MaasContract.failure(maas.start(deploy)))
                .isInstanceOf(Failure.WorldChanged.class)
                .extracting(Failure::why)
                .asString()
                .contains("Deploying");
    }

    @Test
    void userDataArrivesInBase64WithItsSecretsAndIsShownNowhere() {
        var id = new SystemId(standIn.addMachine(
                NewMachine.named("web").withStatus(MaasStatus.ALLOCATED).withOwner("admin")));
        var deploy = new Step.Deploy(id, "noble", Optional.empty(), Optional.of(USER_DATA), ref -> SECRET);
        maas.start(deploy);
        var sent =
                new String(Base64.getDecoder().decode(standIn.userData("web").orElseThrow()), StandardCharsets.UTF_8);
        assertThat(sent).isEqualTo("#cloud-config\npackages: [jq]\ntoken: " + SECRET);
        assertThat(deploy.toString()).doesNotContain(SECRET);
    }

    @Test
    void powerParametersAreRevealedForMaasOnly() {
        var place = Place.ofFile("hosts/x.yaml");
        var parameters = new TreeMap<String, Tree>();
        parameters.put("power_address", new Tree.Scalar("192.0.2.8", place));
        parameters.put("power_user", new Tree.Scalar("maas", place));
        parameters.put(
                "power_pass",
                new Tree.SecretText(List.of(new Tree.Part.Secret(SecretRef.parse("bmc/hv-02#password"))), place));
        var power = Optional.of(new MachineSpec.Power("ipmi", parameters));
        var step = new Step.Enlist(DeclaredHosts.host("hv-02", power, DeclaredHosts.anyMac()), ref -> SECRET);
        // A refusal that repeats what it was sent.
        var echo = "{\"power_parameters\": [\"power_pass " + SECRET + " is too weak\"]}";
        standIn.faults().add(FaultRule.once("POST", "machines/$", Fault.Status.of(400, echo)));
        var refused = maas.start(step);
        assertThat(refused.toString()).contains("is too weak").doesNotContain(SECRET);
        assertThat(maas.start(step)).isInstanceOf(Outcome.Done.class);
        assertThat(standIn.machine("hv-02").orElseThrow().powerType()).isEqualTo("ipmi");
    }

    @Test
    void aSecretThatCannotBeHadStopsBeforeAnythingIsSent() {
        var id = new SystemId(standIn.addMachine(
                NewMachine.named("web").withStatus(MaasStatus.ALLOCATED).withOwner("admin")));
        var outcome = maas.start(new Step.Deploy(id, "noble", Optional.empty(), Optional.of(USER_DATA), ref -> {
            throw new SecretSource.SecretUnavailable(ref, "the vault is sealed");
        }));
        assertThat(MaasContract.failure(outcome)).isInstanceOf(Failure.TryAgain.class);
        assertThat(MaasContract.failure(outcome).why()).contains("the vault is sealed");
        assertThat(standIn.writes()).isZero();
    }

    @Test
    void aLockedMachineIsForAPerson() {
        var id = new SystemId(standIn.addMachine(
                NewMachine.named("db").deployed("noble", "admin").asLocked()));
        for (var step : List.of(
                new Step.Release(id, HostGoal.Erase.NONE),
                new Step.Delete(id),
                new Step.PowerOff(id),
                new Step.Amend(id, MaasContract.fields("description", "x")))) {
            var failure = MaasContract.failure(maas.start(step));
            assertThat(failure).as(step.word()).isInstanceOf(Failure.NeedsHuman.class);
            assertThat(failure.why()).contains("locked");
        }
        assertThat(look(id).locked()).isTrue();
        assertThat(look(id).state()).isInstanceOf(State.Deployed.class);
    }

    @Test
    void whatAnotherUserHoldsIsNeverTakenForOurs() {
        var held = new SystemId(standIn.addMachine(
                NewMachine.named("held").withStatus(MaasStatus.ALLOCATED).withOwner("alice")));
        assertThat(MaasContract.failure(maas.start(new Step.Allocate(held)))).isInstanceOf(Failure.WorldChanged.class);
        var running = new SystemId(standIn.addMachine(
                NewMachine.named("running").withStatus(MaasStatus.DEPLOYING).withOwner("alice")));
        var deploy = new Step.Deploy(running, "noble", Optional.empty(), Optional.empty(), ref -> "");
        assertThat(MaasContract.failure(maas.start(deploy))).isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void aRefusalNamesAMachineAsItWasCalledWhenItWasLastRead() {
        var id = new SystemId(standIn.addMachine(NewMachine.named("web-01")));
        var deploy = new Step.Deploy(id, "noble", Optional.of("hwe-99.04"), Optional.empty(), ref -> "");
        assertThat(MaasContract.failure(maas.start(deploy)).why())
                .contains("refused to deploy machine " + id + " (HTTP");
        look(id);
        assertThat(MaasContract.failure(maas.start(deploy)).why())
                .isEqualTo("MAAS default refused to deploy machine " + id
                        + " (web-01) (HTTP 400): hwe_kernel: hwe-99.04 is"
                        + " not available for ubuntu/noble on amd64/generic. Correct spec.os, or have MAAS fetch that"
                        + " image or kernel: declare an ImageSet, or select it in MAAS.");
        standIn.edit("web-01").hostname("web-02");
        maas.sweep();
        assertThat(MaasContract.failure(maas.start(deploy)).why()).contains("machine " + id + " (web-02)");
    }

    @Test
    void aPlainUserMayReadLittleAndTheReasonIsSaid() {
        var id = new SystemId(standIn.addMachine(NewMachine.named("db").deployed("noble", "alice")));
        try (var plain = as(standIn.plainUserApiKey())) {
            assertThat(MaasContract.got(plain.identity()).user()).isEqualTo("bob");
            assertThat(MaasContract.failure(plain.start(new Step.Release(id, HostGoal.Erase.NONE))))
                    .isInstanceOf(Failure.NeedsHuman.class);
        }
        assertThat(standIn.machine("db").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void aWrongKeyIsSaidWithoutAnyKey() {
        var parts = standIn.apiKey().split(":");
        try (var wrong = as(parts[0] + ":" + parts[1] + ":wrongsecret")) {
            var text = wrong.identity().toString() + wrong.start(new Step.Commission(new SystemId("abc123")));
            assertThat(text).contains("refuses our API key");
            assertThat(text).doesNotContain(parts[1]).doesNotContain(parts[2]).doesNotContain("wrongsecret");
        }
    }

    private void answer(String method, String target, String body) {
        var json = Map.of("Content-Type", List.of("application/json; charset=utf-8"));
        standIn.faults().add(FaultRule.always(method, target, new Fault.Status(200, json, body)));
    }

    @Test
    void whatMaasAcceptsAndDoesNotDoIsForAPerson() {
        var id = new SystemId(standIn.addMachine(
                NewMachine.named("deaf").withStatus(MaasStatus.ALLOCATED).withOwner("admin")));
        var unchanged = Recorded.labelled("D40-create-deployed-true").answer().body();
        answer("PUT", "machines/", unchanged);
        answer("POST", "op=set_workload_annotations", unchanged);
        answer("POST", "op=update_nodes", "{\"added\": 0, \"removed\": 0}");
        var steps = Map.of(
                "zone is 'default', not 'rack-a'", new Step.Amend(id, MaasContract.fields("zone", "rack-a")),
                "k is '', not 'v'", new Step.Stamp(id, MaasContract.fields("k", "v")),
                "mine is missing", new Step.Tag(id, MaasContract.set("mine"), MaasContract.set()));
        steps.forEach((said, step) -> {
            var failure = MaasContract.failure(maas.start(step));
            assertThat(failure).as(step.word()).isInstanceOf(Failure.NeedsHuman.class);
            assertThat(failure.why()).contains(said);
        });
    }

    @Test
    void aTagThatStaysIsForAPerson() {
        var id = new SystemId(standIn.addMachine(NewMachine.named("sticky").withTags("theirs")));
        answer("POST", "op=update_nodes", "{\"added\": 0, \"removed\": 0}");
        var step = new Step.Tag(id, MaasContract.set(), MaasContract.set("theirs"));
        assertThat(MaasContract.failure(maas.start(step)).why()).contains("theirs is still there");
    }

    @Test
    void anotherMachineThanTheOneAskedForIsForAPerson() {
        var id = new SystemId(standIn.addMachine(NewMachine.named("wanted")));
        answer("POST", "op=allocate", Recorded.labelled("D6-allocate").answer().body());
        var failure = MaasContract.failure(maas.start(new Step.Allocate(id)));
        assertThat(failure).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure.why()).contains("ew8mem instead");
    }

    @Test
    void aWriteThatIsAnsweredWithSomethingElseIsUnclear() {
        var id = new SystemId(standIn.addMachine(
                NewMachine.named("odd").withStatus(MaasStatus.ALLOCATED).withOwner("admin")));
        answer("POST", "op=deploy", "<html>welcome</html>");
        var deploy = new Step.Deploy(id, "noble", Optional.empty(), Optional.empty(), ref -> "");
        assertThat(MaasContract.failure(maas.start(deploy))).isInstanceOf(Failure.Unclear.class);
        answer("PUT", "machines/", "");
        assertThat(MaasContract.failure(maas.start(new Step.Amend(id, MaasContract.fields("zone", "default")))))
                .isInstanceOf(Failure.Unclear.class);
    }

    @Test
    void fieldsTagsAndKeysThatCannotBeAreRefusedBeforeAnythingIsSent() {
        var id = new SystemId("abc123");
        for (var step : List.of(
                new Step.Amend(id, MaasContract.fields("power_type", "manual")),
                new Step.Stamp(id, MaasContract.fields("bad key", "v")),
                new Step.Tag(id, MaasContract.set("bad tag"), MaasContract.set()),
                new Step.Enlist(DeclaredHosts.host("nomac"), ref -> "")))
            assertThat(MaasContract.failure(maas.start(step))).as(step.word()).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void userDataThatIsTooLongIsRefusedBeforeItIsSent() {
        var id = new SystemId("abc123");
        var data = new SecretUserData(new byte[8_000_000]);
        var deploy = new Step.Deploy(id, "noble", Optional.empty(), Optional.of(data), ref -> SECRET);
        assertThat(MaasContract.failure(maas.start(deploy)).why()).contains("10 MB");
        assertThat(standIn.calls()).isEmpty();
    }

    @Test
    void everyEraseIsAskedForInMaassWords() {
        for (var erase : HostGoal.Erase.values()) {
            var id = new SystemId(
                    standIn.addMachine(NewMachine.named("m-" + erase.name().toLowerCase(Locale.ROOT))
                            .deployed("noble", "admin")));
            assertThat(maas.start(new Step.Release(id, erase))).isNotInstanceOf(Outcome.Failed.class);
            assertThat(look(id).state()).isEqualTo(new State.Ready());
        }
    }

    @Test
    void eachOperationTakesAsManyCallsAsDocumented() {
        var id = new SystemId(standIn.addMachine(NewMachine.named("counted")
                .withStatus(MaasStatus.ALLOCATED)
                .withOwner("admin")
                .withTags("old")));
        assertThat(calls(() -> maas.identity())).isEqualTo(3);
        assertThat(calls(() -> maas.sweep())).isEqualTo(20);
        assertThat(calls(() -> maas.look(Set.of(id)))).isEqualTo(1);
        assertThat(calls(() -> maas.find(Set.of(DeclaredHosts.anyMac())))).isEqualTo(1);
        assertThat(calls(() -> maas.look(Set.of()))).isZero();
        assertThat(calls(() -> maas.start(new Step.Amend(id, MaasContract.fields("description", "d")))))
                .isEqualTo(1);
        assertThat(calls(() -> maas.start(new Step.Stamp(id, MaasContract.fields("k", "v")))))
                .isEqualTo(1);
        var tag = new Step.Tag(id, MaasContract.set("new"), MaasContract.set("old"));
        assertThat(calls(() -> maas.start(tag))).isEqualTo(5);
        assertThat(calls(() -> maas.start(tag))).isEqualTo(3);
        var deploy = new Step.Deploy(id, "noble", Optional.empty(), Optional.empty(), ref -> "");
        assertThat(calls(() -> maas.start(deploy))).isEqualTo(1);
        assertThat(calls(() -> maas.start(new Step.Release(id, HostGoal.Erase.NONE))))
                .isEqualTo(2);
        assertThat(calls(() ->
                        maas.start(new Step.Enlist(DeclaredHosts.host("second", DeclaredHosts.anyMac()), r -> ""))))
                .isEqualTo(2);
        assertThat(operations).contains("deploy 200", "create-tag 200", "sweep 200");
    }

    private int calls(Runnable work) {
        var before = operations.size();
        work.run();
        return operations.size() - before;
    }
}
