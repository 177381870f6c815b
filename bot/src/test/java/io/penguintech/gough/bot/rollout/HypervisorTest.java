package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.ObservedVmHost;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.MaasVersion;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** A hypervisor from its commit to a VM host of MAAS, and back to nothing, at the stand-in. */
class HypervisorTest {
    private static final String LXD = """
            protect: false
            virtualization: lxd
            vmHost:
              address: https://alpha.maas:8443
              password: {secret: "lxd/alpha#password"}
            """;

    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static Collection<ObservedVmHost> vmHosts(Scene scene) {
        scene.sweep();
        return scene.world
                .snapshot()
                .regions()
                .get(Scene.DEFAULT)
                .vmHosts()
                .map(SortedMap::values)
                .<Collection<ObservedVmHost>>map(all -> all)
                .orElse(List.of());
    }

    private static long registrations(Scene scene) {
        return scene.maas.count(
                call -> call.method().equals("POST") && call.path().endsWith("/vm-hosts/"));
    }

    /** A host that runs, and a commit that makes a hypervisor of it. */
    private static void becomesHypervisor(Scene scene) {
        scene.deployed("alpha", 1, "protect: false");
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, LXD)).push().settle();
    }

    @Test
    void aNewHypervisorIsDeployedAndRegisteredUnderOneApproval() {
        try (var scene = Scene.start()) {
            var id = scene.deployed("alpha", 1, LXD);
            assertThat(vmHosts(scene)).singleElement().satisfies(host -> {
                assertThat(host.vmHost().name()).isEqualTo("alpha");
                assertThat(host.vmHost().machine().orElseThrow().value()).isEqualTo(id);
            });
            assertThat(scene.rollout().approvals()).hasSize(1);
            assertThat(registrations(scene)).isEqualTo(1);
        }
    }

    @Test
    void aRunningHostIsRegisteredOnceAlthoughTheProcessDiedBeforeItCouldSaySo() {
        try (var scene = Scene.start()) {
            becomesHypervisor(scene);
            assertThat(scene.rollout()
                            .plan()
                            .map(Plan::changes)
                            .orElseThrow()
                            .getFirst()
                            .fields())
                    .extracting(field -> field.after().orElse(""))
                    .containsExactly("lxd at https://alpha.maas:8443, password <secret lxd/alpha#password>");
            scene.crash = place -> {
                if (place.equals("called register-vm-host")) throw new Killed();
            };
            scene.restart();
            scene.approve(Scene.ben);
            scene.approve(Scene.cyn);
            try {
                scene.settle();
            } catch (Killed killed) {
                scene.crash = CrashPoint.NONE;
                scene.restart();
            }
            scene.settle();
            endsRegisteredOnce(scene);
        }
    }

    @Test
    void aSwallowedAnswerRegistersNothingTwice() {
        try (var scene = Scene.start()) {
            becomesHypervisor(scene);
            scene.maas.faults().add(FaultRule.once("POST", "vm-hosts/", new Fault.DoneThenTimeout(Duration.ZERO)));
            scene.approve(Scene.ben);
            scene.approve(Scene.cyn);
            scene.settle();
            endsRegisteredOnce(scene);
        }
    }

    @Test
    void whatLivesOnARunningHostIsRestartedByItsRegistrationWhichTakesTwoAndIsNeverDeployedAfter() {
        try (var scene = Scene.start()) {
            var id = scene.deployed("alpha", 1, "protect: false");
            scene.maas.addUnknownVm(id, "mail");
            scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, LXD)).push().settle();
            assertThat(scene.rollout().plan().orElseThrow().risk()).isEqualTo(Risk.DESTRUCTIVE);
            scene.approve(Scene.ben);
            scene.settle();
            assertThat(registrations(scene)).isZero();

            scene.approve(Scene.cyn);
            scene.settle();
            scene.time.advance(Duration.ofHours(1));
            var mail = scene.maas.machine("mail").orElseThrow();
            assertThat(mail.status()).isEqualTo(MaasStatus.READY);
            scene.write("hosts/mail.yaml", """
                            apiVersion: gough.io/v1
                            kind: VirtualMachine
                            metadata: {name: mail}
                            spec: {vm: {host: alpha}, os: {release: noble}, goal: deployed, adopt: true}
                            """).push().settle();

            assertThat(scene.service.rollouts().status().getFirst().blocked())
                    .extracting(Plan.Blocked::why)
                    .anyMatch(why -> why.contains("something may be on its disks"));
            assertThat(scene.maas.received("deploy", mail.systemId())).isZero();
        }
    }

    private static void endsRegisteredOnce(Scene scene) {
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(vmHosts(scene)).hasSize(1);
        assertThat(registrations(scene)).isEqualTo(1);
        assertThat(scene.database("select 1 from intents where verb = 'configure'"))
                .as("asked once")
                .hasSize(1);
    }

    @Test
    void itsVmHostGoesWithItAndAPlanSaidSo() {
        try (var scene = Scene.start()) {
            var id = scene.deployed("alpha", 1, LXD);
            scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, LXD).replace("goal: deployed", "goal: retired"))
                    .push()
                    .settle();
            assertThat(scene.rollout()
                            .plan()
                            .map(Plan::changes)
                            .orElseThrow()
                            .getFirst()
                            .fields())
                    .anyMatch(field -> field.field().startsWith("vm-host.")
                            && field.before().equals(Optional.of("lxd alpha")));
            scene.approve(Scene.ben);
            scene.approve(Scene.cyn);
            scene.settle();

            assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
            assertThat(vmHosts(scene)).isEmpty();
            assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.READY);
        }
    }

    private static final String VM = """
            apiVersion: gough.io/v1
            kind: VirtualMachine
            metadata: {name: guest}
            spec:
              vm: {host: alpha, cores: 2, memory: 4GiB, disks: [{size: 20GB}], networks: [10.77.0.0/16]}
              os: {release: noble}
              goal: deployed
              protect: false
            """;

    private static long compositions(Scene scene) {
        return scene.maas.count(
                call -> call.method().equals("POST") && call.query().contains("op=compose"));
    }

    /** A hypervisor that runs, and a commit with a virtual machine on it, approved. */
    private static void declaresVm(Scene scene) {
        scene.deployed("alpha", 1, LXD);
        scene.write("hosts/guest.yaml", VM).push().settle();
        scene.approve(Scene.ben);
    }

    private static void survive(Scene scene) {
        try {
            scene.settle();
        } catch (Killed killed) {
            scene.crash = CrashPoint.NONE;
            scene.restart();
            scene.settle();
        }
    }

    private static void runsOnce(Scene scene) {
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(compositions(scene)).isEqualTo(1);
        var guest = scene.maas.machine("guest").orElseThrow();
        assertThat(guest.status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.maas.received("deploy", guest.systemId())).isEqualTo(1);
        assertThat(scene.rollout().approvals()).hasSize(1);
    }

    @Test
    void aVirtualMachineIsMadeOnceAlthoughTheProcessDiedBeforeItCouldSaySo() {
        try (var scene = Scene.start()) {
            scene.crash = place -> {
                if (place.equals("called compose")) throw new Killed();
            };
            scene.restart();
            declaresVm(scene);
            survive(scene);
            runsOnce(scene);
        }
    }

    @Test
    void aVirtualMachineIsMadeOnceAlthoughTheAnswerWasSwallowedAndGoesBeforeItsHypervisor() {
        try (var scene = Scene.start()) {
            scene.maas.faults().add(FaultRule.once("POST", "op=compose", new Fault.DoneThenTimeout(Duration.ZERO)));
            declaresVm(scene);
            scene.settle();
            runsOnce(scene);

            var retired = Scene.host("alpha", 1, LXD).replace("goal: deployed", "goal: retired");
            scene.write("hosts/alpha.yaml", retired)
                    .write("hosts/guest.yaml", VM.replace("goal: deployed", "goal: retired"))
                    .push()
                    .settle();
            var plan = scene.rollout().plan().orElseThrow();
            assertThat(plan.changes())
                    .extracting(change -> change.subject().text())
                    .containsExactly("host guest");
            assertThat(plan.blocked().getFirst().why()).contains("live virtual machines: guest");
            scene.approve(Scene.ben);
            scene.approve(Scene.cyn);
            scene.settle();
            assertThat(scene.maas.machine("guest"))
                    .as("MAAS deletes it with its release")
                    .isEmpty();
            assertThat(scene.database("select 1 from host_records where host = 'guest'"))
                    .isEmpty();

            scene.approve(Scene.ben);
            scene.approve(Scene.cyn);
            scene.settle();
            assertThat(vmHosts(scene)).isEmpty();
            assertThat(scene.maas.machine("alpha").orElseThrow().status()).isEqualTo(MaasStatus.READY);
            assertThat(compositions(scene)).isEqualTo(1);
        }
    }

    @Test
    void aRegionWithoutVmHostsMakesNoVirtualMachine() {
        try (var scene = Scene.start(MaasVersion.V4_0)) {
            declaresVm(scene);
            scene.settle();
            assertThat(compositions(scene)).isZero();
            assertThat(scene.rollout().plan().orElseThrow().blocked().getFirst().why())
                    .contains("has no VM hosts", "declare it as kind Host");
        }
    }

    @Test
    void aRegionWithoutVmHostsGetsAPlainMachineAndNoQuestion() {
        try (var scene = Scene.start(MaasVersion.V4_0)) {
            scene.deployed("alpha", 1, LXD);
            assertThat(registrations(scene)).isZero();
            assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
            var findings = scene.database("select count(*) as n from rollouts");
            scene.tick().tick();
            assertThat(scene.database("select count(*) as n from rollouts")).isEqualTo(findings);
        }
    }
}
