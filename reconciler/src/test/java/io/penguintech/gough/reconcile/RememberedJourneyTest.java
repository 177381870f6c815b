package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostGoal;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is remembered of a host, and from when on. */
class RememberedJourneyTest extends JourneyFixture {
    @Test
    void nothingIsRememberedBeforeTheMachineCarriesOurMarks() {
        var change = absent(host());
        took("enlist", DONE);

        assertThat(remember(change, machine(), Optional.empty())).isEmpty();
        assertThat(remember(change, ours(), Optional.empty())).hasValueSatisfying(record -> {
            assertThat(record.systemId()).isEqualTo(M1);
            assertThat(record.adopted()).isFalse();
            assertThat(record.deployment()).isEmpty();
            assertThat(record.macAddresses())
                    .containsExactlyElementsOf(host().build().machine().macAddresses());
        });
        assertThat(remember(change, ours().owner("eve"), Optional.empty())).isEmpty();
    }

    @Test
    void aDeploymentIsRememberedOnceTheMachineRunsWithItsStamp() {
        var change = idle(host().tags("t"), ours().ready());
        var before = Optional.of(Given.record("hv-01", ours()));

        assertThat(remember(change, ours().deployed(Given.USER), before)
                        .orElseThrow()
                        .deployment())
                .isEmpty();
        took("deploy", RUNNING);
        var after = remember(change, deployed().tag("t", "theirs"), before).orElseThrow();
        assertThat(after.deployment()).contains(Given.NOBLE);
        assertThat(after.tags()).containsExactly("t");
    }

    @Test
    void aReleaseIsRememberedOnlyAsOurs() {
        var change = running(host().unprotected().retired(HostGoal.Erase.NONE, true), deployed());
        var before = Optional.of(Given.record("hv-01", deployed(), Given.NOBLE));

        assertThat(remember(change, ours().ready(), before).orElseThrow().deployment())
                .contains(Given.NOBLE);
        took("power-off", DONE);
        assertThat(remember(change, deployed(), before).orElseThrow().heldSince())
                .contains(T0);
        assertThat(remember(change, null, before)).isEqualTo(before);
        took("release", RUNNING);
        assertThat(remember(change, deployed(), before).orElseThrow().deployment())
                .contains(Given.NOBLE);
        for (var end : List.of(ours(), ours().ready(), ours().busy(Machine.Doing.RELEASING), ours().broken())) {
            var after = remember(change, end, before).orElseThrow();
            assertThat(after.deployment()).isEmpty();
            assertThat(after.heldSince()).isEmpty();
        }
        assertThat(remember(change, null, before)).isEmpty();
    }

    @Test
    void aReinstallIsRememberedStepByStep() {
        var change = running(host().unprotected().generation(2), deployed());
        var before = Optional.of(Given.record("hv-01", deployed(), Given.NOBLE));
        var two = new Records.Deployment(2, "noble", "", "");

        assertThat(remember(change, deployed(), before).orElseThrow().deployment())
                .contains(Given.NOBLE);
        took("release", RUNNING);
        assertThat(remember(change, ours().ready(), before).orElseThrow().deployment())
                .isEmpty();
        took("allocate", DONE);
        assertThat(remember(change, ours().allocated(Given.USER), before)
                        .orElseThrow()
                        .deployment())
                .isEmpty();
        took("deploy", RUNNING);
        assertThat(remember(change, ours().deployed(Given.USER).stamped(two), before)
                        .orElseThrow()
                        .deployment())
                .contains(two);
    }

    @Test
    void anAdoptedMachineThatRunsIsNotOursToDeploy() {
        var machine = machine().deployed("eve");
        var change = one(
                Given.plan(Given.desired(host().adopt().description("new")), Given.observed(machine), Records.NONE));

        assertThat(remember(change, machine, Optional.empty())).isEmpty();
        var after = remember(change, machine.marked(), Optional.empty()).orElseThrow();
        assertThat(after.adopted()).isTrue();
        assertThat(after.deployment()).isEmpty();

        var ready = one(Given.plan(
                Given.desired(host().ready().adopt().description("new")),
                Given.observed(machine().ready()),
                Records.NONE));
        assertThat(remember(ready, ours().ready(), Optional.empty())
                        .orElseThrow()
                        .adopted())
                .isFalse();
    }

    @Test
    void anAmendKeepsWhatIsRememberedAndItsTags() {
        var machine = deployed().tag("old", "kept");
        var before = Given.record("hv-01", machine, Given.NOBLE);
        var remembered = new Records.HostRecord(
                before.host(),
                before.region(),
                before.systemId(),
                before.macAddresses(),
                false,
                before.deployment(),
                Optional.empty(),
                new TreeSet<>(List.of("old", "kept", "vanished")));
        var change = one(Given.plan(
                Given.desired(host().tags("kept", "new")), Given.observed(machine), Given.records(remembered)));

        assertThat(step(next(change, machine)))
                .isEqualTo(new Step.Tag(M1, new TreeSet<>(List.of("new")), new TreeSet<>(List.of("old"))));
        assertThat(remember(change, deployed().tag("kept", "old"), Optional.of(remembered))
                        .orElseThrow()
                        .tags())
                .containsExactly("kept", "old");
        var after = remember(change, deployed().tag("kept", "new"), Optional.of(remembered))
                .orElseThrow();
        assertThat(after.tags()).containsExactly("kept", "new");
        assertThat(after.deployment()).contains(Given.NOBLE);
    }

    @Test
    void anotherMachineUnderTheSameNameInheritsNothing() {
        var gone = Given.record("hv-01", new MachineDraft("m0", "hv-01", A), Given.NOBLE);
        var change = idle(host(), ours());

        assertThat(remember(change, ours(), Optional.of(gone)).orElseThrow().deployment())
                .isEmpty();
    }
}
