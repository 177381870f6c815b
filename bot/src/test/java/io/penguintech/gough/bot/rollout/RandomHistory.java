package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.http.HttpSettings;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * One life of a small repository, drawn from a seed: commits, decisions, people at MAAS, faults and deaths of the process,
 * at random moments; then the end, where everybody does what Gough asks for. Judged at every look.
 */
final class RandomHistory implements AutoCloseable {
    /** From this seed on more is destroyed: the seeds before were lived and kept without that. */
    static final long BOLD = 10_000;

    private static final int LOOKS_AT_THE_END = 36;

    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final long seed;
    private final Random random;
    private final Scene scene;
    private final int numbers;
    private final RandomCommits commits;
    private final RandomDeeds deeds;
    private final RandomFaults faults;
    private final WritesOracle writes;
    private final ClaimsOracle claims;
    private final List<String> steps = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> silenced = new HashSet<>();
    private final Set<Long> failures = new HashSet<>();
    /** What happens in the middle of a look, and after how many points of it. */
    private Optional<Runnable> middle = Optional.empty();

    private int left;
    private boolean interfered;
    private boolean barred;
    private boolean said;
    private boolean atTheEnd;
    /** Whether looks may go by MAAS's events alone. */
    private boolean hinted = true;

    private String place = "";

    RandomHistory(long seed) {
        this.seed = seed;
        random = new Random(seed);
        random.nextInt();
        var each = random.nextBoolean() ? Duration.ZERO : Duration.ofMinutes(2);
        scene = Scene.start(StandInClock.stoppedAt(Instant.now()), MaasDurations.all(each));
        scene.http = HttpSettings.DEFAULT
                .repeating(2, Duration.ofMillis(1))
                .within(Duration.ofSeconds(4), Duration.ofSeconds(4));
        scene.crash = this::reached;
        var hold = random.nextBoolean() ? "0s" : "2h";
        var rules = Scene.RULES
                .replace("hold: 0s", "hold: " + hold)
                .replace("maxParallel: 10", "maxParallel: " + (random.nextBoolean() ? 10 : 1));
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.write("gough.yaml", rules);
        scene.restart();
        numbers = 2 + random.nextInt(4);
        commits = new RandomCommits(scene, random);
        deeds = new RandomDeeds(scene, random, numbers);
        faults = new RandomFaults(scene, random);
        writes = new WritesOracle(scene, commits, deeds);
        claims = new ClaimsOracle(scene, commits, deeds);
        say("seed %d, what takes time takes %s, hold %s, %d hosts", seed, each, hold, numbers);
    }

    /** Lives it. Fails with the whole history when something is wrong. */
    void live() {
        try {
            begin();
            int events = 10 + random.nextInt(31);
            for (int i = 0; i < events && wrong.isEmpty(); i++) {
                event();
                // Much may happen between two looks.
                if (random.nextInt(5) > 1) look(20 + random.nextInt(240));
            }
            if (wrong.isEmpty()) end();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(told() + "\n" + e, e);
        }
        if (!wrong.isEmpty()) throw new AssertionError(told());
    }

    private String told() {
        return "history %d, replayed with -Dgough.histories.seed=%d\n  %s\nWRONG\n  %s"
                .formatted(seed, seed, String.join("\n  ", steps), String.join("\n  ", wrong));
    }

    private void say(String text, Object... args) {
        steps.add(args.length == 0 ? text : text.formatted(args));
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
        say("%s commits %d hosts", commits.commit("begin"), numbers);
        if (random.nextInt(4) == 0) return;
        settle();
    }

    private void born(int number) {
        int kind = random.nextInt(10);
        var machine = NewMachine.named("m" + number)
                .withMacAddresses(RandomDeeds.mac(number))
                .withPower("manual", Map.of());
        if (kind == 0) scene.maas.addMachine(machine.deployed("noble", "alice"));
        else if (kind == 1) scene.maas.addMachine(machine.withStatus(MaasStatus.READY));
        else if (kind < 9) scene.maas.addMachine(machine.withStatus(MaasStatus.NEW));
        var goal = random.nextInt(5) == 0 ? "ready" : "deployed";
        commits.declare(number, goal, random.nextInt(3) == 0, kind < 2);
        say(
                "host %d: %s, goal %s",
                number,
                List.of("deployed by alice", "Ready", "New", "absent").get(kind < 2 ? kind : kind < 9 ? 2 : 3),
                goal);
    }

    /** A first rollout as it should be, so that something runs. */
    private void settle() {
        for (int i = 0; i < 6 && wrong.isEmpty(); i++) {
            look(180);
            if (scene.state() instanceof RolloutState.AwaitingApproval) {
                yes(Scene.ben, "ben");
                yes(Scene.cyn, "cyn");
            }
        }
    }

    // ---- events

    private void event() {
        int what = random.nextInt(100);
        if (seed >= BOLD && random.nextInt(5) == 0) {
            pushThrough();
            return;
        }
        if (what < 20) say(commits.random());
        else if (what < 40) deed();
        else if (what < 48) say(faults.random());
        else if (what < 72) decide();
        else if (what < 76) refuse();
        else if (what < 80) restart();
        else if (what < 90) inTheMiddle();
        else if (what < 94) jump();
        else if (what < 97) stop();
        else retry();
    }

    /** A change that may destroy something is asked for and approved at once, with something in the middle of it. */
    private void pushThrough() {
        say(commits.bold());
        look(30);
        judgeWrites();
        if (repository("guard").isPresent()) refuse();
        yes(Scene.ben, "ben");
        yes(Scene.cyn, "cyn");
        yes(Scene.ada, "ada");
        if (random.nextBoolean()) inTheMiddle();
        if (random.nextInt(3) == 0) say(faults.random());
        look(30);
        if (random.nextInt(3) == 0) deed();
        look(30 + random.nextInt(300));
    }

    private void deed() {
        judgeWrites();
        say(deeds.random(deeds.lastCall() + 1));
    }

    private void decide() {
        judgeWrites();
        switch (random.nextInt(14)) {
            case 0 -> no();
            case 1 -> cancel();
            case 2 -> confirmLost();
            case 3 -> bad();
            case 4, 5 -> yes(Scene.ada, "ada");
            default -> {
                yes(Scene.ben, "ben");
                yes(Scene.cyn, "cyn");
            }
        }
    }

    private void yes(Actor actor, String person) {
        var latest = scene.latest();
        if (latest.isEmpty() || !(latest.get().state() instanceof RolloutState.AwaitingApproval)) return;
        var rollout = latest.get();
        var plan = rollout.plan().orElseThrow();
        var number = rollout.typed() ? OptionalInt.of(destroyed(rollout)) : OptionalInt.empty();
        var verdict = scene.service.rollouts().approve(rollout.id(), actor, plan.digest(), number, "slack");
        if (verdict instanceof Verdict.Accepted) writes.approved(person, plan);
        else if (verdict.text().contains("wrote, committed or asked")) barred = true;
        said = verdict instanceof Verdict.Accepted;
        if (said || !atTheEnd) say("%s approves %s: %s", person, rollout.id(), verdict.text());
    }

    private static int destroyed(Rollout rollout) {
        return (int) rollout.plan().orElseThrow().changes().stream()
                .filter(change -> change.destroysHost())
                .filter(change -> rollout.progress().get(change.digest()).stage() == Rollout.Stage.WAITING)
                .count();
    }

    private void no() {
        var latest = scene.latest();
        if (latest.isEmpty() || latest.get().plan().isEmpty()) return;
        var verdict = scene.reject(Scene.ben);
        if (verdict instanceof Verdict.Accepted) {
            writes.revoked();
            silence(latest.get());
        }
        say("ben rejects: %s", verdict.text());
    }

    private void silence(Rollout rollout) {
        rollout.plan().ifPresent(plan -> plan.changes().forEach(change -> silenced.add(change.digest())));
    }

    private void cancel() {
        var latest = scene.latest();
        if (latest.isEmpty()) return;
        var verdict = scene.service.rollouts().cancel(latest.get().id(), Scene.ada, "not now");
        if (verdict instanceof Verdict.Accepted) {
            writes.revoked();
            writes.cancelled(latest.get().id());
            silence(latest.get());
        }
        say("ada cancels %s: %s", latest.get().id(), verdict.text());
    }

    private void confirmLost() {
        for (var host : scene.service.rollouts().hosts(Scene.REPOSITORY)) {
            var lost = host.findings().stream()
                    .filter(one -> one.kind().equals("lost"))
                    .findFirst();
            if (lost.isEmpty()) continue;
            var verdict = scene.service
                    .hostDecisions()
                    .confirmLost(Scene.REPOSITORY, host.name(), lost.get().digest(), Scene.ben, "it burnt");
            if (verdict instanceof Verdict.Accepted) writes.confirmedLost(number(host.name()));
            say("ben confirms that %s is lost: %s", host.name(), verdict.text());
            return;
        }
    }

    private static int number(HostName name) {
        return Integer.parseInt(name.value().substring(1));
    }

    /** People who do not count, and old digests. */
    private void bad() {
        var latest = scene.latest();
        if (latest.isEmpty() || latest.get().plan().isEmpty()) return;
        var id = latest.get().id();
        for (var actor : List.of(Scene.dan, Scene.stranger)) {
            var verdict = scene.service.rollouts().approve(id, actor, scene.digest(), "slack");
            if (verdict instanceof Verdict.Accepted) wrong.add("%s may not approve".formatted(actor));
        }
        var old = scene.service.rollouts().approve(id, Scene.ben, "0123456789abcdef", "slack");
        if (old instanceof Verdict.Accepted) wrong.add("an old digest was approved");
        say("dan and a stranger try to approve, ben with an old digest");
    }

    private void refuse() {
        var guard = scene.service.rollouts().status().getFirst().guard();
        if (guard.isPresent())
            say("cyn confirms the guard: %s", scene.confirm(Scene.cyn).text());
        else bad();
    }

    private void restart() {
        say("the process ends and starts again");
        scene.restart();
    }

    private void jump() {
        var by = List.of(Duration.ofMinutes(20), Duration.ofHours(2), Duration.ofHours(13), Duration.ofHours(25))
                .get(random.nextInt(4));
        say("%s pass", by);
        scene.time.advance(by);
    }

    private void stop() {
        judgeWrites();
        if (scene.service.rollouts().status().getFirst().stops().isEmpty()) stopped(deeds.lastCall() + 1);
        else resume();
    }

    private void stopped(long from) {
        var verdict = scene.service.rollouts().stop(Optional.of(Scene.REPOSITORY), Scene.ada, "smoke");
        if (verdict instanceof Verdict.Accepted) writes.stoppedFrom(from);
        say("ada stops everything: %s", verdict.text());
    }

    private void resume() {
        judgeWrites();
        writes.resumed();
        say(
                "cyn resumes: %s",
                scene.service
                        .rollouts()
                        .resume(Optional.of(Scene.REPOSITORY), Scene.cyn)
                        .text());
    }

    private void retry() {
        scene.latest()
                .ifPresent(rollout -> say(
                        "ada retries: %s",
                        scene.service.rollouts().retry(rollout.id(), Scene.ada).text()));
    }

    // ---- in the middle of a look

    private void inTheMiddle() {
        left = 1 + random.nextInt(8);
        middle = Optional.of(
                switch (random.nextInt(4)) {
                    case 0 -> this::die;
                    case 1 -> () -> stopped(deeds.lastCall() + 1);
                    default -> () -> say("in the middle, at %s: %s", place, deeds.random(deeds.lastCall() + 1));
                });
    }

    private void excuseEnds() {
        judgeWrites();
        writes.excuse(false);
    }

    private void die() {
        say("the process dies at %s", place);
        throw new Killed();
    }

    private void reached(String where) {
        if (interfered && where.startsWith("called")) excuseEnds();
        if (middle.isEmpty() || --left > 0) return;
        var what = middle.get();
        middle = Optional.empty();
        place = where;
        interfered = true;
        judgeWrites();
        if (where.startsWith("step-journalled")) writes.excuse(true);
        what.run();
    }

    // ---- looks

    private void look(int seconds) {
        scene.time.advance(Duration.ofSeconds(seconds));
        interfered = false;
        var before = faults.struck();
        boolean halted = repository("guard").isPresent();
        long written = scene.writes();
        boolean swept = !hinted || random.nextInt(3) > 0;
        try {
            if (swept) scene.tick();
            else hint();
        } catch (Killed killed) {
            scene.restart();
        }
        if (halted && scene.writes() != written && !interfered)
            wrong.add("something was written although a guard had stopped everything");
        excuseEnds();
        sayWhatChanged();
        boolean clear = swept && !interfered && before == faults.struck();
        if (clear) wrong.addAll(claims.untrue());
        judgeFailures(clear);
    }

    /** A look for which only MAAS's events were read, as between two sweeps. */
    private void hint() {
        scene.world.news(Scene.DEFAULT);
        scene.service.engine().tick(Scene.REPOSITORY);
    }

    private Optional<String> repository(String column) {
        return Optional.ofNullable(
                        scene.database("select * from repositories").getFirst().get(column))
                .map(String::valueOf);
    }

    private String last = "";

    private void sayWhatChanged() {
        var now = "%s; %s"
                .formatted(
                        scene.latest().map(one -> one.id() + " " + one.state()).orElse("-"), hosts());
        if (!now.equals(last)) say("  -> %s", now);
        last = now;
    }

    private String hosts() {
        var all = new ArrayList<String>();
        for (int number = 1; number <= numbers; number++)
            all.add(number
                    + deeds.machine(number)
                            .map(machine -> " %s %s%s%s"
                                    .formatted(
                                            machine.systemId(),
                                            machine.status(),
                                            machine.owner().map(o -> " " + o).orElse(""),
                                            machine.locked() ? " locked" : ""))
                            .orElse(" absent"));
        return String.join(", ", all);
    }

    private void judgeWrites() {
        commits.seen(repository("current").map(Revision::new));
        wrong.addAll(writes.judge("step " + steps.size()));
    }

    /** What failed must be true at the moment it is said. */
    private void judgeFailures(boolean clear) {
        for (var row : scene.database(
                "select id, subject, verb, detail, started_at from intents where result = 'failed' order by id")) {
            if (!failures.add((Long) row.get("id"))) continue;
            var detail = String.valueOf(row.get("detail"));
            say("  failed: %s %s: %s", row.get("verb"), row.get("subject"), detail);
            if (!clear) continue;
            var subject = String.valueOf(row.get("subject"));
            if (!subject.startsWith("host ")) continue;
            int number = number(new HostName(subject.substring(5)));
            var began = ((java.sql.Timestamp) java.util.Objects.requireNonNull(row.get("started_at"))).toInstant();
            if (detail.contains("somebody") && !deeds.touchedSince(number, began))
                wrong.add("it failed because of somebody, but nobody did anything to %s since %s: %s"
                        .formatted(subject, began, detail));
            if (detail.startsWith("MAAS says ")
                    && deeds.machine(number)
                            .filter(m ->
                                    detail.startsWith("MAAS says " + m.status().label()))
                            .isEmpty())
                wrong.add("it failed, but that is not what MAAS says of %s: %s".formatted(subject, detail));
        }
    }

    // ---- the end

    private void end() {
        say("--- the end: faults and stops are over, everybody does what Gough asks");
        middle = Optional.empty();
        hinted = false;
        atTheEnd = true;
        faults.ended();
        if (!scene.service.rollouts().status().getFirst().stops().isEmpty()) resume();
        commits.mend().ifPresent(this::say);
        scene.service.rollouts().reconcile(Scene.REPOSITORY, Scene.ada);
        int quiet = 0;
        for (int i = 0; i < LOOKS_AT_THE_END && wrong.isEmpty() && quiet < 2; i++) {
            long written = scene.writes();
            look(i < 12 ? 150 : i < 30 ? 1800 : 4 * 3600);
            boolean asked = answer();
            quiet = !asked && written == scene.writes() && rests() ? quiet + 1 : 0;
        }
        if (wrong.isEmpty()) judgeTheEnd();
    }

    /** A good approver answers what is asked. */
    private boolean answer() {
        if (repository("guard").isPresent()) {
            say("cyn confirms: %s", scene.confirm(Scene.cyn).text());
            return true;
        }
        if (scene.latest()
                .filter(one -> one.state() instanceof RolloutState.AwaitingApproval)
                .isEmpty()) return false;
        judgeWrites();
        yes(Scene.ben, "ben");
        boolean counted = said;
        yes(Scene.cyn, "cyn");
        counted |= said;
        yes(Scene.ada, "ada");
        return counted | said;
    }

    private boolean rests() {
        var state = scene.latest().map(Rollout::state).orElse(new RolloutState.Requested());
        var moving = state instanceof RolloutState.Applying
                || state instanceof RolloutState.Requested
                || state instanceof RolloutState.AwaitingApproval;
        return !moving && scene.underWay() == 0;
    }

    private void judgeTheEnd() {
        var state = scene.latest().map(Rollout::state).orElseThrow();
        if (!rests())
            wrong.add("it never came to rest: %s, %s"
                    .formatted(
                            state,
                            scene.database(
                                    "select subject, verb, detail, look_at from intents where finished_at is null")));
        var plan = scene.service.preview(Scene.REPOSITORY);
        var failed =
                scene.database("select subject, digest from intents where result = 'failed' and forgiven_at is null");
        if (state instanceof RolloutState.Declined || plan.isEmpty()) return;
        for (var change : plan.get().changes()) {
            boolean nobodyLeft = barred && change.risk() == io.penguintech.gough.schema.Risk.DESTRUCTIVE;
            boolean told = nobodyLeft
                    || silenced.contains(change.digest())
                    || failed.stream().anyMatch(row -> change.digest().equals(row.get("digest")))
                    || state instanceof RolloutState.Stalled(var why)
                            && (why.contains("failed") || why.contains("rollout.maxDestroyed"));
            if (!told)
                wrong.add("%s of %s is left over without a reason, the rollout is %s"
                        .formatted(change.verb(), change.subject().text(), state));
        }
        judgeMessages();
    }

    /** Nobody is told the same thing twice while it lasts. */
    private void judgeMessages() {
        var open = new HashMap<String, String>();
        for (var event : scene.events())
            switch (event) {
                case RolloutEvent.AlertRaised(var _, var key, var severity, var text) -> {
                    if ((severity + text).equals(open.put(key, severity + text)))
                        wrong.add("told twice: %s %s".formatted(key, text));
                }
                case RolloutEvent.AlertResolved(var _, var key, var _) -> open.remove(key);
                case RolloutEvent.Decided _, RolloutEvent.RolloutChanged _ -> {}
            }
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
