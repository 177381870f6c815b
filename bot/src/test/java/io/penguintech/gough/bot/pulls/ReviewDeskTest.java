package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Databases;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.Member;
import io.penguintech.gough.simulators.forge.Opinion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reviews at a stand-in of each forge: which of them count for the plan, which do not, and what Gough says to those. */
class ReviewDeskTest {
    private static final Heard WAITS = new Heard(Optional.empty(), true);
    private static HikariDataSource database;

    @TempDir
    Path folder;

    private DeskScene desk;

    @BeforeAll
    static void start() {
        database = Databases.fresh();
        JdbcClient.create(database)
                .sql("insert into repositories (repository) values ('main')")
                .update();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void on(ForgeDialect dialect) {
        on(dialect, UnaryOperator.identity());
    }

    private void on(ForgeDialect dialect, UnaryOperator<ForgeSettings> more) {
        desk = new DeskScene(database, folder, dialect, more);
    }

    /** The plan stands in the comment from now on; a second passes. */
    private void show() {
        desk.proposals.show(desk.clock.instant());
        desk.forward(Duration.ofSeconds(1));
    }

    private Opinion review(String by, Opinion.Verdict verdict) {
        var review = desk.standIn.review(by, desk.number, verdict);
        desk.forward(Duration.ofSeconds(1));
        return review;
    }

    private Opinion approve(String by) {
        return review(by, Opinion.Verdict.APPROVE);
    }

    private void push(int commit) {
        desk.standIn.push("ada", "change", "%040x".formatted(commit));
        desk.proposals.head = new Revision("%040x".formatted(commit));
    }

    private String yes(ForgeDialect dialect) {
        return "approve %s %s review%s"
                .formatted(
                        desk.account(3),
                        SaidProposals.DIGEST,
                        dialect == ForgeDialect.GITLAB ? "" : " " + SaidProposals.HEAD);
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void anApprovalCountsOnceForTheHeadAndTheMomentItWasGiven(ForgeDialect dialect) {
        on(dialect);
        show();
        var review = approve("bob");

        assertThat(desk.hearReviews()).isEqualTo(Heard.ALL);
        assertThat(desk.hearReviews()).isEqualTo(Heard.ALL);

        assertThat(desk.proposals.said).containsExactly(yes(dialect));
        assertThat(desk.proposals.yeses.getFirst().at()).contains(review.at());
        assertThat(desk.answered()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void anApprovalFromBeforeThePlanWasThereDoesNotCountAndIsToldSoOnce(ForgeDialect dialect) {
        on(dialect);
        approve("bob");
        assertThat(desk.hearReviews()).isEqualTo(WAITS);
        show();
        desk.hearReviews();
        desk.hearReviews();

        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered())
                .singleElement()
                .asString()
                .contains("bob", "before this plan stood", "gough approve " + DeskScene.DIGEST);
        desk.standIn
                .comments(desk.number)
                .forEach(note -> assertThat(note.updated()).isEqualTo(note.created()));
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void whatWaitedUntilItIsKnownThatThePlanStoodThereCounts(ForgeDialect dialect) {
        on(dialect);
        var posted = desk.clock.instant();
        desk.forward(Duration.ofSeconds(1));
        approve("bob");
        desk.proposals.known = false;
        assertThat(desk.hearReviews()).as("not planned").isEqualTo(WAITS);
        desk.proposals.known = true;
        assertThat(desk.hearReviews()).as("not shown").isEqualTo(WAITS);
        desk.proposals.standing = new Proposal.Standing.Retracted("It is a draft.");
        desk.proposals.show(posted);
        assertThat(desk.hearReviews()).as("not asked").isEqualTo(WAITS);
        assertThat(desk.proposals.said).isEmpty();

        desk.proposals.standing = new Proposal.Standing.Asked(1, 1, List.of("bob"));
        assertThat(desk.hearReviews()).isEqualTo(Heard.ALL);
        assertThat(desk.proposals.said).containsExactly(yes(dialect));
    }

    @ParameterizedTest
    @EnumSource(
            value = ForgeDialect.class,
            names = {"GITHUB", "GITEA"})
    void anApprovalOfAnotherHeadNeverCounts(ForgeDialect dialect) {
        on(dialect);
        show();
        approve("bob");
        push(11);
        show();
        desk.hearReviews();
        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered()).singleElement().asString().contains("an older head");

        var before = desk.pull();
        desk.standIn.push("ada", "change", "%040x".formatted(12));
        approve("bob");
        assertThat(desk.hearReviews(before))
                .as("of a head that is not heard of yet")
                .isEqualTo(WAITS);
        push(12);
        desk.proposals.show(desk.clock.instant().minusSeconds(2));
        desk.hearReviews();
        assertThat(desk.proposals.said).singleElement().asString().endsWith("%040x".formatted(12));
        assertThat(desk.answered()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void whatIsDismissedOrTakenBackCountsNoMoreAndNeverAgain(ForgeDialect dialect) {
        on(dialect);
        show();
        var first = approve("bob");
        desk.hearReviews();
        desk.proposals.approvedBy("bob", "review");
        desk.standIn.dismiss("carol", first.id());
        desk.hearReviews();
        desk.hearReviews();
        assertThat(desk.proposals.said).hasSize(2).endsWith("takeBack bob review");

        if (dialect == ForgeDialect.GITEA) {
            desk.standIn.reinstate("carol", first.id());
            desk.hearReviews();
            assertThat(desk.proposals.said).hasSize(2);
            desk.standIn.dismiss("carol", first.id());
        }
        approve("bob");
        desk.hearReviews();
        assertThat(desk.proposals.said)
                .as("another one is another yes")
                .hasSize(3)
                .endsWith(yes(dialect));
    }

    @Test
    void whatWasDismissedBeforeItCountedDoesNotCountWhenItStandsAgain() {
        on(ForgeDialect.GITEA);
        var review = approve("bob");
        desk.standIn.dismiss("carol", review.id());
        desk.hearReviews();
        desk.standIn.reinstate("carol", review.id());
        desk.proposals.show(review.at());
        desk.hearReviews();

        assertThat(desk.proposals.said).containsExactly("takeBack bob review");
    }

    @Test
    void whatIsNotShownAnyMoreIsTakenBackOnceAndNothingElse() {
        on(ForgeDialect.GITLAB);
        show();
        var review = approve("bob");
        desk.hearReviews();
        desk.proposals.approvedBy("bob", "review");
        desk.proposals.approvedBy("cyn", "comment");
        desk.hearReviews();
        assertThat(desk.proposals.said).as("it stands").hasSize(1);
        desk.standIn.dismiss("bob", review.id());
        desk.hearReviews();
        desk.hearReviews();

        assertThat(desk.proposals.said).hasSize(2).endsWith("takeBack bob review");
    }

    @Test
    void whatIsTakenBackWhileThePlanHasNothingOfItIsTakenBackAllTheSame() {
        on(ForgeDialect.GITLAB);
        show();
        var review = approve("bob");
        desk.hearReviews();
        desk.proposals.standing = new Proposal.Standing.Free("Nothing of it needs an approval.");
        desk.standIn.dismiss("bob", review.id());
        desk.hearReviews();

        assertThat(desk.proposals.said).hasSize(2).endsWith("takeBack bob review");
    }

    @Test
    void whoTakesAnApprovalBackAndApprovesAgainBetweenTwoLooksApproves() {
        on(ForgeDialect.GITLAB);
        show();
        var review = approve("bob");
        desk.hearReviews();
        desk.standIn.dismiss("bob", review.id());
        approve("bob");
        desk.hearReviews();

        assertThat(desk.proposals.said)
                .containsExactly(yes(ForgeDialect.GITLAB), "takeBack bob review", yes(ForgeDialect.GITLAB));
    }

    @Test
    void whatWasRefusedIsNotTakenBack() {
        on(ForgeDialect.GITLAB);
        show();
        desk.proposals.answer = new Verdict.Refused("bob wrote it; a destructive change needs others.");
        var review = approve("bob");
        desk.hearReviews();
        desk.standIn.dismiss("bob", review.id());
        desk.hearReviews();

        assertThat(desk.proposals.said).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ForgeDialect.class,
            names = {"GITHUB", "GITEA"})
    void whoAsksForChangesTakesTheirOwnYesBackAndSaysNoNo(ForgeDialect dialect) {
        on(dialect);
        approve("bob");
        review("bob", Opinion.Verdict.REQUEST_CHANGES);
        review("mallory", Opinion.Verdict.REQUEST_CHANGES);
        review("bob", Opinion.Verdict.COMMENT);
        desk.hearReviews();
        desk.proposals.show(desk.clock.instant().minusSeconds(60));
        desk.hearReviews();
        assertThat(desk.proposals.said).as("the approval came before").containsExactly("takeBack bob review");

        approve("bob");
        desk.hearReviews();
        assertThat(desk.proposals.said).hasSize(2).endsWith(yes(dialect));
        assertThat(desk.answered()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void whoMayNotApproveOrNotWriteIsNeitherHeardNorAnswered(ForgeDialect dialect) {
        on(dialect);
        approve("bob");
        for (var who : List.of("carol", "roy", "mallory", "ada")) approve(who);
        desk.standIn.put(ForgeSettings.BOB.as(Member.Role.READ));
        desk.proposals.show(desk.clock.instant());
        desk.hearReviews();
        for (var before : desk.standIn.reviews(desk.number)) {
            if (dialect == ForgeDialect.GITLAB) desk.standIn.dismiss(before.author(), before.id());
            if (!before.author().equals("bob")) approve(before.author());
        }
        desk.hearReviews();

        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered()).isEmpty();
    }

    @Test
    void aRefusalIsToldWithItsReasonOnceAlsoWhenTheForgeDoesNotSayThatItHeard() {
        on(ForgeDialect.GITHUB);
        show();
        approve("bob");
        desk.proposals.answer = new Verdict.Refused("bob wrote it; a destructive change needs others.");
        desk.standIn.faults().add(FaultRule.once("POST", "comments$", new Fault.DoneThenTimeout(Duration.ZERO)));

        assertThat(desk.hearReviews().missed()).isPresent();
        assertThat(desk.hearReviews().missed()).isEmpty();
        desk.hearReviews();
        assertThat(desk.answered()).singleElement().asString().contains("bob wrote it");
        assertThat(desk.proposals.said).hasSize(1);
    }

    @Test
    void whereANumberMustBeTypedAReviewIsNotEnough() {
        on(ForgeDialect.GITHUB);
        show();
        desk.proposals.typed = true;
        approve("bob");
        desk.hearReviews();
        desk.hearReviews();

        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered())
                .singleElement()
                .asString()
                .contains("gough approve " + DeskScene.DIGEST + " NUMBER");
    }

    @Test
    void aReviewTakesBackNobodysNoNotEvenOnesOwn() {
        on(ForgeDialect.GITHUB);
        show();
        desk.proposals.standing = new Proposal.Standing.Declined("bob", "not on a Friday");
        approve("bob");
        desk.hearReviews();

        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered()).singleElement().asString().contains("in a comment");
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void aReviewWhereThereIsNothingToApproveNeverBecomesAYes(ForgeDialect dialect) {
        for (var standing : List.of(
                new Proposal.Standing.Free("The mode is observe: nothing is written."),
                new Proposal.Standing.Approved(Instant.MAX))) {
            on(dialect);
            show();
            approve("bob");
            desk.proposals.standing = standing;
            assertThat(desk.hearReviews()).isEqualTo(Heard.ALL);

            desk.proposals.standing = new Proposal.Standing.Asked(1, 1, List.of("bob"));
            assertThat(desk.hearReviews()).isEqualTo(Heard.ALL);
            assertThat(desk.proposals.said).isEmpty();
            assertThat(desk.answered()).isEmpty();
            close();
        }
        on(dialect);
        show();
        approve("bob");
        desk.hearReviews();
        assertThat(desk.proposals.said).as("a new one counts").hasSize(1);
    }

    @Test
    void whoSaidYesInACommentIsNotToldThatTheReviewSaysItAgain() {
        on(ForgeDialect.GITHUB);
        show();
        desk.proposals.approvedBy("bob", "comment");
        approve("bob");
        desk.hearReviews();

        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered()).isEmpty();
    }

    @Test
    void aYesToTheSamePlanOfAnOlderHeadIsNotTakenForOneToThisHead() {
        on(ForgeDialect.GITHUB);
        desk.proposals.approvedBy("bob", "comment");
        push(11);
        show();
        approve("bob");
        desk.hearReviews();

        assertThat(desk.proposals.said).singleElement().asString().endsWith("%040x".formatted(11));
    }

    @Test
    void aForgeThatDoesNotSayWhatSomebodyMayDoIsAskedAgain() {
        on(ForgeDialect.GITHUB);
        show();
        approve("bob");
        desk.standIn.faults().add(FaultRule.once("GET", "permission", Fault.Status.of(502, "<html>")));

        assertThat(desk.hearReviews().missed()).isPresent();
        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.hearReviews().missed()).isEmpty();
        assertThat(desk.proposals.said).hasSize(1);
    }

    @Test
    void aGitLabThatDoesNotSayWhenIsNotBelieved() {
        on(ForgeDialect.GITLAB, ForgeSettings::withoutApprovalTimes);
        show();
        approve("bob");
        desk.hearReviews();
        desk.hearReviews();

        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered()).singleElement().asString().contains("does not say when");
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void whatWasSaidBeforeTheMergeCountsAndWhatCameAfterDoesNot(ForgeDialect dialect) {
        on(dialect);
        show();
        approve("bob");
        desk.standIn.merge("carol", desk.number, "%040x".formatted(30));
        desk.hearReviews();
        assertThat(desk.proposals.said).containsExactly(yes(dialect));
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void whatWasSaidAfterTheMergeDoesNotCount(ForgeDialect dialect) {
        on(dialect);
        show();
        desk.standIn.merge("carol", desk.number, "%040x".formatted(30));
        desk.forward(Duration.ofSeconds(1));
        approve("bob");
        desk.hearReviews();
        assertThat(desk.proposals.said).isEmpty();
        assertThat(desk.answered()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void whatWasSaidToAMergeAtAnUnknownTimeDoesNotCount(ForgeDialect dialect) {
        on(dialect);
        show();
        approve("bob");
        desk.hearReviews(desk.pull(new PullRequest.State.Merged(Optional.of(SaidProposals.HEAD), Optional.empty())));
        assertThat(desk.proposals.said).isEmpty();
    }

    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void killedWhileItIsDecidedItIsDecidedAgain() {
        on(ForgeDialect.GITHUB);
        show();
        approve("bob");
        desk.proposals.before = () -> {
            throw new Killed();
        };
        assertThatThrownBy(() -> desk.hearReviews()).isInstanceOf(Killed.class);
        desk.proposals.before = () -> {};
        desk.hearReviews();
        assertThat(desk.proposals.said).hasSize(1);
    }
}
