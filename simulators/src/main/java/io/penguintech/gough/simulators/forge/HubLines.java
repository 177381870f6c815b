package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Comments on single lines. GitHub takes them one by one, on lines of the difference alone (docs.github.com, <i>REST API endpoints
 * for pull request review comments</i>); Gitea as parts of a review, which can be deleted as a whole (routers/api/v1/repo/pull_review.go
 * of its source).
 */
final class HubLines {
    private final Project project;
    private final HubJson json;
    private final HubWords words;
    private final Pages pages;

    HubLines(Project project, HubJson json, HubWords words, Pages pages) {
        this.project = project;
        this.json = json;
        this.words = words;
        this.pages = pages;
    }

    Answer list(Call call, Pull pull) {
        return pages.of(call, project.beside().notes(pull.number()), note -> comment(note, pull));
    }

    Answer write(Member who, Pull pull, JsonNode body) {
        var path = text(body, "path");
        var commit = text(body, "commit_id");
        int line = body.path("line").asInt(0);
        var said = text(body, "body");
        if (said.isBlank()) throw words.invalid("PullRequestReviewComment", "body", "Body can't be blank");
        if (!project.hasCommit(commit)) throw words.invalid("PullRequestReviewComment", "commit_id", "");
        if (!text(body, "side").equals("RIGHT") || line < 1 || !project.isInDifference(pull, commit, path, line))
            throw words.invalid(
                    "PullRequestReviewComment",
                    "pull_request_review_thread.line",
                    "pull_request_review_thread.line must be part of the diff");
        return Answer.json(
                201, Json.text(comment(project.comment(who.login(), pull, 0, path, line, commit, said), pull)));
    }

    Answer delete(Member who, String id) {
        var note = project.beside().note(Long.parseLong(id)).orElseThrow(words::notFound);
        if (!note.author().equals(who.login()) && who.role() == Member.Role.READ) throw words.forbidden();
        project.beside().remove(note.id());
        return Answer.empty(204);
    }

    /** Of reviews Gitea takes here, that neither say yes nor no, those alone are known. */
    Answer review(Member who, Pull pull, JsonNode body) {
        boolean says = !text(body, "body").isBlank() || !body.path("comments").isEmpty();
        if (!text(body, "event").equals("COMMENT") || !says)
            throw words.invalid("Review", "event", "review event COMMENT requires a body or a comment");
        if (pull.state() != Pull.State.OPEN)
            throw words.invalid("Review", "event", "can't submit review for closed PR");
        var commit = text(body, "commit_id").isEmpty() ? pull.head() : text(body, "commit_id");
        var opinion = project.remark(who.login(), pull, text(body, "body"), commit);
        for (var one : body.path("comments"))
            project.comment(
                    who.login(),
                    pull,
                    opinion.id(),
                    text(one, "path"),
                    one.path("new_position").asInt(0),
                    commit,
                    text(one, "body"));
        return Answer.json(200, Json.text(json.review(opinion, Optional.of(pull))));
    }

    Answer deleteReview(Member who, Pull pull, String id) {
        var opinion = project.opinions(pull.number()).stream()
                .filter(one -> one.id() == Long.parseLong(id))
                .findFirst()
                .orElseThrow(words::notFound);
        if (!opinion.author().equals(who.login())) throw words.forbidden();
        project.withdraw(opinion);
        return Answer.empty(204);
    }

    /** One whose line is not as it was any more has none (GitHub calls it outdated). */
    private ObjectNode comment(LineNote note, Pull pull) {
        boolean current = pull.head().equals(note.commit())
                || project.isInDifference(pull, pull.head(), note.path(), note.line());
        var node = Json.object()
                .put("id", note.id())
                .put("path", note.path())
                .put("line", current ? note.line() : null)
                .put("original_line", note.line())
                .put("side", "RIGHT")
                .put("commit_id", pull.head())
                .put("original_commit_id", note.commit())
                .put("body", note.body())
                .put("created_at", note.at().toString())
                .put("updated_at", note.at().toString());
        node.set("user", json.user(note.author()));
        return node;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
