package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.ReportFields;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may say yes to what comes from which files, seen at the stand-ins. */
class PathRulesTest {
    private static final String DB = "    - {glob: hosts/db/**, roles: [admin]}\n";
    private static final String QUERIES = "    - {glob: queries/**, people: [ben]}\n";
    private static final String UPTIME = "SELECT * FROM uptime";

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private static String rules(String... paths) {
        return Scene.RULES + "  paths:\n" + String.join("", paths);
    }

    /** Both say yes to whatever gough.yaml now says. */
    private void accepted(String rules) {
        scene.write("gough.yaml", rules).push().settle();
        if (!(scene.state() instanceof RolloutState.AwaitingApproval)) return;
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
    }

    private void drift(String description) {
        scene.fleet.edit(
                FleetSettings.PERSON,
                "uptime",
                old -> new ReportFields(
                        old.name(),
                        description,
                        old.query(),
                        old.fleetId(),
                        old.interval(),
                        old.platform(),
                        old.minOsqueryVersion(),
                        old.automationsEnabled(),
                        old.logging(),
                        old.observerCanRun(),
                        old.discardData(),
                        old.labelsIncludeAny(),
                        old.labelsIncludeAll()));
    }

    private String description() {
        return scene.fleet.report("uptime").orElseThrow().fields().description();
    }

    private String query(String description) {
        return Scene.query("uptime", UPTIME).replace("description: test", "description: " + description);
    }

    /** A host that stays blocked, so that nothing is ever brought about completely. */
    private void stuck() {
        scene.newMachine(2);
        scene.maas.edit("m2").lock();
        scene.write("hosts/b.yaml", Scene.host("beta", 2, ""));
    }

    private List<String> asked() {
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        return scene.rollout().eligible();
    }

    @Test
    void onlyWhomTheRuleAdmitsMaySayYes() {
        accepted(rules(DB));
        scene.newMachine(1);
        scene.write("hosts/db/a.yaml", Scene.host("alpha", 1, "")).push().settle();

        assertThat(asked()).containsExactly("cyn");
        assertThat(scene.rollout().paths())
                .isEqualTo(new PathNeeds(1, List.of(new PathNeed(List.of("hosts/db/**"), 1, List.of("cyn")))));
        assertThat(scene.approve(Scene.ben).text())
                .isEqualTo("ben may not say yes to what comes from hosts/db/**; gough.yaml admits role admin.");
        assertThat(scene.approve(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void whatNobodyNeedSayYesToOtherwiseIsAskedAboutOnce() {
        accepted(rules(QUERIES));
        scene.write("queries/q.yaml", query("test")).push().settle();

        assertThat(asked()).containsExactly("ben");
        assertThat(scene.rollout().needed()).isEqualTo(1);
        assertThat(scene.approve(Scene.cyn)).isInstanceOf(Verdict.Refused.class);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(description()).isEqualTo("test");
    }

    @Test
    void everyRuleThatMatchesMustAdmit() {
        accepted(rules("    - {glob: hosts/**, people: [ben, cyn]}\n", DB));
        scene.newMachine(1);
        scene.write("hosts/db/a.yaml", Scene.host("alpha", 1, "")).push().settle();

        assertThat(asked()).containsExactly("cyn");
        assertThat(scene.rollout().paths().each())
                .containsExactly(new PathNeed(List.of("hosts/**", "hosts/db/**"), 1, List.of("cyn")));
    }

    @Test
    void eachChangeTakesItsOwnPeople() {
        accepted(rules(DB, QUERIES));
        scene.newMachine(1);
        scene.write("hosts/db/a.yaml", Scene.host("alpha", 1, ""))
                .write("queries/q.yaml", query("test"))
                .push()
                .settle();

        assertThat(asked()).containsExactly("ben", "cyn");
        assertThat(scene.rollout().missing()).isEqualTo(2);
        assertThat(scene.approve(Scene.ben).text()).contains("It does not count for 1 of 2 changes");
        assertThat(scene.rollout().missing()).isEqualTo(1);
        assertThat(scene.rollout().paths().each())
                .containsExactly(new PathNeed(List.of("hosts/db/**"), 1, List.of("cyn")));
        scene.settle();
        assertThat(description()).isEqualTo("test");
        assertThat(scene.maas.received("deploy")).isZero();
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void theRulesOfTheLastAcceptedRevisionJudgeAlsoACommitThatLoosensThem() {
        accepted(rules(DB));
        scene.newMachine(1);
        scene.write("hosts/db/a.yaml", Scene.host("alpha", 1, ""))
                .write("gough.yaml", Scene.RULES)
                .push()
                .settle();

        var changes = scene.rollout().plan().orElseThrow().changes();
        assertThat(changes)
                .filteredOn(Change.AcceptRules.class::isInstance)
                .singleElement()
                .satisfies(change -> assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE))
                .satisfies(change -> assertThat(change.fields())
                        .extracting(field -> field.field())
                        .containsExactly("paths[hosts/db/**]"));
        assertThat(scene.rollout().paths().each())
                .containsExactly(new PathNeed(List.of("hosts/db/**"), 1, List.of("cyn")));
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.maas.received("deploy")).isZero();
        assertThat(asked()).containsExactly("ben", "cyn");
    }

    @Test
    void aMovedFileCountsWhereItWas() {
        scene.deployed("alpha", 1, "");
        accepted(rules("    - {glob: hosts/alpha.yaml, roles: [admin]}\n"));
        scene.delete("hosts/alpha.yaml")
                .write("hosts/web/alpha.yaml", Scene.host("alpha", 1, "description: another"))
                .push()
                .settle();

        assertThat(asked()).containsExactly("cyn");
    }

    @Test
    void driftIsMendedAsEver() {
        accepted(rules("    - {glob: queries/**, people: [ben]}\n"));
        scene.write("queries/q.yaml", query("test")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        drift("edited behind Gough's back");
        scene.tick().settle();

        assertThat(scene.rollout().cause()).isEqualTo("drift");
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(description()).isEqualTo("test");
    }

    @Test
    void driftIsMendedAlsoWhileSomethingElseIsStuck() {
        accepted(rules(QUERIES));
        stuck();
        scene.write("queries/q.yaml", query("test")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        scene.tick();
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
        drift("edited behind Gough's back");
        scene.tick().settle();

        assertThat(description()).isEqualTo("test");
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
    }

    @Test
    void aRevertWhileSomethingElseIsStuckIsACommitLikeAnyOther() {
        accepted(rules(QUERIES));
        scene.write("queries/q.yaml", query("one")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        stuck();
        scene.write("queries/q.yaml", query("two")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(description()).isEqualTo("two");
        scene.write("queries/q.yaml", query("one")).push().settle();

        assertThat(asked()).containsExactly("ben");
        assertThat(description()).isEqualTo("two");
    }

    @Test
    void whatCameAndWentAndComesAgainIsACommitLikeAnyOther() {
        accepted(rules(DB, "    - {glob: queries/**, people: [ben, cyn]}\n")
                .replace("retire:", "prune: true\n  retire:"));
        stuck();
        scene.write("queries/q.yaml", query("test")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        scene.tick();
        scene.delete("queries/q.yaml").push().settle();
        assertThat(asked()).containsExactly("ben", "cyn");
        assertThat(scene.rollout().paths().each())
                .containsExactly(new PathNeed(List.of("queries/**"), 2, List.of("ben", "cyn")));
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.fleet.report("uptime")).isEmpty();
        scene.write("queries/q.yaml", query("test")).push().settle();

        assertThat(asked()).containsExactly("ben", "cyn");
        assertThat(scene.fleet.report("uptime")).isEmpty();
    }

    @Test
    void underOtherRulesWhatWasBroughtAboutBeforeIsNotTakenForGranted() {
        accepted(rules(DB));
        scene.write("queries/q.yaml", query("one")).push().settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        stuck();
        scene.write("queries/q.yaml", query("two")).push().settle();
        accepted(rules(DB, QUERIES));
        assertThat(description()).isEqualTo("two");
        scene.write("queries/q.yaml", query("one")).push().settle();

        assertThat(asked()).containsExactly("ben");
        assertThat(description()).isEqualTo("two");
    }

    @Test
    void atTheFirstLookAfterARuleNothingIsTakenForDriftThatWasCommitted() {
        stuck();
        scene.write("queries/q.yaml", query("test")).push().settle();
        scene.write("gough.yaml", rules(QUERIES))
                .write("queries/q.yaml", query("other"))
                .push()
                .settle();
        assertThat(description()).isEqualTo("other");
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        scene.write("queries/q.yaml", query("test")).push().settle();

        assertThat(asked()).containsExactly("ben");
        assertThat(description()).isEqualTo("other");
    }

    @Test
    void movingAFileDoesNotLeadOutFromUnderARule() {
        accepted(rules("    - {glob: queries/db/**, people: [cyn]}\n"));
        scene.write("queries/db/q.yaml", query("one")).push().settle();
        scene.approve(Scene.cyn);
        scene.settle();
        scene.delete("queries/db/q.yaml")
                .write("queries/q.yaml", query("one"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);

        scene.write("queries/q.yaml", query("two"));
        var pull = new Pull(scene, 12);
        assertThat(pull.propose().standing())
                .isInstanceOfSatisfying(
                        Proposal.Standing.Asked.class,
                        asked -> assertThat(asked.eligible()).containsExactly("cyn"));
        scene.push().settle();
        assertThat(asked()).containsExactly("cyn");
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(description()).isEqualTo("two");
        scene.write("queries/q.yaml", query("three")).push().settle();
        assertThat(description()).isEqualTo("three");
    }

    @Test
    void movingAProfileDoesNotLeadOutFromUnderARule() {
        var profile = aProfileThatOnlyCynMayChange();
        scene.delete("profiles/secure/base.yaml")
                .write("profiles/base.yaml", profile)
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
        scene.write("profiles/base.yaml", profile.replace("one", "two")).push().settle();

        assertThat(asked()).containsExactly("cyn");
        assertThat(scene.rollout().paths().each())
                .containsExactly(new PathNeed(List.of("profiles/secure/**"), 1, List.of("cyn")));
    }

    @Test
    void aBranchThatIsRewoundRevertsNothingUnasked() {
        accepted(rules(QUERIES));
        scene.write("queries/q.yaml", query("one")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        var before = scene.rollout().revision();
        stuck();
        scene.write("queries/q.yaml", query("two")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        scene.tick();
        assertThat(description()).isEqualTo("two");
        scene.repo.moveTo(before);
        scene.service.requests().look(Scene.REPOSITORY, "push");
        scene.tick();
        scene.confirm(Scene.cyn);
        scene.service.requests().look(Scene.REPOSITORY, "push");
        scene.settle();

        assertThat(scene.rollout().revision()).isEqualTo(before);
        assertThat(asked()).containsExactly("ben");
        assertThat(description()).isEqualTo("two");
    }

    @Test
    void renamingWhatWasMovedDoesNotLeadOutFromUnderARule() {
        accepted(rules("    - {glob: queries/db/**, people: [cyn]}\n"));
        scene.write("queries/db/q.yaml", query("one")).push().settle();
        scene.approve(Scene.cyn);
        scene.settle();
        scene.delete("queries/db/q.yaml")
                .write("queries/q.yaml", query("one"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
        var renamed =
                query("one").replace("name: uptime", "name: boots").replace("spec: {", "spec: {formerly: [uptime], ");
        scene.write("queries/q.yaml", renamed);

        onlyCynIsAskedOnAPullRequestAndAfterItsMerge();
        assertThat(scene.fleet.report("boots")).isEmpty();
    }

    @Test
    void whoSaidYesBeforeAFileWasMovedDidNotLetItGo() {
        accepted(rules("    - {glob: queries/db/**, people: [cyn]}\n"));
        scene.write("queries/db/q.yaml", query("one")).push().settle();
        scene.approve(Scene.cyn);
        scene.settle();
        scene.write("queries/db/q.yaml", query("two")).push().settle();
        scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "wait");
        scene.approve(Scene.cyn);
        scene.delete("queries/db/q.yaml")
                .write("queries/q.yaml", query("two"))
                .push()
                .tick();
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.settle();
        assertThat(description()).isEqualTo("two");
        scene.write("queries/q.yaml", query("three")).push().settle();

        assertThat(asked()).containsExactly("cyn");
        assertThat(description()).isEqualTo("two");
    }

    @Test
    void aBrokenGlassLeadsNothingOutFromUnderARule() {
        accepted(rules("    - {glob: queries/db/**, people: [ben]}\n"));
        scene.write("queries/db/q.yaml", query("one")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        scene.delete("queries/db/q.yaml")
                .write("queries/q.yaml", query("two"))
                .push()
                .settle();
        assertThat(asked()).containsExactly("ben");
        scene.service
                .rollouts()
                .breakGlass(
                        scene.rollout().id(),
                        new Actor.LocalUser("root"),
                        scene.digest(),
                        new java.util.TreeSet<>(),
                        "fire");
        scene.settle();
        assertThat(description()).isEqualTo("two");
        scene.write("queries/q.yaml", query("three")).push().settle();

        assertThat(asked()).containsExactly("ben");
    }

    /** A pull request that edits what is under a rule. */
    private Pull editing() {
        accepted(rules("    - {glob: queries/db/**, people: [cyn]}\n"));
        scene.write("queries/db/q.yaml", query("one")).push().settle();
        scene.approve(Scene.cyn);
        scene.settle();
        scene.write("queries/db/q.yaml", query("two"));
        return new Pull(scene, 12);
    }

    @Test
    void whoSawOnAPullRequestWhereAFileIsLetsItGo() {
        var pull = editing();
        scene.delete("queries/db/q.yaml").write("queries/q.yaml", query("two"));
        pull.propose();
        assertThat(pull.approve(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        pull.merged(pull.squash(Scene.ADA));
        scene.settle();
        assertThat(description()).isEqualTo("two");
        scene.write("queries/q.yaml", query("three")).push().settle();

        assertThat(description()).isEqualTo("three");
    }

    @Test
    void whoSaidYesOnAPullRequestBeforeAFileWasMovedDidNotLetItGo() {
        var pull = editing();
        pull.propose();
        assertThat(pull.approve(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        scene.delete("queries/db/q.yaml")
                .write("queries/q.yaml", query("one"))
                .push()
                .settle();
        scene.write("queries/q.yaml", query("two"));
        pull.rebase().propose();
        pull.merged(pull.squash(Scene.ADA));
        scene.settle();
        assertThat(description()).isEqualTo("two");
        scene.write("queries/q.yaml", query("three")).push().settle();

        assertThat(asked()).containsExactly("cyn");
    }

    @Test
    void theRulesThemselvesDoNotLeaveTheirRuleByBeingMoved() {
        accepted(rules("    - {glob: gough.yaml, people: [cyn]}\n"));
        scene.delete("gough.yaml")
                .write("gough.yml", rules("    - {glob: gough.yaml, people: [cyn]}\n"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
        scene.write("gough.yml", Scene.RULES).push().settle();

        assertThat(asked()).containsExactly("cyn");
    }

    private String aProfileThatOnlyCynMayChange() {
        var profile = """
                apiVersion: gough.io/v1
                kind: Profile
                metadata: {name: base}
                spec: {description: one}
                """;
        scene.write("profiles/secure/base.yaml", profile).deployed("alpha", 1, "profiles: [base]");
        accepted(rules("    - {glob: profiles/secure/**, people: [cyn]}\n"));
        return profile;
    }

    private void onlyCynIsAskedOnAPullRequestAndAfterItsMerge() {
        assertThat(new Pull(scene, 12).propose().standing())
                .isInstanceOfSatisfying(
                        Proposal.Standing.Asked.class,
                        asked -> assertThat(asked.eligible()).containsExactly("cyn"));
        scene.push().settle();
        assertThat(asked()).containsExactly("cyn");
    }

    @Test
    void aProfileThatLeavesAnotherInItsFileDoesNotLeaveItsRule() {
        var profile = aProfileThatOnlyCynMayChange();
        scene.write("profiles/secure/base.yaml", profile.replace("name: base", "name: nobodys"))
                .write("profiles/base.yaml", profile)
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
        scene.write("profiles/base.yaml", profile.replace("one", "two"));

        onlyCynIsAskedOnAPullRequestAndAfterItsMerge();
    }

    @Test
    void whereTheBranchCannotBeUsedWhatItHasOtherwiseIsUnderRulesAsWell() {
        var profile = aProfileThatOnlyCynMayChange();
        scene.write("profiles/secure/base.yaml", profile.replace("one", "two"))
                .write("queries/broken.yaml", "kind: [\n")
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Rejected.class);
        scene.delete("queries/broken.yaml");

        onlyCynIsAskedOnAPullRequestAndAfterItsMerge();
    }

    @Test
    void whoeverNamesAListOfFleetsIsAskedAlsoWhenTheListWasTouched() {
        scene.fleet.addFleet("db", "secret-of-db-hosts");
        accepted(rules("    - {glob: queries/teams/**, people: [cyn]}\n"));
        var list = "- {name: uptime, query: SELECT * FROM uptime, description: one}\n";
        scene.write("queries/lib/q.yml", list)
                .write("queries/teams/db.yml", "name: db\nreports:\n  - path: ../lib/other.yml\n")
                .write("queries/lib/other.yml", "- {name: other, query: SELECT * FROM users}\n")
                .push()
                .settle();
        scene.approve(Scene.cyn);
        scene.settle();
        scene.write("queries/lib/q.yml", "# touched\n" + list)
                .write(
                        "queries/teams/db.yml",
                        "name: db\nreports:\n  - path: ../lib/other.yml\n  - path: ../lib/q.yml\n")
                .push()
                .settle();

        assertThat(asked()).containsExactly("cyn");
    }

    @Test
    void whoseRemovalFailedCanBeRemovedAllTheSame() {
        accepted(rules("    - {glob: hosts/db/**, people: [ada]}\n", "    - {glob: queries/**, people: [ben, cyn]}\n")
                .replace("retire:", "prune: true\n  retire:"));
        stuck();
        scene.write("queries/q.yaml", query("test")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        scene.fleet.faults().add(FaultRule.once("DELETE", "", Fault.Status.of(403, "{}")));
        scene.delete("queries/q.yaml").push().settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.fleet.report("uptime")).isPresent();
        scene.service.rollouts().retry(scene.rollout().id(), Scene.cyn);
        scene.settle();

        assertThat(asked()).containsExactly("ben", "cyn");
    }
}
