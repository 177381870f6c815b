package io.penguintech.gough.bot.forge;

import static io.penguintech.gough.bot.forge.Acme.commit;
import static io.penguintech.gough.bot.forge.Acme.failed;
import static io.penguintech.gough.bot.forge.Acme.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.bot.forge.CommitStatus.Context;
import io.penguintech.gough.bot.forge.CommitStatus.State;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.Member;
import io.penguintech.gough.simulators.forge.Note;
import io.penguintech.gough.simulators.forge.Opinion;
import io.penguintech.gough.simulators.forge.Pull;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the port promises, of each forge. */
@ParameterizedClass
@EnumSource(ForgeDialect.class)
class ForgeContractTest {
    @Parameter
    ForgeDialect dialect = ForgeDialect.GITHUB;

    private Acme acme;

    @BeforeEach
    void start() {
        acme = Acme.on(dialect);
    }

    @AfterEach
    void stop() {
        acme.close();
    }

    @Test
    void thoseThatWereMergedLastAreListedByTheirNewestChange() {
        long first = acme.opened("first", 10);
        long second = acme.opened("second", 11);
        acme.opened("open", 12);
        long closed = acme.opened("closed", 13);
        acme.clock.advance(Duration.ofMinutes(1));
        acme.standIn.merge("ada", second, commit(11));
        acme.clock.advance(Duration.ofMinutes(1));
        acme.standIn.merge("ada", first, commit(10));
        acme.standIn.close("ada", closed);

        assertThat(given(acme.forge.recentlyMerged()))
                .allMatch(pull -> pull.state() instanceof PullRequest.State.Merged)
                .extracting(PullRequest::number)
                .containsExactly(first, second);
    }

    @Test
    void openPullRequestsAreReadAsTheyAre() {
        long own = acme.opened("wider", 10);
        acme.standIn.label("ada", own, "urgent", "rack-a");
        long draft = acme.opened("sketch", 11);
        acme.standIn.draft("ada", draft);
        long stranger = acme.standIn
                .openFromFork("mallory", "Mine", "main", commit(12), "main")
                .number();
        acme.standIn.close("ada", acme.opened("given-up", 13));
        acme.standIn.merge("carol", acme.opened("merged", 14), commit(15));

        var open = given(acme.forge.openPullRequests());

        assertThat(open).extracting(PullRequest::number).containsExactly(own, draft, stranger);
        var first = open.getFirst();
        assertThat(first.title()).isEqualTo("Change wider");
        assertThat(first.author()).isEqualTo(new ForgeUser(2, "ada", false));
        assertThat(first.branch()).isEqualTo("wider");
        assertThat(first.head()).isEqualTo(new Revision(commit(10)));
        assertThat(first.base()).isEqualTo("main");
        assertThat(first.labels()).containsExactly("urgent", "rack-a");
        assertThat(first.updated()).isEqualTo(acme.clock.instant());
        assertThat(first.page().toString())
                .startsWith(acme.standIn.url() + "/acme/")
                .endsWith("/" + own);
        assertThat(open).extracting(PullRequest::draft).containsExactly(false, true, false);
        assertThat(open)
                .extracting(PullRequest::origin)
                .containsExactly(PullRequest.Origin.REPOSITORY, PullRequest.Origin.REPOSITORY, PullRequest.Origin.FORK);
    }

    @Test
    void onePullRequestSaysWhatBecameOfIt() {
        long open = acme.opened("open", 10);
        long closed = acme.opened("closed", 11);
        acme.standIn.close("ada", closed);
        long merged = acme.opened("merged", 12);
        acme.standIn.merge("carol", merged, commit(13));

        assertThat(given(acme.forge.pullRequest(open)).state()).isEqualTo(new PullRequest.State.Open());
        assertThat(given(acme.forge.pullRequest(closed)).state()).isEqualTo(new PullRequest.State.Closed());
        assertThat(given(acme.forge.pullRequest(merged)).state())
                .isEqualTo(new PullRequest.State.Merged(
                        Optional.of(new Revision(commit(13))), Optional.of(acme.clock.instant())));
        failed(acme.forge.pullRequest(999), Failure.WorldChanged.class);
    }

    @Test
    void aListOfManyPagesIsWholeAndInOrder() {
        long number = acme.opened("talk", 10);
        var written = IntStream.range(0, 215)
                .mapToObj(at -> acme.standIn.comment("bob", number, "No. " + at).id())
                .toList();
        for (int at = 0; at < 105; at++) acme.opened("many-" + at, 100 + at);
        IntStream.range(0, 51).forEach(at -> acme.standIn.review("bob", number, Opinion.Verdict.COMMENT));

        assertThat(given(acme.forge.comments(number))).extracting(Comment::id).isEqualTo(written);
        assertThat(given(acme.forge.openPullRequests())).hasSize(106).doesNotHaveDuplicates();
        assertThat(acme.received("GET", "comments|notes")).isEqualTo(dialect == ForgeDialect.GITEA ? 1 : 3);
        assertThat(acme.received("GET", "(pulls|merge_requests)$")).isEqualTo(dialect == ForgeDialect.GITEA ? 3 : 2);
        if (dialect != ForgeDialect.GITLAB)
            assertThat(given(acme.forge.reviews(number))).hasSize(51);
    }

    @Test
    void whatDidNotChangeIsNotSentAgain() {
        acme.opened("one", 10);
        var before = given(acme.forge.openPullRequests());
        assertThat(given(acme.forge.openPullRequests())).isEqualTo(before);
        var last = acme.standIn.calls().getLast();
        assertThat(last.status()).isEqualTo(dialect == ForgeDialect.GITEA ? 200 : 304);

        acme.standIn.push("ada", "one", commit(11));

        assertThat(given(acme.forge.openPullRequests()))
                .extracting(PullRequest::head)
                .containsExactly(new Revision(commit(11)));
    }

    @Test
    void whatFollowsAFullPageThatDidNotChangeIsSeen() {
        for (int at = 0; at < 100; at++) acme.opened("many-" + at, 100 + at);
        assertThat(given(acme.forge.openPullRequests())).hasSize(100);
        acme.opened("one-more", 10);
        assertThat(given(acme.forge.openPullRequests())).hasSize(101).last().returns("one-more", PullRequest::branch);
    }

    @Test
    void aCommentOfOursIsFoundByItsMarkerAndEditedAndNobodyElsesIs() {
        var marker = new Marker("plan");
        long number = acme.opened("plan", 10);
        acme.standIn.comment("bob", number, marker.before("approved, trust me"));
        acme.standIn.remark("ada", number, "added 1 commit");
        var ours = given(acme.forge.comment(number, marker.before("3 deploy")));
        acme.clock.advance(Duration.ofMinutes(1));

        var found =
                given(acme.forge.comments(number)).stream().filter(marker::isOn).toList();
        assertThat(found).containsExactly(ours);
        assertThat(given(acme.forge.edit(found.getFirst(), marker.before("2 deploy")))
                        .updated())
                .isEqualTo(ours.created().plusSeconds(60));

        assertThat(acme.standIn.comments(number))
                .filteredOn(note -> note.author().equals("gough-bot"))
                .extracting(Note::body)
                .containsExactly("<!-- gough:plan -->\n2 deploy");
        if (dialect == ForgeDialect.GITLAB)
            assertThat(given(acme.forge.comments(number)))
                    .extracting(Comment::body)
                    .doesNotContain("added 1 commit");
    }

    @Test
    void theLongestCommentIsTakenAndALongerOneIsRefusedByTheForge() {
        long number = acme.opened("long", 10);
        given(acme.forge.comment(number, "x".repeat(acme.forge.longestComment())));
        if (dialect == ForgeDialect.GITEA) return; // takes any

        var longer = failed(acme.forge.comment(number, "x".repeat(1_000_001)), Failure.WorldChanged.class);

        assertThat(longer.why()).contains("too long");
        assertThat(acme.standIn.comments(number)).hasSize(1);
    }

    @Test
    void aCommentIsAcknowledgedOnceHoweverOftenItIsSaid() {
        long number = acme.opened("seen", 10);
        acme.standIn.comment("bob", number, "gough plan");
        var comment = given(acme.forge.comments(number)).getFirst();

        given(acme.forge.acknowledge(comment));
        given(acme.forge.acknowledge(comment));

        assertThat(acme.standIn.comments(number).getFirst().reactions()).containsExactly("gough-bot:eyes");
    }

    @Test
    void statusesAreSetReadAndReplaced() {
        acme.opened("status", 10);
        var revision = new Revision(commit(10));
        var page = Optional.of(URI.create("https://gough.example.org/rollouts/r1"));
        assertThat(given(acme.forge.statuses(revision))).isEmpty();

        given(acme.forge.report(revision, new CommitStatus(Context.PLAN, State.PENDING, "reads", page)));
        given(acme.forge.report(revision, new CommitStatus(Context.PLAN, State.PENDING, "reads on", page)));
        given(acme.forge.report(
                revision, new CommitStatus(Context.APPLY, State.FAILURE, "😀".repeat(300), Optional.empty())));
        var plan = new CommitStatus(Context.PLAN, State.SUCCESS, "3 deploy", page);
        assertThat(given(acme.forge.report(revision, plan))).isEqualTo(plan);

        var read = given(acme.forge.statuses(revision));
        assertThat(read).containsOnlyKeys(Context.PLAN, Context.APPLY).containsEntry(Context.PLAN, plan);
        assertThat(read.get(Context.APPLY)).satisfies(apply -> {
            assertThat(apply.state()).isEqualTo(State.FAILURE);
            assertThat(apply.description()).startsWith("😀😀").endsWith("😀…");
        });
        // One that ended may begin again.
        given(acme.forge.report(revision, new CommitStatus(Context.PLAN, State.PENDING, "reads again", page)));
        assertThat(given(acme.forge.statuses(revision)).get(Context.PLAN).state())
                .isEqualTo(State.PENDING);
    }

    @Test
    void aStatusOfAnUnknownCommitIsRefused() {
        failed(
                acme.forge.report(
                        new Revision(commit(77)),
                        new CommitStatus(Context.APPLY, State.SUCCESS, "done", Optional.empty())),
                Failure.WorldChanged.class);
    }

    @Test
    void reviewsSayWhatWasSeen() {
        long number = acme.opened("reviewed", 10);
        var no = acme.standIn.review("bob", number, Opinion.Verdict.REQUEST_CHANGES);
        acme.standIn.push("ada", "reviewed", commit(11));
        acme.clock.advance(Duration.ofMinutes(1));
        var yes = acme.standIn.review("carol", number, Opinion.Verdict.APPROVE);
        acme.standIn.push("ada", "reviewed", commit(12));

        var reviews = given(acme.forge.reviews(number));

        var carol = new ForgeUser(4, "carol", false);
        if (dialect == ForgeDialect.GITLAB)
            assertThat(reviews)
                    .containsExactly(new Review(
                            "4-" + yes.at().toEpochMilli(),
                            carol,
                            Review.Verdict.APPROVED,
                            Optional.empty(),
                            Optional.of(yes.at())));
        else
            assertThat(reviews)
                    .containsExactly(
                            new Review(
                                    Long.toString(no.id()),
                                    new ForgeUser(3, "bob", false),
                                    Review.Verdict.CHANGES_REQUESTED,
                                    Optional.of(new Revision(commit(10))),
                                    Optional.of(no.at())),
                            new Review(
                                    Long.toString(yes.id()),
                                    carol,
                                    Review.Verdict.APPROVED,
                                    Optional.of(new Revision(commit(11))),
                                    Optional.of(yes.at())));
    }

    @Test
    void aReviewThatWasTakenBackSaysSoOrIsGoneAndTheNextOneHasAnotherName() {
        long number = acme.opened("reviewed", 10);
        var first = acme.standIn.review("carol", number, Opinion.Verdict.APPROVE);
        var before = given(acme.forge.reviews(number)).getFirst();
        acme.standIn.dismiss("carol", first.id());

        var after = given(acme.forge.reviews(number));
        if (dialect == ForgeDialect.GITLAB) assertThat(after).isEmpty();
        else
            assertThat(after)
                    .extracting(Review::id, Review::verdict)
                    .containsExactly(tuple(before.id(), Review.Verdict.DISMISSED));

        acme.clock.advance(Duration.ofSeconds(1));
        acme.standIn.review("carol", number, Opinion.Verdict.APPROVE);
        assertThat(given(acme.forge.reviews(number)).getLast())
                .returns(Review.Verdict.APPROVED, Review::verdict)
                .satisfies(again -> assertThat(again.id()).isNotEqualTo(before.id()));
    }

    @Test
    void aForgeThatDoesNotSayWhenSomebodyApprovedIsBelievedThatSomebodyDid() {
        try (var older = Acme.on(dialect, ForgeSettings::withoutApprovalTimes)) {
            long number = older.opened("reviewed", 10);
            older.standIn.review("carol", number, Opinion.Verdict.APPROVE);
            assertThat(given(older.forge.reviews(number)))
                    .singleElement()
                    .returns(Review.Verdict.APPROVED, Review::verdict)
                    .returns(
                            dialect != ForgeDialect.GITLAB,
                            review -> review.at().isPresent());
        }
    }

    @Test
    void permissionsAreThoseOfNow() {
        var seen = new ArrayList<Permission>();
        for (var member : List.of(ForgeSettings.CAROL, ForgeSettings.BOB, ForgeSettings.ROY, ForgeSettings.MALLORY))
            seen.add(given(acme.forge.permission(new ForgeUser(member.id(), member.login(), false))));
        assertThat(seen).containsExactly(Permission.ADMIN, Permission.WRITE, Permission.READ, Permission.NONE);

        acme.standIn.put(ForgeSettings.BOB.as(Member.Role.READ));
        assertThat(given(acme.forge.permission(new ForgeUser(3, "bob", false)))).isEqualTo(Permission.READ);
        // The name went to somebody else; nobody is gone; nobody has that name.
        for (var user : List.of(new ForgeUser(66, "carol", false), ForgeUser.GONE, new ForgeUser(67, "no one", false)))
            assertThat(given(acme.forge.permission(user))).isEqualTo(Permission.NONE);
    }

    @Test
    void whoMayWriteSetsStatusesButOnGitLabThoseOfAProtectedBranchNeedMore() {
        acme.standIn.put(ForgeSettings.BOT.as(Member.Role.WRITE));
        acme.opened("of-a-developer", 10);
        var status = new CommitStatus(Context.APPLY, State.SUCCESS, "brought about", Optional.empty());

        given(acme.forge.report(new Revision(commit(10)), status));
        var ofMain = acme.forge.report(new Revision(Acme.MAIN), status);

        if (dialect == ForgeDialect.GITLAB)
            assertThat(failed(ofMain, Failure.Forbidden.class).why())
                    .contains("HTTP 403")
                    .contains("docs/forge-setup.md");
        else assertThat(given(ofMain)).isEqualTo(status);
    }

    @Test
    void aPullRequestIsOpenedOnceAndOnlyFromABranchThatIsThere() {
        acme.standIn.push("gough-bot", "revert", commit(10));
        var proposed = new NewPullRequest("Revert it", "Because it failed.", "revert", "main");

        var opened = given(acme.forge.propose(proposed));

        assertThat(opened.branch()).isEqualTo("revert");
        assertThat(acme.standIn.pull(opened.number()))
                .extracting(Pull::title, Pull::body, Pull::head, Pull::base)
                .containsExactly("Revert it", "Because it failed.", commit(10), "main");
        assertThat(failed(acme.forge.propose(proposed), Failure.WorldChanged.class)
                        .why())
                .contains("already exists");
        failed(acme.forge.propose(new NewPullRequest("Nothing", "", "nowhere", "main")), Failure.WorldChanged.class);
        assertThat(given(acme.forge.openPullRequests())).hasSize(1);
    }
}
