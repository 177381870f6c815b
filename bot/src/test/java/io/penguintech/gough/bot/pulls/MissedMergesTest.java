package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.forge.PullRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was merged while nobody looked, by polling alone. */
class MissedMergesTest extends OnPullScene {
    @Test
    void whatWasOpenedAndMergedBetweenTwoPollsIsToldOfWithThoseBehindIt() {
        long number = scene.open("between", newHost("between"));
        scene.forge.merge("carol", number, scene.onMain(newHost("between-squashed")));
        scene.poll.poll();
        scene.settle();

        assertThat(scene.proposals.calls).anyMatch(call -> call.startsWith("merged " + number));
        var row = scene.store.find(PullScene.key(number)).orElseThrow();
        assertThat(row.pull().orElseThrow().state()).isInstanceOf(PullRequest.State.Merged.class);
        assertThat(scene.comments(number)).as("it was never planned").isEmpty();

        scene.proposals.calls.clear();
        int calls = scene.forge.calls().size();
        scene.poll.poll();
        scene.settle();
        assertThat(scene.proposals.calls).isEmpty();
        assertThat(lines(scene.forgeCalls(calls)))
                .as("nothing but the two lists")
                .containsExactly("GET /api/v3/repos/acme/infra/pulls", "GET /api/v3/repos/acme/infra/pulls");
    }

    @Test
    void whatHadBeenClosedAndWasReopenedAndMergedUnseenIsToldOf() {
        long number = asked("reopened");
        scene.forge.close("ada", number);
        scene.look(number);
        assertThat(scene.proposals.calls).contains("closed " + number);

        scene.forge.reopen("ada", number);
        scene.forge.merge("carol", number, scene.onMain(newHost("reopened-squashed")));
        scene.poll.poll();
        scene.settle();

        assertThat(scene.proposals.calls).anyMatch(call -> call.startsWith("merged " + number));
        scene.proposals.calls.clear();
        int calls = scene.forge.calls().size();
        scene.poll.poll();
        scene.settle();
        assertThat(scene.proposals.calls).isEmpty();
        assertThat(scene.forgeCalls(calls)).as("nothing but the two lists").hasSize(2);
    }

    @Test
    void whatWasMergedLongAgoIsNobodysBusiness() {
        long number = scene.open("old", newHost("old"));
        scene.forge.merge("carol", number, scene.onMain(newHost("old-squashed")));
        scene.time.advance(Duration.ofDays(7).plusMinutes(1));
        scene.poll.poll();
        scene.settle();
        assertThat(scene.proposals.calls).isEmpty();
    }
}
