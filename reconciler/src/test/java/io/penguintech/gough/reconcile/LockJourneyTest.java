package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Gough's own lock: set last, lifted first, and never somebody else's. */
class LockJourneyTest extends JourneyFixture {
    private static Records.HostRecord record() {
        return Given.record("hv-01", deployed(), Given.NOBLE);
    }

    private static Change locked(HostDraft host) {
        return one(lockedPlan(host));
    }

    private static Plan lockedPlan(HostDraft host) {
        return Given.plan(
                Given.desired(host), Given.observed(deployed().locked()), Given.records(Given.locked(record())));
    }

    private void tookAt(String word, int seconds) {
        taken.add(new Taken(word, T0.plusSeconds(seconds), Optional.of(DONE)));
    }

    @Test
    void aHostThatAsksForItIsLockedOnceItRuns() {
        var change = running(host().lock(), deployed());

        assertThat(change.risk()).isEqualTo(Risk.NOTICE);
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Lock(M1));
        assertThat(remember(change, deployed(), Optional.of(record()))).contains(record());
        took("lock", DONE);
        assertThat(next(change, deployed().locked())).isEqualTo(ARRIVED);
        assertThat(remember(change, deployed().locked(), Optional.of(record()))).contains(Given.locked(record()));
        assertThat(lockedPlan(host().lock()).inSync()).isTrue();
    }

    @Test
    void aDeploymentEndsWithTheLock() {
        var change = absent(host().lock());
        assertThat(absent(host()).digest()).isNotEqualTo(change.digest());
        for (var word : new String[] {"enlist", "commission", "allocate", "stamp", "deploy"}) took(word, DONE);
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Lock(M1));
        took("lock", DONE);
        assertThat(next(change, deployed().locked())).isEqualTo(ARRIVED);
        assertThat(remember(change, deployed().locked(), Optional.empty())
                        .orElseThrow()
                        .locked())
                .isTrue();
    }

    @Test
    void nothingIsLockedUnlessItIsAskedForAndProtected() {
        var nothing = new HostDraft[] {host(), host().unprotected().lock()};
        for (var host : nothing)
            assertThat(Given.plan(Given.desired(host), Given.observed(deployed()), Given.records(record()))
                            .changes())
                    .isEmpty();
        // Somebody else's lock does as well.
        assertThat(Given.plan(
                                Given.desired(host().lock()),
                                Given.observed(deployed().locked()),
                                Given.records(record()))
                        .changes())
                .isEmpty();
    }

    @Test
    void itIsLiftedAroundAWriteAndSetAgain() {
        var change = locked(host().lock().zone("rack-b"));
        var zone = new TreeMap<>(Map.of("zone", "rack-b"));

        assertThat(step(next(change, deployed().locked()))).isEqualTo(new Step.Unlock(M1));
        took("unlock", DONE);
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Amend(M1, zone));
        tookAt("amend", 1);
        assertThat(step(next(change, deployed().zone("rack-b")))).isEqualTo(new Step.Lock(M1));
        tookAt("lock", 2);
        assertThat(next(change, deployed().zone("rack-b").locked())).isEqualTo(ARRIVED);
        assertThat(remember(change, deployed().zone("rack-b").locked(), Optional.of(Given.locked(record())))
                        .orElseThrow()
                        .locked())
                .isTrue();
    }

    @Test
    void aTagIsSetWithoutLiftingIt() {
        var change = locked(host().lock().tags("role-db"));

        assertThat(step(next(change, deployed().locked())))
                .isEqualTo(new Step.Tag(M1, new TreeSet<>(Set.of("role-db")), new TreeSet<>()));
        took("tag", DONE);
        assertThat(next(change, deployed().tag("role-db").locked())).isEqualTo(ARRIVED);
    }

    @Test
    void aLockThatSomebodySetAfterOursWasLiftedIsAVeto() {
        var change = locked(host().lock().zone("rack-b"));
        took("unlock", DONE);
        assertThat(stuck(next(change, deployed().locked()))).contains("by a person", "veto");
        assertThat(remember(change, deployed().locked(), Optional.of(Given.locked(record())))
                        .orElseThrow()
                        .locked())
                .isFalse();

        // Nobody knows whether ours was lifted: a person says that it may go on.
        taken.clear();
        took("unlock", UNCLEAR);
        waits(next(change, deployed().locked()));
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(stuck(next(change, deployed().locked()))).contains("veto");
        taken.add(Taken.retry(T0));
        assertThat(step(next(change, deployed().locked()))).isEqualTo(new Step.Unlock(M1));
    }

    @Test
    void aLockThatSomebodySetWhileOursWasSentIsNotOurs() {
        var change = running(host().lock(), deployed());
        took("lock", new Outcome.Failed(new Failure.WorldChanged("Machine is already locked")));
        assertThat(next(change, deployed().locked())).isEqualTo(ARRIVED);
        assertThat(remember(change, deployed().locked(), Optional.of(record()))).contains(record());
    }

    @Test
    void anotherPersonsLockStaysAVetoAndAFinding() {
        var plan = Given.plan(
                Given.desired(host().lock().zone("rack-b")),
                Given.observed(deployed().locked()),
                Given.records(record()));
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.findings(plan)).containsExactly("locked");
    }

    @Test
    void itIsLiftedForGoodWhenItIsNotAskedForAnyMore() {
        for (var host : new HostDraft[] {host(), host().lock().unprotected()}) {
            taken.clear();
            var change = locked(host);
            assertThat(change).isInstanceOf(Change.Amend.class);
            assertThat(step(next(change, deployed().locked()))).isEqualTo(new Step.Unlock(M1));
            took("unlock", DONE);
            assertThat(next(change, deployed())).isEqualTo(ARRIVED);
            assertThat(remember(change, deployed(), Optional.of(Given.locked(record()))))
                    .contains(record());
        }
    }

    @Test
    void whatIsGivenUpReinstalledOrMaintainedIsUnlockedFirst() {
        var changes = new Change[] {
            locked(host().lock().unprotected().ready()),
            locked(host().lock().unprotected().retired(HostGoal.Erase.QUICK, true)),
            locked(host().lock().unprotected().generation(2)),
            locked(host().lock().goal(new HostGoal.Maintenance()))
        };
        for (var change : changes) {
            assertThat(change).isNotInstanceOf(Change.Amend.class);
            assertThat(step(next(change, deployed().locked()))).isEqualTo(new Step.Unlock(M1));
        }
    }

    @Test
    void aHostThatComesBackFromMaintenanceIsLockedAgain() {
        var rescued = ours().owner(Given.USER).stamped(Given.NOBLE).rescued();
        var change = one(Given.plan(
                Given.desired(host().lock()),
                Given.observed(rescued),
                Given.records(Given.maintained(record(), "Deployed noble ga-24.04, owner gough"))));
        took("exit-rescue", DONE);
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Lock(M1));
    }

    @Test
    void aLockThatSomebodyLiftedIsForgotten() {
        var kept = Given.locked(record());
        assertThat(Given.records(kept).outdatedBy(Given.observed(deployed()))).containsExactly(record());
        assertThat(Given.records(kept).outdatedBy(Given.observed(deployed().locked())))
                .isEmpty();
    }

    @Test
    void nothingIsSentTwiceAfterACallWithoutAnAnswer() {
        var change = running(host().lock(), deployed());
        diedIn("lock");
        assertThat(waits(next(change, deployed()))).isLessThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(next(change, deployed().locked())).isEqualTo(ARRIVED);
        assertThat(remember(change, deployed().locked(), Optional.of(record()))
                        .orElseThrow()
                        .locked())
                .isTrue();
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Lock(M1));
    }
}
