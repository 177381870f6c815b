package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was written down is read back: by whom, about what, page by page. */
class LedgerTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private List<Ledger.Entry> audit(String person, String host) {
        return scene.service
                .ledger()
                .audit(new Ledger.Filter(
                        Optional.of(Scene.REPOSITORY),
                        Optional.of(person).filter(text -> !text.isEmpty()),
                        Optional.of(host).filter(text -> !text.isEmpty()),
                        OptionalLong.empty(),
                        100));
    }

    @Test
    void everyDeedIsReadBackByPersonAndByHost() {
        scene.deployed("alpha", 1, "");
        scene.service.rollouts().reconcile(Scene.REPOSITORY, Scene.dan);
        scene.service.rollouts().stop(Optional.empty(), Scene.ada, "smoke");

        assertThat(audit("", ""))
                .extracting(entry -> "%s %s %s".formatted(entry.person().orElse("?"), entry.what(), entry.outcome()))
                .containsExactly("ada stop accepted", "dan reconcile refused", "ben approve r1 accepted");
        assertThat(audit("ben", "")).singleElement().satisfies(entry -> {
            assertThat(entry.who()).isEqualTo("slack:UBEN");
            assertThat(entry.hosts()).containsExactly("alpha");
        });
        assertThat(audit("slack:UADA", "")).singleElement().satisfies(entry -> {
            assertThat(entry.reason()).isEqualTo("smoke");
            assertThat(entry.repository()).isEqualTo("*");
        });
        assertThat(audit("", "alpha")).hasSize(1);
        assertThat(audit("", "beta")).isEmpty();
        assertThat(audit("ada", "alpha")).isEmpty();
    }

    @Test
    void pagesFollowOneAnotherAndRepositoriesAreKeptApart() {
        for (int i = 0; i < 5; i++) scene.service.rollouts().reconcile(Scene.REPOSITORY, Scene.ada);
        var first = page(Optional.of(Scene.REPOSITORY), OptionalLong.empty());
        var second = page(
                Optional.of(Scene.REPOSITORY), OptionalLong.of(first.getLast().id()));

        assertThat(first).hasSize(3);
        assertThat(second).hasSize(2);
        assertThat(second.getFirst().id()).isLessThan(first.getLast().id());
        assertThat(page(Optional.of(new RepositoryId("other")), OptionalLong.empty()))
                .isEmpty();
        assertThat(page(Optional.empty(), OptionalLong.empty())).hasSize(3);
    }

    private List<Ledger.Entry> page(Optional<RepositoryId> repository, OptionalLong before) {
        return scene.service
                .ledger()
                .audit(new Ledger.Filter(repository, Optional.empty(), Optional.empty(), before, 3));
    }

    @Test
    void anAlertIsOpenUntilItIsResolvedAndRememberedForAWhile() {
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();
        scene.repo.loseBranch();
        scene.service.requests().look(Scene.REPOSITORY, "push");
        scene.tick();
        var alerts = scene.service.alerts();
        assertThat(alerts.alerts(Optional.of(Scene.REPOSITORY))).singleElement().satisfies(alert -> {
            assertThat(alert.key()).isEqualTo("guard");
            assertThat(alert.severity()).isEqualTo(Alert.Severity.CRITICAL);
            assertThat(alert.resolved()).isEmpty();
        });
        assertThat(alerts.alerts(Optional.of(new RepositoryId("other")))).isEmpty();

        scene.confirm(Scene.cyn);
        assertThat(alerts.alerts(Optional.empty()))
                .singleElement()
                .satisfies(alert ->
                        assertThat(alert.resolved().orElseThrow().text()).contains("cyn confirmed", "looked at it"));
        scene.time.advance(Duration.ofDays(8));
        assertThat(alerts.alerts(Optional.empty())).isEmpty();
    }
}
