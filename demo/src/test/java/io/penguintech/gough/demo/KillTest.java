package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.CrashPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed, as by kill -9, and started again. By default at a few points; at every one of them with
 * {@code -Dgough.kill=all} (from {@code -Dgough.kill.from=N} on), at 200 random instants (or {@code -Dgough.kills=N})
 * while answers get lost with {@code -Dgough.kill=random}.
 */
class KillTest {
    private static final String MODE = "gough.kill";
    private static final List<Integer> SAMPLE = List.of(1, 7, 12, 30, 58, 70);
    private static final int HALTED = 137;

    @TempDir
    static Path folder;

    private static FreshDatabase database;

    @BeforeAll
    static void startDatabase() {
        org.springframework.boot.logging.LoggingSystem.get(KillTest.class.getClassLoader())
                .beforeInitialize();
        database = FreshDatabase.start(folder);
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @Test
    @DisabledIfSystemProperty(named = MODE, matches = "all|random")
    void aServiceKilledAtAFewPointsEndsInTheSameWorld() {
        assertThat(SAMPLE).as("points that there are").allMatch(KillTest::killAt);
    }

    @Test
    @EnabledIfSystemProperty(named = MODE, matches = "all")
    void aServiceKilledAtEveryPointInTurnEndsInTheSameWorld() {
        var points =
                IntStream.iterate(1, at -> at + 1).takeWhile(KillTest::killAt).count();
        assertThat(points).as("points of the journal at which it was killed").isGreaterThan(60);
        System.err.println("killed at each of " + points + " points");
    }

    @Test
    @EnabledIfSystemProperty(named = MODE, matches = "random")
    void aServiceKilledAtRandomInstantsWhileAnswersGetLostEndsInTheSameWorld() {
        var random = new Random(Long.getLong("gough.seed", 1));
        int left = Integer.getInteger("gough.kills", 200);
        while (left > 0) {
            try (var scene = ThreeHosts.start(database)) {
                scene.swallowAnswers();
                for (int kills = 0; kills < 4 && left > 0; kills++, left--) {
                    var when = Instant.now().plus(Duration.ofMillis(4000 + random.nextInt(9000)));
                    if (scene.play(() -> Instant.now().isAfter(when))) break;
                    scene.kill();
                    scene.restart();
                }
                assertThat(scene.play(() -> false)).isTrue();
                scene.assertEndIsRight("with " + left + " kills to go");
                System.err.println(left + " random kills to go");
            }
        }
    }

    /** Answers whether there was such a point: a rollout that ends before it was not killed. */
    private static boolean killAt(int point) {
        try (var scene = ThreeHosts.start(database, "-D" + CrashPoint.PROPERTY + "=" + point)) {
            boolean endedBefore = scene.play(() -> false);
            if (!endedBefore) {
                assertThat(scene.exit())
                        .as("exit at point %d; it said: %s", point, scene.said())
                        .isEqualTo(HALTED);
                scene.restart();
                assertThat(scene.play(() -> false))
                        .as("done after point %d", point)
                        .isTrue();
            }
            scene.assertEndIsRight("killed at point " + point);
            System.err.println((endedBefore ? "ended before point " : "right after point ") + point);
            return !endedBefore;
        }
    }
}
