package io.penguintech.gough.simulators.forge;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What deliveries say, and what each forge calls it. */
final class Payloads {
    private final Project project;
    private final HubJson hub;
    private final GitLabJson gitlab;

    Payloads(Project project, HubJson hub, GitLabJson gitlab) {
        this.project = project;
        this.hub = hub;
        this.gitlab = gitlab;
    }

    /**
     * A payload.
     *
     * @param event as the header says
     * @param json what it says
     */
    record Payload(String event, ObjectNode json) {}

    Payload of(Happening happening) {
        return project.settings().dialect() == ForgeDialect.GITLAB ? ofGitLab(happening) : ofHub(happening);
    }

    private Payload ofHub(Happening happening) {
        var json = Json.object();
        var event = switch (happening) {
            case Happening.Pushed pushed -> {
                json.put("ref", "refs/heads/" + pushed.branch());
                json.put("before", pushed.before()).put("after", pushed.after());
                yield "push";
            }
            case Happening.PullChanged changed -> {
                json.put("action", isGitea() ? ofGitea(changed.action()) : changed.action())
                        .put("number", changed.pull().number());
                json.set("pull_request", hub.pull(changed.pull()));
                yield "pull_request";
            }
            case Happening.Commented said -> {
                json.put("action", said.action()).set("comment", hub.comment(said.note()));
                var issue = json.putObject("issue").put("number", said.pull().number());
                issue.putObject("pull_request");
                yield "issue_comment";
            }
            case Happening.Reviewed said -> {
                json.set("pull_request", hub.pull(said.pull()));
                yield isGitea() ? reviewedOnGitea(said, json) : reviewedOnGitHub(said, json);
            }
        };
        json.set("repository", hub.repository());
        json.set("sender", hub.user(happening.by()));
        return new Payload(event, json);
    }

    private boolean isGitea() {
        return project.settings().dialect() == ForgeDialect.GITEA;
    }

    private String reviewedOnGitHub(Happening.Reviewed said, ObjectNode json) {
        json.put("action", said.opinion().dismissed() ? "dismissed" : "submitted");
        json.set("review", hub.review(said.opinion(), Optional.of(said.pull())));
        return "pull_request_review";
    }

    /** It tells which kind of review it was by the event, and no number of it (modules/webhook/type.go of its source). */
    private static String reviewedOnGitea(Happening.Reviewed said, ObjectNode json) {
        json.put("action", "reviewed").put("number", said.pull().number());
        var kind = switch (said.opinion().verdict()) {
            case APPROVE -> "approved";
            case REQUEST_CHANGES -> "rejected";
            case COMMENT -> "comment";
        };
        json.putObject("review").put("type", "pull_request_review_" + kind).put("content", "");
        return "pull_request_" + kind;
    }

    /** What GitHub calls an action, in Gitea's words (modules/structs/hook.go of its source): a draft is one by its title. */
    private static String ofGitea(String action) {
        return switch (action) {
            case "synchronize" -> "synchronized";
            case "labeled" -> "label_updated";
            case "converted_to_draft", "ready_for_review" -> "edited";
            default -> action;
        };
    }

    /** The same in GitLab's words (docs.gitlab.com, <i>Webhook events</i>). */
    private static String ofGitLab(String action, Pull pull) {
        return switch (action) {
            case "opened" -> "open";
            case "reopened" -> "reopen";
            case "closed" -> pull.state() == Pull.State.MERGED ? "merge" : "close";
            default -> "update";
        };
    }

    private Payload ofGitLab(Happening happening) {
        var json = Json.object();
        json.putObject("project")
                .put("id", GitLabJson.PROJECT)
                .put("path_with_namespace", project.settings().project());
        json.set("user", gitlab.user(happening.by()));
        return switch (happening) {
            case Happening.Pushed pushed ->
                new Payload(
                        "Push Hook",
                        json.put("object_kind", "push")
                                .put("ref", "refs/heads/" + pushed.branch())
                                .put("before", pushed.before())
                                .put("after", pushed.after())
                                .put("user_username", pushed.by()));
            case Happening.PullChanged changed -> {
                json.put("object_kind", "merge_request");
                json.set(
                        "object_attributes",
                        gitlab.pull(changed.pull()).put("action", ofGitLab(changed.action(), changed.pull())));
                yield new Payload("Merge Request Hook", json);
            }
            case Happening.Commented said -> {
                json.put("object_kind", "note");
                json.set(
                        "object_attributes",
                        gitlab.note(said.note()).put("action", said.action().equals("created") ? "create" : "update"));
                json.set("merge_request", gitlab.pull(said.pull()));
                yield new Payload("Note Hook", json);
            }
            case Happening.Reviewed said -> {
                json.put("object_kind", "merge_request");
                json.set(
                        "object_attributes",
                        gitlab.pull(said.pull()).put("action", said.opinion().dismissed() ? "unapproved" : "approved"));
                yield new Payload("Merge Request Hook", json);
            }
        };
    }
}
