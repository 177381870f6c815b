package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Hypervisor;
import io.penguintech.gough.schema.Risk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A hypervisor that MAAS is told of as a VM host, once, and that MAAS forgets as one before it is given up. */
class VmHostingTest extends JourneyFixture {
    private static final String AT = "https://hv-01.maas:8443";
    private static final FieldChange TOLD =
            new FieldChange("vm-host", Optional.empty(), Optional.of("lxd at %s, project maas".formatted(AT)));
    private static final FieldChange FORGOTTEN =
            new FieldChange("vm-host.7", Optional.of("lxd hv-01"), Optional.empty());
    private static final Next REGISTER = new Next.Start(new Kind.RegisterVmHost(M1));

    private static HostDraft lxd() {
        return host().lxd(AT);
    }

    private static Records records() {
        return Given.records(Given.record("hv-01", deployed(), Given.NOBLE));
    }

    /** The host as it runs, in a region with these VM hosts. */
    private static Plan plan(HostDraft host, ObservedVmHost... vmHosts) {
        return Given.plan(Given.desired(host), Given.with(Given.observed(deployed()), vmHosts), records());
    }

    private static ObservedVmHost known() {
        return Given.vmHost(7, "hv-01", "m1");
    }

    @Test
    void aRunningHypervisorThatMaasDoesNotKnowAsVmHostIsRegisteredWithApproval() {
        var change = Plans.only(plan(lxd()), Change.Amend.class);
        assertThat(change.fields()).containsExactly(TOLD);
        assertThat(change.verb()).isEqualTo("configure");
        assertThat(change.risk()).as("MAAS restarts what lives there").isEqualTo(Risk.DESTRUCTIVE);
        assertThat(change.because()).contains("restarts every virtual machine", "drain it first");
        assertThat(change.altersVmHosts()).isTrue();
        assertThat(change.digest())
                .as("an approval covers the address")
                .isNotEqualTo(one(plan(host().lxd("https://other:8443"))).digest());

        assertThat(next(change, deployed())).isEqualTo(REGISTER);
        took("register-vm-host", DONE);
        assertThat(next(change, deployed())).isEqualTo(ARRIVED);
        assertThat(remember(change, deployed(), Optional.empty()).orElseThrow().told())
                .isEqualTo(Map.of("vm-host", TOLD.after().orElseThrow()));
    }

    @Test
    void itIsNeverRegisteredTwice() {
        for (var vmHost : List.of(known(), Given.vmHost(7, "HV-01", "")))
            assertThat(plan(lxd(), vmHost).inSync()).isTrue();
        assertThat(plan(lxd(), Given.vmHost(7, "hv-01", "m9")).changes())
                .as("of its name, but another machine")
                .hasSize(1);
    }

    // ---- how it is reached, declared otherwise

    private static final String WAS = "lxd at https://old.maas:8443, project maas";

    private static Records.HostRecord told(String vmHost) {
        return Given.record("hv-01", deployed(), Given.NOBLE).told(new TreeMap<>(Map.of("vm-host", vmHost)));
    }

    private static Plan plan(Records.HostRecord record) {
        return Given.plan(Given.desired(lxd()), Given.with(Given.observed(deployed()), known()), Given.records(record));
    }

    @Test
    void anotherAddressIsToldToMaasLikeOtherAccessThatCanBeLost() {
        var change = Plans.only(plan(told(WAS)), Change.Amend.class);
        assertThat(change.fields()).containsExactly(new FieldChange("vm-host", Optional.of(WAS), TOLD.after()));
        assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(change.because()).contains("drops the virtual machines that it does not find there");
        assertThat(Wanted.by(Given.desired(lxd()), change, Optional.empty(), List.of()))
                .isTrue();
        assertThat(Wanted.by(Given.desired(host().lxd("https://newer:8443")), change, Optional.empty(), List.of()))
                .isFalse();

        assertThat(next(change, deployed())).isEqualTo(new Next.Start(new Kind.TellVmHost(M1)));
        took("tell-vm-host", DONE);
        assertThat(next(change, deployed())).isEqualTo(ARRIVED);
        var record = remember(change, deployed(), Optional.of(told(WAS))).orElseThrow();
        assertThat(plan(record).inSync()).isTrue();
        assertThat(plan(record).findings()).isEmpty();
    }

    @Test
    void whatMaasTakesOfANewOneOnlyIsAFindingThatNamesTheWay() {
        for (var was : List.of(
                "lxd at %s, project other".formatted(AT),
                "lxd at %s, key {secret=a#b}, project maas".formatted(AT),
                "lxd at https://old:8443, project other",
                "lxd at %s, project maas, password {secret=a#b}".formatted(AT))) {
            var plan = plan(told(was));
            assertThat(plan.changes()).as(was).isEmpty();
            assertThat(Plans.finding(plan, "vm-host-access"))
                    .contains(" was ", ", declared ", "remove the VM host in MAAS", "accept this");
        }
        assertThat(Plans.finding(plan(told("lxd at %s, project other".formatted(AT))), "vm-host-access"))
                .contains("project was other, declared maas");
    }

    @Test
    void whatSomebodyElseToldMaasIsTakenToBeWhatTheDocumentSaysFirst() {
        var observed = Given.with(Given.observed(deployed()), known());
        var learnt = Adoptions.toldAsDeclared(Given.desired(lxd()), observed, records());
        assertThat(learnt)
                .singleElement()
                .satisfies(record -> assertThat(record.told())
                        .isEqualTo(Map.of("vm-host", TOLD.after().orElseThrow())));
        var kept = Given.records(learnt.getFirst());
        assertThat(Adoptions.toldAsDeclared(Given.desired(host().lxd("https://newer:8443")), observed, kept))
                .isEmpty();
        assertThat(Given.plan(Given.desired(host().lxd("https://newer:8443")), observed, kept)
                        .changes())
                .hasSize(1);
    }

    @Test
    void nothingIsSentAgainBeforeACallWithoutAnAnswerMayHaveTakenEffect() {
        var change = one(plan(lxd()));
        diedIn("register-vm-host");
        waits(next(change, deployed()));
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(next(change, deployed())).isEqualTo(REGISTER);
    }

    @Test
    void aHostThatDoesNotSayHowItIsReachedOrIsNotOursToOfferIsNotRegistered() {
        assertThat(plan(host().lxd("")).inSync()).isTrue();
        assertThat(plan(host()).inSync()).isTrue();
        var adopted = Given.plan(
                Given.desired(lxd()),
                Given.with(Given.observed(deployed())),
                Given.records(Given.adopted("hv-01", deployed())));
        assertThat(adopted.changes()).isEmpty();
    }

    @Test
    void aRegionWithoutVmHostsManagesItAsAPlainMachineAndSaysSoOnce() {
        var plan = Given.plan(Given.desired(lxd()), Given.observed(deployed()), records());
        assertThat(plan.inSync()).isTrue();
        assertThat(Plans.finding(plan, "no-vm-hosts")).contains("managed as a plain machine", "or accept this");
        assertThat(Plans.findings(Given.plan(Given.desired(host().lxd("")), Given.observed(deployed()), records())))
                .isEmpty();
    }

    @Test
    void oneThatMaasNeverReachedIsAFinding() {
        var unreached = new ObservedVmHost(7, Optional.of(Hypervisor.Type.LXD), known().vmHost(), false);
        var plan = plan(lxd(), unreached);
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.finding(plan, "vm-host-unreached")).contains("VM host lxd hv-01", "cannot reach it");
    }

    @Test
    void oneOfAnotherKindIsLeftAloneAndAFinding() {
        var virsh = new ObservedVmHost(7, Optional.of(Hypervisor.Type.LIBVIRT), known().vmHost(), true);
        var plan = plan(lxd(), virsh);
        assertThat(Plans.only(plan, Change.Amend.class).fields()).containsExactly(TOLD);
        assertThat(Plans.finding(plan, "vm-host-type")).contains("libvirt hv-01", "virtualization: lxd");
    }

    @Test
    void aNewHypervisorIsRegisteredAtTheEndOfItsDeploymentUnderTheSameApproval() {
        var change = one(Given.plan(Given.desired(lxd()), Given.with(Given.observed()), Records.NONE));
        assertThat(change.fields()).contains(TOLD);
        assertThat(absent(lxd()).fields()).as("without VM hosts").doesNotContain(TOLD);
        for (var word : new String[] {"enlist", "commission", "allocate", "stamp", "deploy"}) took(word, DONE);
        assertThat(next(change, deployed())).isEqualTo(REGISTER);
        took("register-vm-host", DONE);
        assertThat(next(change, deployed())).isEqualTo(ARRIVED);
    }

    @Test
    void itIsTakenOutOfMaasBeforeItIsReleasedOrDeleted() {
        for (var host : List.of(
                lxd().unprotected().ready(),
                lxd().unprotected().retired(HostGoal.Erase.QUICK, true),
                lxd().unprotected().generation(2))) {
            taken.clear();
            var change = one(plan(host, known()));
            assertThat(change.fields()).contains(FORGOTTEN);
            assertThat(change.digest()).isNotEqualTo(one(plan(host)).digest());
            if (change instanceof Change.Release release && !release.hold().isZero()) {
                took("power-off", DONE);
                now = T0.plus(release.hold());
            }
            assertThat(step(next(change, deployed())))
                    .isEqualTo(new Step.RemoveVmHosts(M1, new TreeSet<>(List.of(7L))));
            took("remove-vm-hosts", DONE);
            assertThat(step(next(change, deployed()))).isInstanceOf(Step.Release.class);
        }
    }

    @Test
    void aReinstalledHypervisorIsRegisteredAgain() {
        var change = one(plan(lxd().unprotected().generation(2), known()));
        assertThat(change.fields()).contains(TOLD, FORGOTTEN);
        for (var word : new String[] {"remove-vm-hosts", "release", "allocate", "stamp", "deploy"}) took(word, DONE);
        var again = ours().deployed(Given.USER).stamped(((Change.Reinstall) change).deployment());
        assertThat(next(change, again)).isEqualTo(REGISTER);
    }

    @Test
    void ourLockStaysAndSomebodyElsesIsAVeto() {
        var records = Given.records(Given.locked(Given.record("hv-01", deployed(), Given.NOBLE)));
        var observed = Given.with(Given.observed(deployed().locked()));
        var change = one(Given.plan(Given.desired(lxd().lock()), observed, records));
        assertThat(next(change, deployed().locked())).isEqualTo(REGISTER);

        var foreign = Given.plan(Given.desired(lxd()), observed, records());
        assertThat(foreign.changes()).isEmpty();
        assertThat(Plans.findings(foreign)).contains("locked");
    }

    @Test
    void aRegistrationThatTheNewestRevisionTakesBackIsNotSent() {
        var change = (Change.OfHost) one(plan(lxd()));
        assertThat(stillWanted(change, deployed(), Given.desired(lxd()))).isTrue();
        assertThat(stillWanted(change, deployed(), Given.desired(host().lxd("https://other:8443"))))
                .isFalse();
        assertThat(stillWanted(change, deployed(), Given.desired(new HostDraft[0])))
                .isFalse();
    }

    @Test
    void deadAtAnyStepItIsRegisteredOnceAndGoesWithItsMachine() {
        for (int at = 0; at < 30; at++) {
            int[] left = {at};
            var engine = new TestEngine(Given.desired(lxd()));
            engine.maas.vmHosts = Optional.of(new TreeMap<>());
            engine.death = beforeCall -> left[0]-- == 0;
            engine.run(80);
            assertThat(engine.maas.vmHosts.orElseThrow()).as("dead at " + at).hasSize(1);

            engine.desired = Given.desired(lxd().unprotected().ready());
            engine.run(80);
            assertThat(engine.maas.vmHosts.orElseThrow()).as("dead at " + at).isEmpty();
            assertThat(engine.maas.effects).as("dead at " + at).containsOnlyOnce("register-vm-host e1", "release e1");
        }
    }
}
