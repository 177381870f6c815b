package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.maas.MaasStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that dies at any point of the journal leaves a rollout that ends in the same world. */
class CrashTest {
    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Runs the story; dies at the point with this number, restarts, and goes on. Answers the points it passed. */
    private static List<String> story(int dieAt) {
        var passed = new ArrayList<String>();
        try (var scene = Scene.start()) {
            scene.crash = place -> {
                passed.add(place);
                if (passed.size() == dieAt) throw new Killed();
            };
            scene.restart();
            scene.newMachine(1);
            scene.write("hosts/a.yaml", Scene.host("alpha", 1, "protect: false"))
                    .write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                    .write("queries/l.yaml", Scene.label("racks", "SELECT 1 FROM uptime"))
                    .write("queries/p.yaml", Scene.policy("disk", "SELECT 1", ", labelsIncludeAny: [racks]"))
                    .push();
            survive(scene);
            scene.approve(Scene.ben);
            survive(scene);
            check(scene, passed, dieAt);
        }
        return passed;
    }

    private static void survive(Scene scene) {
        try {
            scene.settle();
        } catch (Killed killed) {
            scene.restart();
            scene.settle();
        }
    }

    private static void check(Scene scene, List<String> passed, int dieAt) {
        var where = "killed at point %d of %s".formatted(dieAt, passed);
        assertThat(scene.state()).as(where).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machine("alpha").orElseThrow().status()).as(where).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.maas.received("deploy")).as(where).isEqualTo(1);
        assertThat(scene.maas.received("commission")).as(where).isEqualTo(1);
        assertThat(scene.fleet.reports()).as(where).hasSize(1);
        assertThat(scene.fleet.policies()).as(where).hasSize(1);
        assertThat(scene.fleet.labels())
                .as(where)
                .filteredOn(label -> !label.builtin())
                .hasSize(1);
        assertThat(scene.fleet.writes()).as(where).isEqualTo(3);
        assertThat(scene.rollout().approvals()).as(where).hasSize(1);
    }

    @Test
    void killedAtEachPointOfTheJournalARolloutEndsInTheSameWorld() {
        int points = story(0).size();
        assertThat(points).isGreaterThan(15);
        for (int at = 1; at <= points; at++) story(at);
    }
}
