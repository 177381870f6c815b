package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.penguintech.gough.reconcile.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hosts that are held before they are erased: days lie between their begin and their end. */
class HeldReleasesTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private void rules(int mostADay) {
        var rules = Scene.RULES.replace("hold: 0s", "hold: 72h");
        scene.ceiling = new Ceiling(Ceiling.DEFAULT.mode(), Ceiling.DEFAULT.approvals(), mostADay);
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.restart();
        scene.write("gough.yaml", rules);
    }

    private void pass(int looks, Duration each) {
        for (int i = 0; i < looks; i++) {
            scene.tick();
            scene.time.advance(each);
        }
    }

    private void retire(String name) {
        var file = "hosts/" + name + ".yaml";
        scene.write(file, scene.files.get(file).replace("goal: deployed", "goal: retired"))
                .push(Scene.ADA, "Retire " + name);
        pass(3, Duration.ofSeconds(20));
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        assertThat(scene.approve(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        pass(3, Duration.ofSeconds(20));
    }

    @Test
    void noMoreAreErasedInADayThanTheServerAllowsWheneverTheyWereBegun() {
        rules(1);
        var alpha = scene.switchable("alpha", 1, "protect: false");
        var beta = scene.switchable("beta", 2, "protect: false");
        retire("alpha");
        pass(3, Duration.ofHours(10));
        retire("beta");
        assertThat(scene.maas.machine(beta).orElseThrow().powerState()).isEqualTo("off");

        scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "an incident");
        pass(1, Duration.ofHours(100));
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        pass(20, Duration.ofMinutes(1));
        assertThat(scene.maas.received("release")).isEqualTo(1);
        assertThat(scene.maas.received("release", alpha)).isEqualTo(1);

        pass(30, Duration.ofHours(1));
        assertThat(scene.maas.received("release", beta)).isEqualTo(1);
    }

    @Test
    void aBackendThatIsTakenOutOfTheServerSettingsStopsNoLook() {
        rules(1);
        scene.switchable("alpha", 1, "protect: false");
        retire("alpha");
        scene.service.close();
        scene.world = new World(Map.of(), Map.of(), scene.time);
        try (var other = scene.second()) {
            scene.time.advance(Duration.ofMinutes(5));
            assertThatCode(() -> other.engine().tick(Scene.REPOSITORY)).doesNotThrowAnyException();
            assertThat(scene.database("select detail from intents where finished_at is null"))
                    .singleElement()
                    .satisfies(row ->
                            assertThat(String.valueOf(row.get("detail"))).contains("know no backend maas default"));
        }
    }
}
