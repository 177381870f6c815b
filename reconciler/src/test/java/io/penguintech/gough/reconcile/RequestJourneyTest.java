package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.HostRequest.What;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Machine.Power;
import io.penguintech.gough.schema.DeployOptions;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody asked for: planned like a commit's wish, answered where it cannot be, and done once. */
class RequestJourneyTest extends JourneyFixture {
    private static Plan asked(What what, HostDraft host, MachineDraft machine, Records.HostRecord record) {
        return Given.plan(
                Given.asked(Given.desired(host), Given.request(what)), Given.observed(machine), Given.records(record));
    }

    private static Plan asked(What what, HostDraft host, MachineDraft machine) {
        return asked(what, host, machine, Given.record("hv-01", deployed(), Given.NOBLE));
    }

    private static Change change(What what) {
        return one(asked(what, host(), deployed()));
    }

    private static MachineDraft off() {
        return deployed().power(Power.OFF);
    }

    // ---- planned

    @Test
    void powerAndTestsAreDisruptiveChangesThatSayWhoAsked() {
        for (var what : new What[] {What.POWER_OFF, What.POWER_CYCLE, What.TEST}) {
            var change = change(what);
            assertThat(change.verb()).isEqualTo(what.word());
            assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
            assertThat(change.destroysHost()).isFalse();
            assertThat(change.because()).contains("sam asked to", "its kernel hangs");
            assertThat(change.asked().orElseThrow().number()).isEqualTo(12);
        }
    }

    @Test
    void aReinstallIsTheOneThatARaisedGenerationMakes() {
        var plan = asked(What.REINSTALL, host().unprotected(), deployed());
        var change = Plans.only(plan, Change.Reinstall.class);

        assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(change.destroysHost()).isTrue();
        assertThat(change.deployment()).isEqualTo(Given.NOBLE);
        assertThat(change.fields()).noneMatch(field -> field.field().equals("generation"));
        assertThat(change.because()).contains("sam asked to reinstall it");
        var raised = Plans.only(
                asked(What.REINSTALL, host().unprotected().generation(2), deployed()), Change.Reinstall.class);
        assertThat(raised.asked()).isPresent();
        assertThat(raised.fields()).anyMatch(field -> field.field().equals("generation"));
    }

    @Test
    void aProtectedHostIsNotReinstalledForTheAsking() {
        assertThat(Plans.why(asked(What.REINSTALL, host(), deployed())))
                .contains("sam asks to reinstall it", "spec.protect is true");
        var notYet = Given.desired(host().unprotected());
        var plan = Given.plan(
                Given.asked(
                        new Desired(
                                notYet.inventory(), notYet.userData(), new java.util.TreeSet<>(), Given.REPOSITORY_ID),
                        Given.request(What.REINSTALL)),
                Given.observed(deployed()),
                Given.records(Given.record("hv-01", deployed(), Given.NOBLE)));
        assertThat(Plans.why(plan)).contains("was not yet false in the revision accepted before");
    }

    @Test
    void whatIsSoAlreadyIsNoChange() {
        var plan = asked(What.POWER_ON, host(), deployed());
        assertThat(plan.inSync()).isTrue();
        assertThat(Plans.only(asked(What.POWER_ON, host(), off()), Change.OnRequest.class)
                        .fields())
                .containsExactly(new FieldChange("power", Optional.empty(), Optional.of("on")));
        assertThat(asked(What.POWER_OFF, host(), off()).inSync()).isTrue();
    }

    @Test
    void aReadyHostIsTestedAndNotSwitched() {
        var ready = ours().ready().power(Power.OFF);
        var record = Given.record("hv-01", ready);
        var change = Plans.only(asked(What.TEST, host().ready(), ready, record), Change.OnRequest.class);
        assertThat(change.before()).isEqualTo("Ready");
        assertThat(Plans.why(asked(What.POWER_CYCLE, host().ready(), ready, record)))
                .contains("has goal ready", "only with goal deployed");
    }

    @ParameterizedTest
    @EnumSource(What.class)
    void everyRequestIsPlannedMetOrAnswered(What what) {
        for (var goal : new HostGoal[] {
            new HostGoal.Deployed(),
            new HostGoal.Ready(),
            new HostGoal.Maintenance(),
            new HostGoal.Retired(HostGoal.Erase.QUICK, false)
        })
            for (var machine : new MachineDraft[] {
                deployed(),
                off(),
                deployed().locked(),
                deployed().owner("eve"),
                deployed().untag(Given.OWN_TAG),
                deployed().powerType("manual"),
                deployed().power(Power.UNKNOWN),
                ours().ready(),
                ours().broken(),
                ours().busy(Machine.Doing.COMMISSIONING),
                machine().deployed("eve")
            })
                for (var record : new Records.HostRecord[] {
                    Given.record("hv-01", deployed(), Given.NOBLE), Given.adopted("hv-01", deployed())
                }) {
                    var host = host().goal(goal);
                    var plan = asked(what, host, machine, record);
                    var met = Given.request(what).isMet(machine.build());
                    assertThat(met || !plan.inSync())
                            .as("%s, goal %s, %s", what, goal, machine.build())
                            .isTrue();
                }
    }

    @Test
    void aForeignLockNoPowerControlOrAnEphemeralSystemIsAnsweredWithTheReason() {
        assertThat(Plans.why(asked(What.POWER_CYCLE, host(), deployed().locked())))
                .contains("a lock is a veto");
        assertThat(Plans.why(asked(What.TEST, host(), deployed().powerType("manual"))))
                .contains("sam asks to test its hardware", "no control over its power");
        assertThat(Plans.why(asked(What.POWER_OFF, host(), deployed().power(Power.UNKNOWN))))
                .contains("does not know whether it is on");
        assertThat(Plans.why(asked(What.POWER_CYCLE, host(), deployed(), Given.adopted("hv-01", deployed()))))
                .contains("was adopted");
        var memory = new Records.Deployment(1, "noble", "", "", new DeployOptions(true, false, Optional.empty()));
        var ephemeral = ours().deployed(Given.USER).stamped(memory);
        assertThat(Plans.why(asked(What.POWER_CYCLE, host(), ephemeral, Given.record("hv-01", ephemeral, memory))))
                .contains("runs in memory only");
        assertThat(Plans.why(asked(What.TEST, host(), ours().deployed(Given.USER))))
                .contains("carries no stamp");
    }

    @Test
    void ourOwnLockIsLiftedAndSetAgain() {
        var locked = deployed().locked();
        var plan = asked(
                What.POWER_CYCLE, host().lock(), locked, Given.locked(Given.record("hv-01", locked, Given.NOBLE)));
        var change = Plans.only(plan, Change.OnRequest.class);
        assertThat(step(next(change, locked))).isEqualTo(new Step.Unlock(M1));
        took("unlock", DONE).took("power-off", DONE).took("power-on", DONE);
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Lock(M1));
        took("lock", DONE);
        assertThat(next(change, locked)).isEqualTo(ARRIVED);
    }

    // ---- power

    @Test
    void aCycleIsOnOnlyAfterOffWasSeen() {
        var cycle = change(What.POWER_CYCLE);
        assertThat(step(next(cycle, deployed()))).isEqualTo(new Step.PowerOff(M1));
        took("power-off", DONE);
        waits(next(cycle, deployed()));
        assertThat(step(next(cycle, off()))).isEqualTo(new Step.PowerOn(M1));
        took("power-on", DONE);
        waits(next(cycle, off()));
        assertThat(next(cycle, deployed())).isEqualTo(ARRIVED);
    }

    @Test
    void aPersonsOffAsksToShutDownFirstAndForcesOnlyWhatIsStillOn() {
        var change = change(What.POWER_OFF);
        assertThat(change.fields().getFirst().after().orElseThrow()).contains("by force", "10 minutes");
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.ShutDown(M1));
        took("shut-down", DONE);
        waits(next(change, deployed()));
        assertThat(next(change, off())).isEqualTo(ARRIVED);
        assertThat(Journey.mayHaveBegun((Change.OfHost) change, taken)).isTrue();

        now = T0.plus(Duration.ofMinutes(10));
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.PowerOff(M1));
        took("power-off", DONE);
        assertThat(next(change, off())).isEqualTo(ARRIVED);
    }

    @Test
    void aShutDownWithoutAnAnswerIsAskedForAgainAndNothingIsForced() {
        var change = change(What.POWER_OFF);
        took("shut-down", UNCLEAR);
        waits(next(change, deployed()));
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.ShutDown(M1));
        for (int i = 1; i < Patience.DEFAULT.tries(); i++) took("shut-down", UNCLEAR);
        assertThat(next(change, deployed())).isInstanceOf(Next.Stuck.class);
    }

    @Test
    void aShutDownThatIsWithdrawnIsWaitedForAndNotForced() {
        var change = change(What.POWER_OFF);
        took("shut-down", DONE);
        assertThat(settle(change, deployed())).isInstanceOf(Next.Wait.class);
        assertThat(settle(change, off())).isEqualTo(ARRIVED);
        now = T0.plus(Duration.ofMinutes(10));
        assertThat(settle(change, deployed())).isEqualTo(ARRIVED);
    }

    @Test
    void aCycleThatIsWithdrawnBetweenOffAndOnLeavesTheMachineOn() {
        var cycle = change(What.POWER_CYCLE);
        assertThat(settle(cycle, deployed())).isEqualTo(ARRIVED);
        took("power-off", DONE);
        assertThat(settle(cycle, deployed())).as("it may still go off").isInstanceOf(Next.Wait.class);
        assertThat(step(settle(cycle, off()))).isEqualTo(new Step.PowerOn(M1));
        assertThat(settle(cycle, ours().ready().power(Power.OFF)))
                .as("somebody released it")
                .isEqualTo(ARRIVED);
        now = T0.plus(Duration.ofMinutes(10));
        assertThat(settle(cycle, deployed())).isEqualTo(ARRIVED);
        diedIn("power-on");
        assertThat(settle(cycle, off())).isInstanceOf(Next.Wait.class);
        took("power-on", DONE);
        assertThat(settle(cycle, off())).isEqualTo(ARRIVED);

        taken.clear();
        took("power-off", DONE);
        now = T0.plus(Duration.ofMinutes(1));
        assertThat(settle(change(What.POWER_OFF), off())).isEqualTo(ARRIVED);
    }

    @Test
    void itStaysOffForAMomentBeforeItIsSwitchedOn() {
        var cycle = change(What.POWER_CYCLE);
        took("power-off", DONE);
        now = T0.plusSeconds(4);
        assertThat(waits(next(cycle, off()))).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void anOffWithoutAnAnswerIsNeverSentAgain() {
        var cycle = change(What.POWER_CYCLE);
        took("power-off", UNCLEAR);
        waits(next(cycle, deployed()));
        assertThat(step(next(cycle, off()))).isEqualTo(new Step.PowerOn(M1));
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(stuck(next(cycle, deployed()))).contains("nobody knows whether it was off in between");
        taken.clear();
        diedIn("power-off");
        assertThat(stuck(next(cycle, deployed()))).contains("no answer came");
    }

    @Test
    void anOnWithoutAnAnswerIsSentAgainOnlyToWhatIsStillOff() {
        var cycle = change(What.POWER_CYCLE);
        took("power-off", DONE);
        diedIn("power-on");
        waits(next(cycle, off()));
        assertThat(next(cycle, deployed())).isEqualTo(ARRIVED);
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(step(next(cycle, off()))).isEqualTo(new Step.PowerOn(M1));
    }

    @Test
    void whatIsNotSwitchedInTimeNeedsAPerson() {
        for (var what : new What[] {What.POWER_OFF, What.POWER_CYCLE}) {
            taken.clear();
            now = T0.plusSeconds(60);
            var change = change(what);
            took("power-off", DONE);
            waits(next(change, deployed()));
            waits(next(change, deployed().power(Power.UNKNOWN)));
            now = T0.plus(Duration.ofMinutes(10));
            assertThat(stuck(next(change, deployed()))).contains("still says that it is on");
        }
    }

    @Test
    void aMachineThatIsAnotherNowIsNotSwitched() {
        var cycle = change(What.POWER_CYCLE);
        assertThat(stuck(next(cycle, ours().ready()))).contains("now it is Ready");
        assertThat(stuck(next(cycle, deployed().owner("eve")))).contains("belongs to eve");
        assertThat(stuck(next(cycle, deployed().locked()))).contains("veto");
        assertThat(stuck(next(cycle, ours().allocated(Given.USER)))).contains("now it is Allocated");
    }

    // ---- tests

    @Test
    void aTestIsDoneWhenAnotherRunEnded() {
        var test = change(What.TEST);
        assertThat(step(next(test, deployed()))).isEqualTo(new Step.Test(M1));
        took("test", RUNNING);
        var testing = ours().owner(Given.USER).busy(Machine.Doing.COMMISSIONING).tested(8);
        waits(next(test, testing));
        assertThat(settle(test, testing)).isInstanceOf(Next.Wait.class);
        assertThat(next(test, deployed().tested(8))).isEqualTo(ARRIVED);
    }

    @Test
    void aTestWithoutAnAnswerIsRepeatedOnlyIfNoRunBegan() {
        var test = change(What.TEST);
        took("test", UNCLEAR);
        waits(next(test, deployed()));
        assertThat(next(test, deployed().tested(8))).isEqualTo(ARRIVED);
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(step(next(test, deployed()))).isEqualTo(new Step.Test(M1));
    }

    @Test
    void failedTestsWereRunAndAreForThePlanToTell() {
        var test = change(What.TEST);
        var failed = new Machine.State.Broken(Machine.Trouble.TESTING, "sda is dying");
        assertThat(stuck(next(test, deployed().state(failed, "Failed testing").tested(8))))
                .contains("Failed testing");
        took("test", RUNNING);
        assertThat(next(test, deployed().state(failed, "Failed testing").tested(8)))
                .isEqualTo(ARRIVED);
        assertThat(Plans.why(asked(
                        What.TEST,
                        host(),
                        deployed().state(failed, "Failed testing").tested(8))))
                .contains("sda is dying");
    }

    @Test
    void anAbortedOrEndlessTestNeedsAPerson() {
        var test = change(What.TEST);
        took("test", RUNNING);
        assertThat(stuck(next(test, deployed()))).contains("shows none");
        now = T0.plus(Patience.DEFAULT.commissioning());
        assertThat(stuck(next(
                        test,
                        ours().owner(Given.USER)
                                .busy(Machine.Doing.COMMISSIONING)
                                .tested(8))))
                .contains("longer than");
    }

    @Test
    void itGoesOnOnlyWhileTheDocumentAllowsIt() {
        var cycle = (Change.OfHost) change(What.POWER_CYCLE);
        assertThat(stillWanted(cycle, deployed(), Given.desired(host()))).isTrue();
        assertThat(stillWanted(cycle, deployed(), Given.desired(host().ready())))
                .isFalse();
        took("power-off", DONE);
        assertThat(stillWanted(cycle, deployed(), Given.desired(host().ready())))
                .isTrue();
    }

    @Test
    void aRequestIsUsedUpByWhatMayHaveBeenSent() {
        var cycle = (Change.OfHost) change(What.POWER_CYCLE);
        took("unlock", DONE).took("power-off", new Outcome.Failed(new Failure.NeedsHuman("no")));
        assertThat(Journey.mayHaveBegun(cycle, taken)).isFalse();
        took("power-off", UNCLEAR);
        assertThat(Journey.mayHaveBegun(cycle, taken)).isTrue();
        assertThat(Journey.mayHaveBegun(
                        (Change.OfHost) running(host().unprotected().generation(2), deployed()), taken))
                .isFalse();
    }

    @Test
    void nothingIsForgottenOfAHostThatIsSwitchedOrTested() {
        var record = Optional.of(Given.record("hv-01", deployed(), Given.NOBLE));
        for (var what : new What[] {What.POWER_CYCLE, What.TEST}) {
            assertThat(remember(change(what), off(), record)).isEqualTo(record);
            assertThat(remember(change(what), deployed().busy(Machine.Doing.COMMISSIONING), record))
                    .isEqualTo(record);
        }
    }
}
