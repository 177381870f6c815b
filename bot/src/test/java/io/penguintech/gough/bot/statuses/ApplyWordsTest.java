package io.penguintech.gough.bot.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.forge.CommitStatus;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** GitHub takes 1,000 statuses of a commit: what is told must not use them up. */
class ApplyWordsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private static CommitStatus status(long id, RolloutState state, int done, int of) {
        var progress = new TreeMap<String, Rollout.Progress>();
        for (int at = 0; at < of; at++)
            progress.put(
                    "%05d".formatted(at),
                    new Rollout.Progress(
                            "host h" + at, "deploy", at < done ? Rollout.Stage.DONE : Rollout.Stage.RUNNING, ""));
        var rollout = new Rollout(
                new RolloutId(id),
                new RepositoryId("main"),
                new Revision("4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0"),
                "Add hosts",
                "Ann",
                "drift",
                state,
                Optional.empty(),
                0,
                List.of(),
                List.of(),
                progress,
                false,
                new TreeMap<>(),
                Optional.empty(),
                List.of(),
                NOW,
                NOW);
        return ApplyWords.of(rollout, Optional.of("https://gough.example"));
    }

    @Test
    void aThousandChangesAreToldInTwentyOneSteps() {
        var told = IntStream.rangeClosed(0, 1000)
                .mapToObj(done -> status(7, new RolloutState.Applying(), done, 1000))
                .distinct()
                .map(CommitStatus::description)
                .toList();
        assertThat(told)
                .hasSize(21)
                .startsWith("r7: under way, 0 % of the changes done")
                .endsWith("r7: under way, 100 % of the changes done");
    }

    @Test
    void driftThatEndsWellSaysTheSameWhicheverRolloutItWasAndNothingElseDoes() {
        var inSync = status(7, new RolloutState.InSync(), 0, 0);
        assertThat(ApplyWords.saySame(inSync, status(8, new RolloutState.InSync(), 0, 0)))
                .isTrue();
        assertThat(ApplyWords.saySame(inSync, status(8, new RolloutState.Done(), 0, 0)))
                .isFalse();
        assertThat(ApplyWords.saySame(
                        status(7, new RolloutState.Expired(), 0, 0), status(8, new RolloutState.Expired(), 0, 0)))
                .isFalse();
    }
}
