package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many hosts in waves: how long it takes in the stand-in's time, with how many calls and threads. Forty by default;
 * {@code -Dgough.hosts=500} takes minutes.
 */
class ManyHostsInWavesTest {
    private static final int HOSTS = Integer.getInteger("gough.hosts", 40);
    private static final int AT_ONCE = HOSTS / 2;
    private static final int BATCH = 50;
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final Duration COMMISSIONING = Duration.ofSeconds(243);
    private static final Duration TESTING = Duration.ofSeconds(119);
    private static final Duration DEPLOYING = Duration.ofSeconds(487);

    // From now on: the stand-in judges signatures by real time, and takes those of the future, as MAAS does.
    private final StandInClock time = StandInClock.stoppedAt(Instant.now());
    private final Scene scene = Scene.start(
            time,
            new MaasDurations(
                    COMMISSIONING, TESTING, DEPLOYING, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));

    private int mostInFlight;
    private long mostDeploying;
    private long mostReads;
    private int mostThreads;

    @AfterEach
    void close() {
        scene.close();
    }

    /** Half of them in ring a, half in ring b. */
    private void declare() {
        var documents = new StringBuilder();
        for (int i = 0; i < HOSTS; i++) {
            var mac = "52:54:00:00:%02x:%02x".formatted(i / 256, i % 256);
            scene.maas.addMachine(NewMachine.named("m" + i)
                    .withMacAddresses(mac)
                    .withStatus(MaasStatus.NEW)
                    .withPower("manual", Map.of()));
            documents.append("""
                    ---
                    apiVersion: gough.io/v1
                    kind: Host
                    metadata: {name: h%03d, labels: {ring: %s}}
                    spec:
                      machine: {macAddresses: ["%s"], architecture: amd64/generic, power: {type: manual}}
                      os: {release: noble}
                      goal: deployed
                    """.formatted(i, i < HOSTS / 2 ? "a" : "b", mac));
        }
        var rules = Scene.RULES.replace(
                "maxParallel: 10,",
                "maxParallel: %d, waves: {by: 'label:ring', canary: 5, pause: %dm},"
                        .formatted(AT_ONCE, PAUSE.toMinutes()));
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.restart();
        scene.write("gough.yaml", rules).write("hosts/all.yaml", documents.toString());
    }

    /** What the jobs of a service do in one step of time: the news, then a look. */
    private void tick() {
        long before = reads();
        long written = scene.maas.writes();
        scene.world.news(Scene.DEFAULT);
        scene.service.engine().tick(Scene.REPOSITORY);
        // Beside a write its own host may be read once more: what counts is what looking at all of them costs.
        if (scene.maas.writes() == written) mostReads = Math.max(mostReads, reads() - before);
        mostInFlight = Math.max(mostInFlight, scene.underWay());
        mostDeploying = Math.max(
                mostDeploying,
                scene.maas.machines().stream()
                        .filter(machine -> machine.status() == MaasStatus.DEPLOYING)
                        .count());
        mostThreads = Math.max(mostThreads, Thread.getAllStackTraces().size());
    }

    private boolean asked() {
        return scene.latest()
                .filter(rollout -> rollout.state() instanceof RolloutState.AwaitingApproval)
                .isPresent();
    }

    private long reads() {
        return scene.maas.count(call -> call.method().equals("GET"));
    }

    @Test
    void theyAreDeployedInWavesWithinATenthOfTheLeastTimeWithoutACallOrAThreadForEach() {
        declare();
        scene.push();
        for (int i = 0; i < 5 && !asked(); i++) scene.tick();
        scene.world.news(Scene.DEFAULT);
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        int threads = Thread.getAllStackTraces().size();
        var begin = time.instant();
        // the canaries, the rest of ring a, ring b
        var least = COMMISSIONING.plus(TESTING).plus(DEPLOYING).multipliedBy(3).plus(PAUSE.multipliedBy(2));
        var most = least.multipliedBy(11).dividedBy(10);

        tick();
        while (!(scene.state() instanceof RolloutState.Done) && time.instant().isBefore(begin.plus(most))) {
            time.advance(STEP);
            tick();
        }

        var took = Duration.between(begin, time.instant());
        var measured = "took %s, least %s; at once %d, deploying %d, reads a step %d, threads %d of %d before"
                .formatted(took, least, mostInFlight, mostDeploying, mostReads, mostThreads, threads);
        assertThat(scene.state()).as(measured).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machines()).allMatch(machine -> machine.status() == MaasStatus.DEPLOYED);
        assertThat(scene.maas.received("deploy")).isEqualTo(HOSTS);
        assertThat(scene.maas.received("commission")).isEqualTo(HOSTS);
        assertThat(mostInFlight).as(measured).isEqualTo(AT_ONCE);
        assertThat(mostDeploying).as(measured).isGreaterThanOrEqualTo(HOSTS / 5);
        // a few looks at all in flight while steps follow one another, each in batches
        assertThat(mostReads).as(measured).isLessThan(12L * Math.max(1, AT_ONCE / BATCH));
        assertThat(mostThreads).as(measured).isLessThan(threads + Math.min(50, AT_ONCE / 2));
    }
}
