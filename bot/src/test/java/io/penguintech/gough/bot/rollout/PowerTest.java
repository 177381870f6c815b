package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.MachineSnapshot;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How machines are switched, told to MAAS and checked there; at the stand-in, whose BMCs know their passwords. */
class PowerTest {
    private static final String HOST = "hosts/alpha.yaml";

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private static String host(String secret) {
        return Scene.host("alpha", 1, "")
                .replace(
                        "{type: manual}",
                        "{type: ipmi, address: 192.0.2.1, user: admin, password: {secret: bmc/alpha#%s}}"
                                .formatted(secret));
    }

    /** One that booted from the network before anybody wrote a document of it. */
    private void discovered() {
        scene.maas.addMachine(NewMachine.named("m1")
                .withMacAddresses("52:54:00:00:00:01")
                .withStatus(MaasStatus.NEW)
                .withPower("", Map.of()));
    }

    private void deployed() {
        discovered();
        scene.maas.setBmcPassword("m1", "secret-old");
        scene.write(HOST, host("old")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).as(() -> String.valueOf(scene.rollout())).isInstanceOf(RolloutState.Done.class);
    }

    private void rotate(String secret) {
        scene.write(HOST, host(secret)).push().settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
    }

    private MachineSnapshot alpha() {
        return scene.maas.machine("alpha").orElseThrow();
    }

    @Test
    void aMachineThatMaasDiscoveredIsToldHowItIsSwitchedBeforeItIsCommissioned() {
        deployed();
        assertThat(alpha().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(alpha().powerType()).isEqualTo("ipmi");
        assertThat(alpha().powerParameters())
                .containsEntry("power_address", "192.0.2.1")
                .containsEntry("power_user", "admin")
                .containsEntry("power_pass", "secret-old");
    }

    @Test
    void onceToldItIsInSync() {
        deployed();
        long writes = scene.writes();
        scene.tick().tick();
        scene.restart().tick().settle();
        assertThat(scene.writes()).isEqualTo(writes);
    }

    @Test
    void anotherSecretIsAskedOfTwoPeopleAndToldToMaasWithoutTouchingWhatRuns() {
        deployed();
        scene.maas.setBmcPassword("alpha", "secret-new");
        scene.write(HOST, host("new")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(alpha().powerParameters())
                .as("one approval is not enough")
                .containsEntry("power_pass", "secret-old");

        scene.approve(Scene.cyn);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(alpha().powerParameters()).containsEntry("power_pass", "secret-new");
        assertThat(alpha().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.maas.received("deploy")).isEqualTo(1);
        assertThat(scene.maas.received("release")).isZero();
    }

    @Test
    void aSecretThatTheMachineDoesNotTakeIsSaidUntilItIsMendedAndRetried() {
        deployed();
        scene.maas.setBmcPassword("alpha", "secret-new");
        rotate("wrong");
        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why())
                                .contains("its power control does not answer", "spec.machine.power", "retry")
                                .doesNotContain("secret-wrong"));

        rotate("new");

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(alpha().powerParameters()).containsEntry("power_pass", "secret-new");
    }

    @Test
    void theSamePasswordStoreWithAnotherValueIsRetriedIntoMaas() {
        deployed();
        scene.maas.setBmcPassword("alpha", "secret-mended");
        rotate("wrong");
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
        scene.maas.setBmcPassword("alpha", "secret-wrong");

        scene.service.rollouts().retry(scene.rollout().id(), Scene.ada);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void aParameterThatIsDeclaredNoMoreIsTakenAway() {
        deployed();
        scene.write(HOST, host("old").replace("user: admin, ", "")).push().settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(Optional.ofNullable(alpha().powerParameters().get("power_user")))
                .hasValue("");
        long writes = scene.writes();
        scene.tick().tick();
        assertThat(scene.writes()).isEqualTo(writes);
    }

    @Test
    void aDriverThatSomebodyChangedAtMaasIsDriftThatIsAskedAbout() {
        deployed();
        scene.maas.edit(alpha().systemId()).power("manual");
        scene.tick().settle();
        assertThat(alpha().powerType()).isEqualTo("manual");
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(alpha().powerType()).isEqualTo("ipmi");
        assertThat(alpha().powerParameters()).containsEntry("power_pass", "secret-old");
    }
}
