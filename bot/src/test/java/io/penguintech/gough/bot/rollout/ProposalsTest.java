package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people say to a pull request counts for exactly what they saw, as long as that is so. */
class ProposalsTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    /** A pull request that reinstalls a host. */
    private Pull reinstall() {
        scene.reinstallable("alpha", 1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        var pull = new Pull(scene, 12);
        pull.propose();
        return pull;
    }

    /** A pull request that brings a host up, which one person may approve. */
    private Pull bringUp() {
        scene.deployed("alpha", 1, "");
        scene.newMachine(2);
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, ""));
        var pull = new Pull(scene, 12);
        pull.opener = Pull.ADA;
        pull.propose();
        return pull;
    }

    private static void refused(Verdict verdict, String why) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains(why));
    }

    private static void accepted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    }

    private Proposals proposals() {
        return scene.service.proposals();
    }

    private List<RolloutEvent> changes() {
        return scene.events().stream()
                .filter(RolloutEvent.ProposalChanged.class::isInstance)
                .toList();
    }

    @Test
    void itStandsAsTheRulesInForceSay() {
        var pull = reinstall();
        assertThat(pull.now().standing()).isEqualTo(new Standing.Asked(2, 2, List.of("ben", "cyn")));
        assertThat(proposals().waiting(Scene.REPOSITORY)).hasSize(1);

        accepted(pull.approve(Scene.ben));
        assertThat(pull.now().standing()).isEqualTo(new Standing.Asked(2, 1, List.of("cyn")));
        accepted(pull.approve(Scene.cyn));
        assertThat(pull.now().standing())
                .isEqualTo(
                        new Standing.Approved(pull.now().approvals().getFirst().expires()));
        assertThat(proposals().waiting(Scene.REPOSITORY)).isEmpty();
    }

    @Test
    void whatChangesNothingNeedsNobody() {
        scene.deployed("alpha", 1, "");
        scene.write("README.md", "Hello.");
        assertThat(new Pull(scene, 12).propose().standing()).isInstanceOf(Standing.Free.class);
    }

    @Test
    void inModeObserveNothingCanBeApproved() {
        var pull = bringUp();
        scene.ceiling = new Ceiling(Repository.Mode.OBSERVE, Ceiling.DEFAULT.approvals(), 5);
        scene.restart();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Free.class);
        refused(pull.approve(Scene.ben), "observe");
    }

    @Test
    void whoeverOpenedOrWroteItIsNoApproverOfWhatItDestroys() {
        scene.reinstallable("alpha", 1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        var pull = new Pull(scene, 12);
        pull.opener = Pull.ADA;
        pull.author = new MemoryRepo.Author("Ben", "ben@example.org", true);
        assertThat(pull.propose().standing()).isEqualTo(new Standing.Asked(2, 2, List.of("cyn")));
        refused(pull.approve(Scene.ada), "ada wrote, committed or asked");
        refused(pull.approve(Scene.ben), "ben wrote, committed or asked");
    }

    @Test
    void strangersViewersAndOtherPlansAreRefusedWithTheReason() {
        var pull = reinstall();
        refused(pull.approve(Scene.stranger), "belongs to nobody");
        refused(pull.approve(Scene.dan), "does not have the role approver");
        var head = Optional.of(pull.head);
        var digest = pull.now().digest();
        refused(say(pull, "0123456789ab", head, Optional.empty()), "has plan");
        refused(say(pull, "0123", head, Optional.empty()), "at least 12");
        refused(say(pull, digest, Optional.of(Pull.newHead()), Optional.empty()), "newest commit");
        refused(say(pull, digest, Optional.empty(), Optional.empty()), "not known of which commit");
        refused(
                proposals().approve(Scene.REPOSITORY, 13, Scene.ben, yes(digest, head, Optional.empty())),
                "Pull request 13 has no plan");
        assertThat(pull.now().approvals()).isEmpty();
        assertThat(scene.database("select * from audit where what like 'approve pull request%'"))
                .hasSize(6);
    }

    private static Proposals.Yes yes(String digest, Optional<Revision> head, Optional<Instant> at) {
        return new Proposals.Yes(digest, head, at, OptionalInt.empty(), "comment");
    }

    private Verdict say(Pull pull, String digest, Optional<Revision> head, Optional<Instant> at) {
        return pull.say(Scene.ben, yes(digest, head, at));
    }

    @Test
    void whatWasSaidBeforeThePlanStoodThereDoesNotCount() {
        scene.reinstallable("alpha", 1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        var pull = new Pull(scene, 12);
        var digest = proposals().propose(pull.proposed()).orElseThrow().digest();
        var at = scene.time.instant();
        refused(say(pull, digest, Optional.empty(), Optional.of(at)), "before the plan");

        proposals().shown(Scene.REPOSITORY, 12, pull.head, digest, at.plusSeconds(5));
        proposals().shown(Scene.REPOSITORY, 12, pull.head, digest, at.plusSeconds(90));
        refused(say(pull, digest, Optional.empty(), Optional.of(at.plusSeconds(4))), "before the plan");
        accepted(say(pull, digest, Optional.empty(), Optional.of(at.plusSeconds(6))));
    }

    @Test
    void aNewerHeadWithTheSamePlanMustBeSeenAgain() {
        var pull = bringUp();
        var at = scene.time.instant();
        var digest = pull.now().digest();
        pull.push();
        proposals().propose(pull.proposed());
        assertThat(pull.now().digest()).isEqualTo(digest);
        refused(say(pull, digest, Optional.empty(), Optional.of(at)), "before the plan");
    }

    @Test
    void aNewerHeadVoidsWhatDestroysForGood() {
        var pull = reinstall();
        var first = pull.head;
        pull.approve(Scene.ben);
        pull.approve(Scene.cyn);
        pull.push().propose();
        assertThat(pull.now().standing()).isEqualTo(new Standing.Asked(2, 2, List.of("ben", "cyn")));
        assertThat(pull.now().voided())
                .extracting(Proposal.Voided::by, Proposal.Voided::changes)
                .containsExactly(tuple("ben", 1), tuple("cyn", 1));
        assertThat(pull.now().voided().getFirst().why()).contains(pull.head.brief(), first.brief());

        pull.head = first;
        pull.propose();
        assertThat(pull.now().approvals()).isEmpty();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
    }

    @Test
    void aNewerHeadKeepsAYesToWhatIsHarmlessAndStillThere() {
        var pull = bringUp();
        accepted(pull.approve(Scene.ben));
        scene.write("README.md", "Hello.");
        pull.push().propose();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Approved.class);

        scene.write("hosts/beta.yaml", Scene.host("beta", 2, "tags: [gpu]"));
        pull.push().propose();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
        assertThat(pull.now().replaced()).hasSize(1);
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, ""));
        pull.push().propose();
        assertThat(pull.now().standing()).as("void for good").isInstanceOf(Standing.Asked.class);
    }

    @Test
    void thePlanOfTheSameHeadMayComeAndGo() {
        var pull = bringUp();
        accepted(pull.approve(Scene.ben));
        var beta = scene.files.get("hosts/beta.yaml");
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, "tags: [gpu]"));
        pull.propose();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
        scene.write("hosts/beta.yaml", beta);
        pull.propose();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Approved.class);
    }

    @Test
    void aNoStandsUntilWhoeverSaidItSaysYes() {
        var pull = reinstall();
        accepted(proposals().reject(Scene.REPOSITORY, 12, Scene.ben, pull.now().digest(), "not today", "comment"));
        assertThat(pull.now().standing()).isEqualTo(new Standing.Declined("ben", "not today"));
        refused(pull.approve(Scene.cyn), "ben said no to it (not today)");
        pull.push().propose();
        assertThat(pull.now().standing()).isEqualTo(new Standing.Declined("ben", "not today"));

        accepted(pull.approve(Scene.ben));
        accepted(pull.approve(Scene.cyn));
        assertThat(pull.now().standing()).isInstanceOf(Standing.Approved.class);
    }

    @Test
    void onlyApproversSayNo() {
        var pull = reinstall();
        refused(
                proposals().reject(Scene.REPOSITORY, 12, Scene.dan, pull.now().digest(), "", "comment"),
                "role approver");
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
    }

    private static Proposals.Yes inAComment(Pull pull, String digest) {
        return new Proposals.Yes(digest, Optional.empty(), pull.now().shownAt(), OptionalInt.empty(), "comment");
    }

    @Test
    void digitsThatBeginTwoPlansNameNeitherForAYesAndAnyForANo() {
        var pull = reinstall();
        var plan = pull.now().digest();
        var digits = plan.substring(0, 12);
        JdbcClient.create(scene.dataSource)
                .sql("insert into proposal_digests select repository, number, :twin, head, at from proposal_digests")
                .param("twin", digits + "0".repeat(52))
                .update();

        refused(pull.say(Scene.ben, inAComment(pull, digits)), "Two plans of pull request 12 begin with " + digits);
        refused(pull.say(Scene.ben, inAComment(pull, digits.toUpperCase(Locale.ROOT))), plan);
        accepted(pull.say(Scene.ben, inAComment(pull, plan)));
        accepted(proposals().reject(Scene.REPOSITORY, 12, Scene.cyn, digits, "not now", "comment"));
    }

    @Test
    void aReviewThatMayHaveBeenOfThePlanBeforeInTheSameHeadIsAskedForAgain() {
        var pull = reinstall();
        var first = pull.now().digest();
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 3"));
        scene.time.advance(Duration.ofMinutes(5));
        assertThat(pull.propose().digest()).isNotEqualTo(first);
        var shown = pull.now().shownAt().orElseThrow();
        scene.time.advance(Duration.ofMinutes(5));

        refused(pull.say(Scene.ben, review(pull, shown.plusSeconds(59))), "took the place of the one before");
        accepted(pull.say(Scene.ben, review(pull, shown.plusSeconds(61))));
        accepted(pull.say(Scene.cyn, inAComment(pull, pull.now().digest().substring(0, 12))));
    }

    private static Proposals.Yes review(Pull pull, Instant at) {
        return new Proposals.Yes(
                pull.now().digest(), Optional.of(pull.head), Optional.of(at), OptionalInt.empty(), "review");
    }

    @Test
    void aReviewOfTheOnlyPlanOfItsHeadCountsAtOnce() {
        var pull = reinstall();
        accepted(pull.say(Scene.ben, review(pull, pull.now().shownAt().orElseThrow())));
    }

    @Test
    void aYesThatIsTakenBackIsGone() {
        var pull = reinstall();
        accepted(pull.approve(Scene.ben));
        proposals().takeBack(Scene.REPOSITORY, 12, "ben", "review", "The review was dismissed.");
        assertThat(pull.now().approvals()).as("it was said in Slack").hasSize(1);
        proposals().takeBack(Scene.REPOSITORY, 12, "ben", "slack", "The review was dismissed.");
        assertThat(pull.now().approvals()).isEmpty();
        assertThat(pull.now().voided()).hasSize(1);
        accepted(pull.approve(Scene.ben));
        assertThat(pull.now().approvals()).hasSize(1);
    }

    @Test
    void aQuestionThatNobodyAnsweredExpiresAndIsTold() {
        var pull = reinstall();
        scene.tick();
        var before = changes().size();
        scene.time.advance(Duration.ofHours(25));
        scene.tick().tick();
        assertThat(pull.now().standing()).isEqualTo(new Standing.Expired());
        assertThat(changes()).hasSize(before + 1);
        refused(pull.approve(Scene.ben), "expired");

        pull.propose();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
        accepted(pull.approve(Scene.ben));
    }

    @Test
    void aYesThatExpiresLaterThanTheQuestionHoldsUntilThenAndThatIsTold() {
        var pull = reinstall();
        scene.time.advance(Duration.ofHours(12));
        pull.approve(Scene.ben);
        pull.approve(Scene.cyn);
        scene.time.advance(Duration.ofHours(13));
        scene.tick();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Approved.class);
        var before = changes().size();
        scene.time.advance(Duration.ofHours(12));
        scene.tick().tick();
        assertThat(pull.now().standing()).isEqualTo(new Standing.Expired());
        assertThat(pull.now().approvals()).isEmpty();
        assertThat(changes()).hasSize(before + 1);
    }

    @Test
    void closingVoidsEveryYesAndRetractingKeepsThoseOfTheSameHead() {
        var pull = bringUp();
        accepted(pull.approve(Scene.ben));
        proposals().retract(Scene.REPOSITORY, 12, pull.head, "It conflicts.");
        assertThat(pull.now().standing()).isEqualTo(new Standing.Retracted("It conflicts."));
        refused(pull.approve(Scene.cyn), "There is no plan of pull request 12 now. It conflicts.");
        pull.propose();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Approved.class);

        proposals().closed(Scene.REPOSITORY, 12);
        assertThat(pull.now().standing()).isEqualTo(new Standing.Closed());
        refused(pull.approve(Scene.cyn), "was closed");
        pull.propose();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
        assertThat(pull.now().voided()).hasSize(1);
    }

    @Test
    void retractingAnotherHeadVoidsEveryYes() {
        var pull = bringUp();
        accepted(pull.approve(Scene.ben));
        proposals().retract(Scene.REPOSITORY, 12, pull.push().head, "It is not valid.");
        pull.push().propose();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
    }

    @Test
    void afterTheMergeNothingCountsThere() {
        var pull = reinstall();
        pull.merged(pull.squash(Scene.ADA));
        refused(pull.approve(Scene.ben), "was merged");
        refused(
                proposals().reject(Scene.REPOSITORY, 12, Scene.ben, pull.now().digest(), "no", "comment"),
                "was merged");
        assertThat(proposals().propose(pull.proposed())).isEmpty();
        proposals().retract(Scene.REPOSITORY, 12, pull.head, "late");
        proposals().closed(Scene.REPOSITORY, 12);
        assertThat(pull.now().standing()).isInstanceOf(Standing.Merged.class);
    }

    @Test
    void whatTheBranchHasAlreadyIsNoQuestionOfAPullRequest() {
        var pull = reinstall();
        var proposed = pull.proposed();
        var nothing = new Proposals.Proposed(
                proposed.repository(),
                proposed.number(),
                proposed.title(),
                proposed.page(),
                proposed.head(),
                proposed.base(),
                proposed.plan(),
                List.of(),
                proposed.author(),
                proposed.origins());
        accepted(pull.approve(Scene.ben));
        assertThat(proposals().propose(nothing)).isEmpty();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Retracted.class);
        pull.propose();
        assertThat(pull.now().approvals()).as("of the same head").hasSize(1);
    }

    @Test
    void peopleAreToldWhatChangedAndNothingElse() {
        var pull = reinstall();
        assertThat(changes()).hasSize(1);
        pull.propose();
        assertThat(changes()).as("other rules may be in force now").hasSize(2);
        proposals().retract(Scene.REPOSITORY, 99, pull.head, "unknown");
        assertThat(changes()).hasSize(2);
        pull.approve(Scene.ben);
        pull.approve(Scene.ben);
        assertThat(changes()).hasSize(3);
        pull.push().propose();
        assertThat(changes()).hasSize(4);
        proposals().closed(Scene.REPOSITORY, 12);
        proposals().closed(Scene.REPOSITORY, 12);
        assertThat(changes()).hasSize(5);
    }

    @Test
    void oneNoIsNotTakenBackBySomebodyElse() {
        var pull = reinstall();
        accepted(pull.reject(Scene.ben));
        accepted(pull.reject(Scene.cyn));
        accepted(pull.approve(Scene.cyn));
        assertThat(pull.now().standing()).isEqualTo(new Standing.Declined("ben", "wrong host"));
        accepted(pull.approve(Scene.ben));
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
    }

    @Test
    void aNoEndsTheEarlierYesOfTheSamePerson() {
        var pull = reinstall();
        accepted(pull.approve(Scene.ben));
        accepted(pull.reject(Scene.ben));
        assertThat(pull.now().approvals()).isEmpty();
        accepted(pull.approve(Scene.ben));
        assertThat(pull.now().approvals()).extracting(Approval::by).containsExactly("ben");
    }

    @Test
    void anAuthorTakesTheirOwnNoBackWithoutSayingYes() {
        var pull = reinstall();
        accepted(pull.reject(Scene.ada));
        assertThat(pull.now().standing()).isInstanceOf(Standing.Declined.class);
        assertThat(pull.approve(Scene.ada))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        said -> assertThat(said.text()).contains("takes the no", "It is no yes: ada wrote"));
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
        assertThat(pull.now().approvals()).isEmpty();
    }

    @Test
    void aNoOfWhoMayNotApproveAnyMoreKeepsNobody() {
        var pull = reinstall();
        accepted(pull.reject(Scene.ben));
        scene.files.put(
                "gough.yaml",
                Scene.RULES.replace(
                        "emails: [ben@example.org], roles: [approver]", "emails: [ben@example.org], roles: [viewer]"));
        scene.repo.commit(Scene.ADA, "Ben left", scene.files);
        scene.service.requests().look(Scene.REPOSITORY, "push");
        scene.settle();
        scene.approve(Scene.cyn);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(pull.now().standing()).isInstanceOf(Standing.Asked.class);
    }

    @Test
    void aNoCanBeSaidAsLongAsAYesCounts() {
        var pull = reinstall();
        scene.time.advance(Duration.ofHours(12));
        accepted(pull.approve(Scene.ben));
        accepted(pull.approve(Scene.cyn));
        scene.time.advance(Duration.ofHours(13));
        assertThat(pull.now().standing()).isInstanceOf(Standing.Approved.class);
        accepted(pull.reject(Scene.ben));
        assertThat(pull.now().standing()).isInstanceOf(Standing.Declined.class);
    }

    @Test
    void whatWasSaidLongAgoCountsFromThen() {
        var pull = reinstall();
        var at = scene.time.instant().truncatedTo(ChronoUnit.MICROS).plusMillis(1);
        scene.time.advance(Duration.ofHours(23));
        var digest = pull.now().digest();
        accepted(pull.say(Scene.ben, yes(digest, Optional.of(pull.head), Optional.of(at))));
        assertThat(pull.now().approvals()).extracting(Approval::expires).containsExactly(at.plus(Duration.ofHours(24)));
        scene.time.advance(Duration.ofHours(2));
        pull.propose();
        refused(pull.say(Scene.cyn, yes(digest, Optional.of(pull.head), Optional.of(at))), "before the plan");
    }

    @Test
    void anUnknownAccountThatOpensItTakesTwoForWhatIsDisruptive() {
        scene.deployed("alpha", 1, "");
        scene.newMachine(2);
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, ""));
        var pull = new Pull(scene, 12);
        var asked = (Standing.Asked) pull.propose().standing();
        assertThat(asked.needed()).isEqualTo(2);
    }

    @Test
    void aLoginBarsAlsoWhereNoAccountIsKnown() {
        var rules = Scene.RULES.replace("roles: [approver], githubId: 102", "roles: [approver], github: Ben-H");
        scene.files.put("gough.yaml", rules);
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.restart();
        scene.reinstallable("alpha", 1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        var pull = new Pull(scene, 12);
        pull.opener = new Actor.ForgeAccount("github", 102, "ben-h");
        assertThat(((Standing.Asked) pull.propose().standing()).eligible()).containsExactly("cyn");
    }

    @Test
    void aRestartLosesNothing() {
        var pull = reinstall();
        pull.approve(Scene.ben);
        var before = pull.now();
        scene.restart();
        assertThat(pull.now()).isEqualTo(before);
    }

    @Test
    void aRuleForPathsNarrowsWhoMayApproveAndSaysSo() {
        scene.rule("{glob: hosts/db/**, roles: [admin]}");
        scene.newMachine(1);
        scene.newMachine(2);
        scene.write("hosts/db/a.yaml", Scene.host("alpha", 1, ""));
        scene.write("hosts/b.yaml", Scene.host("beta", 2, ""));
        var pull = new Pull(scene, 12);
        pull.opener = Pull.ADA;

        assertThat(pull.propose().standing())
                .isEqualTo(new Standing.Asked(
                        1,
                        1,
                        List.of("ada", "ben", "cyn"),
                        List.of(new PathNeed(List.of("hosts/db/**"), 1, List.of("cyn")))));
        assertThat(pull.approve(Scene.ben).text())
                .contains("It does not count for 1 of 2 changes, such as deploy host alpha: ben may not say yes to what"
                        + " comes from hosts/db/**; gough.yaml admits role admin.");
        assertThat(pull.now().standing())
                .isEqualTo(new Standing.Asked(
                        1, 1, List.of("cyn"), List.of(new PathNeed(List.of("hosts/db/**"), 1, List.of("cyn")))));
        pull.approve(Scene.cyn);
        assertThat(pull.now().standing()).isInstanceOf(Standing.Approved.class);
    }

    @Test
    void aRuleForPathsAsksWhereNobodyElseWould() {
        scene.rule("{glob: queries/**, people: [ben]}");
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"));
        var pull = new Pull(scene, 12);

        assertThat(pull.propose().standing())
                .isEqualTo(new Standing.Asked(
                        1, 1, List.of("ben"), List.of(new PathNeed(List.of("queries/**"), 1, List.of("ben")))));
        assertThat(pull.approve(Scene.cyn)).isInstanceOf(Verdict.Refused.class);
        pull.approve(Scene.ben);
        assertThat(pull.now().standing()).isInstanceOf(Standing.Approved.class);
    }

    @Test
    void theRulesForPathsOfThePullRequestItselfJudgeNothing() {
        scene.rule("{glob: queries/**, people: [ben]}");
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"));
        scene.write("gough.yaml", Scene.RULES);
        var pull = new Pull(scene, 12);

        assertThat(pull.propose().standing())
                .isInstanceOfSatisfying(
                        Standing.Asked.class,
                        asked -> assertThat(asked.paths())
                                .containsExactly(new PathNeed(List.of("queries/**"), 1, List.of("ben"))));
    }
}
