package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostGoal;
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
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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

    /** A region, and a bare client for what the adapter does not do. */
    private static final class Site implements AutoCloseable {
        private final MaasStandIn standIn;
        private final MaasCalls calls;
        private final MaasHttp maas;

        Site(MaasVersion version) {
            standIn = MaasStandIn.start(MaasStandInSettings.defaults()
                    .withVersion(version)
                    .withDurations(MaasDurations.all(Duration.ZERO)));
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

        SystemId composed() throws Exception {
            var number = calls.readList("x", "vm-hosts/", Form.empty(), "x")
                    .get(0)
                    .path("id")
                    .asLong();
            write("vm-hosts/%d/?op=compose".formatted(number), Form.of("hostname", "guest"));
            return new SystemId(standIn.machine("guest").orElseThrow().systemId());
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
