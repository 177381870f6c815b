package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes read the lists of one Fleet: what one of them has half read is worth nothing once the other has worked. */
class FleetPollsTest {
    private static final Reading<Boolean> MORE = new Reading.Got<>(false);
    private static final String EXPLOITED = "vulnerability default/CVE-2026-1001";

    private final Scene scene = Scene.start();
    private RolloutService first;
    private RolloutService second;

    @BeforeEach
    void begin() {
        scene.fleetPage = 10;
        scene.restart();
        scene.push().tick();
        first = scene.service;
        second = scene.second();
        assertThat(all(first.polls()::log)).isEqualTo(1);
        all(first.polls()::vulnerabilities);
    }

    @AfterEach
    void end() {
        second.close();
        scene.close();
    }

    /** Reads a list to its end; the calls that it took. */
    private int all(Function<BackendName, Reading<Boolean>> list) {
        int before = scene.fleet.calls().size();
        while (true) {
            var reading = list.apply(Scene.DEFAULT);
            assertThat(reading).isInstanceOf(Reading.Got.class);
            if (!reading.equals(MORE)) return scene.fleet.calls().size() - before;
        }
    }

    private void loseLock() {
        scene.database("""
                select pg_terminate_backend(pid) from pg_locks
                where locktype = 'advisory' and granted
                  and database = (select oid from pg_database where datname = current_database())""");
    }

    /** The server frees the lock a moment after it was told to end the connection. */
    private void hand(RolloutService to) {
        loseLock();
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!to.engine().active()) assertThat(System.nanoTime()).isLessThan(end);
    }

    private void done(int times) {
        for (int i = 0; i < times; i++) {
            scene.fleet.note(FleetSettings.PERSON, "deleted_user", Map.of("number", "u" + i));
            scene.time.advance(Duration.ofMillis(1100));
        }
    }

    private Object told() {
        return scene.database("select count(*) as parts from alert_parts where key = 'activity default/deleted_user'")
                .getFirst()
                .get("parts");
    }

    @ParameterizedTest(name = "and it noticed: {0}")
    @ValueSource(booleans = {true, false})
    void theLogIsReadFromItsNewestEntryWhenTheLockCameBack(boolean noticed) {
        done(25);
        assertThat(first.polls().log(Scene.DEFAULT)).isEqualTo(MORE);
        hand(second);
        if (noticed) assertThat(first.polls().log(Scene.DEFAULT)).isInstanceOf(Reading.Missed.class);
        scene.time.advance(Duration.ofMinutes(11)); // nothing comes late any more
        assertThat(all(second.polls()::log)).isEqualTo(3);
        done(3);
        hand(first);
        assertThat(all(first.polls()::log)).isEqualTo(1);
        assertThat(told()).isEqualTo(28L);
    }

    @Test
    void aListOfVulnerabilitiesOfBeforeBringsNothingBackThatIsOver() {
        int host = scene.fleet.enroll(FleetHost.ubuntu("web", "S1", "52:54:00:00:0a:01", "192.0.2.1"));
        scene.fleet.find("CVE-2026-1001", true, List.of(host));
        assertThat(first.polls().vulnerabilities(Scene.DEFAULT))
                .as("its hosts are still to be read")
                .isEqualTo(MORE);
        hand(second);
        all(second.polls()::vulnerabilities);
        assertThat(second.alerts().open(Scene.REPOSITORY, EXPLOITED)).isPresent();
        scene.fleet.find("CVE-2026-1001", true, List.of());
        for (int i = 0; i < 3; i++) {
            scene.time.advance(Duration.ofMinutes(61));
            scene.fleet.countVulnerabilities();
            all(second.polls()::vulnerabilities);
        }
        assertThat(second.alerts().open(Scene.REPOSITORY, EXPLOITED)).isEmpty();
        hand(first);
        all(first.polls()::vulnerabilities);
        assertThat(first.alerts().open(Scene.REPOSITORY, EXPLOITED)).isEmpty();
    }

    @Test
    void whatIsReadWhileTheLockIsLostIsNotTaken() {
        done(3);
        scene.afterFleetCall = () -> {
            scene.afterFleetCall = () -> {};
            hand(second);
        };
        assertThat(first.polls().log(Scene.DEFAULT)).isInstanceOf(Reading.Missed.class);
        assertThat(told()).isEqualTo(0L);
        all(second.polls()::log);
        assertThat(told()).isEqualTo(3L);
    }
}
