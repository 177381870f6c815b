package io.penguintech.gough.bot.forge;

import static io.penguintech.gough.bot.forge.Acme.commit;
import static io.penguintech.gough.bot.forge.Acme.failed;
import static io.penguintech.gough.bot.forge.Acme.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.forge.CommitStatus.Context;
import io.penguintech.gough.bot.forge.CommitStatus.State;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.Member;
import io.penguintech.gough.simulators.forge.Opinion;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the port promises when a forge refuses, is away, or answers anything. */
@ParameterizedClass
@EnumSource(ForgeDialect.class)
class ForgeTroubleTest {
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
    void refusalsSayWhoMustAct() {
        long number = acme.opened("refused", 10);
        var wrong = acme.client(Acme.quick(), acme.settings.project(), Acme.token("another-token"));
        assertThat(failed(wrong.openPullRequests(), Failure.NeedsHuman.class).why())
                .contains("refuses our credentials")
                .doesNotContain("another-token");
        var elsewhere = acme.client(Acme.quick(), "acme/other", Acme.token(acme.settings.token()));
        assertThat(failed(elsewhere.openPullRequests(), Failure.WorldChanged.class)
                        .why())
                .contains("gough.forge.*.project");
        acme.standIn.put(ForgeSettings.BOT.as(Member.Role.READ));
        assertThat(failed(
                                acme.forge.report(
                                        new Revision(commit(10)),
                                        new CommitStatus(Context.APPLY, State.SUCCESS, "", Optional.empty())),
                                Failure.Forbidden.class)
                        .why())
                .contains("docs/forge-setup.md");
        acme.standIn.put(ForgeSettings.BOT.as(Member.Role.NONE));
        failed(acme.forge.comments(number), Failure.WorldChanged.class);
        assertThat(acme.standIn.statuses(commit(10))).isEmpty();
        wrong.close();
        elsewhere.close();
    }

    @Test
    void whoWritesTooFastIsHeardAgainWhenTheForgeSaysSoAndNotCalledBefore() {
        long number = acme.opened("fast", 10);
        acme.standIn
                .faults()
                .add(FaultRule.once("POST", "comments|notes", acme.standIn.tooFast(Duration.ofSeconds(90))));

        var refused = failed(acme.forge.comment(number, "plan"), Failure.TryAgain.class);
        var calls = acme.standIn.calls().size();
        acme.clock.advance(Duration.ofSeconds(89));
        failed(acme.forge.comment(number, "plan"), Failure.TryAgain.class);
        failed(acme.forge.openPullRequests(), Failure.TryAgain.class);

        assertThat(refused.after()).isEqualTo(Duration.ofSeconds(90));
        assertThat(acme.standIn.calls()).hasSize(calls);
        acme.clock.advance(Duration.ofSeconds(1));
        given(acme.forge.comment(number, "plan"));
        assertThat(acme.standIn.comments(number)).hasSize(1);
    }

    @Test
    void aCommentWhoseAnswerIsLostIsUnclearAndFoundByItsMarker() {
        var marker = new Marker("plan");
        long number = acme.opened("lost", 10);
        given(acme.forge.comments(number));
        acme.standIn.faults().add(FaultRule.once("POST", "comments|notes", new Fault.DoneThenTimeout(Duration.ZERO)));

        failed(acme.forge.comment(number, marker.before("3 deploy")), Failure.Unclear.class);

        assertThat(given(acme.forge.comments(number)).stream().filter(marker::isOn))
                .hasSize(1);
        assertThat(acme.received("POST", "comments|notes")).isEqualTo(1);
    }

    @Test
    void aServerInTroubleOrAwayIsAskedAgainLater() {
        acme.opened("away", 10);
        acme.standIn.faults().add(FaultRule.once("GET", "(pulls|merge_requests)", Fault.Status.of(502, "<html>")));
        failed(acme.forge.openPullRequests(), Failure.TryAgain.class);
        assertThat(given(acme.forge.openPullRequests())).hasSize(1);
        acme.standIn.faults().down();
        failed(acme.forge.openPullRequests(), Failure.TryAgain.class);
        acme.standIn.faults().up();
        assertThat(given(acme.forge.openPullRequests())).hasSize(1);
    }

    @Test
    void whoeverSaysWhenToComeBackIsAskedOnceAndNotBefore() {
        long number = acme.opened("reset", 10);
        given(acme.forge.comments(number));
        var reset = acme.clock.instant().plusSeconds(300).getEpochSecond();
        for (var method : List.of("GET", "POST"))
            acme.standIn
                    .faults()
                    .add(FaultRule.once(
                            method,
                            "comments|notes",
                            new Fault.Status(429, Map.of("x-ratelimit-reset", List.of(Long.toString(reset))), "")));
        var calls = acme.standIn.calls().size();

        var refused = failed(acme.forge.comment(number, "plan"), Failure.TryAgain.class);
        failed(acme.forge.comments(number), Failure.TryAgain.class);

        assertThat(refused.after()).isEqualTo(Duration.ofSeconds(300));
        assertThat(acme.standIn.calls()).hasSize(calls + 1);
        acme.clock.advance(Duration.ofSeconds(300));
        failed(acme.forge.comments(number), Failure.TryAgain.class);
        assertThat(acme.standIn.calls()).hasSize(calls + 2);
        assertThat(acme.standIn.comments(number)).isEmpty();
    }

    @Test
    void aStatusThatCannotBecomeWhatItShouldIsNotTakenForSet() {
        if (dialect != ForgeDialect.GITLAB) return;
        acme.opened("stuck", 10);
        for (var from : List.of("pending", "canceled"))
            acme.standIn
                    .faults()
                    .add(FaultRule.once(
                            "POST",
                            "statuses",
                            Fault.Status.of(
                                    400,
                                    "{\"message\":\"Cannot transition status via :enqueue from :%s (Reason(s): any)\"}"
                                            .formatted(from))));
        var pending = new CommitStatus(Context.APPLY, State.PENDING, "r7", Optional.empty());

        assertThat(given(acme.forge.report(new Revision(commit(10)), pending))).isEqualTo(pending);
        failed(acme.forge.report(new Revision(commit(10)), pending), Failure.WorldChanged.class);
    }

    @Test
    void whateverStrangersWriteTheOthersAreHeard() {
        long number = acme.opened("huge", 10);
        acme.standIn.comment("bob", number, "gough approve");
        var emoji = "\ud83d\ude00".repeat(65_536);
        for (int at = 0; at < 40; at++) say("mallory", number, emoji);
        say("bob", number, "gough reject");

        assertThat(given(acme.forge.comments(number)))
                .hasSize(42)
                .allSatisfy(comment -> assertThat(
                                comment.body().codePointCount(0, comment.body().length()))
                        .isLessThanOrEqualTo(1_000))
                .extracting(Comment::body)
                .startsWith("gough approve")
                .endsWith("gough reject");
    }

    private void say(String by, long number, String body) {
        acme.clock.advance(Duration.ofSeconds(1));
        acme.standIn.comment(by, number, body);
    }

    @Test
    void whatIsSaidBeyondTheLastPageThatWasKnownIsHeardAlthoughTheFirstOneIsAsItWas() {
        long number = acme.opened("talk", 10);
        for (int at = 0; at < 200; at++) say("mallory", number, "word " + at);
        assertThat(given(acme.forge.comments(number))).hasSize(200);
        for (int at = 0; at < 101; at++) say("bob", number, "gough reject " + at);

        assertThat(given(acme.forge.comments(number))).hasSize(301).last().returns("gough reject 100", Comment::body);
    }

    @Test
    void ofEndlessCommentsTheNewestAreReadByAFewCalls() {
        long number = acme.opened("endless", 10);
        for (int at = 0; at < 450; at++) say("mallory", number, "x".repeat(9_000) + at);
        say("bob", number, "gough reject");
        var calls = acme.standIn.calls().size();

        try (var small = small(10_000)) {
            assertThat(given(small.comments(number)))
                    .hasSizeBetween(20, 400)
                    .last()
                    .returns("gough reject", Comment::body);
        }
        assertThat(acme.standIn.calls().size() - calls).isLessThan(210);
    }

    @Test
    void whatIsLongerThanAnyAnswerIsLeftOut() {
        long number = acme.opened("alone", 10);
        say("bob", number, "gough plan");
        say("mallory", number, "x".repeat(50_000));
        say("bob", number, "gough reject");
        try (var small = small(20_000)) {
            assertThat(given(small.comments(number)))
                    .extracting(Comment::body)
                    .containsExactly("gough plan", "gough reject");
        }
    }

    private Forge small(long bytes) {
        return acme.client(Acme.quick().reading(bytes), acme.settings.project(), Acme.token(acme.settings.token()));
    }

    @Test
    void reviewsAndPullRequestsAreListedHoweverLongTheyAreTogether() {
        long number = 0;
        for (int at = 0; at < 30; at++) number = acme.opened("many-" + at, 100 + at);
        for (int at = 0; at < 30; at++) acme.standIn.review("bob", number, Opinion.Verdict.COMMENT);
        try (var small = small(9_000)) {
            assertThat(given(small.openPullRequests()))
                    .hasSize(30)
                    .doesNotHaveDuplicates()
                    .isSortedAccordingTo(Comparator.comparing(PullRequest::number));
            if (dialect != ForgeDialect.GITLAB)
                assertThat(given(small.reviews(number))).hasSize(30).doesNotHaveDuplicates();
        }
    }

    @Test
    void anAnswerOfSomethingElseIsNotTakenForAForges() {
        for (var body :
                List.of("<html>Sign in</html>", "[]]", "{\"message\":\"hello\"}", "[{\"number\":\"x\"}]", "null")) {
            acme.standIn.faults().add(FaultRule.once("GET", "(pulls|merge_requests)", Fault.Status.of(200, body)));
            if (body.equals("null"))
                assertThat(given(acme.forge.openPullRequests())).isEmpty();
            else failed(acme.forge.openPullRequests(), Failure.NeedsHuman.class);
        }
    }

    @Test
    void anAnswerLongerThanAllowedIsNotRead() {
        long number = acme.opened("long", 10);
        try (var small = small(50)) {
            assertThat(failed(small.pullRequest(number), Failure.NeedsHuman.class)
                            .why())
                    .contains("longer than 50 bytes");
        }
    }

    @Test
    void aQuotaThatIsUsedUpIsWaitedForAndUnchangedReadsUseNone() {
        if (dialect == ForgeDialect.GITEA) return; // has none
        try (var limited = Acme.on(dialect, settings -> settings.withQuota(2))) {
            long number = limited.opened("quota", 10);
            // GitLab counts whatever is asked.
            for (int at = 0; at < (dialect == ForgeDialect.GITHUB ? 5 : 1); at++)
                given(limited.forge.pullRequest(number));
            given(limited.forge.openPullRequests());

            limited.clock.advance(Duration.ofMinutes(50));
            var refused = failed(limited.forge.reviews(number), Failure.TryAgain.class);
            assertThat(refused.after()).isEqualTo(Duration.ofMinutes(10));
            int calls = limited.standIn.calls().size();
            limited.clock.advance(Duration.ofSeconds(599));
            failed(limited.forge.reviews(number), Failure.TryAgain.class);
            assertThat(limited.standIn.calls()).hasSize(calls);

            limited.clock.advance(Duration.ofSeconds(1));
            assertThat(given(limited.forge.reviews(number))).isEmpty();
        }
    }
}
