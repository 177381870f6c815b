package io.penguintech.gough.bot.forge;

import static io.penguintech.gough.bot.forge.Acme.commit;
import static io.penguintech.gough.bot.forge.Acme.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penguintech.gough.bot.forge.CommitStatus.Context;
import io.penguintech.gough.bot.forge.CommitStatus.State;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Bytes;
import io.penguintech.gough.simulators.fault.Call;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.Opinion;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is said to GitHub is what GitHub says it takes, and what is read of its answers is what it says it gives. The calls of
 * the other tests of the forge are judged too ({@link Acme#close}).
 */
class GitHubDescriptionTest {
    private GitHubDescription published;

    @BeforeEach
    void isThere() {
        assumeThat(GitHubDescription.published()).as(GitHubDescription.HOW).isPresent();
        published = GitHubDescription.published().orElseThrow();
    }

    @Test
    void everythingThatIsAskedOfGitHubIsDescribedAndSoIsWhatTheStandInAnswers() {
        var witness = new Witness(published, false);
        try (var acme = Acme.on(ForgeDialect.GITHUB)) {
            acme.standIn.answering(witness);
            everything(acme);
        }
        try (var acme = AppSessionTest.acme()) {
            acme.standIn.answering(witness);
            long number = acme.opened("by-an-app", 20);
            given(acme.forge.comment(number, "plan"));
            AnnotationsTest.show(acme, number, AnnotationsTest.many(51));
        }
        assertThat(witness.faults()).isEmpty();
        assertThat(witness.operations())
                .containsExactlyInAnyOrder(
                        "GET /app",
                        "POST /app/installations/{installation_id}/access_tokens",
                        "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
                        "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
                        "GET /repos/{owner}/{repo}/commits/{ref}/status",
                        "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
                        "POST /repos/{owner}/{repo}/check-runs",
                        "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
                        "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
                        "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
                        "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
                        "GET /repos/{owner}/{repo}/pulls",
                        "POST /repos/{owner}/{repo}/pulls",
                        "GET /repos/{owner}/{repo}/pulls/{pull_number}",
                        "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments",
                        "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}",
                        "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
                        "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
                        "POST /repos/{owner}/{repo}/statuses/{sha}",
                        "GET /user");
    }

    /** The name of an app is left out of it: GitHub says that it may be missing, but an app has one in every address. */
    @Test
    void theSparestAnswersThatGitHubMayGiveAreUnderstood() {
        var witness = new Witness(published, true);
        try (var acme = Acme.on(ForgeDialect.GITHUB)) {
            acme.standIn.answering(witness);
            everything(acme);
        }
        assertThat(witness.faults()).isEmpty();
    }

    @Test
    void anAccountThatGitHubDoesNotNameMayNothing() {
        try (var acme = Acme.on(ForgeDialect.GITHUB)) {
            acme.standIn.answering(new Witness(published, true));
            assertThat(given(acme.forge.permission(carol()))).isEqualTo(Permission.NONE);
        }
    }

    private static ForgeUser carol() {
        return new ForgeUser(ForgeSettings.CAROL.id(), ForgeSettings.CAROL.login(), false);
    }

    /** Each method of the port, with whatever it can say. */
    private static void everything(Acme acme) {
        long number = acme.opened("everything", 10);
        acme.standIn.label("ada", number, "urgent");
        acme.standIn.review("carol", number, Opinion.Verdict.APPROVE);
        acme.standIn.openFromFork("mallory", "Mine", "main", commit(12), "main");
        given(acme.forge.openPullRequests());
        given(acme.forge.pullRequest(number));
        given(acme.forge.reviews(number));
        AnnotationsTest.show(acme, number, AnnotationsTest.many(2));
        AnnotationsTest.show(acme, number, AnnotationsTest.many(1));
        given(acme.forge.permission(carol()));
        given(acme.forge.edit(given(acme.forge.comment(number, "3 deploy")), "2 deploy"));
        acme.standIn.comment("bob", number, "gough plan");
        for (var comment : given(acme.forge.comments(number))) given(acme.forge.acknowledge(comment));
        var page = Optional.of(URI.create("https://gough.example.org/rollouts/r1"));
        for (var state : State.values())
            given(acme.forge.report(
                    new Revision(commit(10)), new CommitStatus(Context.PLAN, state, "😀".repeat(300), page)));
        given(acme.forge.report(
                new Revision(commit(10)), new CommitStatus(Context.APPLY, State.PENDING, "", Optional.empty())));
        given(acme.forge.statuses(new Revision(commit(10))));
        acme.standIn.push("gough-bot", "revert", commit(11));
        given(acme.forge.propose(new NewPullRequest("Revert it", "Because it failed.", "revert", "main")));
        acme.standIn.merge("carol", number, commit(13));
        given(acme.forge.pullRequest(number));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT    | /repos/a/b/pulls                 |                    | not described
                    GET    | /repos/a/b/pull                  |                    | not described
                    GET    | /repos/a/b/pulls/seven           |                    | pull_number is no integer: seven
                    GET    | /repos/a/b/pulls?perPage=100     |                    | no query parameter perPage
                    GET    | /repos/a/b/pulls?state=opened    |                    | state may not be opened
                    GET    | /repos/a/b/pulls?page=x          |                    | page is no integer: x
                    POST   | /repos/a/b/issues/7/comments     |                    | a body is missing
                    POST   | /repos/a/b/issues/7/comments     | {}                 | the body lacks body
                    POST   | /repos/a/b/issues/7/comments     | {"body":7}         | the body.body is no string
                    POST   | /repos/a/b/issues/7/comments     | {"body":null}      | the body.body may not be null
                    PATCH  | /repos/a/b/issues/comments/7     | {"body":"","x":1}  | the body has no field x
                    POST   | /repos/a/b/statuses/c            | {"state":"failed"} | the body.state may not be "failed"
                    POST   | /app/installations/1/access_tokens | {"permissions":{"statuses":"all"}} | may not be "all"
                    POST   | /app/installations/1/access_tokens | {"permissions":{"status":"read"}} | has no field status
                    """)
    void whatIsNotDescribedIsNoticed(String method, String target, String body, String fault) {
        var call = call(method, target, "application/json", body == null ? "" : body);
        assertThat(published.faults(call)).singleElement().asString().contains(fault);
        assertThat(published.faults(call("POST", "/repos/a/b/issues/7/comments", "text/plain", "{\"body\":\"\"}")))
                .singleElement()
                .asString()
                .contains("no body of type text/plain");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | []                               | no answer 200
                    201 | []                               | the body is no object
                    201 | {"id":"7"}                       | the body.id is no integer
                    201 | {"id":null}                      | the body.id may not be null
                    201 | {"user":{"name":"Carol","no":1}} | the body.user has no field no
                    """)
    void whatGitHubWouldNotAnswerIsNoticed(int status, String body, String fault) {
        var call = call("POST", "/repos/a/b/issues/7/comments", "application/json", "{\"body\":\"\"}");
        assertThat(published.faults(call)).isEmpty();
        assertThat(published.faults(call, Answer.json(status, body)))
                .anySatisfy(one -> assertThat(one).contains(fault));
        assertThat(published.faults(call, Answer.json(201, "{\"id\":7,\"user\":null}")))
                .isEmpty();
    }

    private static Call call(String method, String target, String type, String body) {
        return Call.of(method, "/api/v3" + target, Map.of("Content-Type", List.of(type)), Bytes.of(body));
    }
}
