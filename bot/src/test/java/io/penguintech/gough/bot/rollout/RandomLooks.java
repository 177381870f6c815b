package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The looks of the engine in a random history, what happens in the middle of them, and every oracle that judges a look. */
final class RandomLooks {
    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Scene scene;
    private final Random random;
    private final Tale tale;
    private final People people;
    private final Oracles oracles;
    private final int numbers;
    /** What happens in the middle of a look, and after how many points of it. */
    private Optional<Runnable> middle = Optional.empty();

    private int left;
    private boolean interfered;
    /** Whether looks may go by MAAS's events alone. */
    private boolean hinted = true;

    private String place = "";
    private String last = "";

    /** Whose doings a look may meet. */
    record People(RandomCommits commits, RandomDeeds deeds, RandomFaults faults, RandomDecisions decisions) {}

    /** Who judges it. */
    record Oracles(
            WritesOracle writes,
            PowerOracle power,
            PaceOracle pace,
            ClaimsOracle claims,
            RequestsOracle requests,
            FailuresOracle failures) {}

    RandomLooks(Scene scene, Random random, Tale tale, int numbers, People people, Oracles oracles) {
        this.scene = scene;
        this.random = random;
        this.tale = tale;
        this.numbers = numbers;
        this.people = people;
        this.oracles = oracles;
    }

    /** From now on everything is read at each look, and nothing happens in the middle of one. */
    void undisturbed() {
        middle = Optional.empty();
        hinted = false;
    }

    // ---- in the middle of a look

    /** Something happens in the middle of the next look that gets that far. */
    void disturb() {
        left = 1 + random.nextInt(8);
        middle = Optional.of(
                switch (random.nextInt(4)) {
                    case 0 -> this::die;
                    case 1 -> people.decisions()::stop;
                    default ->
                        () -> tale.say(
                                "in the middle, at %s: %s",
                                place, people.deeds().random(people.deeds().lastCall() + 1));
                });
    }

    private void die() {
        tale.say("the process dies at %s", place);
        throw new Killed();
    }

    /** A point of the journal is reached. */
    void reached(String where) {
        if (interfered && where.startsWith("called")) excuseEnds();
        if (middle.isEmpty() || --left > 0) return;
        var what = middle.get();
        middle = Optional.empty();
        place = where;
        interfered = true;
        judgeWrites();
        if (where.startsWith("step-journalled")) oracles.writes().excuse(true);
        what.run();
    }

    private void excuseEnds() {
        judgeWrites();
        oracles.writes().excuse(false);
    }

    // ---- looks

    /** Time passes, and the engine looks. */
    void look(int seconds) {
        scene.time.advance(Duration.ofSeconds(seconds));
        interfered = false;
        var before = people.faults().struck();
        boolean halted = isHalted();
        long written = scene.writes();
        boolean swept = !hinted || random.nextInt(3) > 0;
        try {
            if (swept) scene.tick();
            else hint();
        } catch (Killed killed) {
            scene.restart();
        }
        if (halted && scene.writes() != written && !interfered)
            tale.wrong("something was written although a guard had stopped everything");
        excuseEnds();
        sayWhatChanged();
        judge(swept && !interfered && before == people.faults().struck());
    }

    /** A look for which only MAAS's events were read, as between two sweeps. */
    private void hint() {
        scene.world.news(Scene.DEFAULT);
        scene.service.engine().tick(Scene.REPOSITORY);
    }

    /** Whether a guard stopped everything. */
    boolean isHalted() {
        return repository("guard").isPresent();
    }

    private Optional<String> repository(String column) {
        return Optional.ofNullable(
                        scene.database("select * from repositories").getFirst().get(column))
                .map(String::valueOf);
    }

    private void judge(boolean clear) {
        if (clear) tale.wrong(oracles.claims().untrue());
        tale.wrong(oracles.pace().tooSoon());
        tale.wrong(oracles.requests().untrue(clear));
        oracles.failures().judge(clear);
    }

    /** Judges what was sent so far, by what people had decided so far. */
    void judgeWrites() {
        people.commits().seen(repository("current").map(Revision::new));
        tale.wrong(oracles.power().untold());
        tale.wrong(oracles.writes().judge("step " + tale.length()));
    }

    private void sayWhatChanged() {
        var now = "%s; %s"
                .formatted(
                        scene.latest().map(one -> one.id() + " " + one.state()).orElse("-"), hosts());
        if (!now.equals(last)) tale.say("  -> %s", now);
        last = now;
    }

    private String hosts() {
        List<String> all = new ArrayList<>();
        for (int number = 1; number <= numbers; number++)
            all.add(number
                    + people.deeds()
                            .machine(number)
                            .map(machine -> " %s %s%s%s"
                                    .formatted(
                                            machine.systemId(),
                                            machine.status(),
                                            machine.owner().map(o -> " " + o).orElse(""),
                                            machine.locked() ? " locked" : ""))
                            .orElse(" absent"));
        return String.join(", ", all);
    }
}
