package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.rollout.RolloutEvent.AlertRaised;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stops everything: nothing is written, counted at the stand-ins, and somebody is told why. */
class GuardedRolloutTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private List<String> alerts() {
        var texts = new ArrayList<String>();
        scene.service.feed(List.of()).deliver(new Listener(event -> {
            if (event instanceof AlertRaised alert) texts.add(alert.text());
        }));
        return texts;
    }

    private record Listener(java.util.function.Consumer<RolloutEvent> to) implements EventConsumer {
        @Override
        public String name() {
            return "listener";
        }

        @Override
        public void on(long sequence, RolloutEvent event) {
            to.accept(event);
        }
    }

    private Optional<String> stopped() {
        return scene.service.rollouts().status().getFirst().stopped();
    }

    private void someHosts(int count) {
        for (int i = 1; i <= count; i++) {
            scene.newMachine(i);
            scene.write("hosts/h" + i + ".yaml", Scene.host("h" + i, i, ""));
        }
        scene.push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void inModeObserveNothingIsWrittenAndThePlanIsShown() {
        var rules = Scene.RULES.replace("mode: apply", "mode: observe");
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.restart();
        scene.newMachine(1);
        scene.write("gough.yaml", rules)
                .write("hosts/a.yaml", Scene.host("alpha", 1, ""))
                .write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();

        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why()).contains("observe"));
        assertThat(scene.rollout().plan().orElseThrow().changes()).hasSize(2);
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Refused.class);
        scene.settle();
        assertThat(scene.writes()).isZero();
    }

    @Test
    void theServersModeCannotBeRaisedByTheRepository() {
        scene.ceiling =
                new Ceiling(io.penguintech.gough.schema.Repository.Mode.OBSERVE, Ceiling.DEFAULT.approvals(), 5);
        scene.restart();
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();

        assertThat(scene.writes()).isZero();
    }

    @Test
    void inModeProposeEverythingIsAsked() {
        scene.ceiling =
                new Ceiling(io.penguintech.gough.schema.Repository.Mode.PROPOSE, Ceiling.DEFAULT.approvals(), 5);
        scene.restart();
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.writes()).isZero();

        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void aCommitThatEmptiesTheRepositoryStopsEverythingUntilAnAdminConfirms() {
        someHosts(2);
        var before = scene.writes();
        scene.delete("hosts/h1.yaml").delete("hosts/h2.yaml").push().tick().tick();

        assertThat(scene.state()).isInstanceOf(RolloutState.Rejected.class);
        assertThat(stopped().orElseThrow()).contains("declares nothing");
        assertThat(alerts()).anyMatch(text -> text.contains("declares nothing"));
        assertThat(scene.writes()).isEqualTo(before);
        assertThat(scene.confirm(Scene.ben)).isInstanceOf(Verdict.Refused.class);

        assertThat(scene.confirm(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(stopped()).isEmpty();
        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
        assertThat(scene.maas.machine("h1").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void aRewoundBranchStopsEverythingUntilAnAdminConfirms() {
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();
        var first = scene.rollout().revision();
        scene.write("queries/q.yaml", Scene.query("two", "SELECT 2")).push().settle();
        var before = scene.writes();
        scene.repo.moveTo(first);
        scene.service.requests().look(Scene.REPOSITORY, "push");
        scene.tick().tick();

        assertThat(stopped().orElseThrow()).contains("rewound");
        assertThat(alerts()).anyMatch(text -> text.contains("rewound"));
        assertThat(scene.writes()).isEqualTo(before);

        scene.confirm(Scene.cyn);
        scene.settle();
        assertThat(stopped()).isEmpty();
        assertThat(scene.rollout().revision()).isEqualTo(first);
    }

    @Test
    void resumingConfirmsNothingAndOnlyTheDigestOfWhatWasFoundDoes() {
        someHosts(2);
        scene.delete("hosts/h1.yaml").delete("hosts/h2.yaml").push().tick();
        scene.service.rollouts().stop(Optional.empty(), Scene.ada, "look first");

        var resumed = scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        assertThat(resumed.text()).contains("guard still stops main", "gough confirm --digest");
        assertThat(stopped().orElseThrow()).contains("declares nothing");
        assertThat(scene.service.rollouts().confirm(Scene.REPOSITORY, Scene.cyn, "0123456789ab", "sure"))
                .isInstanceOf(Verdict.Refused.class);
        var guard = scene.service.rollouts().status().getFirst().guard().orElseThrow();
        assertThat(guard.text()).contains(guard.digest().substring(0, 12));
        assertThat(scene.service.rollouts().confirm(Scene.REPOSITORY, Scene.cyn, guard.digest(), " "))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(stopped()).isPresent();

        assertThat(scene.service.rollouts().confirm(Scene.REPOSITORY, Scene.cyn, guard.digest(), "we moved"))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(stopped()).isEmpty();
        assertThat(scene.events())
                .filteredOn(RolloutEvent.AlertResolved.class::isInstance)
                .last()
                .isEqualTo(new RolloutEvent.AlertResolved(
                        Scene.REPOSITORY, "guard", "cyn confirmed that it is right: we moved"));
        assertThat(scene.database("select person, outcome, reason from audit where what = 'confirm' order by id"))
                .extracting(row -> "%s %s %s".formatted(row.get("person"), row.get("outcome"), row.get("reason")))
                .containsExactly("cyn refused sure", "cyn refused  ", "cyn accepted we moved");
    }

    @Test
    void aBackendThatChangesAgainAfterItWasConfirmedIsNotTrusted() {
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();
        JdbcRows.update(scene, "update backend_pins set fingerprint = 'another' where backend = 'fleet default'");
        JdbcRows.update(scene, "update backend_pins set login = 'somebody' where backend = 'maas default'");
        scene.tick();
        JdbcRows.update(
                scene,
                "update repositories set guard_keys = array(select k from unnest(guard_keys) k where k like '%fleet%')");
        assertThat(scene.confirm(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        scene.tick();

        assertThat(stopped().orElseThrow()).contains("maas default").doesNotContain("fleet default at");
    }

    @Test
    void aBranchThatVanishesStopsEverything() {
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();
        scene.repo.loseBranch();
        scene.service.requests().look(Scene.REPOSITORY, "push");
        scene.tick();

        assertThat(stopped().orElseThrow()).contains("main is gone");
    }

    @Test
    void aFifthOfTheMachinesGoneStopsEverything() {
        someHosts(4);
        var before = scene.writes();
        scene.maas.vanish("h1");
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .tick()
                .tick();

        assertThat(stopped().orElseThrow()).contains("1 of the 4 machines");
        assertThat(alerts()).anyMatch(text -> text.contains("1 of the 4 machines"));
        assertThat(scene.writes()).isEqualTo(before);
    }

    @Test
    void anotherRegionInPlaceOfTheKnownOneIsNeverWrittenTo() {
        someHosts(1);
        scene.newMachine(2);
        scene.write("hosts/h2.yaml", Scene.host("h2", 2, "")).push().settle();
        scene.approve(Scene.ben);
        scene.swapMaas();
        scene.newMachine(1);
        scene.newMachine(2);
        scene.tick().tick();

        assertThat(scene.maas.writes()).isZero();
        assertThat(stopped().orElseThrow()).contains("machines known in maas default are gone");
        assertThat(alerts()).anyMatch(text -> text.contains("maas default"));
    }

    @Test
    void anotherRegionInPlaceOfTheKnownOneEndsNothingThatIsUnderWay() {
        var id = scene.reinstallable("alpha", 1);
        scene.askReinstall("alpha", 1, 2);
        scene.approve(Scene.ben);
        scene.crash = place -> {
            if (place.equals("outcome-journalled release")) throw new Killed();
        };
        scene.restart();
        scene.approve(Scene.cyn);
        assertThatThrownBy(scene::tick).isInstanceOf(Killed.class);
        scene.crash = CrashPoint.NONE;
        var ours = scene.maas;
        try (var other = MaasStandIn.start(MaasStandInSettings.defaults().withSeed(2))) {
            scene.maas = other;
            scene.restart().tick().tick();

            assertThat(scene.database("select detail from intents where finished_at is null"))
                    .singleElement()
                    .satisfies(row -> assertThat((String) row.get("detail")).contains("another server"));
            assertThat(other.writes()).isZero();
        } finally {
            scene.maas = ours;
        }

        scene.restart().tick();
        assertThat(scene.confirm(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        scene.time.advance(Duration.ofSeconds(20));
        scene.settle();
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void aHostThatIsBeingReleasedIsNotForgottenBecauseAnotherRegionDoesNotKnowIt() {
        scene.reinstallable("alpha", 1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "protect: false").replace("goal: deployed", "goal: ready"))
                .delete("hosts/alpha.yaml")
                .push()
                .settle();
        scene.approve(Scene.ben);
        scene.crash = place -> {
            if (place.equals("outcome-journalled release")) throw new Killed();
        };
        scene.restart();
        scene.approve(Scene.cyn);
        assertThatThrownBy(() -> scene.tick().tick().tick()).isInstanceOf(Killed.class);
        scene.crash = CrashPoint.NONE;
        var before = scene.database("select host, system_id from host_records");

        scene.swapMaas().tick().tick();

        assertThat(before).isNotEmpty();
        assertThat(scene.database("select host, system_id from host_records")).isEqualTo(before);
        assertThat(scene.database("select * from intents where finished_at is null"))
                .hasSize(1);
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aCommitThatChangesNothingWritesNothing() {
        someHosts(1);
        var before = scene.writes();
        scene.push(Scene.ADA, "Nothing at all").settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
        assertThat(scene.writes()).isEqualTo(before);
    }

    @Test
    void aServerThatWasConfirmedOnceAndIsAnotherOneAgainIsAskedAboutAgain() {
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();
        for (int swap = 0; swap < 2; swap++) {
            JdbcRows.update(scene, "update backend_pins set fingerprint = 'another' where backend = 'fleet default'");
            scene.write("queries/q.yaml", Scene.query("one", "SELECT 1" + swap))
                    .push()
                    .tick()
                    .tick();
            assertThat(stopped().orElse("nothing")).contains("fleet default", "another server");
            assertThat(scene.confirm(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
            scene.settle();
        }
        assertThat(stopped()).isEmpty();
    }

    @Test
    void aSwappedBackendIsNeverWrittenTo() {
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();
        JdbcRows.update(scene, "update backend_pins set fingerprint = 'another' where backend = 'fleet default'");
        var before = scene.writes();
        scene.write("queries/q2.yaml", Scene.query("two", "SELECT 2"))
                .push()
                .tick()
                .tick();

        assertThat(stopped().orElseThrow()).contains("fleet default").contains("another server");
        assertThat(scene.writes()).isEqualTo(before);

        scene.confirm(Scene.cyn);
        scene.settle();
        assertThat(scene.fleet.report("two")).isPresent();
    }

    @Test
    void twoServicesNeverWriteToTheSameBackend() {
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();
        var before = scene.writes();
        scene.instance = "two";
        scene.restart();
        scene.write("queries/q2.yaml", Scene.query("two", "SELECT 2"))
                .push()
                .tick()
                .tick();

        assertThat(scene.writes()).isEqualTo(before);
    }

    @Test
    void aDatabaseOlderThanTheWorldIsNoticed() {
        someHosts(1);
        var before = scene.writes();
        scene.maas.edit("h1").annotations(Map.of(Guards.JOURNAL, "4711"));
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1"))
                .push()
                .tick()
                .tick();
        assertThat(stopped().orElseThrow()).contains("4711").contains("older backup");
        assertThat(scene.writes()).isEqualTo(before);

        scene.confirm(Scene.cyn);
        scene.settle();
        assertThat(scene.fleet.report("one")).isPresent();
        assertThat(scene.database("select max(id) as id from intents")
                        .getFirst()
                        .get("id"))
                .isEqualTo(4712L);
    }

    @Test
    void theStopSwitchHoldsAcrossARestart() {
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        assertThat(scene.service.rollouts().stop(Optional.empty(), Scene.dan, "no"))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(scene.service.rollouts().stop(Optional.empty(), Scene.ada, "smoke"))
                .isInstanceOf(Verdict.Accepted.class);
        scene.restart();
        scene.approve(Scene.ben);
        scene.tick().tick();
        assertThat(scene.writes()).isZero();
        assertThat(stopped().orElseThrow()).contains("ada").contains("smoke");

        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void theStopSwitchIsAskedBeforeEveryWrite() {
        scene.newMachine(1);
        var journalled = new ArrayList<String>();
        scene.crash = place -> {
            journalled.add(place);
            if (place.startsWith("outcome-journalled"))
                scene.service.rollouts().stop(Optional.of(Scene.REPOSITORY), Scene.ada, "after one write");
        };
        scene.restart();
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        scene.approve(Scene.ben);
        scene.tick().tick();

        assertThat(journalled).filteredOn(place -> place.startsWith("called")).hasSize(1);
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
    }

    @Test
    void theFileStopStopsAndOnlyRemovingItHelps() throws Exception {
        Files.createFile(scene.dataDir.resolve("STOP"));
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1"))
                .push()
                .tick()
                .tick();
        assertThat(scene.writes()).isZero();
        assertThat(scene.service.rollouts().resume(Optional.empty(), Scene.cyn)).isInstanceOf(Verdict.Refused.class);

        Files.delete(scene.dataDir.resolve("STOP"));
        scene.settle();
        assertThat(scene.fleet.report("one")).isPresent();
    }

    @Test
    void aSecondEngineOnTheSameDatabaseDoesNothing() {
        scene.service.engine().tick(Scene.REPOSITORY);
        var first = scene.service;
        var second = scene.second();
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1"));
        scene.push();
        scene.sweep();
        second.engine().tick(Scene.REPOSITORY);
        assertThat(scene.latest()).isEmpty();
        assertThat(second.engine().active()).isFalse();

        first.close();
        assertThat(second.engine().active()).isTrue();
        second.close();
    }

    @Test
    void noMoreHostsAreDestroyedInADayThanTheServerAllows() {
        scene.ceiling = new Ceiling(Ceiling.DEFAULT.mode(), Ceiling.DEFAULT.approvals(), 1);
        scene.restart();
        for (int i = 1; i <= 2; i++) {
            scene.newMachine(i);
            scene.write("hosts/h" + i + ".yaml", Scene.host("h" + i, i, "protect: false"));
        }
        scene.push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        for (int i = 1; i <= 2; i++)
            scene.write("hosts/h" + i + ".yaml", Scene.host("h" + i, i, "protect: false\ngeneration: 2"));
        scene.push().settle();
        assertThat(scene.rollout().typed()).isTrue();
        scene.approve(Scene.ben, 2);
        assertThat(scene.approve(Scene.cyn, 2).text()).contains("1 hosts in 24 hours");
        scene.settle();

        assertThat(scene.maas.received("release")).isEqualTo(1);
        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why()).contains("24 hours"));
    }
}
