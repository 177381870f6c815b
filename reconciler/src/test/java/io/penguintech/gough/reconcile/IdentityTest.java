package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.BackendName;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which machine a host is, and when nothing is guessed. */
class IdentityTest {
    private static final String A = "52:54:00:aa:00:01";
    private static final String B = "52:54:00:aa:00:02";

    @Test
    void aHostThatACompleteListDoesNotKnowIsBroughtUpByItsAddresses() {
        var plan = Given.plan(Given.desired(new HostDraft("hv-01", A, B)), Given.observed(), Records.NONE);

        var change = Plans.only(plan, Change.BringUp.class);
        assertThat(change.machine())
                .isEqualTo(new Change.Identity.Absent(
                        new HostDraft("x", A, B).build().machine().macAddresses()));
        assertThat(change.from()).isEqualTo("absent");
    }

    @Test
    void absenceFromAnIncompleteListIsNoAbsence() {
        var regions = new TreeMap<BackendName, Observed.Region>();
        regions.put(Given.REGION, Given.region(List.of(), false, Given.NOON));
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A)), new Observed(regions, new TreeMap<>()), Records.NONE);

        assertThat(Plans.why(plan)).contains("not listed completely");
        assertThat(Plans.waits(plan)).isTrue();
    }

    @Test
    void hostsOfARegionThatWasNeverReadWait() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A)), new Observed(new TreeMap<>(), new TreeMap<>()), Records.NONE);

        assertThat(Plans.why(plan)).contains("not observed yet");
        assertThat(Plans.waits(plan)).isTrue();
    }

    @Test
    void anyOfItsAddressesFindsAMachine() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A, B)),
                Given.observed(new MachineDraft("m1", "fast-cat", B)),
                Records.NONE);

        assertThat(Plans.only(plan, Change.BringUp.class).machine())
                .isEqualTo(new Change.Identity.Known(new SystemId("m1")));
    }

    @Test
    void aSerialFindsAMachineWhateverItsCase() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01").serial("abc1 ")),
                Given.observed(new MachineDraft("m1", "fast-cat", B).serial("ABC1")),
                Records.NONE);

        assertThat(Plans.only(plan, Change.BringUp.class).machine())
                .isEqualTo(new Change.Identity.Known(new SystemId("m1")));
    }

    @Test
    void addressesOnTwoMachinesBlock() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A, B)),
                Given.observed(new MachineDraft("m1", "fast-cat", A), new MachineDraft("m2", "slow-dog", B)),
                Records.NONE);

        assertThat(Plans.why(plan)).contains("different machines", "m1", "m2", A, B);
    }

    @Test
    void aSerialOnTwoMachinesBlocks() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01").serial("0000")),
                Given.observed(
                        new MachineDraft("m1", "fast-cat", A).serial("0000"),
                        new MachineDraft("m2", "slow-dog", B).serial("0000")),
                Records.NONE);

        assertThat(Plans.why(plan)).contains("different machines", "m1", "m2");
    }

    @Test
    void anAddressThatMovedAwayFromTheRememberedMachineBlocks() {
        var remembered = new MachineDraft("m1", "hv-01", B).marked().ready();
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A)),
                Given.observed(remembered, new MachineDraft("m2", "new-one", A)),
                Given.records(Given.record("hv-01", remembered)));

        assertThat(Plans.why(plan)).contains("different machines", "remembered as machine m1", "m2");
    }

    @Test
    void twoHostsForOneMachineBlockBoth() {
        var machine = new MachineDraft("m1", "hv-01", A, B).marked().ready();
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A), new HostDraft("hv-02", B)),
                Given.observed(machine),
                Given.records(Given.record("hv-01", machine)));

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.blocked())
                .extracting(blocked -> blocked.subject().text())
                .containsExactly("host hv-01", "host hv-02");
        assertThat(plan.blocked())
                .allSatisfy(blocked -> assertThat(blocked.why()).contains("more than one host"));
    }

    @Test
    void aHostInDoubtBlocksTheOtherClaimantToo() {
        var one = new MachineDraft("m1", "hv-01", A).marked().ready();
        var two = new MachineDraft("m2", "hv-02", B).marked().ready();
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A, B), new HostDraft("hv-02", B)),
                Given.observed(one, two),
                Given.records(Given.record("hv-01", one), Given.record("hv-02", two)));

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.blocked()).hasSize(2);
    }

    @Test
    void anotherSerialThanDeclaredBlocks() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A).serial("ABC")),
                Given.observed(new MachineDraft("m1", "fast-cat", A).serial("XYZ")),
                Records.NONE);

        assertThat(Plans.why(plan)).contains("serial ABC", "serial XYZ");
    }

    @Test
    void aSerialMaasHasNotLearntYetIsNoContradiction() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A).serial("ABC")),
                Given.observed(new MachineDraft("m1", "fast-cat", A)),
                Records.NONE);

        Plans.only(plan, Change.BringUp.class);
    }

    @Test
    void aRememberedMachineWithNoneOfTheDeclaredAddressesBlocks() {
        var machine =
                new MachineDraft("m1", "hv-01", A).marked().deployed(Given.USER).stamped(Given.NOBLE);
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", B)),
                Given.observed(machine),
                Given.records(Given.record("hv-01", machine, Given.NOBLE)));

        assertThat(Plans.why(plan)).contains("none of the declared addresses", A);
    }

    @Test
    void aRememberedMachineWhoseSerialAgreesMayHaveOtherAddresses() {
        var machine = new MachineDraft("m1", "hv-01", A)
                .serial("ABC")
                .marked()
                .deployed(Given.USER)
                .stamped(Given.NOBLE);
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", B).serial("ABC")),
                Given.observed(machine),
                Given.records(Given.record("hv-01", machine, Given.NOBLE)));

        assertThat(plan.inSync()).isTrue();
    }

    @Test
    void aMachineOfAnotherRegionIsNotEnlistedTwice() {
        var regions = new TreeMap<BackendName, Observed.Region>();
        regions.put(Given.REGION, Given.region(List.of(), true, Given.NOON));
        regions.put(
                new BackendName("west"),
                Given.region(List.of(new MachineDraft("w1", "fast-cat", A).build()), true, Given.NOON));
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A)), new Observed(regions, new TreeMap<>()), Records.NONE);

        assertThat(Plans.why(plan)).contains("region west", "w1", A);
    }

    @Test
    void aHostDoesNotMoveToAnotherRegion() {
        var machine = new MachineDraft("m1", "hv-01", A).marked().ready();
        var regions = new TreeMap<BackendName, Observed.Region>();
        regions.put(Given.REGION, Given.region(List.of(machine.build()), true, Given.NOON));
        regions.put(new BackendName("west"), Given.region(List.of(), true, Given.NOON));
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A).region("west")),
                new Observed(regions, new TreeMap<>()),
                Given.records(Given.record("hv-01", machine)));

        assertThat(Plans.why(plan)).contains("region default", "region west");
    }

    @Test
    void aNewNameWithTheSameAddressesIsARenameOfTheRunningMachine() {
        var machine = new MachineDraft("m1", "old-name", A)
                .marked()
                .deployed(Given.USER)
                .stamped(Given.NOBLE);
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A)),
                Given.observed(machine),
                Given.records(Given.record("old-name", machine, Given.NOBLE)));

        var change = Plans.only(plan, Change.Amend.class);
        assertThat(change.fields())
                .containsExactly(
                        new FieldChange("hostname", java.util.Optional.of("old-name"), java.util.Optional.of("hv-01")));
        assertThat(change.risk()).isEqualTo(io.penguintech.gough.schema.Risk.DISRUPTIVE);
        assertThat(change.because()).contains("keeps its old name old-name");
        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void anEarlierNameFindsTheRecordOfAMachineWithNewAddresses() {
        var machine = new MachineDraft("m1", "old-name", A)
                .serial("ABC")
                .marked()
                .deployed(Given.USER)
                .stamped(Given.NOBLE);
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", B).serial("ABC").formerly("old-name")),
                Given.observed(machine),
                Given.records(Given.record("old-name", machine, Given.NOBLE)));

        Plans.only(plan, Change.Amend.class);
    }

    @Test
    void twoRecordsForOneHostBlock() {
        var one = new MachineDraft("m1", "hv-01", A).marked().ready();
        var two = new MachineDraft("m2", "old-name", B).marked().ready();
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A).formerly("old-name")),
                Given.observed(one, two),
                Given.records(Given.record("hv-01", one), Given.record("old-name", two)));

        assertThat(Plans.why(plan)).contains("Remembered twice", "m1", "m2");
    }

    /** Deleted in MAAS with nothing on it, and taken in again under its new name. */
    @Test
    void aRenamedHostWhoseEmptyMachineWasTakenInAgainIsRememberedOnce() {
        var gone = new MachineDraft("m1", "old-name", A).marked().ready();
        var now = new MachineDraft("m2", "hv-01", A).marked().ready();
        var desired = Given.desired(new HostDraft("hv-01", A).formerly("old-name"));
        var empty = Given.records(Given.record("hv-01", now), Given.record("old-name", gone));
        var ran = Given.records(Given.record("hv-01", now), Given.record("old-name", gone, Given.NOBLE));

        assertThat(Given.plan(desired, Given.observed(now), empty).blocked()).isEmpty();
        assertThat(Plans.why(Given.plan(desired, Given.observed(now), ran))).contains("Remembered twice");
    }

    @Test
    void anEarlierNameThatIsDeclaredAgainIsNoRename() {
        var one = new MachineDraft("m1", "old-name", A)
                .marked()
                .deployed(Given.USER)
                .stamped(Given.NOBLE);
        var plan = Given.plan(
                Given.desired(new HostDraft("old-name", A), new HostDraft("hv-01", B).formerly("old-name")),
                Given.observed(one),
                Given.records(Given.record("old-name", one, Given.NOBLE)));

        var change = Plans.only(plan, Change.BringUp.class);
        assertThat(change.subject().text()).isEqualTo("host hv-01");
        assertThat(change.machine()).isInstanceOf(Change.Identity.Absent.class);
    }
}
