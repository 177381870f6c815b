package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waves, canaries, pauses, windows and single retries at the stand-ins, through the real engine and database. */
class WavesTest {
    private static final Duration PAUSE = Duration.ofMinutes(30);

    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private void limits(String more) {
        var rules = Scene.RULES.replace("maxDestroyed: 5", "maxDestroyed: 5, " + more);
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.restart();
        scene.write("gough.yaml", rules);
    }

    /** Hosts a1, a2 of ring a, b1, b2 of ring b, c1 of ring c: asked about. */
    private void fiveHosts() {
        int number = 1;
        for (var name : List.of("a1", "a2", "b1", "b2", "c1")) {
            scene.newMachine(number);
            var labelled = "{name: %s, labels: {ring: %s}}".formatted(name, name.substring(0, 1));
            scene.write(
                    "hosts/" + name + ".yaml",
                    Scene.host(name, number++, "").replace("{name: %s}".formatted(name), labelled));
        }
        scene.push().settle();
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            scene.tick();
            scene.time.advance(Duration.ofSeconds(20));
        }
    }

    private MaasStatus status(String host) {
        return scene.maas.machine(host).map(machine -> machine.status()).orElse(MaasStatus.NEW);
    }

    private long deployed() {
        return scene.maas.received("deploy");
    }

    private String waits() {
        return scene.rollout().waits().map(Waits::why).orElse("");
    }

    /** The first begin and the last end of each ring, as the journal has them. */
    private Instant moment(String which, String ring) {
        var row = scene.database("select %s as at from intents where subject like 'host %s%%'".formatted(which, ring))
                .getFirst();
        return ((java.sql.Timestamp) java.util.Objects.requireNonNull(row.get("at"))).toInstant();
    }

    private void eachRingCameAfterTheOneBefore(Duration pause) {
        for (var pair : Map.of("a", "b", "b", "c").entrySet())
            assertThat(moment("min(started_at)", pair.getValue()))
                    .as("ring %s after ring %s", pair.getValue(), pair.getKey())
                    .isAfterOrEqualTo(moment("max(finished_at)", pair.getKey()).plus(pause));
    }

    @Test
    void oneRingComesAfterTheOtherWithAPauseBetween() {
        limits("waves: {by: 'label:ring', pause: 30m}");
        fiveHosts();
        ticks(3);
        assertThat(deployed()).isEqualTo(2);
        assertThat(scene.state()).isInstanceOf(RolloutState.Applying.class);
        assertThat(waits())
                .contains("The pause before Wave 2 of 3 (ring=b) ends at")
                .contains("2 wait");
        assertThat(scene.rollout().waits().orElseThrow().until()).isPresent();

        scene.time.advance(PAUSE);
        ticks(3);
        assertThat(deployed()).isEqualTo(4);
        scene.time.advance(PAUSE);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(waits()).isEmpty();
        eachRingCameAfterTheOneBefore(PAUSE);
    }

    /** The journal knows where it was: whatever was counted in memory is gone. */
    @Test
    void aProcessThatDiesBetweenAndWithinWavesGoesOnInTheSameWave() {
        int[] arrivals = {0};
        scene.crash = place -> {
            if (place.startsWith("arrived deploy") && ++arrivals[0] < 5) throw new Killed();
        };
        limits("waves: {by: 'label:ring', canary: 1, pause: 30m}");
        fiveHosts();
        int deaths = 0;
        for (int i = 0; i < 60 && !(scene.state() instanceof RolloutState.Done); i++) {
            try {
                ticks(1);
            } catch (Killed killed) {
                deaths++;
                scene.restart();
            }
            scene.time.advance(Duration.ofMinutes(5));
        }
        assertThat(deaths).isEqualTo(4);
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(deployed()).isEqualTo(5);
        assertThat(moment("min(started_at)", "a2"))
                .isAfterOrEqualTo(moment("max(finished_at)", "a1").plus(PAUSE));
        eachRingCameAfterTheOneBefore(PAUSE);
    }

    @Test
    void aPauseHoldsAlthoughAnotherCommitTakesOver() {
        limits("waves: {by: 'label:ring', pause: 30m}");
        fiveHosts();
        ticks(3);
        assertThat(deployed()).isEqualTo(2);
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push();
        ticks(3);
        assertThat(scene.fleet.reports()).hasSize(1);
        assertThat(deployed()).isEqualTo(2);
        assertThat(waits()).contains("The pause before Wave 2 of 3 (ring=b)");
        scene.time.advance(PAUSE);
        ticks(3);
        assertThat(deployed()).isEqualTo(4);
    }

    @Test
    void aStoppedWaveStopsAndSoDoThoseAfterIt() {
        limits("waves: {by: 'label:ring'}");
        fiveHosts();
        var scope = Scope.parse(Optional.of(Scene.REPOSITORY), "label:ring=b");
        scene.service.rollouts().stop(scope, Scene.ada, "the fans are loud");
        ticks(8);
        assertThat(deployed()).isEqualTo(2);
        assertThat(status("c1")).isEqualTo(MaasStatus.NEW);
        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class, it -> assertThat(it.why()).contains("the fans are loud"));
        assertThat(waits()).contains("Wave 2 of 3 (ring=b) is on");

        scene.service.rollouts().resume(scope, Scene.cyn);
        scene.settle();
        assertThat(deployed()).isEqualTo(5);
    }

    @Test
    void aFailedCanaryStopsTheRestUntilThatHostAloneIsTriedAgain() {
        limits("waves: {canary: 1}");
        scene.maas.failNextDeploy("a1");
        fiveHosts();
        ticks(8);
        assertThat(deployed()).isEqualTo(1);
        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class, it -> assertThat(it.why()).contains("A canary failed (a1:"));

        var rollouts = scene.service.rollouts();
        var id = scene.rollout().id();
        assertThat(rollouts.retry(id, Scene.dan, "a1")).isInstanceOf(Verdict.Refused.class);
        assertThat(rollouts.retry(id, Scene.ada, "b1").text()).contains("what failed: a1");
        assertThat(rollouts.retry(id, Scene.ada, "a2").text()).contains("did you mean \"a1\"?");
        assertThat(rollouts.retry(id, Scene.ada, "a1")).isInstanceOf(Verdict.Accepted.class);
        assertThat(rollouts.retry(id, Scene.ada, "a1").text()).contains("No host of " + id + " failed");
        var a1 = scene.maas.machine("a1").orElseThrow().systemId();
        scene.maas.edit(a1).status(MaasStatus.READY).owner(null);
        ticks(4);
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.approve(Scene.ben);
        ticks(6);
        scene.settle();
        assertThat(scene.maas.received("deploy", a1)).isEqualTo(2);
        assertThat(deployed()).isEqualTo(6);
    }

    /** A window of one hour that opens in {@code in}. */
    private String window(Duration in) {
        var clock = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
        var opens = scene.time.instant().plus(in);
        return "windows: [{from: '%s', to: '%s', zone: UTC}]"
                .formatted(clock.format(opens), clock.format(opens.plus(Duration.ofHours(1))));
    }

    @Test
    void outsideOfTheWindowApprovedHostsWaitAndGoOnByThemselvesWhenItOpens() {
        limits(window(Duration.ofHours(3)));
        fiveHosts();
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push();
        ticks(5);
        assertThat(scene.maas.writes()).isZero();
        assertThat(scene.fleet.reports()).hasSize(1);
        assertThat(scene.state()).isInstanceOf(RolloutState.Applying.class);
        assertThat(waits()).contains("Outside of the change windows").contains("5 wait");
        var opens = scene.rollout().waits().orElseThrow().until().orElseThrow();
        var changed = scene.rollout().updatedAt();
        ticks(5);
        assertThat(scene.rollout().updatedAt()).isEqualTo(changed);

        scene.time.advance(Duration.between(scene.time.instant(), opens));
        scene.settle();
        assertThat(deployed()).isEqualTo(5);
        assertThat(moment("min(started_at)", "")).isAfterOrEqualTo(opens);
    }

    @Test
    void anAdminMayLetExactlyOnePlanBeginOutsideOfTheWindow() {
        limits(window(Duration.ofHours(3)));
        fiveHosts();
        ticks(3);
        var rollouts = scene.service.rollouts();
        var id = scene.rollout().id();
        assertThat(rollouts.early(id, Scene.ben, scene.digest(), "smoke")).isInstanceOf(Verdict.Refused.class);
        assertThat(rollouts.early(id, Scene.cyn, scene.digest(), " ")).isInstanceOf(Verdict.Refused.class);
        assertThat(rollouts.early(id, Scene.cyn, "0".repeat(12), "smoke").text())
                .contains("has plan");
        ticks(2);
        assertThat(scene.maas.writes()).isZero();

        assertThat(rollouts.early(id, Scene.cyn, scene.digest(), "smoke").text())
                .contains("until");
        scene.settle();
        assertThat(deployed()).isEqualTo(5);
        assertThat(scene.events())
                .filteredOn(RolloutEvent.Decided.class::isInstance)
                .singleElement()
                .asString()
                .contains("cyn lets plan", "smoke");
    }

    @Test
    void whatMayBeginOutsideOfTheWindowMayAlsoAfterAnotherCommit() {
        limits(window(Duration.ofHours(3)));
        fiveHosts();
        ticks(3);
        var verdict = scene.service.rollouts().early(scene.rollout().id(), Scene.cyn, scene.digest(), "smoke");
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        pushSomethingElse();
        scene.settle();
        assertThat(deployed()).isEqualTo(5);
    }

    @Test
    void aShareOfManagedHostsIsALimitToo() {
        limits("maxDestroyedPercent: 50");
        for (int i = 1; i <= 3; i++) {
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
        assertThat(scene.approve(Scene.ben).text()).contains("maxDestroyedPercent");
        scene.approve(Scene.ben, 2);
        scene.approve(Scene.cyn, 2);
        scene.settle();
        assertThat(scene.maas.received("release")).isEqualTo(2);
    }

    @Test
    void noHostOfAGroupIsDisturbedWhileAnotherOneIs() {
        limits("maxUnavailable: [{by: 'label:ring', most: 1}]");
        fiveHosts();
        scene.settle();
        assertThat(deployed()).isEqualTo(5);
        assertThat(moment("min(started_at)", "a2")).isAfterOrEqualTo(moment("max(finished_at)", "a1"));
        assertThat(moment("min(started_at)", "b2")).isAfterOrEqualTo(moment("max(finished_at)", "b1"));
        assertThat(moment("min(started_at)", "c1")).isBefore(moment("min(started_at)", "a2"));
    }

    /** Host a1 with one machine, a2 with the other, both of ring a. */
    private void twoOfARing(int generation) {
        two(generation, "a", "a");
    }

    private void two(int generation, String... rings) {
        for (int number = 1; number <= 2; number++) {
            var name = "{name: a%d".formatted(number);
            scene.write(
                    "hosts/a%d.yaml".formatted(number),
                    Scene.host("a" + number, number, "protect: false\ngeneration: " + generation)
                            .replace(name, "%s, labels: {ring: %s}".formatted(name, rings[number - 1])));
        }
        scene.push().settle();
    }

    private long released(String host) {
        return scene.maas.received(
                "release", scene.maas.machine(host).orElseThrow().systemId());
    }

    @Test
    void aHostThatGoughReleasedAndCouldNotDeployIsUnavailableUntilItRunsAgain() {
        limits("maxUnavailable: [{by: 'label:ring', most: 1}]");
        scene.newMachine(1);
        scene.newMachine(2);
        twoOfARing(1);
        scene.approve(Scene.ben);
        scene.settle();
        twoOfARing(2);
        scene.maas
                .faults()
                .add(FaultRule.once(
                        "POST",
                        ".*%s.*op=deploy.*"
                                .formatted(
                                        scene.maas.machine("a1").orElseThrow().systemId()),
                        Fault.Status.of(400, "Failed to render preseed: no such template.")));
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        ticks(8);
        assertThat(status("a1")).isEqualTo(MaasStatus.ALLOCATED);
        assertThat(released("a2")).isZero();

        scene.service.rollouts().retry(scene.rollout().id(), Scene.ada);
        ticks(6);
        pushSomethingElse();
        ticks(6);
        assertThat(status("a1")).isEqualTo(MaasStatus.ALLOCATED);
        assertThat(released("a2")).as("a1 does not run").isZero();
        assertThat(waits()).contains("ring=a: 1 of 2 hosts unavailable (a1), at most 1 may be. 1 waits.");

        scene.approve(Scene.ben);
        scene.settle();
        assertThat(status("a1")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(released("a2")).isEqualTo(1);
    }

    @Test
    void noCommitTakesHostsOutOfTheirGroupToDisturbThemAtOnceNorDoesOneThatTakesOver() {
        limits("maxUnavailable: [{by: 'label:ring', most: 1}]");
        scene.newMachine(1);
        scene.newMachine(2);
        twoOfARing(1);
        scene.approve(Scene.ben);
        scene.settle();
        two(2, "x1", "x2");
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.tick();
        assertThat(waits()).contains("ring=a: 1 of 2 hosts unavailable (a1), at most 1 may be. 1 waits.");
        pushSomethingElse();
        scene.settle();
        assertThat(scene.maas.received("release")).isEqualTo(2);
        assertThat(moment("max(started_at)", "a2")).isAfterOrEqualTo(moment("max(finished_at)", "a1"));
    }

    // ---- failures and another commit

    /** Nothing but this: the changes that are approved are the same ones. */
    private void pushSomethingElse() {
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push();
    }

    private String stalled() {
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
        return ((RolloutState.Stalled) scene.state()).why();
    }

    /** {@code parallel} hosts at once, and a stop after so many failures. */
    private void stopAfter(int failures, int parallel) {
        var rules = Scene.RULES.replace(
                "maxParallel: 10, stopAfterFailures: 3",
                "maxParallel: %d, stopAfterFailures: %d".formatted(parallel, failures));
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.restart();
        scene.write("gough.yaml", rules);
    }

    @Test
    void whatAFailureStoppedNoOtherCommitSetsGoingAgainButRetryDoes() {
        stopAfter(1, 1);
        scene.maas.failNextDeploy("a1");
        fiveHosts();
        ticks(8);
        assertThat(deployed()).isEqualTo(1);

        pushSomethingElse();
        ticks(20);
        assertThat(deployed()).isEqualTo(1);
        assertThat(stalled()).startsWith("1 change failed: host a1 (").endsWith("Mend the cause, then retry.");

        scene.service.rollouts().retry(scene.rollout().id(), Scene.ada);
        scene.settle();
        assertThat(deployed()).isEqualTo(5);
    }

    @Test
    void theHostThatFailedBeforeAnotherCommitMayBeTriedAgainAlone() {
        stopAfter(1, 1);
        scene.maas.failNextDeploy("a1");
        fiveHosts();
        ticks(8);
        pushSomethingElse();
        ticks(3);

        var id = scene.rollout().id();
        assertThat(scene.service.rollouts().retry(id, Scene.ada, "b1").text()).contains("what failed: a1");
        assertThat(scene.service.rollouts().retry(id, Scene.ada, "a1")).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(deployed()).isEqualTo(5);
    }

    @Test
    void whatFailsAfterAnotherCommitTookOverStopsItToo() {
        stopAfter(2, 3);
        for (var host : List.of("a1", "a2", "b1")) scene.maas.failNextDeploy(host);
        fiveHosts();
        scene.tick();
        pushSomethingElse();
        ticks(12);
        assertThat(deployed()).isEqualTo(3);
        assertThat(stalled()).startsWith("3 changes failed: host a1 (");
    }

    @Test
    void tooManyFailuresAreToldWhileAHostIsUnderWayAndStopped() {
        stopAfter(2, 4);
        scene.maas.failNextDeploy("a1");
        scene.maas.failNextDeploy("a2");
        fiveHosts();
        scene.tick();
        var scope = Scope.parse(Optional.of(Scene.REPOSITORY), "label:ring=b");
        scene.service.rollouts().stop(scope, Scene.ada, "smoke");
        ticks(12);
        assertThat(scene.database("select * from intents where finished_at is null"))
                .hasSize(2);
        assertThat(stalled()).startsWith("2 changes failed: host a1 (");
        assertThat(waits())
                .contains("2 changes failed (host a1, host a2); nothing new begins. Mend the cause, then retry.");

        scene.service.rollouts().resume(scope, Scene.cyn);
        ticks(12);
        assertThat(deployed()).isEqualTo(4);
        scene.service.rollouts().retry(scene.rollout().id(), Scene.ada);
        scene.settle();
        assertThat(deployed()).isEqualTo(5);
    }

    @Test
    void aCommitThatMendsTheDocumentOfWhatFailedIsNotStoppedByThat() {
        stopAfter(1, 1);
        scene.maas.failNextDeploy("a1");
        fiveHosts();
        ticks(8);
        var a1 = scene.maas.machine("a1").orElseThrow().systemId();
        scene.maas.edit(a1).status(MaasStatus.READY).owner(null);

        scene.write("hosts/a1.yaml", Scene.host("a1", 1, "").replace("{release: noble}", "{release: jammy}"))
                .push();
        scene.settle();
        assertThat(deployed()).as("all others").isEqualTo(5);
        assertThat(scene.state()).as("only that host is asked about").isInstanceOf(RolloutState.AwaitingApproval.class);
    }

    @Test
    void aCanaryThatIsUnderWayIsTheOneOfTheCommitThatTakesOver() {
        limits("waves: {canary: 1}");
        scene.maas.failNextDeploy("a1");
        fiveHosts();
        scene.tick();
        pushSomethingElse();
        ticks(12);
        assertThat(deployed()).isEqualTo(1);
        assertThat(stalled()).contains("A canary failed (a1:");
    }
}
