package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that dies right before or right after a write to the disks of a machine leaves nothing twice. */
class DisksCrashTest {
    private static final String DESIGN = """
            storage:
              layout: custom
              disks:
                system: {boot: true, partitions: {root: {size: 20GB, filesystem: ext4, mount: /}}}
                a: {size: 200GB}
                b: {size: 300GB}
              raids: {md0: {level: 1, devices: [a, b]}}
              volumeGroups: {vg0: {devices: [md0], volumes: {data: {size: rest, filesystem: xfs, mount: /srv}}}}
            """;
    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The rest of the writes: {@code DesignSetupTest} of the reconciler. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "called set-storage-layout blank",
                "called create-partition system.root",
                "step-journalled create-raid md0",
                "called create-raid md0"
            })
    void killedThereAHostEndsWithItsDisksMadeOnce(String place) {
        var died = new AtomicBoolean();
        try (var scene = Scene.start()) {
            scene.crash = at -> {
                if (at.equals(place) && died.compareAndSet(false, true)) throw new Killed();
            };
            scene.restart();
            scene.maas.addMachine(NewMachine.named("m1")
                    .withMacAddresses("52:54:00:00:00:01")
                    .withPower("manual", Map.of())
                    .withDisks(100_000_000_000L, 200_000_000_000L, 300_000_000_000L)
                    .withStatus(MaasStatus.NEW));
            scene.write("hosts/a.yaml", Scene.host("alpha", 1, DESIGN)).push().settle();
            scene.approve(Scene.ben);
            try {
                scene.settle();
            } catch (Killed killed) {
                scene.restart();
                scene.settle();
            }
            assertThat(died).isTrue();
            check(scene);
        }
    }

    private static void check(Scene scene) {
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machine("alpha").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        for (var act : List.of(
                "set_storage_layout", "POST partitions", "POST raids", "POST volume-groups", "create_logical_volume"))
            assertThat(scene.maas.received(act)).as(act).isEqualTo(1);
        for (var act : List.of("format", "mount", "deploy"))
            assertThat(scene.maas.received(act)).as(act).isEqualTo(act.equals("deploy") ? 1 : 2);
    }
}
