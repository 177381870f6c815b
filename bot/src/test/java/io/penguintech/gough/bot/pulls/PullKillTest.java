package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.forge.Opinion;
import io.penguintech.gough.simulators.git.Edit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Killed between any two steps, and many at once: each is done once. */
class PullKillTest extends OnPullScene {

    @Test
    void killedBeforeOrAfterAnyCallItEndsWithOneStatusAndOneComment() {
        var points = killed(0, scene.open("killed-0", PullScene.adds("killed-0", 200)));
        for (int at = 1; at <= points.size(); at++)
            killed(at, scene.open("killed-" + at, PullScene.adds("killed-" + at, 200 - at)));
        assertThat(points).hasSizeGreaterThan(12);

        long number = scene.open("edited", PullScene.adds("edited", 250));
        var edits = killed(0, number);
        for (int at = 1; at <= edits.size(); at++) {
            scene.pushTo(number, Edit.write("hosts/edited.yaml", PullScene.host("edited", 250, "") + "# " + at + "\n"));
            if (at == 1) edits = killed(0, number);
            else killed(at, number);
        }
    }

    @Test
    void killedBeforeOrAfterAnyCallWhatWasSaidCountsOnceAndIsAnsweredOnce() {
        var points = killedHearing(0, asked("heard-0"));
        for (int at = 1; at <= points.size(); at++) killedHearing(at, asked("heard-" + at));
        assertThat(points).hasSizeGreaterThan(20);
    }

    /** Ben says yes in a comment, Cyn what is refused, and Ada in a review what does not count; then as below. */
    private static List<String> killedHearing(int at, long number) {
        scene.forge.comment("bob", number, "gough approve " + digest(number));
        scene.forge.comment("carol", number, "gough approve 000000000000");
        scene.proposals.refused = "ada";
        scene.forge.review("ada", number, Opinion.Verdict.APPROVE);
        var passed = new ArrayList<String>();
        listen((method, after) -> {
            passed.add((after ? "after " : "before ") + method);
            if (passed.size() == at) throw new Killed();
        });
        survive(number);
        rewire();
        var where = "killed at %d of %s".formatted(at, passed);
        assertThat(scene.proposals.known.get(number).approvals())
                .as(where)
                .extracting(yes -> yes.by())
                .containsExactly("ben"); // each yes is one more
        assertThat(scene.comments(number)).as(where).hasSize(3);
        assertThat(approval(number).description()).as(where).isEqualTo("1 more of cyn");
        return passed;
    }

    /** Looks at it, dies at the call with this number, and looks again. Answers the calls that it passed. */
    private static List<String> killed(int at, long number) {
        var passed = new ArrayList<String>();
        listen((method, after) -> {
            passed.add((after ? "after " : "before ") + method);
            if (passed.size() == at) throw new Killed();
        });
        survive(number);
        var where = "killed at %d of %s".formatted(at, passed);
        var head = scene.head(number);
        assertThat(scene.comments(number)).as(where).hasSize(1);
        assertThat(scene.comment(number)).as(where).contains(head);
        assertThat(scene.plans(head)).as(where).hasSize(1);
        var proposal = scene.proposals.known.get(number);
        assertThat(proposal.head().id()).as(where).isEqualTo(head);
        assertThat(proposal.digest()).as(where).isEqualTo(scene.state(number).digest());
        assertThat(proposal.shownAt()).as(where).isPresent();
        return passed;
    }

    private static void survive(long number) {
        try {
            scene.look(number);
        } catch (Killed killed) {
            rewire();
            scene.settle();
        }
    }

    @Test
    void manyAtOnceAreEachPlannedOnceByFewThreads() throws InterruptedException {
        int many = 12;
        var numbers = new ArrayList<Long>();
        for (int i = 0; i < many; i++) numbers.add(scene.open("many-" + i, newHost("many-" + i)));
        var merges = new ConcurrentHashMap<String, AtomicInteger>();
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        listen((method, after) -> {
            if (method.equals("merge") && !after) most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            if (method.equals("merge") && after) atOnce.decrementAndGet();
            if (!after)
                merges.computeIfAbsent(method, any -> new AtomicInteger()).incrementAndGet();
        });
        numbers.forEach(scene::hint);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Pulls.AT_ONCE; i++) threads.add(Thread.ofVirtual().start(scene::settle));
        for (var thread : threads) thread.join();
        scene.settle();

        var calls = new HashMap<String, Integer>();
        merges.forEach((method, count) -> calls.put(method, count.get()));
        assertThat(calls)
                .containsEntry("merge", many)
                .containsEntry("propose", many)
                .containsEntry("pullRequest", many)
                .containsEntry("report", 2 * many) // gough/plan and gough/approval
                .containsEntry("comment", many)
                .doesNotContainKey("edit");
        assertThat(most.get()).isLessThanOrEqualTo(Pulls.AT_ONCE);
        assertThat(new TreeSet<>(numbers)).allSatisfy(number -> {
            assertThat(scene.comments(number)).hasSize(1);
            assertThat(scene.plans(scene.head(number))).hasSize(1);
        });
    }

    @Test
    void aReviewIsHeardAlsoWhenAPollComesBetweenItsHintAndTheLook() {
        long number = asked("between-hint-and-look");
        scene.look(number);
        scene.forge.review("bob", number, Opinion.Verdict.APPROVE);
        scene.hint(number);
        scene.poll.poll();
        scene.settle();

        assertThat(scene.proposals.known.get(number).approvals())
                .extracting(yes -> yes.by())
                .containsExactly("ben");
    }
}
