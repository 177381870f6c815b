package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a machine runs what is remembered of it. */
class WhatRunsTest {
    private static MachineDraft ours() {
        return new MachineDraft("e1", "hv-01", "52:54:00:00:00:01")
                .marked()
                .deployed(Given.USER)
                .stamped(Given.NOBLE);
    }

    private static boolean runsOn(Records.HostRecord record, MachineDraft machine) {
        return record.runsOn(machine.build(), Given.identity(), Given.REPOSITORY_ID);
    }

    /** What makes it doubtful that what Gough deployed still runs there. */
    enum Doubt {
        TAKEN_BY_ALICE(machine -> machine.owner("alice")),
        OF_NOBODY(machine -> machine.owner("")),
        WITHOUT_STAMP(machine -> machine.annotations(new TreeMap<>())),
        WITH_ANOTHER_STAMP(machine -> machine.stamped(new Records.Deployment(2, "noble", "", ""))),
        WITHOUT_MARKS(machine -> machine.untag(Desired.MANAGED, Given.OWN_TAG)),
        WITH_THE_MARK_OF_ANOTHER_GOUGH(machine -> machine.tag("gough-other")),
        ANOTHER_MACHINE(machine -> machine.id("e2")),
        READY(MachineDraft::ready);

        private final UnaryOperator<MachineDraft> edit;

        Doubt(UnaryOperator<MachineDraft> edit) {
            this.edit = edit;
        }
    }

    @Test
    void whatGoughDeployedRunsWhereUserMarksAndStampSaySo() {
        assertThat(runsOn(Given.record("hv-01", ours(), Given.NOBLE), ours())).isTrue();
        assertThat(runsOn(Given.record("hv-01", ours()), ours())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aMachineInDoubtDoesNotRunWhatGoughDeployed(Doubt doubt) {
        var record = Given.record("hv-01", ours(), Given.NOBLE);

        assertThat(runsOn(record, doubt.edit.apply(ours()))).isFalse();
    }

    @Test
    void whatWasAdoptedIsAnybodysAndHasNoStamp() {
        var theirs = new MachineDraft("e1", "hv-01", "52:54:00:00:00:01").deployed("alice");
        var record = Given.adopted("hv-01", theirs);

        assertThat(runsOn(record, theirs)).isTrue();
        assertThat(runsOn(record, theirs.ready())).isFalse();
    }
}
