package io.penguintech.gough.bot.rollout;

import static io.penguintech.gough.bot.rollout.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.ApprovalRules.Answer;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ApprovalRulesTest {
    private static final Change HARMLESS = Samples.create("q");
    private static final Change DISRUPTIVE = Samples.bringUp("alpha");
    private static final Change DESTRUCTIVE = Samples.reinstall("alpha");

    private static ApprovalRules rules(Authors authors) {
        return new ApprovalRules(Samples.RULES, Ceiling.DEFAULT, authors, Set.of());
    }

    private static ApprovalRules rules(Repository.Mode mine, Repository.Mode servers) {
        var rules = Scene.rules(Scene.RULES.replace("mode: apply", "mode: " + mine.word()));
        return new ApprovalRules(
                rules, new Ceiling(servers, Repository.Approvals.DEFAULT, 5), Authors.NOBODY, Set.of());
    }

    private static Authors wrote(String... names) {
        return new Authors(new TreeSet<>(List.of(names)), true);
    }

    private static ApprovalStore.Yes yes(String person, Change change) {
        return new ApprovalStore.Yes(person, change.digest(), NOW.plusSeconds(1), false);
    }

    private static Repository.Person person(String name) {
        return Samples.RULES.people().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatCanLoseNothingIsFree() {
        assertThat(rules(Authors.NOBODY).judge(HARMLESS, List.of(), NOW)).isEqualTo(new Answer.Free());
    }

    @Test
    void aDisruptiveChangeNeedsOnePersonWhoMayBeItsAuthor() {
        var rules = rules(wrote("ada"));

        assertThat(rules.judge(DISRUPTIVE, List.of(), NOW)).isEqualTo(new Answer.Asked(1, List.of()));
        assertThat(rules.judge(DISRUPTIVE, List.of(yes("ada", DISRUPTIVE)), NOW))
                .isEqualTo(new Answer.Covered(List.of("ada")));
    }

    @Test
    void aDestructiveChangeNeedsTwoOthers() {
        var rules = rules(wrote("ada"));

        assertThat(rules.judge(DESTRUCTIVE, List.of(yes("ada", DESTRUCTIVE), yes("ben", DESTRUCTIVE)), NOW))
                .isEqualTo(new Answer.Asked(2, List.of("ben")));
        assertThat(rules.judge(DESTRUCTIVE, List.of(yes("cyn", DESTRUCTIVE), yes("ben", DESTRUCTIVE)), NOW))
                .isEqualTo(new Answer.Covered(List.of("ben", "cyn")));
    }

    @Test
    void whoeverAskedForWhatADestructiveChangeDestroysIsNotOneOfItsApprovers() {
        var rules = rules(Authors.NOBODY);
        var asked = Samples.asked("alpha", "ada");

        assertThat(rules.judge(asked, List.of(yes("ada", asked), yes("ben", asked)), NOW))
                .isEqualTo(new Answer.Asked(2, List.of("ben")));
        assertThat(rules.judge(DESTRUCTIVE, List.of(yes("ada", DESTRUCTIVE), yes("ben", DESTRUCTIVE)), NOW))
                .isEqualTo(new Answer.Covered(List.of("ada", "ben")));
        assertThat(rules.eligible(asked)).containsExactly("ben", "cyn");
        assertThat(rules.objection(person("ada"), asked).orElseThrow()).contains("ada asked for this");
    }

    @Test
    void onePersonTwiceIsOnePerson() {
        assertThat(rules(Authors.NOBODY)
                        .judge(DESTRUCTIVE, List.of(yes("ben", DESTRUCTIVE), yes("ben", DESTRUCTIVE)), NOW))
                .isEqualTo(new Answer.Asked(2, List.of("ben")));
    }

    @Test
    void aYesCountsUntilTheMomentItExpires() {
        var rules = rules(Authors.NOBODY);
        var yes = yes("ben", DISRUPTIVE);

        assertThat(rules.judge(DISRUPTIVE, List.of(yes), NOW)).isInstanceOf(Answer.Covered.class);
        assertThat(rules.judge(DISRUPTIVE, List.of(yes), yes.expires())).isInstanceOf(Answer.Asked.class);
    }

    @Test
    void somebodyWhoLeftOrLostTheRoleDoesNotCount() {
        var rules = rules(Authors.NOBODY);

        assertThat(rules.judge(DISRUPTIVE, List.of(yes("gone", DISRUPTIVE), yes("dan", DISRUPTIVE)), NOW))
                .isEqualTo(new Answer.Asked(1, List.of()));
    }

    @Test
    void uncertainAuthorshipRaisesDisruptiveToTwoAndNothingElse() {
        var rules = rules(new Authors(new TreeSet<>(), false));

        assertThat(rules.needed(HARMLESS)).isZero();
        assertThat(rules.needed(DISRUPTIVE)).isEqualTo(2);
        assertThat(rules.needed(DESTRUCTIVE)).isEqualTo(2);
    }

    @Test
    void aSubjectThatIsMendedTooOftenIsAskedAbout() {
        var rules = new ApprovalRules(
                Samples.RULES,
                Ceiling.DEFAULT,
                Authors.NOBODY,
                Set.of(HARMLESS.subject().text()));

        assertThat(rules.needed(HARMLESS)).isEqualTo(1);
        assertThat(rules.needed(Samples.create("other"))).isZero();
    }

    @Test
    void theHigherNumberOfRulesAndServerHolds() {
        var strict = new Ceiling(Repository.Mode.APPLY, new Repository.Approvals(Duration.ofHours(24), 0, 1, 3, 2), 5);
        var rules = new ApprovalRules(Samples.RULES, strict, Authors.NOBODY, Set.of());

        assertThat(rules.needed(DISRUPTIVE)).isEqualTo(3);
        assertThat(rules.needed(Samples.amend("a", "zone", "a", "b", Risk.NOTICE)))
                .isEqualTo(1);
        assertThat(rules.needed(DESTRUCTIVE)).isEqualTo(2);
    }

    @Test
    void theLowerOfBothModesHolds() {
        assertThat(rules(Repository.Mode.APPLY, Repository.Mode.PROPOSE).mode()).isEqualTo(Repository.Mode.PROPOSE);
        assertThat(rules(Repository.Mode.OBSERVE, Repository.Mode.APPLY).mode()).isEqualTo(Repository.Mode.OBSERVE);
        assertThat(rules(Repository.Mode.APPLY, Repository.Mode.APPLY).mode()).isEqualTo(Repository.Mode.APPLY);
    }

    @Test
    void inModeProposeEvenTheHarmlessIsAsked() {
        assertThat(rules(Repository.Mode.PROPOSE, Repository.Mode.APPLY).judge(HARMLESS, List.of(), NOW))
                .isEqualTo(new Answer.Asked(1, List.of()));
    }

    @Test
    void inModeObserveNothingEverStarts() {
        assertThat(rules(Repository.Mode.OBSERVE, Repository.Mode.APPLY)
                        .judge(DISRUPTIVE, List.of(yes("ben", DISRUPTIVE)), NOW))
                .isInstanceOf(Answer.Never.class);
    }

    @Test
    void theShorterTimeHolds() {
        var brief = new Ceiling(Repository.Mode.APPLY, new Repository.Approvals(Duration.ofHours(1), 0, 0, 1, 2), 5);
        var endless = new Ceiling(Repository.Mode.APPLY, new Repository.Approvals(Duration.ofDays(9), 0, 0, 1, 2), 5);

        assertThat(new ApprovalRules(Samples.RULES, brief, Authors.NOBODY, Set.of()).validFor())
                .isEqualTo(Duration.ofHours(1));
        assertThat(new ApprovalRules(Samples.RULES, endless, Authors.NOBODY, Set.of()).validFor())
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void brokenGlassStandsInForEverybody() {
        var glass = new ApprovalStore.Yes("local:root", DESTRUCTIVE.digest(), NOW.plusSeconds(1), true);

        assertThat(rules(wrote("ada")).judge(DESTRUCTIVE, List.of(glass), NOW))
                .isEqualTo(new Answer.Covered(List.of("local:root")));
        assertThat(rules(wrote("ada")).judge(DESTRUCTIVE, List.of(glass), NOW.plusSeconds(1)))
                .isInstanceOf(Answer.Asked.class);
    }

    @Test
    void whoIsEligibleDependsOnTheRisk() {
        var rules = rules(wrote("ada"));

        assertThat(rules.eligible(Samples.bringUp("alpha"))).containsExactly("ada", "ben", "cyn");
        assertThat(rules.eligible(Samples.reinstall("alpha"))).containsExactly("ben", "cyn");
        assertThat(rules.objection(person("ada"), Risk.DESTRUCTIVE).orElseThrow())
                .contains("ada wrote");
        assertThat(rules.objection(person("dan"), Risk.DISRUPTIVE).orElseThrow())
                .contains("role approver");
        assertThat(rules.objection(person("ben"), Risk.DESTRUCTIVE)).isEmpty();
    }

    /** Rules of which each is about what comes from {@code files}. */
    private static ApprovalRules under(Authors authors, Origin origin, String... paths) {
        var rules = Scene.rules(Scene.RULES + "  paths:\n    - " + String.join("\n    - ", paths) + "\n");
        return new ApprovalRules(
                rules, Ceiling.DEFAULT, authors, Set.of(), new Claims(rules.paths(), change -> origin));
    }

    private static Origin from(boolean committed, String... files) {
        return new Origin(new TreeSet<>(List.of(files)), committed);
    }

    @Test
    void aRuleForPathsNarrowsWhoMaySayYes() {
        var rules = under(Authors.NOBODY, from(true, "hosts/db/a.yaml"), "{glob: hosts/db/**, people: [ben, cyn]}");

        assertThat(rules.eligible(DISRUPTIVE)).containsExactly("ben", "cyn");
        assertThat(rules.judge(DISRUPTIVE, List.of(yes("ada", DISRUPTIVE)), NOW))
                .isEqualTo(new Answer.Asked(1, List.of()));
        assertThat(rules.judge(DISRUPTIVE, List.of(yes("ben", DISRUPTIVE)), NOW))
                .isEqualTo(new Answer.Covered(List.of("ben")));
        assertThat(under(Authors.NOBODY, from(true, "hosts/a.yaml"), "{glob: hosts/db/**, people: [ben, cyn]}")
                        .eligible(DISRUPTIVE))
                .containsExactly("ada", "ben", "cyn");
    }

    @Test
    void aRuleForPathsLiftsNoOtherRule() {
        var origin = from(true, "hosts/db/a.yaml");

        assertThat(under(wrote("ada"), origin, "{glob: hosts/**, people: [ada, ben]}")
                        .eligible(DESTRUCTIVE))
                .containsExactly("ben");
        assertThat(under(Authors.NOBODY, origin, "{glob: hosts/**, people: [ben]}")
                        .judge(DESTRUCTIVE, List.of(yes("ben", DESTRUCTIVE), yes("cyn", DESTRUCTIVE)), NOW))
                .isEqualTo(new Answer.Asked(2, List.of("ben")));
    }

    @Test
    void aRuleForPathsAsksForWhatWasCommittedAndNotForDrift() {
        var committed = under(Authors.NOBODY, from(true, "queries/q.yaml"), "{glob: queries/**, roles: [approver]}");
        var drifted = under(Authors.NOBODY, from(false, "queries/q.yaml"), "{glob: queries/**, people: [ben]}");

        assertThat(committed.judge(HARMLESS, List.of(), NOW)).isEqualTo(new Answer.Asked(1, List.of()));
        assertThat(committed.judge(HARMLESS, List.of(yes("ada", HARMLESS)), NOW))
                .isEqualTo(new Answer.Covered(List.of("ada")));
        assertThat(drifted.judge(HARMLESS, List.of(), NOW)).isEqualTo(new Answer.Free());
        assertThat(drifted.eligible(DISRUPTIVE)).containsExactly("ben");
    }

    @Test
    void everyRuleForAFileOfTheChangeMustAdmit() {
        var origin = from(true, "hosts/a.yaml", "profiles/base.yaml");
        var rules = under(
                Authors.NOBODY,
                origin,
                "{glob: hosts/**, people: [ada, ben]}",
                "{glob: profiles/**, people: [ben, cyn]}",
                "{glob: queries/**, people: [cyn]}");

        assertThat(rules.eligible(DISRUPTIVE)).containsExactly("ben");
        assertThat(rules.objection(person("ada"), DISRUPTIVE))
                .contains("ada may not say yes to what comes from profiles/**; gough.yaml admits ben, cyn.");
    }

    @Test
    void whatMayComeFromAnywhereIsUnderEveryRule() {
        var rules = under(
                Authors.NOBODY,
                Origin.UNKNOWN,
                "{glob: hosts/**, people: [ada, ben]}",
                "{glob: queries/**, people: [ben, cyn]}");

        assertThat(rules.eligible(HARMLESS)).containsExactly("ben");
        assertThat(rules.needed(HARMLESS)).isEqualTo(1);
    }

    @Test
    void brokenGlassStandsInForWhomARuleAdmits() {
        var glass = new ApprovalStore.Yes("local:root", HARMLESS.digest(), NOW.plusSeconds(1), true);

        assertThat(under(Authors.NOBODY, Origin.UNKNOWN, "{glob: \"**\", people: [ben]}")
                        .judge(HARMLESS, List.of(glass), NOW))
                .isInstanceOf(Answer.Covered.class);
    }
}
