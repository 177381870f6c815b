package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Comments on single lines. Both take them as parts of a review: GitHub on lines of the difference alone (docs.github.com, <i>REST API endpoints
 * for pull request reviews</i>), and deletes single ones; Gitea deletes a review with all that belongs to it (routers/api/v1/repo/pull_review.go
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

    Answer delete(Member who, String id) {
        var note = project.beside().note(Long.parseLong(id)).orElseThrow(words::notFound);
        if (!note.author().equals(who.login()) && who.role() == Member.Role.READ) throw words.forbidden();
        project.beside().remove(note.id());
        return Answer.empty(204);
    }

    /** Of reviews that are made here those alone are known that neither say yes nor no. GitHub takes all its comments or none. */
    Answer review(Member who, Pull pull, JsonNode body) {
        boolean hub = project.settings().dialect() == ForgeDialect.GITHUB;
        boolean says =
                !text(body, "body").isBlank() || (!hub && !body.path("comments").isEmpty());
        if (!text(body, "event").equals("COMMENT") || !says)
            throw words.invalid("PullRequestReview", "event", "review event COMMENT requires a body or a comment");
        if (!hub && pull.state() != Pull.State.OPEN)
            throw words.invalid("Review", "event", "can't submit review for closed PR");
        var commit = text(body, "commit_id").isEmpty() ? pull.head() : text(body, "commit_id");
        if (!project.hasCommit(commit)) throw words.invalid("PullRequestReview", "commit_id", "");
        for (var one : body.path("comments")) if (hub) check(one, pull, commit);
        var opinion = project.remark(who.login(), pull, text(body, "body"), commit);
        for (var one : body.path("comments"))
            project.comment(
                    who.login(),
                    pull,
                    opinion.id(),
                    text(one, "path"),
                    one.path(hub ? "line" : "new_position").asInt(0),
                    commit,
                    text(one, "body"));
        return Answer.json(200, Json.text(json.review(opinion, Optional.of(pull))));
    }

    private void check(JsonNode comment, Pull pull, String commit) {
        if (text(comment, "body").isBlank())
            throw words.invalid("PullRequestReviewComment", "body", "Body can't be blank");
        int line = comment.path("line").asInt(0);
        boolean there = text(comment, "side").equals("RIGHT")
                && line > 0
                && project.isInDifference(pull, commit, text(comment, "path"), line);
        if (!there)
            throw words.invalid(
                    "PullRequestReviewComment",
                    "pull_request_review_thread.line",
                    "pull_request_review_thread.line must be part of the diff");
    }

    /** Those of a review, and the answers to them, which Gitea makes part of it. */
    Answer ofReview(Pull pull, String id) {
        var all = Json.array();
        project.beside().notes(pull.number()).stream()
                .filter(note -> note.review() == Long.parseLong(id))
                .forEach(note -> all.add(comment(note, pull)));
        return Answer.json(200, Json.text(all));
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
