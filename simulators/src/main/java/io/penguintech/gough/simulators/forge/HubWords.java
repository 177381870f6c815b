package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;

/** How GitHub and Gitea refuse. */
final class HubWords {
    private final boolean hub;

    HubWords(boolean hub) {
        this.hub = hub;
    }

    Refusal notFound() {
        return hub ? github(404, "Not Found") : gitea(404, "The target couldn't be found.");
    }

    Refusal forbidden() {
        return hub
                ? github(403, "Resource not accessible by integration")
                : gitea(
                        403,
                        "Only admins can query all permissions, repo admins can query all repo permissions,"
                                + " collaborators can query only their own");
    }

    /** GitHub forbids it in other words. */
    Refusal forbidden(String message) {
        return github(403, message);
    }

    Refusal notJson() {
        return hub ? github(400, "Problems parsing JSON") : gitea(422, "[]: json: cannot unmarshal");
    }

    Refusal noCommit(String commit) {
        return hub
                ? github(422, "No commit found for SHA: " + commit)
                : gitea(404, "object does not exist [id: " + commit + ", rel_path: ]");
    }

    Refusal thereAlready(String branch) {
        if (hub) return invalid("PullRequest", "", "A pull request already exists for acme:" + branch + ".");
        return gitea(409, "pull request already exists for these targets [head_branch: " + branch + "]");
    }

    /** What stands in a field is not taken. Without a message GitHub says only that it is invalid. */
    Refusal invalid(String resource, String field, String message) {
        if (!hub) return gitea(422, "[" + field + "]: " + (message.isEmpty() ? "is invalid" : message));
        var body = Json.object().put("message", "Validation Failed");
        var error = body.putArray("errors").addObject().put("resource", resource);
        error.put("code", message.isEmpty() ? "invalid" : "custom");
        if (!field.isEmpty()) error.put("field", field);
        if (!message.isEmpty()) error.put("message", message);
        body.put("documentation_url", "https://docs.github.com/rest").put("status", "422");
        return Refusal.of(422, body);
    }

    /** Neither forge says who it takes us for. */
    Answer unknown() {
        return (hub ? github(401, "Bad credentials") : gitea(401, "user does not exist [uid: 0, name: ]")).answer();
    }

    private static Refusal github(int status, String message) {
        return Refusal.of(
                status,
                Json.object()
                        .put("message", message)
                        .put("documentation_url", "https://docs.github.com/rest")
                        .put("status", Integer.toString(status)));
    }

    private static Refusal gitea(int status, String message) {
        return Refusal.of(status, Json.object().put("message", message).put("url", "/api/swagger"));
    }
}
