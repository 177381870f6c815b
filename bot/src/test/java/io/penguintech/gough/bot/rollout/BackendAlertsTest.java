package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that stay away are told of once, to those whom it concerns, and taken back when they answer. */
class BackendAlertsTest {
    private static final String RAISED = "select body->>'key' as key from events where body->>'kind' = 'alert-raised'";
    private static final String RESOLVED =
            "select body->>'key' as key from events where body->>'kind' = 'alert-resolved'";
    private static final String OPEN = "select key from open_alerts";

    private final Scene scene = Scene.start();

    @BeforeEach
    void declareAQuery() {
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT 1;")).push().settle();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private List<Object> keys(String sql) {
        return scene.database(sql).stream().map(row -> row.get("key")).toList();
    }

    private void fleetStaysAway() {
        scene.fleet.down();
        scene.tick();
        assertThat(keys(RAISED)).isEmpty();
        scene.time.advance(Duration.ofSeconds(31));
        scene.tick().tick();
    }

    @Test
    void aFleetThatStaysAwayIsToldOnceAndTakenBackWhenItAnswers() {
        fleetStaysAway();
        assertThat(keys(RAISED)).containsExactly("backend fleet default");
        assertThat(keys(OPEN)).containsExactly("backend fleet default");

        scene.fleet.up();
        scene.time.advance(Duration.ofMinutes(1));
        scene.tick().tick();
        assertThat(keys(OPEN)).isEmpty();
        assertThat(keys(RAISED)).hasSize(1);
        assertThat(keys(RESOLVED)).hasSize(1);
    }

    @Test
    void anOutageThatOutlivesTheServiceIsToldOnceAndTakenBack() {
        fleetStaysAway();
        scene.restart().tick();
        scene.time.advance(Duration.ofMinutes(2));
        scene.tick().tick();
        assertThat(keys(OPEN)).hasSize(1);
        assertThat(keys(RAISED)).hasSize(1);

        scene.fleet.up();
        scene.tick().tick();
        assertThat(keys(OPEN)).isEmpty();
        assertThat(keys(RESOLVED)).hasSize(1);
    }

    @Test
    void aBackendThatIsNotInTheSettingsAnyMoreAlertsNoMore() {
        scene.database(
                "insert into open_alerts (repository, key, severity, text, since, changed_at) select repository, 'backend maas gone', 'warning', 'x', now(), now() from repositories returning key");
        scene.restart().tick();
        assertThat(keys(OPEN)).isEmpty();
    }

    @Test
    void aRegionThatCannotBeListedIsToldAlthoughItsNewsCome() {
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        scene.maas.faults().add(FaultRule.always("GET", "machines/$", Fault.Status.of(504, "cut by the proxy")));
        scene.restart();
        for (int i = 0; i < 5; i++) {
            assertThat(scene.world.news(Scene.DEFAULT)).isInstanceOf(Reading.Got.class);
            scene.time.advance(Duration.ofSeconds(10));
            scene.service.engine().tick(Scene.REPOSITORY);
        }
        assertThat(keys(RAISED)).containsExactly("backend maas default");
        assertThat(scene.service.rollouts().status().getFirst().backends())
                .filteredOn(backend -> backend.name().equals("maas default"))
                .singleElement()
                .satisfies(backend ->
                        assertThat(backend.problem().orElseThrow()).contains("list all machines", "cut by the proxy"));

        scene.maas.faults().clear();
        scene.tick();
        assertThat(keys(RESOLVED)).containsExactly("backend maas default");
    }

    @Test
    void aRegionInWhichNothingIsDeclaredIsNobodysBusiness() {
        scene.maas.faults().down();
        scene.tick();
        scene.time.advance(Duration.ofMinutes(2));
        scene.tick().tick();

        assertThat(scene.world.failures()).containsKey("maas default");
        assertThat(keys(RAISED)).isEmpty();
    }

    @Test
    void aRemoteThatCannotBeFetchedIsToldOnceWhateverItSaysAndTakenBackWhenItAnswers() {
        scene.repo.down("connection refused");
        scene.push().tick();
        assertThat(keys(RAISED)).as("it may be a hiccup").isEmpty();
        for (int i = 0; i < 5; i++) {
            scene.time.advance(Duration.ofSeconds(30));
            scene.repo.down("no route, try " + i);
            scene.tick();
        }
        scene.restart();
        scene.time.advance(Duration.ofSeconds(31));
        scene.tick();
        scene.time.advance(Duration.ofSeconds(31));
        scene.tick();
        assertThat(keys(RAISED)).containsExactly("git");

        scene.repo.up();
        scene.time.advance(Duration.ofSeconds(30));
        scene.tick();
        assertThat(keys(OPEN)).isEmpty();
        assertThat(keys(RESOLVED)).containsExactly("git");
    }
}
