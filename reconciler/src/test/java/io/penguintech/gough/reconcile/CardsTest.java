package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostNetwork.Interface;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Cards and boards that were replaced in a machine that runs: who it is, what MAAS is told, and when nothing is. */
class CardsTest extends JourneyFixture {
    private static final String B = "52:54:00:aa:00:02";
    private static final String C = "52:54:00:aa:00:0c";
    private static final String D = "52:54:00:aa:00:0d";

    // ---- what is planned

    @Test
    void theOnlyCardOfWhatGoughDeployedIsToldToMaas() {
        var change = one(plan(host(C), running(A)));

        assertThat(change).isInstanceOf(Change.Amend.class);
        assertThat(change.verb()).isEqualTo("configure");
        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(change.destroysHost()).isFalse();
        assertThat(change.fields()).containsExactly(card("eth0", A, C));
        assertThat(change.because()).contains("replaced", "nothing is sent to the machine");
    }

    @Test
    void oneOfTwoCardsIsToldToMaas() {
        assertThat(one(plan(host(A, C), running(A, B))).fields()).containsExactly(card("eth1", B, C));
    }

    @Test
    void whatWasReplacedAndWhatItBecameAreApproved() {
        var digests = List.of(
                one(plan(host(A, C), running(A, B))).digest(),
                one(plan(host(A, D), running(A, B))).digest(),
                one(plan(host(B, C), running(A, B))).digest());
        assertThat(digests).doesNotHaveDuplicates();
    }

    @Test
    void aCardThatNoDocumentEverNamedIsNotTakenForTheReplacedOne() {
        var machine = running(A, B, D);
        assertThat(one(plan(host(C), machine, named(A, machine))).fields()).containsExactly(card("eth0", A, C));

        var plan = plan(host(A, C), machine, named(A, machine));
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.finding(plan, "cards"))
                .contains(C, "eth1 (" + B + ", number 2)", "None of these left the document", "accept this");
    }

    @Test
    void whatADocumentNamesIsRememberedOnlyOnceMaasKnowsIt() {
        var machine = running(A, B);
        assertThat(learnt(host(A), machine, named("", machine))).contains(A);
        assertThat(learnt(host(A, B), machine, named(A, machine))).contains(A + " " + B);
        assertThat(learnt(host(A, C), machine, named(A, machine))).isEmpty();
        assertThat(learnt(host(A), machine, named(A, machine))).isEmpty();
    }

    @Test
    void anAddressThatMaasWasGivenByHandIsNotTakenBack() {
        var machine = running(B);
        assertThat(Plans.why(plan(host(A), machine, named(A, machine))))
                .contains("none of the declared addresses", "If MAAS is right, put its address into the document");
    }

    @Test
    void whichOfSeveralWasReplacedIsNotGuessed() {
        for (var plan :
                List.of(plan(host(A, C), running(A, B, D)), plan(host(A, C, D), running(A, B, "52:54:00:aa:00:0e")))) {
            assertThat(plan.changes()).isEmpty();
            assertThat(plan.inSync()).isTrue();
            assertThat(Plans.finding(plan, "cards"))
                    .contains("cannot be told", "one address with each commit", "interface update m1 NUMBER");
        }
    }

    @Test
    void severalAtOnceAreToldApartByTheirNames() {
        var host = host(A, C, D).network(cards(Map.of("eth1", D, "eth2", C)));
        var machine = running(A, B, "52:54:00:aa:00:0e");
        var change = one(plan(host, machine));
        assertThat(change.fields()).containsExactly(card("eth1", B, D), card("eth2", "52:54:00:aa:00:0e", C));
        assertThat(stillWanted(change, machine, Given.desired(host))).isTrue();
    }

    @Test
    void allCardsAtOnceAreOtherHardwareUnlessTheSerialIsTheSame() {
        var host = host(C, D).network(cards(Map.of("eth0", C, "eth1", D)));
        assertThat(Plans.why(plan(host, running(A, B)))).contains("none of the declared", "one thing with each commit");

        var machine = running(A, B).serial("ABC");
        assertThat(one(plan(host.serial("abc"), machine)).fields()).hasSize(2);
    }

    @Test
    void anotherPowerControlBesideAnotherOnlyCardIsOtherHardware() {
        var machine = running(A);
        var told = new TreeMap<>(Map.of("type", "ipmi", "address", "192.0.2.1"));
        var record = named("", machine).switchedBy(told);
        var host = host(C).power(Optional.of(new MachineSpec.Power("ipmi", new TreeMap<>())));

        assertThat(Plans.why(plan(host, machine, record))).contains("no power control beside it");
    }

    @Test
    void withoutOurStampOrMarksAnOnlyCardProvesNothing() {
        for (var machine : List.of(
                running(A).annotations(new TreeMap<>()),
                running(A).untag(Given.OWN_TAG),
                running(A).owner("eve")))
            assertThat(Plans.why(plan(host(C).adopt(), machine)))
                    .contains("none of the declared addresses", "interface update m1 NUMBER mac_address=");
    }

    @Test
    void nothingIsGivenUpOrReinstalledByARecordAlone() {
        assertThat(Plans.why(plan(host(C).unprotected().retired(HostGoal.Erase.QUICK, false), running(A))))
                .contains("none of the declared addresses");
        assertThat(one(plan(host(C).unprotected().generation(2), running(A))))
                .as("first both name the same machine")
                .isInstanceOf(Change.Amend.class);
        assertThat(one(plan(host(A, C).unprotected().generation(2), running(A, C))))
                .isInstanceOf(Change.Reinstall.class);
    }

    @Test
    void ofAReadyMachineCommissioningLearnsIt() {
        var machine = machine(A).marked().ready();
        var plan = Given.plan(
                Given.desired(host(C).ready()), Given.observed(machine), Given.records(Given.record("hv-01", machine)));
        assertThat(Plans.why(plan)).contains("commission");
    }

    @Test
    void ofWhatWasAdoptedItIsAFinding() {
        var machine = machine(A, B).marked().deployed("eve");
        var plan = Given.plan(
                Given.desired(host(A, C).adopt()),
                Given.observed(machine),
                Given.records(Given.adopted("hv-01", machine)));
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.finding(plan, "cards"))
                .contains(C, "did not deploy", "interface update m1 NUMBER mac_address=" + C);
    }

    @Test
    void aLockOfAPersonIsAVeto() {
        var plan = plan(host(A, C), running(A, B).locked());
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.finding(plan, "locked")).contains("card.eth1 is " + B + ", declared " + C);
        assertThat(Plans.why(plan(
                        host(A, C).unprotected().generation(2), running(A, B).locked())))
                .contains("veto");
    }

    @Test
    void aNewCardThatMaasEnlistedByItselfIsNamedWithWhatToDo() {
        var machine = running(A);
        var enlisted = new MachineDraft("m2", "fast-cat", C);
        var plan = Given.plan(
                Given.desired(host(C)),
                Given.observed(machine, enlisted),
                Given.records(Given.record("hv-01", machine, Given.NOBLE)));
        assertThat(Plans.why(plan)).contains("machine m2 (fast-cat)", "delete it in MAAS", C);
        var used = Given.plan(
                Given.desired(host(C)),
                Given.observed(machine, enlisted.ready()),
                Given.records(Given.record("hv-01", machine, Given.NOBLE)));
        assertThat(Plans.why(used)).contains("nothing is guessed", "moved here from another host");
    }

    @Test
    void anAddressOfAnotherMachineIsNotSentToMaasWhichRefusesIt() {
        var machine = running(A, B);
        var enlisted = new MachineDraft("m2", "fast-cat", C);
        var plan = Given.plan(
                Given.desired(host(B).network(cards(Map.of("eth0", C)))),
                Given.observed(machine, enlisted),
                Given.records(Given.record("hv-01", machine, Given.NOBLE)));
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.finding(plan, "cards")).contains("Machine m2 (fast-cat), which is New", "delete it in MAAS");
    }

    @Test
    void anAddressThatABondKeptIsACardsAgainWhenADocumentTakesItBack() {
        var nics = new ArrayList<>(nics(C, B));
        nics.add(nic(9, "bond0", InterfaceType.BOND, A));
        var machine = running(C, B, A).fitted(fitted(nics));
        assertThat(one(plan(host(A, B), machine, named(B + " " + C, machine))).fields())
                .containsExactly(card("eth0", C, A));
        assertThat(plan(host(A, B), machine, named(A + " " + B, machine)).changes())
                .isEmpty();
    }

    // ---- boards

    @Test
    void aNewSerialOfWhatRunsIsAFindingAndTheHostGoesOn() {
        var machine = running(A).serial("OLD");
        var plan = plan(host(A).serial("NEW").zone("rack-b"), machine);
        assertThat(one(plan).fields()).extracting(FieldChange::field).containsExactly("zone");
        assertThat(Plans.finding(plan, "serial")).contains("NEW", "OLD", "board", "accept this");
    }

    @Test
    void whileSerialsDifferNothingIsReinstalledSwitchedOrGivenUp() {
        var machine = running(A).serial("OLD").power(Machine.Power.ON);
        var host = host(A).serial("NEW").unprotected();
        assertThat(Plans.why(plan(host.generation(2), machine)))
                .contains("reinstall it", "take spec.machine.serial out of the document");
        var asked = Given.asked(Given.desired(host.generation(1)), Given.request(HostRequest.What.POWER_CYCLE));
        assertThat(Plans.why(Given.plan(
                        asked, Given.observed(machine), Given.records(Given.record("hv-01", machine, Given.NOBLE)))))
                .contains("serial NEW", "serial OLD");
        assertThat(Plans.why(plan(host.retired(HostGoal.Erase.QUICK, false), machine)))
                .contains("serial NEW", "take spec.machine.serial out of the document");
        assertThat(one(plan(host(A).unprotected().generation(2), machine))).isInstanceOf(Change.Reinstall.class);
    }

    @Test
    void aNewBoardWithNewCardsIsToldInTwoCommits() {
        var machine = running(A).serial("OLD");
        assertThat(Plans.why(plan(host(C).serial("NEW"), machine))).contains("one thing with each commit");
        assertThat(one(plan(host(C).serial("OLD"), machine)).fields()).containsExactly(card("eth0", A, C));
        var after = running(C).serial("OLD");
        assertThat(Plans.findings(plan(host(C).serial("NEW"), after))).containsExactly("serial");
    }

    // ---- what is done

    @Test
    void itIsOneWriteAndThenItIsThere() {
        var change = one(plan(host(A, C), running(A, B)));
        assertThat(step(next(change, running(A, B)))).isEqualTo(write("eth1", C));
        took(write("eth1", C).word(), DONE);
        assertThat(next(change, running(A, C))).isEqualTo(ARRIVED);
        var record = remember(change, running(A, C), Optional.of(named("", running(A, B))))
                .orElseThrow();
        assertThat(record.macAddresses()).containsExactly(new MacAddress(A), new MacAddress(C));
        assertThat(plan(host(A, C), running(A, C)).inSync()).isTrue();
    }

    @Test
    void afterALostAnswerItIsLookedAtBeforeItIsSentAgain() {
        var change = one(plan(host(A, C), running(A, B)));
        took(write("eth1", C).word(), UNCLEAR);
        assertThat(waits(next(change, running(A, B)))).isPositive();
        assertThat(next(change, running(A, C))).isEqualTo(ARRIVED);
        now = T0.plus(Journey.Patience.DEFAULT.unclear());
        assertThat(step(next(change, running(A, B)))).isEqualTo(write("eth1", C));
    }

    @Test
    void ourOwnLockIsLiftedForIt() {
        var machine = running(A, B).locked();
        var change = one(plan(host(A, C).lock(), machine, Given.locked(named("", machine))));
        assertThat(step(next(change, machine))).isEqualTo(new Step.Unlock(M1));
        took("unlock", DONE);
        assertThat(step(next(change, running(A, B)))).isEqualTo(write("eth1", C));
        taken.add(new Taken(write("eth1", C).word(), T0.plusSeconds(1), Optional.of(DONE)));
        assertThat(step(next(change, running(A, C)))).isEqualTo(new Step.Lock(M1));
    }

    @Test
    void whatIsNotAsItWasApprovedIsLeftAlone() {
        var change = one(plan(host(A, C), running(A, B)));
        assertThat(stuck(next(change, running(A, D)))).contains("card eth1", B, "somebody changed it");
        assertThat(stuck(next(change, running(A, B).owner("eve")))).contains("owner eve");
        assertThat(stuck(next(change, running(A, B).ready().owner("")))).contains("Ready");
    }

    @Test
    void itIsNotSentWhenTheNewestDocumentNamesAnother() {
        var change = one(plan(host(A, C), running(A, B)));
        assertThat(stillWanted(change, running(A, B), Given.desired(host(A, C))))
                .isTrue();
        assertThat(stillWanted(change, running(A, B), Given.desired(host(A, D))))
                .isFalse();
        assertThat(stillWanted(change, running(A, B), Given.desired(host(A, B))))
                .isFalse();
    }

    // ---- small things

    private static HostDraft host(String... macs) {
        return new HostDraft("hv-01", macs);
    }

    private static MachineDraft machine(String... macs) {
        return new MachineDraft("m1", "hv-01", macs).fitted(fitted(nics(macs)));
    }

    private static MachineDraft running(String... macs) {
        return machine(macs).marked().deployed(Given.USER).stamped(Given.NOBLE);
    }

    private static Fitted fitted(List<Fitted.Nic> nics) {
        return new Fitted(nics, Optional.empty(), Optional.empty(), Disks.NONE);
    }

    private static List<Fitted.Nic> nics(String... macs) {
        var nics = new ArrayList<Fitted.Nic>();
        for (var mac : macs) nics.add(nic(nics.size() + 1, "eth" + nics.size(), InterfaceType.PHYSICAL, mac));
        return nics;
    }

    private static Fitted.Nic nic(long id, String name, InterfaceType type, String mac) {
        return new Fitted.Nic(
                id, name, type, mac, List.of(), Optional.empty(), new TreeSet<>(), new TreeMap<>(), List.of());
    }

    private static HostNetwork cards(Map<String, String> addresses) {
        var interfaces = new TreeMap<String, Interface>();
        addresses.forEach((name, mac) -> interfaces.put(
                name,
                new Interface(
                        InterfaceType.PHYSICAL,
                        Optional.of(new MacAddress(mac)),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new TreeSet<>(),
                        new TreeMap<>(),
                        Optional.empty())));
        return new HostNetwork(interfaces);
    }

    /** The record of what we deployed, with the addresses that documents named before; empty when that is not known. */
    private static Records.HostRecord named(String addresses, MachineDraft machine) {
        var told = new TreeMap<String, String>();
        if (!addresses.isEmpty()) told.put(Told.CARDS, addresses);
        return Given.record("hv-01", machine, Given.NOBLE).told(told);
    }

    private static Optional<String> learnt(HostDraft host, MachineDraft machine, Records.HostRecord record) {
        return Adoptions.toldAsDeclared(Given.desired(host), Given.observed(machine), Given.records(record)).stream()
                .map(learnt -> learnt.told().getOrDefault(Told.CARDS, ""))
                .filter(cards -> !cards.equals(record.told().get(Told.CARDS)))
                .findFirst();
    }

    private static Plan plan(HostDraft host, MachineDraft machine) {
        return plan(host, machine, named("", machine));
    }

    private static Plan plan(HostDraft host, MachineDraft machine, Records.HostRecord record) {
        return Given.plan(Given.desired(host), Given.observed(machine), Given.records(record));
    }

    private static FieldChange card(String name, String before, String after) {
        return new FieldChange("card." + name, Optional.of(before), Optional.of(after));
    }

    private static Step.SetUp write(String name, String mac) {
        return new Step.SetUp(M1, new SetupWrite.ReplaceCard(2, name, new MacAddress(mac)));
    }
}
