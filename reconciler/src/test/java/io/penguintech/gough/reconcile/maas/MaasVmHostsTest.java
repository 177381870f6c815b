package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.ObservedVmHost;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Hypervisor;
import io.penguintech.gough.schema.VirtualMachine;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.MaasVersion;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Hypervisors at the stand-in: who lives where, and what is refused right before the call. */
class MaasVmHostsTest {
    @Test
    void aVirtualMachineIsSeenWithTheMachineItLivesOnInTheSweepAndInLooks() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var hypervisor = site.hypervisor();
            var vm = site.composed();
            var on = Optional.of(new Machine.VmHost("hv-01", Optional.of(hypervisor)));
            var swept = MaasContract.got(site.maas.sweep()).machines();
            assertThat(swept.get(vm).value().vmHost()).isEqualTo(on);
            assertThat(swept.get(hypervisor).value().vmHost()).isEmpty();
            assertThat(MaasContract.got(site.maas.look(Set.of(vm))).get(vm).vmHost())
                    .isEqualTo(on);
        }
    }

    @Test
    void whatWouldEndVirtualMachinesIsRefusedBeforeAnythingIsSent() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var hypervisor = site.hypervisor();
            MaasContract.got(site.maas.sweep());
            var vm = site.composed(); // after the last look
            var before = site.standIn.writes();
            for (var step : List.of(
                    new Step.PowerOff(hypervisor),
                    new Step.Release(hypervisor, HostGoal.Erase.QUICK),
                    new Step.Delete(hypervisor)))
                assertThat(MaasContract.failure(site.maas.start(step)))
                        .isInstanceOf(Failure.WorldChanged.class)
                        .extracting(Failure::why)
                        .asString()
                        .contains("virtual machines live on it: guest (%s, ".formatted(vm));
            assertThat(site.standIn.writes()).isEqualTo(before);
        }
    }

    @Test
    void nothingIsSentWhenMaasDoesNotSayWhatLivesThere() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var hypervisor = site.hypervisor();
            var before = site.standIn.writes();
            site.standIn.faults().add(FaultRule.always("GET", "vm-hosts/", Fault.Status.of(500, "trouble")));
            assertThat(site.maas.start(new Step.PowerOff(hypervisor))).isInstanceOf(Outcome.Failed.class);
            assertThat(site.standIn.writes()).isEqualTo(before);
        }
    }

    @Test
    void anEmptyHypervisorIsSwitchedOffAndItsReleaseIsMaassOwnQuestion() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var hypervisor = site.hypervisor();
            assertThat(site.maas.start(new Step.PowerOff(hypervisor))).isInstanceOf(Outcome.Done.class);
            assertThat(MaasContract.failure(site.maas.start(new Step.Release(hypervisor, HostGoal.Erase.NONE)))
                            .why())
                    .contains("The following VM hosts must be removed first: hv-01");
        }
    }

    @Test
    void aMaasWithoutVmHostsManagesAHypervisorAsAnyMachine() throws Exception {
        try (var site = new Site(MaasVersion.V4_0)) {
            var id = site.deployed();
            assertThat(MaasContract.got(site.maas.sweep())
                            .machines()
                            .get(id)
                            .value()
                            .vmHost())
                    .isEmpty();
            assertThat(site.maas.start(new Step.Release(id, HostGoal.Erase.NONE)))
                    .isNotInstanceOf(Outcome.Failed.class);
        }
    }

    private static final String AT = "https://hv-01.maas:8443";

    private static Host lxd(String address) {
        return DeclaredHosts.hypervisor("hv-01", address);
    }

    private static Step.OnMachine register(SystemId id, String address) {
        return new Step.RegisterVmHost(id, lxd(address), ref -> "pem of " + ref.key());
    }

    private static ObservedVmHost only(Site site) {
        var known = MaasContract.got(site.maas.vmHosts()).orElseThrow();
        assertThat(known).hasSize(1);
        return known.firstEntry().getValue();
    }

    @Test
    void aHypervisorIsRegisteredOnceHoweverOftenItIsAsked() throws Exception {
        try (var site = new Site(MaasVersion.V3_7)) {
            var id = site.deployed();
            assertThat(MaasContract.got(site.maas.vmHosts()))
                    .as("it has none yet")
                    .contains(new TreeMap<>());
            for (int again = 0; again < 3; again++)
                assertThat(site.maas.start(register(id, AT))).isInstanceOf(Outcome.Done.class);
            assertThat(only(site))
                    .isEqualTo(new ObservedVmHost(
                            only(site).number(),
                            Optional.of(Hypervisor.Type.LXD),
                            new Machine.VmHost("hv-01", Optional.of(id)),
                            true));
            assertThat(site.form("parameters"))
                    .containsEntry("power_address", AT)
                    .containsEntry("project", "maas")
                    .containsEntry("certificate", "pem of certificate")
                    .containsEntry("key", "pem of key");
        }
    }

    @Test
    void oneWhoseMachineMaasDoesNotKnowIsFoundByItsAddress() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var id = site.deployed();
            site.write(
                    "vm-hosts/",
                    Form.of("type", "lxd")
                            .with("name", "by-hand")
                            .with("power_address", "https://192.0.2.9:8443")
                            .with("project", "maas"));
            assertThat(only(site).vmHost().machine()).isEmpty();
            assertThat(site.maas.start(register(id, "https://192.0.2.9:8443"))).isInstanceOf(Outcome.Done.class);
            assertThat(only(site).vmHost().name()).isEqualTo("by-hand");
        }
    }

    @Test
    void anotherAddressAndPasswordAreToldOfAVmHostThatMaasKnows() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var id = site.deployed();
            assertThat(MaasContract.failure(site.maas.start(tell(id))).why())
                    .contains("knows no such VM host any more");
            site.maas.start(register(id, AT));
            for (int again = 0; again < 2; again++)
                assertThat(site.maas.start(tell(id))).isInstanceOf(Outcome.Done.class);
            assertThat(only(site).vmHost().name()).isEqualTo("hv-01");
            assertThat(site.form("parameters"))
                    .containsEntry("power_address", "https://hv-01.maas:9443")
                    .containsEntry("power_pass", "pem of password")
                    .containsEntry("project", "maas");
        }
    }

    @Test
    void aMaasThatSaysYesAndKeepsTheOldAddressIsAPersonsMatter() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var id = site.deployed();
            site.maas.start(register(id, AT));
            site.standIn.faults().add(FaultRule.once("PUT", "vm-hosts/", Fault.Status.of(200, "{}")));
            assertThat(MaasContract.failure(site.maas.start(tell(id))))
                    .isInstanceOf(Failure.NeedsHuman.class)
                    .extracting(Failure::why)
                    .asString()
                    .contains("still has another address")
                    .doesNotContain("pem of");
        }
    }

    private static Step.OnMachine tell(SystemId id) {
        var host = DeclaredHosts.hypervisor("hv-01", "https://hv-01.maas:9443", "password");
        return new Step.TellVmHost(id, host, ref -> "pem of " + ref.key());
    }

    @Test
    void aSwallowedAnswerRegistersNothingTwice() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var id = site.deployed();
            site.standIn.faults().add(FaultRule.once("POST", "vm-hosts/", new Fault.DoneThenTimeout(Duration.ZERO)));
            assertThat(MaasContract.failure(site.maas.start(register(id, AT)))).isInstanceOf(Failure.Unclear.class);
            assertThat(site.maas.start(register(id, AT))).isInstanceOf(Outcome.Done.class);
            only(site);
        }
    }

    @Test
    void whatMaasNeverReachedIsSeenAsSuch() throws Exception {
        try (var site = new Site(MaasVersion.V3_4, Duration.ofHours(1))) {
            var id = site.deployed();
            site.maas.start(register(id, AT));
            assertThat(only(site).reached()).isFalse();
        }
    }

    @Test
    void itsSecretStandsInNoMessage() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var id = site.deployed();
            site.standIn
                    .faults()
                    .add(FaultRule.always("POST", "vm-hosts/", Fault.Status.of(400, "pem of key is no key")));
            assertThat(MaasContract.failure(site.maas.start(register(id, AT))).why())
                    .contains("register host hv-01 as a VM host")
                    .doesNotContain("pem of key");
        }
    }

    @Test
    void vmHostsGoBeforeTheirMachineUnlessSomethingLivesThere() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            var id = site.hypervisor();
            var remove =
                    new Step.RemoveVmHosts(id, new TreeSet<>(Set.of(only(site).number())));
            site.composed();
            assertThat(MaasContract.failure(site.maas.start(remove)).why())
                    .contains("virtual machines live on it: guest");
            only(site);

            site.standIn.vanish("guest");
            var other = new SystemId(site.standIn.addMachine(NewMachine.named("other")));
            assertThat(MaasContract.failure(site.maas.start(new Step.RemoveVmHosts(other, remove.numbers())))
                            .why())
                    .contains("VM host hv-01 is another machine now");
            for (int again = 0; again < 2; again++)
                assertThat(site.maas.start(remove)).isInstanceOf(Outcome.Done.class);
            assertThat(MaasContract.got(site.maas.vmHosts()).orElseThrow()).isEmpty();
            assertThat(site.maas.start(new Step.Release(id, HostGoal.Erase.NONE)))
                    .isNotInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void aMaasWithoutVmHostsSaysSoInEveryLook() throws Exception {
        try (var site = new Site(MaasVersion.V4_0)) {
            var id = site.deployed();
            assertThat(MaasContract.got(site.maas.vmHosts())).isEmpty();
            assertThat(MaasContract.got(site.maas.surroundings()).vmHosts()).isEmpty();
            assertThat(MaasContract.failure(site.maas.start(register(id, AT))).why())
                    .contains("has no VM hosts");
            assertThat(site.standIn.writes()).isZero();
        }
    }

    private static Step.Compose compose(long number, int cores, String... networks) {
        var disks = List.of(
                new VirtualMachine.Disk(20, Optional.empty()), new VirtualMachine.Disk(50, Optional.of("fast")));
        return new Step.Compose(
                DeclaredHosts.virtual(
                        "vm-01", new VirtualMachine(new HostName("hv-01"), cores, 4096, disks, List.of(networks))),
                number);
    }

    @Test
    void aVirtualMachineIsMadeOnceHoweverOftenItIsAskedAndItsAnswerIsSwallowed() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            site.hypervisor();
            var compose = compose(only(site).number(), 4, "10.77.0.0/16");
            assertThat(MaasContract.got(site.maas.named(Set.of("vm-01")))).isEmpty();
            site.standIn.faults().add(FaultRule.once("POST", "op=compose", new Fault.DoneThenTimeout(Duration.ZERO)));
            assertThat(MaasContract.failure(site.maas.start(compose))).isInstanceOf(Failure.Unclear.class);
            var made = site.standIn.machine("vm-01").orElseThrow().systemId();
            for (int again = 0; again < 2; again++)
                assertThat(site.maas.start(compose)).isEqualTo(new Outcome.Done(Optional.of(made)));

            var seen = MaasContract.got(site.maas.named(Set.of("vm-01", "nobody")));
            assertThat(seen).singleElement().satisfies(machine -> {
                assertThat(machine.id().value()).isEqualTo(made);
                assertThat(machine.state()).isEqualTo(new Machine.State.Ready());
                assertThat(machine.vmHost().orElseThrow().name()).isEqualTo("hv-01");
            });
        }
    }

    @Test
    void aVirtualMachineOfThatNameThatSomebodyHasIsNotTakenForOurs() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            site.hypervisor();
            MaasContract.got(site.maas.sweep());
            var compose = compose(only(site).number(), 4, "10.77.0.0/16");
            var made = ((Outcome.Done) site.maas.start(compose)).id().orElseThrow();
            site.standIn.edit(made).owner("alice");
            long writes = site.standIn.writes();

            assertThat(MaasContract.failure(site.maas.start(compose)))
                    .isInstanceOf(Failure.WorldChanged.class)
                    .extracting(Failure::why)
                    .asString()
                    .contains(made, "lives there already");
            assertThat(site.standIn.writes()).isEqualTo(writes);
        }
    }

    @Test
    void aHypervisorThatIsFullIsAPersonsMatterInMaassOwnWords() throws Exception {
        try (var site = new Site(MaasVersion.V3_4)) {
            site.hypervisor();
            var number = only(site).number();
            site.composed("cores", "15");
            assertThat(MaasContract.failure(site.maas.start(compose(number, 4))))
                    .isInstanceOf(Failure.NeedsHuman.class)
                    .extracting(Failure::why)
                    .asString()
                    .contains("make virtual machine vm-01", "CPU overcommit ratio is 1.0");
            assertThat(MaasContract.failure(site.maas.start(compose(number, 1, "10.1.0.0/16")))
                            .why())
                    .contains("interfaces");
            assertThat(MaasContract.failure(site.maas.start(compose(999, 1)))).isInstanceOf(Failure.WorldChanged.class);
        }
        try (var site = new Site(MaasVersion.V4_0)) {
            assertThat(site.maas.start(compose(1, 1))).isInstanceOf(Outcome.Failed.class);
            assertThat(site.standIn.writes()).isZero();
        }
    }

    /** A region, and a bare client for what the adapter does not do. */
    private static final class Site implements AutoCloseable {
        private final MaasStandIn standIn;
        private final MaasCalls calls;
        private final MaasHttp maas;

        Site(MaasVersion version) {
            this(version, Duration.ZERO);
        }

        Site(MaasVersion version, Duration discovery) {
            standIn = MaasStandIn.start(
                    MaasStandInSettings.defaults().withVersion(version).withDurations(MaasDurations.all(discovery)));
            var name = new BackendName("default");
            var settings = MaasSettings.of(URI.create(standIn.url()), new Credential(standIn.apiKey()));
            maas = new MaasHttp(name, settings, CallListener.NONE, Clock.systemUTC(), new Random());
            var oauth = new OAuth(ApiKey.parse(settings.apiKey()), Clock.systemUTC(), new Random());
            calls = new MaasCalls(name, settings, oauth, CallListener.NONE, new Random());
        }

        SystemId deployed() {
            return new SystemId(standIn.addMachine(NewMachine.named("hv-01").deployed("noble", "admin")));
        }

        /** A deployed machine that MAAS knows as a VM host. */
        SystemId hypervisor() throws Exception {
            var id = deployed();
            write("vm-hosts/", Form.of("type", "lxd").with("name", "hv-01").with("power_address", "hv-01.maas"));
            return id;
        }

        SystemId composed(String... more) throws Exception {
            var number = calls.readList("x", "vm-hosts/", Form.empty(), "x")
                    .get(0)
                    .path("id")
                    .asLong();
            write("vm-hosts/%d/?op=compose".formatted(number), form(more));
            return new SystemId(standIn.machine("guest").orElseThrow().systemId());
        }

        private static Form form(String... more) {
            var form = Form.of("hostname", "guest");
            for (int i = 0; i < more.length; i += 2) form.with(more[i], more[i + 1]);
            return form;
        }

        /** What MAAS was told of its only VM host. */
        Map<String, String> form(String operation) throws Exception {
            var parameters =
                    calls.readTree("x", "vm-hosts/%d/".formatted(only(this).number()), Form.of("op", operation), "x");
            return parameters
                    .propertyStream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().asString("")));
        }

        private void write(String path, Form form) throws Exception {
            calls.write("x", "POST", path, form, "x", List.of());
        }

        @Override
        public void close() {
            calls.close();
            maas.close();
            standIn.close();
        }
    }
}
