package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The calls below {@code /projects/GROUP%2FNAME/} as GitLab takes them (docs.gitlab.com/api; lib/api of its source). Its branch
 * main is protected, as there by default: Developers may set no status there (gitlab-org/gitlab, issue 213626; its
 * CreateCommitStatusService, which also takes none of a commit that no branch holds). What happens to a pending status that is set to pending is quoted from issues of its users; that its words stay as they were is inferred.
 */
final class GitLabFace implements Face {
    private static final int LONGEST_NOTE = 1_000_000;
    private static final int LONGEST_DESCRIPTION = 255;
    private static final List<String> STATES = List.of("pending", "running", "success", "failed", "canceled");
    /** Which states a status may take from which; the end of one begins a new one. */
    private static final Map<String, List<String>> NEXT = Map.of(
            "pending", List.of("running", "success", "failed", "canceled"),
            "running", List.of("success", "failed", "canceled"));

    private final Project project;
    private final GitLabJson json;
    private final Pages pages;

    GitLabFace(Project project, GitLabJson json, Pages pages) {
        this.project = project;
        this.json = json;
        this.pages = pages;
    }

    @Override
    public Answer answer(Call call, Member who, List<String> path) {
        if (path.equals(List.of("user"))) return ok(json.user(who.login()));
        if (path.size() < 3
                || !path.get(0).equals("projects")
                || !path.get(1).equals(project.settings().project())
                || who.role() == Member.Role.NONE) throw notFound("Project");
        return routed(call, who, path.subList(2, path.size()));
    }

    private Answer routed(Call call, Member who, List<String> path) {
        var shape = String.join("/", path).replaceAll("[0-9a-f]{40}", "@").replaceAll("(?<=/)\\d+(?=/|$)", "#");
        return switch (call.method() + " " + shape) {
            case "GET merge_requests" -> pulls(call);
            case "POST merge_requests" -> open(call, who);
            case "GET merge_requests/#" -> ok(json.pull(pull(path.get(1))));
            case "GET merge_requests/#/approvals" -> ok(json.approvals(pull(path.get(1))));
            case "GET merge_requests/#/notes" -> notes(call, pull(path.get(1)));
            case "POST merge_requests/#/notes" -> comment(call, who, pull(path.get(1)));
            case "PUT merge_requests/#/notes/#" -> edit(call, who, note(path));
            case "DELETE merge_requests/#/notes/#" -> delete(who, path.get(3));
            case "POST merge_requests/#/discussions" -> discuss(call, who, pull(path.get(1)));
            case "POST merge_requests/#/notes/#/award_emoji" -> award(call, who, note(path));
            case "POST statuses/@" -> report(call, who, path.get(1));
            case "GET repository/commits/@/statuses" -> statuses(call, path.get(2));
            case "GET members/all/#" -> member(path.get(2));
            default -> throw Refusal.of(404, Json.object().put("error", "404 Not Found"));
        };
    }

    private static Refusal notFound(String what) {
        return Refusal.of(404, Json.object().put("message", "404 " + what + " Not Found"));
    }

    private static Refusal bad(String message) {
        return Refusal.of(400, Json.object().put("message", message));
    }

    private static Refusal forbidden() {
        return Refusal.of(403, Json.object().put("message", "403 Forbidden"));
    }

    private Pull pull(String number) {
        return project.pull(Long.parseLong(number)).orElseThrow(() -> notFound("Merge Request"));
    }

    private Note note(List<String> path) {
        return project.note(Long.parseLong(path.get(3)))
                .filter(note -> note.pull() == Long.parseLong(path.get(1)))
                .orElseThrow(() -> notFound("Note"));
    }

    private Answer pulls(Call call) {
        var state = call.queryValue("state").orElse("all");
        boolean byChange = call.queryValue("order_by").equals(Optional.of("updated_at"));
        var all = project.pulls().stream()
                .filter(pull -> state.equals("all") || state.equals(GitLabJson.state(pull)))
                .sorted(Comparator.comparing(byChange ? Pull::updated : Pull::created))
                .toList();
        boolean ascending = call.queryValue("sort").equals(Optional.of("asc"));
        return pages.of(call, ascending ? all : all.reversed(), json::pull);
    }

    private Answer open(Call call, Member who) {
        requireWrite(who);
        var body = body(call);
        var branch = text(body, "source_branch");
        var base = text(body, "target_branch");
        for (var one : List.of(branch, base))
            if (project.branch(one).isEmpty())
                throw Refusal.of(
                        400,
                        Json.object().set("message", Json.array().add("Source branch \"" + one + "\" does not exist")));
        var there = project.pulls().stream()
                .filter(pull -> pull.state() == Pull.State.OPEN && !pull.fork())
                .filter(pull -> pull.branch().equals(branch) && pull.base().equals(base))
                .findFirst();
        if (there.isPresent())
            throw Refusal.of(
                    409,
                    Json.object()
                            .set(
                                    "message",
                                    Json.array()
                                            .add("Another open merge request already exists for this source branch: !"
                                                    + there.get().number())));
        return created(json.pull(project.open(
                who.login(), text(body, "title"), text(body, "description"), branch, Optional.empty(), base)));
    }

    private Answer notes(Call call, Pull pull) {
        var all = Stream.concat(
                        project.notes(pull.number()).stream().map(json::note),
                        project.beside().notes(pull.number()).stream().map(json::note))
                .sorted(Comparator.comparingLong(note -> note.path("id").asLong()))
                .toList();
        boolean ascending = call.queryValue("sort").equals(Optional.of("asc"));
        return pages.of(call, ascending ? all : all.reversed(), note -> note);
    }

    /** On a line: it must be one of the difference between the commits that the merge request compares. */
    private Answer discuss(Call call, Member who, Pull pull) {
        var said = said(call);
        var position = body(call).path("position");
        var commit = text(position, "head_sha");
        var path = text(position, "new_path");
        int line = position.path("new_line").asInt(0);
        if (!text(position, "position_type").equals("text")
                || text(position, "old_path").isEmpty()
                || !commit.equals(pull.head())
                || !text(position, "start_sha")
                        .equals(project.branch(pull.base()).orElse(Project.NONE))
                || text(position, "base_sha").isEmpty()
                || !project.isInDifference(pull, commit, path, line))
            throw bad("400 Bad request - Note {:line_code=>[\"can't be blank\", \"must be a valid line code\"]}");
        var note = project.comment(who.login(), pull, 0, path, line, commit, said);
        var discussion = Json.object().put("id", "%040x".formatted(note.id())).put("individual_note", false);
        discussion.putArray("notes").add(json.note(note));
        return created(discussion);
    }

    /** Whoever wrote it may delete it. Those on lines alone are deleted here. */
    private Answer delete(Member who, String id) {
        var note = project.beside().note(Long.parseLong(id)).orElseThrow(() -> notFound("Note"));
        if (!note.author().equals(who.login())) throw forbidden();
        project.beside().remove(note.id());
        return Answer.empty(204);
    }

    private Answer comment(Call call, Member who, Pull pull) {
        return created(json.note(project.comment(who.login(), pull.number(), said(call))));
    }

    private Answer edit(Call call, Member who, Note note) {
        if (!note.author().equals(who.login())) throw forbidden();
        return ok(json.note(project.edit(who.login(), note.id(), said(call))));
    }

    private static String said(Call call) {
        var said = text(body(call), "body");
        if (said.isBlank()) throw bad("400 Bad request - Note can't be blank");
        if (said.length() > LONGEST_NOTE)
            throw bad("400 Bad request - Note is too long (maximum is 1000000 characters)");
        return said;
    }

    private Answer award(Call call, Member who, Note note) {
        if (!project.react(who.login(), note.id(), text(body(call), "name")))
            throw notFound("Award Emoji Name has already been taken");
        return created(Json.object().put("name", "eyes"));
    }

    private Answer report(Call call, Member who, String commit) {
        requireWrite(who);
        if (!project.hasCommit(commit)) throw notFound("Commit");
        if (project.isOfForkAlone(commit)) throw notFound("References for commit");
        if (who.role() != Member.Role.ADMIN && project.isTipOfProtected(commit)) throw forbidden();
        var body = body(call);
        var state = text(body, "state");
        var name = text(body, "name").isEmpty() ? text(body, "context") : text(body, "name");
        var description = text(body, "description");
        if (!STATES.contains(state))
            throw Refusal.of(400, Json.object().put("error", "state does not have a valid value"));
        if (description.codePointCount(0, description.length()) > LONGEST_DESCRIPTION)
            throw Refusal.of(
                    400,
                    Json.object()
                            .set(
                                    "message",
                                    Json.object()
                                            .set(
                                                    "description",
                                                    Json.array().add("is too long (maximum is 255 characters)"))));
        var fresh = new Status(
                project.number(),
                commit,
                name,
                state,
                description,
                text(body, "target_url"),
                who.login(),
                project.now());
        return created(json.status(settled(fresh)));
    }

    /** One that goes on moves along; one that ended is followed by another. */
    private Status settled(Status fresh) {
        var open = project.newest(fresh.commit()).stream()
                .filter(old -> old.context().equals(fresh.context()) && NEXT.containsKey(old.state()))
                .findFirst();
        if (open.isEmpty()) return project.report(fresh);
        var old = open.get();
        if (!NEXT.getOrDefault(old.state(), List.of()).contains(fresh.state()))
            throw bad("Cannot transition status via :%s from :%s (Reason(s): Status cannot transition via \"%1$s\")"
                    .formatted(fresh.state().equals("pending") ? "enqueue" : "run", old.state()));
        return project.replace(old, fresh);
    }

    private Answer statuses(Call call, String commit) {
        if (!project.hasCommit(commit)) throw notFound("Commit");
        return pages.of(call, project.newest(commit), json::status);
    }

    private Answer member(String id) {
        return project.member(Long.parseLong(id))
                .filter(member -> member.role() != Member.Role.NONE)
                .map(member -> ok(json.member(member)))
                .orElseThrow(() -> notFound("Not found"));
    }

    private static void requireWrite(Member who) {
        if (who.role() == Member.Role.READ) throw forbidden();
    }

    private static JsonNode body(Call call) {
        return Json.parse(call.body().text())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> Refusal.of(400, Json.object().put("error", "Problem with JSON")));
    }

    private static String text(JsonNode body, String field) {
        return body.path(field).asString("");
    }

    private static Answer ok(JsonNode body) {
        return Answer.json(200, Json.text(body));
    }

    private static Answer created(JsonNode body) {
        return Answer.json(201, Json.text(body));
    }
}
