package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.HostRequest.What;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that dies anywhere in a power cycle switches a machine off once at most, and never leaves it off unsaid. */
class RequestCrashTest {
    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Runs the story; dies at the point with this number, restarts, and goes on. Answers the points it passed. */
    private static List<String> story(int dieAt) {
        var passed = new ArrayList<String>();
        try (var scene = Scene.start()) {
            var id = scene.switchable("alpha", 1);
            scene.crash = place -> {
                passed.add(place);
                if (passed.size() == dieAt) throw new Killed();
            };
            scene.restart();
            scene.tick();
            scene.service
                    .hostDecisions()
                    .ask(Scene.REPOSITORY, What.POWER_CYCLE, HostSelection.parse("alpha"), Scene.ada, "it hangs");
            scene.settle();
            scene.approve(Scene.ben);
            try {
                scene.settle();
            } catch (Killed killed) {
                scene.restart();
                scene.settle();
            }
            check(scene, id, passed, dieAt);
        }
        return passed;
    }

    private static void check(Scene scene, String id, List<String> passed, int dieAt) {
        var where = "killed at point %d of %s".formatted(dieAt, passed);
        long offs = scene.maas.received("power_off", id);
        assertThat(scene.maas.machine(id).orElseThrow().powerState()).as(where).isEqualTo("on");
        assertThat(scene.maas.received("power_on", id)).as(where).isEqualTo(offs);
        if (passed.get(Math.max(dieAt, 1) - 1).equals("step-journalled power-off")) {
            // Whether it was sent nobody knows: a person is asked, and nothing more is sent.
            assertThat(offs).as(where).isZero();
            assertThat(scene.state()).as(where).isInstanceOf(RolloutState.Stalled.class);
            assertThat(scene.service
                            .rollouts()
                            .status()
                            .getFirst()
                            .requests()
                            .getFirst()
                            .state())
                    .as(where)
                    .isEqualTo("failed");
            return;
        }
        assertThat(offs).as(where).isEqualTo(1);
        assertThat(scene.state()).as(where).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.service.rollouts().status().getFirst().requests())
                .as(where)
                .singleElement()
                .satisfies(one -> assertThat(one.state()).isEqualTo("done"));
    }

    @Test
    void killedAtEachPointOfTheJournalAPowerCycleHappensOnce() {
        int points = story(0).size();
        assertThat(points).isGreaterThanOrEqualTo(8);
        for (int at = 1; at <= points; at++) story(at);
    }
}
