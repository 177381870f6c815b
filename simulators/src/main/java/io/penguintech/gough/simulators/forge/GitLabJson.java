package io.penguintech.gough.simulators.forge;

import java.util.LinkedHashMap;
import tools.jackson.databind.node.ObjectNode;

/** How GitLab writes things, the fields anybody reads and some they do not. */
final class GitLabJson {
    static final long PROJECT = 1000;
    private static final long FORK = 2000;

    private final Project project;
    private final String url;

    GitLabJson(Project project, String url) {
        this.project = project;
        this.url = url;
    }

    ObjectNode user(String login) {
        return Json.object()
                .put("id", project.member(login).map(Member::id).orElse(99L))
                .put("username", login)
                .put("name", login)
                .put("state", "active");
    }

    static String state(Pull pull) {
        return switch (pull.state()) {
            case OPEN -> "opened";
            case CLOSED -> "closed";
            case MERGED -> "merged";
        };
    }

    ObjectNode pull(Pull pull) {
        boolean merged = pull.state() == Pull.State.MERGED;
        var node = Json.object()
                .put("id", pull.number() + 10_000)
                .put("iid", pull.number())
                .put("project_id", PROJECT)
                .put("title", pull.title())
                .put("description", pull.body())
                .put("state", state(pull))
                .put("draft", pull.draft())
                .put("source_branch", pull.branch())
                .put("target_branch", pull.base())
                .put("source_project_id", pull.fork() ? FORK : PROJECT)
                .put("target_project_id", PROJECT)
                .put("sha", pull.head())
                .put("merge_commit_sha", merged ? pull.mergeCommit() : null)
                .putNull("squash_commit_sha")
                .put("merged_at", merged ? pull.updated().toString() : null)
                .put("created_at", pull.created().toString())
                .put("updated_at", pull.updated().toString())
                .put(
                        "web_url",
                        ForgeDialect.GITLAB.pages(url + "/" + project.settings().project()) + pull.number());
        node.set("author", user(pull.author()));
        var base = project.branch(pull.base()).orElse(Project.NONE);
        node.putObject("diff_refs").put("base_sha", base).put("start_sha", base).put("head_sha", pull.head());
        var labels = node.putArray("labels");
        pull.labels().forEach(labels::add);
        return node;
    }

    /**
     * Everybody who approved and did not take it back, with when, which GitLab says since merge request 204605 of its own; it
     * forgets what they saw.
     */
    ObjectNode approvals(Pull pull) {
        var node = Json.object().put("iid", pull.number());
        var by = node.putArray("approved_by");
        var first = new LinkedHashMap<String, Opinion>();
        project.opinions(pull.number()).stream()
                .filter(opinion -> opinion.verdict() == Opinion.Verdict.APPROVE && !opinion.dismissed())
                .forEach(opinion -> first.putIfAbsent(opinion.author(), opinion));
        for (var opinion : first.values()) {
            var one = by.addObject();
            one.set("user", user(opinion.author()));
            if (project.settings().approvalTimes())
                one.put("approved_at", opinion.at().toString());
        }
        return node;
    }

    ObjectNode note(Note note) {
        var node = Json.object()
                .put("id", note.id())
                .put("body", note.body())
                .put("system", note.system())
                .put("created_at", note.created().toString())
                .put("updated_at", note.updated().toString())
                .put("noteable_iid", note.pull());
        node.set("author", user(note.author()));
        return node;
    }

    ObjectNode note(LineNote note) {
        var node = note(note.note()).put("type", "DiffNote");
        node.putObject("position")
                .put("position_type", "text")
                .put("head_sha", note.commit())
                .put("new_path", note.path())
                .put("new_line", note.line());
        return node;
    }

    ObjectNode status(Status status) {
        return Json.object()
                .put("id", status.id())
                .put("sha", status.commit())
                .put("status", status.state())
                .put("name", status.context())
                .put("description", status.description())
                .put("target_url", status.target().isEmpty() ? null : status.target());
    }

    ObjectNode member(Member member) {
        int level = switch (member.role()) {
            case NONE -> 0;
            case READ -> 20;
            case WRITE -> 30;
            case ADMIN -> 40;
        };
        return user(member.login()).put("access_level", level);
    }
}
