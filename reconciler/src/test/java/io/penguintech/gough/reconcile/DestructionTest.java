package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change.Identity;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the limits on destruction count. */
class DestructionTest {
    private static final Subject.OfHost HOST = new Subject.OfHost(new HostName("hv-01"));
    private static final Identity KNOWN = new Identity.Known(new SystemId("m1"));
    private static final Records.Deployment RUNS = new Records.Deployment(1, "noble", "", "f00d");

    private static Change.BringUp bringUp(boolean lost) {
        return new Change.BringUp(
                HOST,
                Given.REGION,
                KNOWN,
                "Ready",
                new HostGoal.Deployed(),
                Optional.of(RUNS),
                lost,
                List.of(),
                lost ? Risk.DESTRUCTIVE : Risk.DISRUPTIVE,
                "why");
    }

    @Test
    void whatEndsARunningSystemCounts() {
        assertThat(new Change.Reinstall(HOST, Given.REGION, KNOWN, "Deployed", RUNS, List.of(), Risk.DESTRUCTIVE, "why")
                        .destroysHost())
                .isTrue();
        assertThat(new Change.Release(
                                HOST,
                                Given.REGION,
                                KNOWN,
                                "Deployed",
                                HostGoal.Erase.NONE,
                                false,
                                Duration.ZERO,
                                List.of(),
                                Risk.DESTRUCTIVE,
                                "why")
                        .destroysHost())
                .isTrue();
    }

    @Test
    void deployingALostHostAnewCountsBecauseThePersonWhoConfirmedItMayBeWrong() {
        assertThat(bringUp(true).destroysHost()).isTrue();
        assertThat(bringUp(false).destroysHost()).isFalse();
    }

    @Test
    void whatLeavesTheSystemAsItIsDoesNot() {
        assertThat(new Change.Amend(HOST, Given.REGION, KNOWN, List.of(), Risk.NOTICE, "why").destroysHost())
                .isFalse();
        assertThat(new Change.Adopt(HOST, Given.REGION, KNOWN, "Deployed", List.of(), Risk.NOTICE, "why")
                        .destroysHost())
                .isFalse();
    }
}
