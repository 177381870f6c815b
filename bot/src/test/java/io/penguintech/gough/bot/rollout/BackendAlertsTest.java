package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendAlertsTest {
    private static final String RAISED = "select * from events where body->>'kind' = 'alert-raised'";

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aFleetThatStaysAwayIsToldOnceAndTakenBackWhenItAnswers() {
        scene.tick();
        scene.fleet.down();
        scene.tick();
        assertThat(scene.database(RAISED)).isEmpty();

        scene.time.advance(Duration.ofMinutes(2));
        scene.tick().tick();
        assertThat(scene.database(RAISED)).hasSize(1);
        assertThat(scene.database("select * from open_alerts")).hasSize(1);

        scene.fleet.up();
        scene.time.advance(Duration.ofMinutes(1));
        scene.tick().tick();
        assertThat(scene.database("select * from open_alerts")).isEmpty();
        assertThat(scene.database(RAISED)).hasSize(1);
    }
}
