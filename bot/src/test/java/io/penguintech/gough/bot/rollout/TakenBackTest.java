package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was begun, was stopped before anything was sent, and is taken back by a newer commit before writes go on. */
class TakenBackTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    /** Writes made when {@code file}, which said {@code before}, says it again after {@code after} was approved and begun. */
    private long writes(String file, String before, String after) {
        scene.write(file, before).push().settle();
        while (scene.state() instanceof RolloutState.AwaitingApproval) approve();
        scene.crash = place -> {
            if (place.startsWith("intent-journalled"))
                scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "wait");
        };
        scene.restart().tick();
        var sent = scene.writes();
        scene.write(file, after).push().settle();
        approve();
        assertThat(scene.database("select detail from intents where finished_at is null"))
                .singleElement()
                .satisfies(row -> assertThat(row.toString()).contains("waits before"));
        scene.write(file, before).push().tick();
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.time.advance(Duration.ofMinutes(2));
        scene.settle();
        return scene.writes() - sent;
    }

    private void approve() {
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
    }

    @Test
    void anEditThatDeletesResultsIsNotMade() {
        assertThat(writes("queries/q.yaml", Scene.query("one", "SELECT 1"), Scene.query("one", "SELECT 2")))
                .isZero();
        assertThat(scene.rollout().plan().orElseThrow().changes()).isEmpty();
    }

    @Test
    void kernelOptionsAreNotSet() {
        assertThat(writes("region/tag.yaml", tag("console=ttyS0"), tag("console=ttyS1")))
                .isZero();
        assertThat(scene.rollout().plan().orElseThrow().changes()).isEmpty();
    }

    private static String tag(String options) {
        return """
                apiVersion: gough.io/v1
                kind: Tag
                metadata: {name: role-web}
                spec: {kernelOptions: "%s"}
                """.formatted(options);
    }
}
