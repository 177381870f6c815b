package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.secrets.PermittedSecrets;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.SecretSource;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was begun and has sent nothing yet may still be held: told by what MAAS received. */
class UntouchedTest {
    private static final String TEMPLATE =
            "#cloud-config\nwrite_files:\n  - path: /etc/x\n    content: ${{ secret('fleet/enroll#secret') }}\n";

    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            scene.tick();
            scene.time.advance(Duration.ofSeconds(20));
        }
    }

    private void askAgain(String spec) {
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, spec + "\ngeneration: 2"))
                .push()
                .settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
    }

    private String detail() {
        return String.valueOf(scene.database("select detail from intents order by id desc limit 1")
                .getFirst()
                .get("detail"));
    }

    @Test
    void nothingIsGivenUpWhileASecretOfWhatComesAfterItCannotBeHad() {
        scene.write("templates/base.yaml", TEMPLATE);
        var spec = "protect: false\ntemplates: [base]";
        var id = scene.deployed("alpha", 1, spec);
        var there = scene.secrets;
        scene.secrets = new PermittedSecrets(
                ref -> {
                    throw new SecretSource.SecretUnavailable(ref, "Vault has no such key there");
                },
                SecretPrefixes.ANY);
        scene.restart();
        askAgain(spec);
        ticks(30);

        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(detail())
                .contains("waits before", "nothing is given up", "fleet/enroll#secret", "Vault has no such key there");

        scene.secrets = there;
        scene.restart();
        ticks(10);
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
    }

    @Test
    void whatWasBegunBeforeItsWindowClosedAndSentNothingWaitsForTheNextWindow() {
        var clock = DateTimeFormatter.ofPattern("HH:mm");
        var start = scene.time.instant().plus(Duration.ofMinutes(1)).atZone(ZoneOffset.UTC);
        var rules = Scene.RULES.replace(
                "maxDestroyed: 5",
                "maxDestroyed: 5, windows: [{from: '%s', to: '%s', zone: UTC}]"
                        .formatted(clock.format(start), clock.format(start.plusHours(1))));
        var id = scene.reinstallable("alpha", 1);
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.write("gough.yaml", rules).push().settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        scene.time.advance(Duration.ofMinutes(2));
        scene.crash = place -> {
            if (place.startsWith("intent-journalled reinstall")) throw new Killed();
        };
        scene.restart();
        assertThatThrownBy(() -> {
                    askAgain("protect: false");
                    ticks(10);
                })
                .isInstanceOf(Killed.class);
        scene.crash = CrashPoint.NONE;
        scene.time.advance(Duration.ofHours(9));
        scene.restart();
        ticks(4);
        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(detail()).contains("waits before", "Outside of the change windows");

        scene.time.advance(Duration.ofHours(15).minusMinutes(5));
        ticks(30);
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
    }
}
