package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.PullView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BecameTest {
    private static final String WHY = "MAAS says: no power at 192.0.2.1";

    private static Rollout rollout(RolloutState state) {
        var failed = new Rollout.Progress("host hv-01", "deploy", Rollout.Stage.FAILED, WHY);
        var done = new Rollout.Progress("host hv-02", "deploy", Rollout.Stage.DONE, "");
        return new Rollout(
                new RolloutId(12),
                PullScene.REPOSITORY,
                new Revision("%040x".formatted(1)),
                "Add hosts",
                "Ada",
                "push",
                state,
                Optional.empty(),
                0,
                List.of(),
                List.of(),
                new TreeMap<>(Map.of("1", failed, "2", done)),
                false,
                new TreeMap<>(),
                Optional.empty(),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    void whatFailedIsNamedWithItsReasonAndTheWaysOut() {
        var became = new Became(rollout(new RolloutState.Stalled(WHY)), false, Optional.of("https://gough.example"));
        assertThat(became.link())
                .isEqualTo(new PullView.RolloutLink(
                        "r12",
                        "stalled, a person must act: " + WHY,
                        Optional.of("https://gough.example/rollouts/r12"),
                        List.of(new PullView.FailedRow("host hv-01", "deploy", WHY))));
        assertThat(became.ways()).extracting(PullView.Way::command).containsExactly("gough retry", "gough revert");
        assertThat(new Became(rollout(new RolloutState.Applying()), false, Optional.empty()).ways())
                .extracting(PullView.Way::command)
                .containsExactly("gough retry HOST", "gough revert");
    }

    /** Whoever opened a fork's pull request may be anybody. */
    @Test
    void strangersReadNeitherHostsNorReasons() {
        for (var state : List.of(
                new RolloutState.Stalled(WHY),
                new RolloutState.Rejected(WHY),
                new RolloutState.Declined("ben", WHY),
                new RolloutState.Cancelled("ben", WHY),
                new RolloutState.Applying()))
            assertThat(new Became(rollout(state), true, Optional.empty()).link().toString())
                    .doesNotContain("hv-01", "192.0.2.1", "no power");
    }
}
