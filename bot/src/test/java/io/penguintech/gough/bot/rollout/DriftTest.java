package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.ReportFields;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.Mishap;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Differences that nobody committed, failures, and limits. */
class DriftTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private void drift() {
        scene.fleet.edit(
                FleetSettings.PERSON,
                "uptime",
                old -> new ReportFields(
                        old.name(),
                        "edited behind Gough's back",
                        old.query(),
                        old.fleetId(),
                        old.interval(),
                        old.platform(),
                        old.minOsqueryVersion(),
                        old.automationsEnabled(),
                        old.logging(),
                        old.observerCanRun(),
                        old.discardData(),
                        old.labelsIncludeAny(),
                        old.labelsIncludeAll()));
    }

    @Test
    void aHarmlessDriftIsMendedWithoutAsking() {
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();
        var first = scene.rollout().id();
        drift();
        scene.tick().settle();

        assertThat(scene.rollout().id()).isNotEqualTo(first);
        assertThat(scene.rollout().cause()).isEqualTo("drift");
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        var rollouts = scene.service.rollouts();
        assertThat(rollouts.newestOfSameRevision(first, Instant.EPOCH))
                .contains(scene.rollout().id());
        assertThat(rollouts.newestOfSameRevision(first, scene.rollout().updatedAt()))
                .isEmpty();
        var before = rollouts.revisionBefore(first);
        assertThat(rollouts.revisionBefore(scene.rollout().id()))
                .as("drift is of the same revision")
                .isEqualTo(before);
        var earlier = scene.rollout().revision();
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT days FROM uptime"))
                .push()
                .settle();
        assertThat(rollouts.revisionBefore(scene.rollout().id())).contains(earlier);
        assertThat(scene.fleet.report("uptime").orElseThrow().fields().description())
                .isEqualTo("test");
    }

    @Test
    void aFieldMendedThreeTimesInADayBecomesAQuestion() {
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();
        for (int i = 0; i < 3; i++) {
            drift();
            scene.tick().settle();
            assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        }
        drift();
        scene.tick().settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);

        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void nothingIsCalledWhileNothingChanges() {
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();
        scene.tick();
        var calls = scene.maas.calls().size() + scene.fleet.calls().size();
        var fetches = scene.repo.fetches;
        for (int i = 0; i < 5; i++) scene.service.engine().tick(Scene.REPOSITORY);

        assertThat(scene.maas.calls().size() + scene.fleet.calls().size()).isEqualTo(calls);
        assertThat(scene.repo.fetches).isEqualTo(fetches);
    }

    @Test
    void aChangeThatFailsStallsTheRolloutUntilSomebodyRetries() {
        scene.newMachine(1);
        scene.maas.plan(Mishap.DEPLOY_FAILS, "alpha");
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why()).contains("host alpha"));
        assertThat(scene.maas.received("deploy")).isEqualTo(1);
        assertThat(scene.rollout().progress().values())
                .extracting(Rollout.Progress::stage)
                .containsExactly(Rollout.Stage.FAILED);
        assertThat(scene.service.rollouts().retry(scene.rollout().id(), Scene.dan))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void afterTooManyFailuresNothingNewIsStarted() {
        var rules =
                Scene.RULES.replace("maxParallel: 10, stopAfterFailures: 3", "maxParallel: 1, stopAfterFailures: 1");
        scene.initialRules = java.util.Optional.of(Scene.rules(rules));
        scene.restart();
        scene.write("gough.yaml", rules);
        for (int i = 1; i <= 3; i++) {
            scene.newMachine(i);
            scene.maas.plan(Mishap.COMMISSION_FAILS, "m" + i);
            scene.maas.plan(Mishap.COMMISSION_FAILS, "h" + i);
            scene.write("hosts/h" + i + ".yaml", Scene.host("h" + i, i, ""));
        }
        scene.push().settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
        assertThat(scene.maas.received("commission")).isEqualTo(1);
    }

    @Test
    void aCancelledRolloutStartsNothingMoreAndDoesNotComeBackByItself() {
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        assertThat(scene.service.rollouts().cancel(scene.rollout().id(), Scene.ada, "wrong rack"))
                .isInstanceOf(Verdict.Accepted.class);
        scene.tick().tick();
        assertThat(scene.state()).isEqualTo(new RolloutState.Cancelled("ada", "wrong rack"));
        assertThat(scene.writes()).isZero();

        scene.service.rollouts().reconcile(Scene.REPOSITORY, Scene.ada);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
    }

    @Test
    void aRevisionWithProblemsIsRejectedWithAllOfThemAndTheOneBeforeGoesOn() {
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        var asking = scene.rollout().id();
        scene.write("hosts/b.yaml", "kind: Nonsense\n").push().tick();
        assertThat(scene.state()).isInstanceOf(RolloutState.Rejected.class);
        assertThat(scene.rollout().diagnostics()).isNotEmpty();

        var before = scene.service.rollouts().find(asking).orElseThrow();
        assertThat(before.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.service
                .rollouts()
                .approve(asking, Scene.ben, before.plan().orElseThrow().digest(), "api");
        for (int i = 0;
                i < 30 && !(scene.service.rollouts().find(asking).orElseThrow().state() instanceof RolloutState.Done);
                i++) {
            scene.tick();
            scene.time.advance(Duration.ofSeconds(20));
        }
        assertThat(scene.maas.machine("alpha").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void aForgeThatIsDownIsToldOnceAndTriedAgainByItself() {
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"));
        scene.repo.down("connection refused");
        scene.push().tick();
        scene.time.advance(Duration.ofSeconds(31));
        scene.tick().tick();
        assertThat(scene.latest()).isEmpty();
        assertThat(scene.database("select * from open_alerts")).hasSize(1);

        scene.repo.up();
        scene.time.advance(Duration.ofMinutes(1));
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.database("select * from open_alerts")).isEmpty();
        assertThat(scene.database("select * from events where body->>'kind' = 'alert-raised'"))
                .hasSize(1);
    }

    @Test
    void aRetiredMachineIsHeldSwitchedOffAndComesBackWhenTheCommitIsReverted() {
        var rules = Scene.RULES.replace("hold: 0s", "hold: 72h");
        scene.initialRules = java.util.Optional.of(Scene.rules(rules));
        scene.restart();
        scene.write("gough.yaml", rules);
        var id = scene.switchable("alpha", 1, "protect: false");
        var before = scene.files.get("hosts/alpha.yaml");
        scene.write("hosts/alpha.yaml", before.replace("goal: deployed", "goal: retired"))
                .push(Scene.ADA, "Retire alpha")
                .settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        for (int i = 0; i < 5; i++) {
            scene.tick();
            scene.time.advance(Duration.ofSeconds(30));
        }
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(scene.rollout().progress().values())
                .extracting(Rollout.Progress::stage)
                .containsOnly(Rollout.Stage.RUNNING);

        scene.write("hosts/alpha.yaml", before).push(Scene.ADA, "Bring alpha back");
        scene.tick().time.advance(Duration.ofMinutes(30));
        scene.tick().settle();
        scene.approve(Scene.ben);
        scene.settle();
        scene.time.advance(Duration.ofHours(73));
        scene.tick().settle();
        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.maas.machine(id).orElseThrow().powerState()).isEqualTo("on");
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void breakingTheGlassNeedsTheHostsTypedAndIsAnnounced() {
        scene.reinstallable("alpha", 1);
        scene.askReinstall("alpha", 1, 2);
        var rollouts = scene.service.rollouts();
        var id = scene.rollout().id();
        var root = new Actor.LocalUser("root");
        assertThat(rollouts.breakGlass(id, root, scene.digest(), new java.util.TreeSet<>(), "fire"))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains("alpha"));

        var typed = new java.util.TreeSet<>(java.util.Set.of(new io.penguintech.gough.schema.HostName("alpha")));
        assertThat(rollouts.breakGlass(id, root, scene.digest(), typed, "fire")).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.database("select * from events where body->>'text' like '%local:root broke the glass%'"))
                .hasSize(1);
        assertThat(scene.service.alerts().acknowledge(Scene.REPOSITORY, "break-glass " + id, Scene.ada))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(scene.service.alerts().open(Scene.REPOSITORY, "break-glass " + id))
                .as("nothing else ends it")
                .isEmpty();
    }

    @Test
    void peopleSeeEachHostWithItsMachine() {
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        var hosts = scene.service.rollouts().hosts(Scene.REPOSITORY);

        assertThat(hosts).singleElement().satisfies(host -> {
            assertThat(host.name().value()).isEqualTo("alpha");
            assertThat(host.status()).isEqualTo("New");
            assertThat(host.sync()).isEqualTo("waiting");
            assertThat(host.place()).startsWith("hosts/a.yaml");
        });
        assertThat(scene.service.rollouts().status().getFirst().backends()).hasSize(2);
    }
}
