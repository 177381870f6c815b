package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Hypervisor;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A virtual machine that is declared: made once on its hypervisor, then a host like any other, and gone with its release. */
class ComposingTest extends JourneyFixture {
    private static final FieldChange MADE = new FieldChange(
            "vm", Optional.empty(), Optional.of("2 cores, 4096 MiB, disk 20 GB, on lxd hv-01 (number 7)"));
    private static final Next COMPOSE = new Next.Start(new Kind.Compose(7));

    private static HostDraft hypervisor() {
        return host().lxd("https://hv-01.maas:8443");
    }

    private static HostDraft vm() {
        return new HostDraft("vm-01").vm("hv-01");
    }

    private static MachineDraft made() {
        return new MachineDraft("v1", "vm-01", "00:16:3e:00:00:01").on("hv-01", "m1");
    }

    private static Plan plan(HostDraft vm, Observed observed, Records.HostRecord... more) {
        var records = new ArrayList<>(List.of(more));
        records.add(Given.record("hv-01", deployed(), Given.NOBLE));
        return Given.plan(
                Given.desired(hypervisor(), vm), observed, Given.records(records.toArray(Records.HostRecord[]::new)));
    }

    private static Observed region(MachineDraft... machines) {
        return Given.with(Given.observed(machines), Given.vmHost(7, "hv-01", "m1"));
    }

    @Test
    void oneThatIsNotThereIsMadeTheWholeOfItUnderOneApproval() {
        var change = Plans.only(plan(vm(), region(deployed())), Change.BringUp.class);
        assertThat(change.fields()).contains(MADE);
        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(change.verb()).isEqualTo("deploy");
        assertThat(change.machine()).isEqualTo(new Change.Identity.Virtual("vm-01", 7, "hv-01"));
        var other = Given.with(Given.observed(deployed()), Given.vmHost(8, "hv-01", "m1"));
        assertThat(one(plan(vm(), other)).digest()).isNotEqualTo(change.digest());

        assertThat(next(change, null)).isEqualTo(COMPOSE);
        took("compose", DONE);
        assertThat(step(next(change, made()))).isInstanceOf(Step.Tag.class);
        assertThat(step(next(change, made().marked()))).isInstanceOf(Step.Commission.class);
        took("commission", DONE).took("allocate", DONE).took("stamp", DONE).took("deploy", DONE);
        var runs = made().marked().deployed(Given.USER).stamped(Given.NOBLE);
        assertThat(next(change, runs)).isEqualTo(ARRIVED);
        var record = remember(change, runs, Optional.empty()).orElseThrow();
        assertThat(record.systemId()).isEqualTo(new SystemId("v1"));
        assertThat(plan(vm(), region(deployed(), runs), record).inSync()).isTrue();
        assertThat(plan(vm(), region(deployed(), runs), record).findings()).isEmpty();
        assertThat(record.told()).isEqualTo(Map.of("vm", "2 cores, 4096 MiB, disk 20 GB"));
    }

    @Test
    void oneThatIsDeclaredOtherwiseThanItWasMadeIsAFindingAndNothingIsSent() {
        var runs = made().marked().deployed(Given.USER).stamped(Given.NOBLE);
        var record = Given.record("vm-01", runs, Given.NOBLE)
                .told(new TreeMap<>(Map.of("vm", "4 cores, 8192 MiB, disk 20 GB")));
        var plan = plan(vm(), region(deployed(), runs), record);
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.finding(plan, "vm"))
                .contains(
                        "made with 4 cores, 8192 MiB, disk 20 GB",
                        "the document says 2 cores, 4096 MiB, disk 20 GB",
                        "retire it and declare another");
        assertThat(Adoptions.toldAsDeclared(
                        Given.desired(vm()),
                        region(deployed(), runs),
                        Given.records(Given.record("vm-01", runs, Given.NOBLE))))
                .singleElement()
                .satisfies(learnt -> assertThat(learnt.told()).containsEntry("vm", "2 cores, 4096 MiB, disk 20 GB"));
    }

    @Test
    void itIsNotMadeAgainWhileItMayHaveBeenMade() {
        var change = one(plan(vm(), region(deployed())));
        diedIn("compose");
        assertThat(waits(next(change, null))).isLessThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(step(next(change, made()))).as("its effect is seen").isInstanceOf(Step.Tag.class);
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(next(change, null)).isEqualTo(COMPOSE);
        took("compose", DONE);
        assertThat(stuck(next(change, null))).contains("somebody deleted it");
    }

    @Test
    void oneThatSomebodyMadeMeanwhileOrElsewhereIsNotTaken() {
        var change = one(plan(vm(), region(deployed())));
        assertThat(stuck(next(change, made()))).contains("still to be made when this was approved");
        took("compose", DONE);
        assertThat(stuck(next(change, made().on("hv-02", "m2")))).contains("not on VM host hv-01");

        assertThat(Plans.why(plan(vm(), region(deployed(), made().on("hv-02", "m2")))))
                .contains("on VM host hv-02, and the document wants one on hv-01");
        var metal = new MachineDraft("m9", "vm-01", "52:54:00:aa:00:09");
        assertThat(Plans.why(plan(vm(), region(deployed(), metal)))).contains("already called \"vm-01\"");
    }

    @Test
    void aFreeOneOfItsNameOnItsHypervisorIsTakenAsAMachineInNewIs() {
        var change = Plans.only(plan(vm(), region(deployed(), made())), Change.BringUp.class);
        assertThat(change.machine()).isEqualTo(new Change.Identity.Known(new SystemId("v1")));
    }

    @Test
    void itWaitsForItsHypervisor() {
        var unreached = new ObservedVmHost(
                7,
                Optional.of(Hypervisor.Type.LXD),
                Given.vmHost(7, "hv-01", "m1").vmHost(),
                false);
        for (var observed : List.of(
                Given.with(Given.observed()),
                Given.with(Given.observed(ours().ready())),
                Given.with(Given.observed(deployed())),
                Given.with(Given.observed(deployed()), unreached))) {
            var blocked = plan(vm(), observed).blocked().stream()
                    .filter(each -> each.subject().text().equals("host vm-01"))
                    .toList();
            assertThat(blocked).hasSize(1);
            assertThat(blocked.getFirst().why()).startsWith("It waits for its hypervisor hv-01: ");
            assertThat(blocked.getFirst().waiting()).isTrue();
        }
    }

    @Test
    void aRegionWithoutVmHostsMakesNoneAndSaysWhatToDo() {
        var plan = plan(vm(), Given.observed(deployed()));
        assertThat(Plans.why(plan)).contains("has no VM hosts (4.0", "declare it as kind Host");
        assertThat(Plans.waits(plan)).isFalse();
    }

    @Test
    void whatTheNewestRevisionTakesBackIsNotMade() {
        var change = (Change.OfHost) one(plan(vm(), region(deployed())));
        assertThat(stillWanted(change, null, Given.desired(hypervisor(), vm()))).isTrue();
        assertThat(stillWanted(change, null, Given.desired(hypervisor()))).isFalse();
        assertThat(stillWanted(change, null, Given.desired(hypervisor(), new HostDraft("vm-01", A))))
                .isFalse();
    }

    @Test
    void oneThatIsRetiredIsDeletedAndThePlanSaysSo() {
        var runs = made().marked().deployed(Given.USER).stamped(Given.NOBLE);
        var change = Plans.only(
                plan(
                        vm().unprotected().retired(HostGoal.Erase.NONE, false),
                        region(deployed(), runs),
                        Given.record("vm-01", runs, Given.NOBLE)),
                Change.Release.class);
        assertThat(change.deletes()).isTrue();
        assertThat(change.destroysHost()).isTrue();
    }

    @Test
    void oneThatWasNeverDeployedIsDeletedWhenItIsRetiredAndMetalIsKept() {
        var ready = made().marked().ready();
        var retired = vm().unprotected().retired(HostGoal.Erase.NONE, false);
        var change = Plans.only(
                plan(retired, region(deployed(), ready), Given.record("vm-01", ready)), Change.Release.class);
        assertThat(change.deletes()).isTrue();
        assertThat(step(next(change, ready))).isInstanceOf(Step.Delete.class);
        assertThat(Plans.why(plan(
                        vm().retired(HostGoal.Erase.NONE, false),
                        region(deployed(), ready),
                        Given.record("vm-01", ready))))
                .contains("spec.protect is true");

        var metal = ours().ready();
        assertThat(Given.plan(
                                Given.desired(host().unprotected().retired(HostGoal.Erase.NONE, false)),
                                Given.observed(metal),
                                Given.records(Given.record("hv-01", metal)))
                        .changes())
                .isEmpty();
    }

    @Test
    void oneThatIsToBeTakenOverAndIsNotThereIsNotMade() {
        assertThat(Plans.why(plan(vm().adopt(), region(deployed())))).contains("neither taken over nor registered");
    }

    @Test
    void deadAtAnyStepItIsMadeOnceAndGoesBeforeItsHypervisor() {
        for (int at = 0; at < 40; at++) {
            int[] left = {at};
            var engine = new TestEngine(Given.desired(hypervisor(), vm()));
            engine.maas.vmHosts = Optional.of(new TreeMap<>());
            engine.death = beforeCall -> left[0]-- == 0;
            engine.run(160);
            assertThat(engine.maas.effects)
                    .as("dead at " + at)
                    .containsOnlyOnce("compose vm-01")
                    .containsSubsequence("register-vm-host e1", "compose vm-01");
            assertThat(engine.plan().inSync()).as("dead at " + at).isTrue();
        }
    }
}
