package io.penguintech.gough.simulators.forge;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How GitHub and Gitea write things, the fields anybody reads and some they do not. */
final class HubJson {
    private static final long REPOSITORY = 1000;
    private static final long FORK = 2000;

    private final Project project;
    private final String url;
    private final boolean hub;

    HubJson(Project project, String url) {
        this.project = project;
        this.url = url;
        this.hub = project.settings().dialect() == ForgeDialect.GITHUB;
    }

    ObjectNode repository() {
        var name = project.settings().project();
        return Json.object()
                .put("id", REPOSITORY)
                .put("full_name", name)
                .put("html_url", url + "/" + name)
                .put("default_branch", "main");
    }

    ObjectNode user(String login) {
        var id = project.member(login).map(Member::id).orElse(99L);
        var user = Json.object().put("login", login).put("id", id);
        if (hub) user.put("type", login.endsWith("[bot]") ? "Bot" : "User");
        return user;
    }

    ObjectNode pull(Pull pull) {
        var name = project.settings().project();
        var node = Json.object()
                .put("id", pull.number() + 10_000)
                .put("number", pull.number())
                .put("title", pull.title())
                .put("body", pull.body().isEmpty() ? null : pull.body())
                .put("state", pull.state() == Pull.State.OPEN ? "open" : "closed")
                .put("draft", pull.draft())
                .put("html_url", project.settings().dialect().pages(url + "/" + name) + pull.number())
                .put("created_at", pull.created().toString())
                .put("updated_at", pull.updated().toString());
        boolean merged = pull.state() == Pull.State.MERGED;
        node.put("merged_at", merged ? pull.updated().toString() : null);
        // While it is open GitHub tries the merge, and says what that made.
        node.put("merge_commit_sha", merged ? pull.mergeCommit() : hub ? "f".repeat(40) : null);
        if (!hub) node.put("merged", merged);
        node.set("user", user(pull.author()));
        var labels = node.putArray("labels");
        pull.labels().forEach(label -> labels.addObject().put("name", label));
        var head = node.putObject("head").put("ref", pull.branch()).put("sha", pull.head());
        if (pull.fork()) head.putObject("repo").put("id", FORK).put("full_name", pull.author() + "/infra");
        else head.set("repo", repository());
        var base = node.putObject("base").put("ref", pull.base());
        base.put("sha", project.branch(pull.base()).orElse(Project.NONE)).set("repo", repository());
        return node;
    }

    ObjectNode comment(Note note) {
        var node = Json.object()
                .put("id", note.id())
                .put("body", note.body())
                .put("created_at", note.created().toString())
                .put("updated_at", note.updated().toString());
        node.set("user", user(note.author()));
        return node;
    }

    ObjectNode status(Status status) {
        return Json.object()
                .put("id", status.id())
                .put(hub ? "state" : "status", status.state())
                .put("context", status.context())
                .put("description", status.description())
                .put("target_url", status.target().isEmpty() ? null : status.target())
                .put("created_at", status.at().toString());
    }

    ObjectNode review(Opinion opinion, Optional<Pull> pull) {
        var node = Json.object()
                .put("id", opinion.id())
                .put("commit_id", opinion.head())
                .put("body", opinion.body());
        // GitHub says that in place of the verdict, Gitea beside it.
        node.put("state", hub && opinion.dismissed() ? "DISMISSED" : verdict(opinion.verdict()))
                .put("submitted_at", opinion.at().toString());
        if (!hub)
            node.put("dismissed", opinion.dismissed())
                    .put(
                            "stale",
                            pull.filter(one -> !one.head().equals(opinion.head()))
                                    .isPresent());
        node.set("user", user(opinion.author()));
        return node;
    }

    private String verdict(Opinion.Verdict verdict) {
        return switch (verdict) {
            case APPROVE -> "APPROVED";
            case REQUEST_CHANGES -> hub ? "CHANGES_REQUESTED" : "REQUEST_CHANGES";
            case COMMENT -> hub ? "COMMENTED" : "COMMENT";
        };
    }

    ObjectNode permission(Member member) {
        var node = Json.object().put("permission", HubFace.lower(member.role()));
        node.put("role_name", HubFace.lower(member.role())).set("user", user(member.login()));
        return node;
    }
}
