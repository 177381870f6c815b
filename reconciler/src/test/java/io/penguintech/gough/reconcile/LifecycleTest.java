package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.DeployOptions;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the goal of a machine that is ours needs, and what stands in its way. */
class LifecycleTest {
    private static final String A = "52:54:00:aa:00:01";

    private static MachineDraft ours() {
        return new MachineDraft("m1", "hv-01", A).marked();
    }

    private static MachineDraft running() {
        return ours().deployed(Given.USER).stamped(Given.NOBLE);
    }

    private static HostDraft host() {
        return new HostDraft("hv-01", A);
    }

    /** A machine of ours on which nothing runs. */
    private static Plan idle(HostDraft host, MachineDraft machine) {
        return Given.plan(Given.desired(host), Given.observed(machine), Given.records(Given.record("hv-01", machine)));
    }

    /** A machine of ours that we deployed. */
    private static Plan deployed(HostDraft host, MachineDraft machine) {
        return Given.plan(
                Given.desired(host),
                Given.observed(machine),
                Given.records(Given.record("hv-01", machine, Given.NOBLE)));
    }

    @Test
    void aRunningHostThatIsAsDeclaredNeedsNothing() {
        var plan = deployed(host(), running());

        assertThat(plan.inSync()).isTrue();
        assertThat(plan.findings()).isEmpty();
        assertThat(plan.unchanged()).isEqualTo(2);
    }

    @Test
    void aNewOrReadyMachineOfOursIsDeployed() {
        for (var machine : List.of(ours(), ours().ready())) {
            var change = Plans.only(idle(host().kernel("ga-24.04"), machine), Change.BringUp.class);
            assertThat(change.deployment()).contains(new Records.Deployment(1, "noble", "ga-24.04", ""));
            assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
            assertThat(change.goal()).isEqualTo(new HostGoal.Deployed());
        }
    }

    @Test
    void theDeploymentNamesTheUserDataByDigest() {
        var machine = ours().ready();
        var desired = Given.withUserData(Given.desired(host().generation(3)), "hv-01", "f00d");

        var plan = Given.plan(desired, Given.observed(machine), Given.records(Given.record("hv-01", machine)));

        assertThat(Plans.only(plan, Change.BringUp.class).deployment())
                .contains(new Records.Deployment(3, "noble", "", "f00d"));
    }

    @Test
    void goalReadyPreparesANewMachineAndLeavesAReadyOneAlone() {
        var change = Plans.only(idle(host().ready(), ours()), Change.BringUp.class);
        assertThat(change.deployment()).isEmpty();
        assertThat(change.verb()).isEqualTo("prepare");
        assertThat(idle(host().ready(), ours().ready()).inSync()).isTrue();
    }

    @Test
    void fieldsAreAmendedOneByOneAndOthersTagsStay() {
        var machine = running().tag("theirs", "old-of-ours").zone("rack-b").description("x ");
        var record = Given.record("hv-01", machine, Given.NOBLE);
        var remembered = new Records.HostRecord(
                record.host(),
                record.region(),
                record.systemId(),
                record.macAddresses(),
                false,
                record.deployment(),
                Optional.empty(),
                new TreeSet<>(List.of("old-of-ours", "gone-already")));

        var plan = Given.plan(
                Given.desired(host().zone("rack-a")
                        .pool("production")
                        .description("x\n")
                        .tags("role-db")),
                Given.observed(machine),
                Given.records(remembered));

        var change = Plans.only(plan, Change.Amend.class);
        assertThat(change.risk()).isEqualTo(Risk.NOTICE);
        assertThat(change.fields())
                .containsExactly(
                        new FieldChange("pool", Optional.of("default"), Optional.of("production")),
                        new FieldChange("tags.old-of-ours", Optional.of("present"), Optional.empty()),
                        new FieldChange("tags.role-db", Optional.empty(), Optional.of("present")),
                        new FieldChange("zone", Optional.of("rack-b"), Optional.of("rack-a")));
    }

    @Test
    void tagsAndDescriptionCostNothingNamesAreDns() {
        assertThat(Plans.only(deployed(host().tags("t").description("d"), running()), Change.Amend.class)
                        .risk())
                .isEqualTo(Risk.NONE);
        assertThat(Plans.only(deployed(host().domain("example"), running()), Change.Amend.class)
                        .risk())
                .isEqualTo(Risk.DISRUPTIVE);
        assertThat(Plans.only(deployed(host(), running().hostname("other")), Change.Amend.class)
                        .risk())
                .isEqualTo(Risk.DISRUPTIVE);
    }

    @Test
    void unknownNamesBlockBeforeAnyCallAndSayWhatWasMeant() {
        assertThat(Plans.why(deployed(host().zone("rak-a"), running())))
                .contains("no zone \"rak-a\"", "Did you mean \"rack-a\"?", "hosts/hv-01.yaml:1:1");
        assertThat(Plans.why(deployed(host().pool("zzzzzzzzz"), running())))
                .contains("no pool", "There is: default, production.");
        assertThat(Plans.why(idle(host().domain("maass"), ours().ready()))).contains("no domain", "\"maas\"?");
        assertThat(Plans.why(idle(host().release("nobel"), ours().ready())))
                .contains("cannot deploy release \"nobel\"", "\"noble\"?");
        assertThat(Plans.why(idle(host().release(""), ours().ready()))).contains("needs spec.os.release");
        assertThat(Plans.why(idle(
                        host().architecture("arm64/generic"),
                        ours().architecture("arm64/generic").ready())))
                .contains("for arm64/generic", "There is none.");
    }

    @Test
    void aNameTheMachineHasAlreadyNeedsNoCheck() {
        assertThat(deployed(host().zone("ghost"), running().zone("ghost")).inSync())
                .isTrue();
    }

    @Test
    void aHostnameAnotherMachineHasBlocks() {
        var machine = running().hostname("fast-cat");
        var plan = Given.plan(
                Given.desired(host()),
                Given.observed(machine, new MachineDraft("m2", "hv-01")),
                Given.records(Given.record("hv-01", machine, Given.NOBLE)));

        assertThat(Plans.why(plan)).contains("m2", "already called \"hv-01\"");
    }

    @Test
    void goughsOwnMarksAreNobodysTags() {
        assertThat(Plans.why(deployed(host().tags("gough-other"), running()))).contains("Gough's own mark");
        assertThat(Plans.why(deployed(host().tags("gough-other"), running().untag())))
                .contains("spec.tags");
    }

    @Test
    void whatMaasCannotBeToldBlocksEnlisting() {
        var nothing = new HostDraft("hv-01").serial("S").architecture("").power(Optional.empty());

        assertThat(Plans.why(Given.plan(Given.desired(nothing), Given.observed(), Records.NONE)))
                .contains("spec.machine.macAddresses", "spec.machine.architecture", "spec.machine.power");
    }

    @Test
    void anAbsentHostIsEnlistedWithAllItsFields() {
        var plan = Given.plan(
                Given.desired(host().zone("rack-a")
                        .tags("t")
                        .domain("maas")
                        .description("d")
                        .pool("default")),
                Given.observed(),
                Records.NONE);

        var change = Plans.only(plan, Change.BringUp.class);
        assertThat(change.fields())
                .extracting(FieldChange::field)
                .containsExactly(
                        "description",
                        "domain",
                        "hostname",
                        "os.release",
                        "pool",
                        "power.type",
                        "tags." + Given.OWN_TAG,
                        "tags." + Desired.MANAGED,
                        "tags.t",
                        "zone");
        assertThat(change.fields())
                .allSatisfy(field -> assertThat(field.before()).isEmpty());
    }

    @Test
    void theReleaseOfAnAbsentHostIsCheckedByItsDeclaredArchitecture() {
        assertThat(Plans.why(Given.plan(Given.desired(host().release("focal")), Given.observed(), Records.NONE)))
                .contains("cannot deploy release \"focal\"", "jammy, noble");
    }

    @Test
    void busyMachinesWaitAndBrokenOnesNeedAPerson() {
        for (var doing : Machine.Doing.values()) {
            assertThat(Plans.why(deployed(host().zone("rack-a"), ours().busy(doing))))
                    .contains(doing == Machine.Doing.UNKNOWN ? "does not know" : "is busy", "Busy " + doing);
            assertThat(Plans.waits(deployed(host(), ours().busy(doing)))).isTrue();
        }
        var broken = deployed(host().zone("rack-a"), ours().broken());
        assertThat(Plans.why(broken)).contains("needs a person", "Failed commissioning");
        assertThat(Plans.waits(broken)).isFalse();
    }

    @Test
    void aFailureSaysWhatMaasSaysOfItAndWhatAPersonDoesNext() {
        var failed =
                ours().state(new Machine.State.Broken(Machine.Trouble.DEPLOYMENT, "no PXE boot"), "Failed deployment");

        assertThat(Plans.why(idle(host(), failed)))
                .isEqualTo(
                        "Machine m1 (hv-01) needs a person: MAAS says Failed deployment (\"no PXE boot\"). See its installation output in MAAS, mend the cause, and release it there. Then it is planned again.");
    }

    @Test
    void rescueModeIsWhatGoalMaintenanceAsksAPersonFor() {
        var rescue = running().state(new Machine.State.Broken(Machine.Trouble.RESCUE, ""), "Rescue mode");

        assertThat(deployed(host().goal(new HostGoal.Maintenance()), rescue).inSync())
                .isTrue();
        assertThat(Plans.why(deployed(host(), rescue))).contains("exit rescue mode");
    }

    @Test
    void whatAnEarlierVersionWroteOfABrokenMachineIsRead() {
        var written = JsonMapper.shared().readValue("{}", Machine.State.Broken.class);

        assertThat(Plans.why(idle(host(), ours().state(written, "Broken"))))
                .contains("MAAS says Broken. See its log in MAAS");
    }

    @Test
    void aLockVetoesALifecycleChangeAndTurnsFieldsIntoAFinding() {
        assertThat(Plans.why(idle(host(), ours().ready().locked()))).contains("locked", "veto", "deploy it");
        assertThat(Plans.why(idle(host().ready(), ours().locked()))).contains("prepare it");

        var amend = deployed(host().zone("rack-a"), running().locked());
        assertThat(amend.inSync()).isTrue();
        assertThat(Plans.finding(amend, "locked")).contains("zone is default, declared rack-a");
        assertThat(deployed(host(), running().locked()).findings()).isEmpty();
    }

    @Test
    void aRunningHostWhoseUserDataReleaseOrKernelDiffersIsAFindingAndNeverAChange() {
        var machine = running();
        var desired = Given.withUserData(
                Given.desired(host().release("jammy").kernel("hwe-24.04")), "hv-01", "feedfacefeedface");
        var plan = Given.plan(
                desired, Given.observed(machine), Given.records(Given.record("hv-01", machine, Given.NOBLE)));

        assertThat(plan.inSync()).isTrue();
        assertThat(Plans.findings(plan)).containsExactly("kernel", "release", "user-data");
        assertThat(Plans.finding(plan, "user-data")).contains("none", "feedfacefeed", "spec.generation");
        assertThat(Plans.finding(plan, "release")).contains("noble", "jammy");
        assertThat(Plans.finding(plan, "kernel")).contains("MAAS's choice", "hwe-24.04");
    }

    @Test
    void howAHostIsInstalledIsPartOfItsDeploymentAndADifferenceLaterAFinding() {
        var inMemory = new DeployOptions(true, false, Optional.empty());
        var made = idle(host().options(inMemory), ours().ready());
        var change = (Change.BringUp) made.changes().getFirst();
        assertThat(change.deployment().orElseThrow().options()).isEqualTo(inMemory);
        assertThat(change.fields()).contains(new FieldChange("os.ephemeral", Optional.empty(), Optional.of("true")));

        var later = deployed(host().options(inMemory), running());
        assertThat(later.inSync()).isTrue();
        assertThat(Plans.finding(later, "options"))
                .contains("installed with MAAS's own options", "os.ephemeral: true", "spec.generation");
    }

    @Test
    void whatRunsInMemoryIsNeitherPutIntoMaintenanceNorSwitchedOnAgain() {
        var inMemory = new DeployOptions(true, false, Optional.empty());
        var memory = new Records.Deployment(1, "noble", "", "", inMemory);
        var machine = ours().deployed(Given.USER).stamped(memory);
        var runs = Given.record("hv-01", machine, memory);
        assertThat(Plans.why(Given.plan(
                        Given.desired(host().options(inMemory).goal(new HostGoal.Maintenance())),
                        Given.observed(machine),
                        Given.records(runs))))
                .contains("runs in memory only", "Set goal deployed again");

        var held = Given.held(runs);
        assertThat(Plans.why(Given.plan(
                        Given.desired(host().options(inMemory)), Given.observed(machine), Given.records(held))))
                .contains("what ran there is gone", "Raise spec.generation");
        assertThat(Plans.only(
                                Given.plan(
                                        Given.desired(host().options(inMemory)
                                                .unprotected()
                                                .generation(2)),
                                        Given.observed(machine),
                                        Given.records(held)),
                                Change.Reinstall.class)
                        .risk())
                .isEqualTo(Risk.DESTRUCTIVE);
    }

    @Test
    void aFindingIsNamedByItsVeryDifference() {
        var machine = running();
        var digests = List.of("aa", "bb", "aa").stream()
                .map(userData -> Given.plan(
                                Given.withUserData(Given.desired(host()), "hv-01", userData),
                                Given.observed(machine),
                                Given.records(Given.record("hv-01", machine, Given.NOBLE)))
                        .findings()
                        .getFirst()
                        .digest())
                .toList();

        assertThat(digests.get(0)).isEqualTo(digests.get(2)).isNotEqualTo(digests.get(1));
    }

    @Test
    void anotherReleaseThanWasDeployedIsAFinding() {
        var machine = running().state(new Machine.State.Deployed("jammy", ""), "Deployed");

        assertThat(Plans.findings(deployed(host(), machine))).containsExactly("release-observed");
    }

    @Test
    void aLowerGenerationIsAFinding() {
        var machine = running();
        var plan = Given.plan(
                Given.desired(host().generation(0)),
                Given.observed(machine),
                Given.records(Given.record("hv-01", machine, Given.NOBLE)));

        assertThat(Plans.findings(plan)).containsExactly("generation");
    }

    @Test
    void anAdoptedHostWithAnotherReleaseIsAFinding() {
        var machine = ours().deployed("eve");
        var plan = Given.plan(
                Given.desired(host().release("jammy")),
                Given.observed(machine),
                Given.records(Given.adopted("hv-01", machine)));

        assertThat(plan.inSync()).isTrue();
        assertThat(Plans.finding(plan, "release")).contains("adopted", "noble", "jammy");
    }

    @Test
    void aRaisedGenerationReinstallsOnlyWhatWasUnprotectedBefore() {
        assertThat(Plans.why(deployed(host().generation(2), running())))
                .contains("reinstall it", "spec.protect is true");

        var fresh = host().generation(2).unprotected();
        var desired = Given.desired(fresh);
        var notYet = new Desired(desired.inventory(), desired.userData(), new TreeSet<>(), Given.REPOSITORY_ID);
        var records = Given.records(Given.record("hv-01", running(), Given.NOBLE));
        assertThat(Plans.why(Given.plan(notYet, Given.observed(running()), records)))
                .contains("was not yet false in the revision accepted before");

        var change = Plans.only(deployed(fresh.zone("rack-a"), running()), Change.Reinstall.class);
        assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(change.before()).isEqualTo("Deployed noble ga-24.04, owner gough");
        assertThat(change.deployment().generation()).isEqualTo(2);
        assertThat(change.fields()).extracting(FieldChange::field).containsExactly("generation", "zone");
    }

    @Test
    void aReinstallChecksItsNamesLocksAndStampFirst() {
        var host = host().generation(2).unprotected();

        assertThat(Plans.why(deployed(host.release("nobel"), running()))).contains("nobel");
        host.release("noble");
        assertThat(Plans.why(deployed(host, running().locked()))).contains("locked", "reinstall it");
        assertThat(Plans.why(deployed(host, ours().deployed(Given.USER)))).contains("no stamp");
    }

    @Test
    void goalReadyOnARunningHostReleasesItAtOnce() {
        assertThat(Plans.why(deployed(host().ready(), running()))).contains("release it", "spec.protect is true");

        var change = Plans.only(deployed(host().unprotected().ready(), running()), Change.Release.class);
        assertThat(change.hold()).isEqualTo(Duration.ZERO);
        assertThat(change.erase()).isEqualTo(HostGoal.Erase.QUICK);
        assertThat(change.delete()).isFalse();
        assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
    }

    @Test
    void retiringHoldsForTheLongerOfTheAcceptedAndTheAskedTime() {
        var machine = running();
        var records = Given.records(Given.record("hv-01", machine, Given.NOBLE));
        var host = host().unprotected().retired(HostGoal.Erase.SECURE, true).build();
        for (var hours : List.of(1, 100)) {
            var asked = Given.repository(false, Duration.ofHours(hours));
            var plan = Planner.plan(
                    Given.desired(asked, List.of(host), List.of()), Given.observed(machine), records, Given.rules());

            var change = plan.changes().stream()
                    .filter(Change.Release.class::isInstance)
                    .map(Change.Release.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThat(change.hold()).isEqualTo(Duration.ofHours(Math.max(hours, 72)));
            assertThat(change.erase()).isEqualTo(HostGoal.Erase.SECURE);
            assertThat(change.delete()).isTrue();
        }
    }

    @Test
    void aRetiredHostThatIsReleasedIsReachedUnlessItShallBeDeleted() {
        assertThat(idle(host().retired(HostGoal.Erase.NONE, false), ours().ready())
                        .inSync())
                .isTrue();

        var delete = Plans.only(
                idle(host().unprotected().retired(HostGoal.Erase.NONE, true), ours().ready()), Change.Release.class);
        assertThat(delete.delete()).isTrue();
        assertThat(delete.hold()).isEqualTo(Duration.ZERO);
        assertThat(Plans.why(idle(host().retired(HostGoal.Erase.NONE, true), ours())))
                .contains("release and delete it", "spec.protect");
    }

    @Test
    void aRetiredHostThatIsGoneNeedsNothing() {
        var plan = Given.plan(Given.desired(host().retired(HostGoal.Erase.NONE, true)), Given.observed(), Records.NONE);

        assertThat(plan.inSync()).isTrue();
    }

    @Test
    void aHostThatWasHeldToBeRetiredIsSwitchedOnWhenItsDocumentComesBack() {
        var record = Given.record("hv-01", running(), Given.NOBLE);
        var held = new Records.HostRecord(
                record.host(),
                record.region(),
                record.systemId(),
                record.macAddresses(),
                false,
                record.deployment(),
                Optional.of(Given.NOON),
                record.tags());

        var plan = Given.plan(Given.desired(host()), Given.observed(running()), Given.records(held));
        assertThat(Plans.only(plan, Change.Restore.class).risk()).isEqualTo(Risk.DISRUPTIVE);

        var locked = Given.plan(Given.desired(host()), Given.observed(running().locked()), Given.records(held));
        assertThat(Plans.why(locked)).contains("locked");
    }

    @Test
    void aDeploymentThatBelongsToSomebodyElseNowIsLeftAlone() {
        for (var host : List.of(host(), host().unprotected().ready()))
            assertThat(Plans.why(deployed(host, running().owner("eve")))).contains("belongs to eve");
        assertThat(Plans.why(deployed(host(), running().owner("")))).contains("belongs to nobody");
    }

    @Test
    void aStampThatContradictsTheRecordsIsInDoubt() {
        var machine = ours().deployed(Given.USER).stamped(new Records.Deployment(2, "noble", "", ""));

        assertThat(Plans.why(deployed(host(), machine))).contains("stamp", "older database");
    }

    @Test
    void anAllocatedMachineGoesOnOnlyWithOurStamp() {
        assertThat(Plans.why(idle(host(), ours().allocated("eve")))).contains("Allocated to eve");
        assertThat(Plans.why(idle(host(), ours().allocated(Given.USER)))).contains("without being deployed");
        assertThat(Plans.why(idle(host().ready(), ours().allocated(Given.USER).stamped(Given.NOBLE))))
                .contains("without being deployed");
        Plans.only(idle(host(), ours().allocated(Given.USER).stamped(Given.NOBLE)), Change.BringUp.class);
        Plans.only(
                idle(host().unprotected().retired(HostGoal.Erase.NONE, false), ours().allocated(Given.USER)),
                Change.Release.class);
    }

    @Test
    void maintenanceOfWhatHasNothingToComeBackToIsRefusedWithAWayOut() {
        var host = host().goal(new HostGoal.Maintenance());
        var way = "Set another goal first";

        assertThat(Plans.why(idle(host, ours()))).contains("is New", way);
        assertThat(Plans.why(
                        Given.plan(Given.desired(host), Given.observed(new MachineDraft("m1", "x", A)), Records.NONE)))
                .contains("not ours yet", way);
        assertThat(Plans.why(Given.plan(Given.desired(host), Given.observed(), Records.NONE)))
                .contains("MAAS does not know it", way);
        assertThat(Plans.why(idle(host, ours().allocated(Given.USER)))).contains("release it in MAAS");
    }

    @Test
    void anotherGoughYamlIsAChangeOfDestructiveRisk() {
        var desired = Given.desired(Given.repository(true, Duration.ofHours(72)), List.of(), List.of());
        var plan = Planner.plan(desired, Given.observed(), Records.NONE, Given.rules());

        var change = Plans.only(plan, Change.AcceptRules.class);
        assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(change.fields())
                .containsExactly(new FieldChange("prune", Optional.of("false"), Optional.of("true")));
        assertThat(change.before()).isEqualTo(RulesDigest.of(Given.repository()));
        assertThat(change.after()).isNotEqualTo(change.before());
    }

    @Test
    void aRepositoryRaisesARiskAndNeverLowersIt() {
        var raises = new TreeMap<String, Risk>();
        raises.put("amend", Risk.DESTRUCTIVE);
        raises.put("deploy", Risk.NONE);
        var rules = new Rules(Given.repository(), raises);
        var machine = running();
        var amend = Planner.plan(
                Given.desired(host().tags("t")),
                Given.observed(machine),
                Given.records(Given.record("hv-01", machine, Given.NOBLE)),
                rules);
        assertThat(Plans.only(amend, Change.Amend.class).risk()).isEqualTo(Risk.DESTRUCTIVE);

        var deploy = Planner.plan(Given.desired(host()), Given.observed(), Records.NONE, rules);
        assertThat(Plans.only(deploy, Change.BringUp.class).risk()).isEqualTo(Risk.DISRUPTIVE);
    }

    @Test
    void changesComeSafeDisruptiveDestructiveThenByZoneThenByName() {
        var b = new MachineDraft("m2", "b-safe", "52:54:00:aa:00:02")
                .marked()
                .deployed(Given.USER)
                .stamped(Given.NOBLE);
        var r = new MachineDraft("m3", "a-gone", "52:54:00:aa:00:03")
                .marked()
                .deployed(Given.USER)
                .stamped(Given.NOBLE);
        var plan = Given.plan(
                Given.desired(
                        new HostDraft("z-first", "52:54:00:aa:00:04").zone("rack-a"),
                        new HostDraft("a-second", "52:54:00:aa:00:05").zone("rack-b"),
                        new HostDraft("c-second", "52:54:00:aa:00:06").zone("rack-b"),
                        new HostDraft("a-gone", "52:54:00:aa:00:03")
                                .unprotected()
                                .ready(),
                        new HostDraft("b-safe", "52:54:00:aa:00:02").tags("t")),
                Given.observed(b, r),
                Given.records(Given.record("b-safe", b, Given.NOBLE), Given.record("a-gone", r, Given.NOBLE)));

        assertThat(plan.changes())
                .extracting(change -> change.subject().text())
                .containsExactly("host b-safe", "host z-first", "host a-second", "host c-second", "host a-gone");
    }

    @Test
    void powerSecretsStayOutOfThePlan() {
        var parameters = new TreeMap<String, io.penguintech.gough.schema.Tree>();
        parameters.put(
                "power_pass",
                new io.penguintech.gough.schema.Tree.Scalar("hunter2", io.penguintech.gough.schema.Place.ofFile("x")));
        var power = Optional.of(new MachineSpec.Power("ipmi", parameters));

        var plan = Given.plan(Given.desired(host().power(power)), Given.observed(), Records.NONE);

        assertThat(plan.changes()).hasSize(1);
        assertThat(plan.toString()).doesNotContain("hunter2");
    }
}
