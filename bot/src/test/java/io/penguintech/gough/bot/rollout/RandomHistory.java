package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One life of a small repository, drawn from a seed: commits, decisions, people at MAAS, faults and deaths of the process,
 * at random moments; then the end, where everybody does what Gough asks for. Judged at every look.
 */
final class RandomHistory implements AutoCloseable {
    private static final int LOOKS_AT_THE_END = 36;

    private final long seed;
    private final Breadth breadth;
    private final Random random;
    private final Tale tale = new Tale();
    private final Scene scene;
    private final int numbers;
    private final RandomCommits commits;
    private final RandomHardware hardware;
    private final RandomDeeds deeds;
    private final RandomFaults faults;
    private final RandomRequests requests;
    private final RandomDecisions decisions;
    private final WritesOracle writes;
    private final RandomLooks looks;
    private final EndOracle endOracle;

    RandomHistory(long seed) {
        this.seed = seed;
        breadth = Breadth.of(seed);
        random = new Random(seed);
        random.nextInt();
        var each = random.nextBoolean() ? Duration.ZERO : Duration.ofMinutes(2);
        scene = Scene.start(StandInClock.stoppedAt(Instant.now()), MaasDurations.all(each));
        var limits = RandomLimits.drawn(random, breadth);
        numbers = 2 + random.nextInt(4);
        commits = new RandomCommits(scene, random, breadth);
        hardware = new RandomHardware(scene, random, breadth);
        deeds = new RandomDeeds(scene, random, numbers, hardware);
        faults = new RandomFaults(scene, random);
        requests = new RandomRequests(scene, random, commits);
        var yeses = new Yeses(scene.time);
        var wishes = new WishesOracle(commits, requests);
        writes = new WritesOracle(scene, deeds, hardware.guests(), yeses, wishes);
        decisions = new RandomDecisions(scene, random, tale, deeds, yeses, writes);
        looks = new RandomLooks(
                scene,
                random,
                tale,
                numbers,
                new RandomLooks.People(commits, deeds, faults, decisions),
                new RandomLooks.Oracles(
                        writes,
                        new PowerOracle(scene, commits, yeses, wishes),
                        new PaceOracle(scene, commits, limits),
                        new ClaimsOracle(scene, commits, deeds, hardware, requests),
                        new RequestsOracle(scene, commits, deeds, requests, decisions, writes),
                        new FailuresOracle(scene, deeds, tale)));
        endOracle = new EndOracle(scene, commits, deeds, decisions, limits);
        prepare(limits);
        tale.say("seed %d, what takes time takes %s, %s, %d hosts", seed, each, limits, numbers);
    }

    private void prepare(RandomLimits limits) {
        scene.http = HttpSettings.DEFAULT
                .repeating(2, Duration.ofMillis(1))
                .within(Duration.ofSeconds(4), Duration.ofSeconds(4));
        scene.crash = looks::reached;
        scene.initialRules = Optional.of(Scene.rules(limits.rules()));
        scene.write("gough.yaml", limits.rules());
        scene.restart();
    }

    /** Lives it. Fails with the whole history when something is wrong. */
    void live() {
        try {
            begin();
            int events = 10 + random.nextInt(31);
            for (int i = 0; i < events && tale.isRight(); i++) {
                event();
                // Much may happen between two looks.
                if (random.nextInt(5) > 1) looks.look(20 + random.nextInt(240));
            }
            if (tale.isRight()) end();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(tale.told(seed) + "\n" + e, e);
        }
        if (!tale.isRight()) throw new AssertionError(tale.told(seed));
    }

    // ---- the beginning

    private void begin() {
        scene.maas.addMachine(NewMachine.named("spare1")
                .withMacAddresses("52:54:01:00:00:01")
                .inZone("rack-a")
                .inPool("prod"));
        scene.maas.addMachine(NewMachine.named("spare2")
                .withMacAddresses("52:54:01:00:00:02")
                .inZone("rack-b")
                .inPool("lab")
                .deployed("noble", "alice"));
        for (int number = 1; number <= numbers; number++) born(number);
        if (random.nextBoolean()) commits.query("q1", "SELECT 1");
        tale.say("%s commits %d hosts", commits.commit("begin"), numbers);
        if (random.nextInt(4) == 0) return;
        settle();
    }

    private void born(int number) {
        int kind = random.nextInt(10);
        var fit = hardware.drawn(number);
        var machine = hardware.wired(number, NewMachine.named("m" + number).withMacAddresses(RandomDeeds.mac(number)));
        if (kind == 0) deeds.brought(number, machine.deployed("noble", "alice"));
        else if (kind == 1) deeds.brought(number, machine.withStatus(MaasStatus.READY));
        else if (kind < 9) deeds.brought(number, machine.withStatus(MaasStatus.NEW));
        var goal = random.nextInt(5) == 0 ? "ready" : "deployed";
        commits.declare(Declared.of(number, goal, random.nextInt(3) == 0, kind < 2, fit));
        tale.say(
                "host %d: %s, goal %s%s",
                number,
                List.of("deployed by alice", "Ready", "New", "absent").get(kind < 2 ? kind : kind < 9 ? 2 : 3),
                goal,
                fit.equals(Declared.Fit.PLAIN) ? "" : ", " + fit);
    }

    /** A first rollout as it should be, so that something runs. */
    private void settle() {
        for (int i = 0; i < 6 && tale.isRight(); i++) {
            looks.look(180);
            decisions.yes(Scene.ben, "ben");
            decisions.yes(Scene.cyn, "cyn");
        }
    }

    // ---- events

    private void event() {
        int what = random.nextInt(100);
        if (breadth.isWide() && random.nextInt(5) == 0) ask();
        else if (breadth.isBold() && random.nextInt(5) == 0) pushThrough();
        else if (what < 20) tale.say(commits.random());
        else if (what < 40) deed();
        else if (what < 48) tale.say(faults.random());
        else if (what < 72) decide();
        else if (what < 76) decisions.guard();
        else if (what < 80) restart();
        else if (what < 90) looks.disturb();
        else if (what < 94) jump();
        else if (what < 97) stop();
        else decisions.retry();
    }

    private void ask() {
        tale.say(requests.random());
        if (random.nextInt(3) > 0) decideAtOnce();
    }

    /** A change that may destroy something is asked for and approved at once, with something in the middle of it. */
    private void pushThrough() {
        tale.say(commits.bold());
        decideAtOnce();
    }

    private void decideAtOnce() {
        looks.look(30);
        looks.judgeWrites();
        if (looks.isHalted()) decisions.confirmGuard();
        decisions.everybodySaysYes();
        if (random.nextBoolean()) looks.disturb();
        if (random.nextInt(3) == 0) tale.say(faults.random());
        looks.look(30);
        if (random.nextInt(3) == 0) deed();
        looks.look(30 + random.nextInt(300));
    }

    private void deed() {
        looks.judgeWrites();
        tale.say(deeds.random(deeds.lastCall() + 1));
    }

    private void decide() {
        looks.judgeWrites();
        decisions.random();
    }

    private void restart() {
        tale.say("the process ends and starts again");
        scene.restart();
    }

    private void jump() {
        var by = List.of(Duration.ofMinutes(20), Duration.ofHours(2), Duration.ofHours(13), Duration.ofHours(25))
                .get(random.nextInt(4));
        tale.say("%s pass", by);
        scene.time.advance(by);
    }

    private void stop() {
        looks.judgeWrites();
        if (decisions.isStopped()) decisions.resume();
        else decisions.stop();
    }

    // ---- the end

    private void end() {
        tale.say("--- the end: faults and stops are over, everybody does what Gough asks");
        looks.undisturbed();
        decisions.atTheEnd();
        faults.ended();
        looks.judgeWrites();
        if (decisions.isStopped()) decisions.resume();
        commits.mend().ifPresent(tale::say);
        if (breadth.isWide()) hardware.mended(deeds, commits.newest());
        scene.service.rollouts().reconcile(Scene.REPOSITORY, Scene.ada);
        int quiet = 0;
        int retries = breadth.isWide() ? 1 : 0;
        for (int i = 0; i < looksAtTheEnd() && tale.isRight() && quiet < 2; i++) {
            long written = scene.writes();
            looks.look(seconds(i));
            boolean asked = answer();
            quiet = !asked && written == scene.writes() && endOracle.rests() ? quiet + 1 : 0;
            if (retries > 0 && quiet == 2 && scene.state() instanceof RolloutState.Stalled) {
                retries--;
                quiet = 0;
                decisions.retry();
            }
        }
        if (tale.isRight()) tale.wrong(endOracle.wrong());
    }

    /** A question that nobody may answer lasts a day, and another one after a retry. */
    private int looksAtTheEnd() {
        return breadth.isWide() ? LOOKS_AT_THE_END + 12 : LOOKS_AT_THE_END;
    }

    private static int seconds(int look) {
        return look < 12 ? 150 : look < 30 ? 1800 : 4 * 3600;
    }

    /** A good approver answers what is asked. */
    private boolean answer() {
        if (looks.isHalted()) {
            decisions.confirmGuard();
            return true;
        }
        looks.judgeWrites();
        return decisions.everybodySaysYes();
    }

    /** All of it, step by step. */
    String told() {
        return tale.told(seed);
    }

    /** How often Gough did with effect what may destroy or disturb something. */
    Map<String, Integer> effects() {
        return writes.effects();
    }

    @Override
    public void close() {
        scene.close();
    }
}
