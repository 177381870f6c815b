package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Check runs as GitHub takes them: of apps alone, fifty annotations with a call, which are added to those there are
 * (docs.github.com, <i>REST API endpoints for check runs</i>). The words of its refusals are inferred, but for that of somebody
 * who is no app.
 */
final class HubChecks {
    private static final int AT_ONCE = 50;
    private static final int LONGEST_SUMMARY = 65_535;
    private static final int LONGEST_TITLE = 255;
    private static final List<String> LEVELS = List.of("notice", "warning", "failure");
    private static final List<String> ENDS =
            List.of("action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out");

    private final Project project;
    private final HubWords words;
    private final Pages pages;
    private final String url;

    HubChecks(Project project, HubWords words, Pages pages) {
        this.project = project;
        this.words = words;
        this.pages = pages;
        this.url = pages.url();
    }

    /** Check runs of a commit; those of one name alone, when it is asked for. */
    Answer list(Call call, String commit) {
        if (!project.hasCommit(commit)) throw words.noCommit(commit);
        var name = call.queryValue("check_name");
        boolean newest = call.queryValue("filter").orElse("latest").equals("latest");
        var all = project.beside().runs(commit).stream()
                .filter(run -> name.isEmpty() || name.equals(Optional.of(run.name())))
                .toList();
        var shown = newest
                ? all.stream()
                        .filter(run -> all.stream()
                                .noneMatch(other -> other.name().equals(run.name()) && other.id() > run.id()))
                        .toList()
                : all;
        var page = pages.of(call, shown, this::json);
        var whole = Json.object().put("total_count", shown.size());
        whole.set("check_runs", Json.parse(page.body().text()).orElseThrow());
        var answer = Answer.json(200, Json.text(whole));
        var link = page.headers().get("Link");
        return link == null ? answer : answer.withHeader("Link", link.getFirst());
    }

    Answer create(Member who, JsonNode body) {
        requireApp(who);
        var commit = body.path("head_sha").asString("");
        if (!project.hasCommit(commit)) throw words.noCommit(commit);
        if (body.path("name").asString("").isBlank()) throw words.invalid("CheckRun", "name", "name is missing");
        var run = said(project.number(), commit, slug(who), body);
        var begun = run.status().isEmpty()
                ? run.with(empty(run, run.conclusion().isEmpty() ? "queued" : "completed"))
                : run;
        return Answer.json(201, Json.text(json(project.beside().put(begun))));
    }

    Answer update(Member who, String id, JsonNode body) {
        requireApp(who);
        var old = project.beside().run(Long.parseLong(id)).orElseThrow(words::notFound);
        if (!old.app().equals(slug(who)))
            throw words.forbidden(
                    "Invalid app_id `12` - check run can only be modified by the GitHub App that created it.");
        var update = said(old.id(), old.commit(), old.app(), body);
        return Answer.json(200, Json.text(json(project.beside().put(old.with(update)))));
    }

    private static CheckRun empty(CheckRun of, String status) {
        return new CheckRun(of.id(), of.commit(), of.app(), "", "", status, "", "", "", "", List.of());
    }

    private static String slug(Member who) {
        return who.login().replaceFirst("\\[bot]$", "");
    }

    private void requireApp(Member who) {
        if (!who.login().endsWith("[bot]")) throw words.forbidden("You must authenticate via a GitHub App.");
        if (project.settings().app().filter(ForgeSettings.App::checks).isEmpty()) throw words.forbidden();
    }

    private CheckRun said(long id, String commit, String app, JsonNode body) {
        var status = text(body, "status");
        var conclusion = text(body, "conclusion");
        if (!conclusion.isEmpty() && !ENDS.contains(conclusion)) throw words.invalid("CheckRun", "conclusion", "");
        if (status.equals("completed") && conclusion.isEmpty())
            throw words.invalid("CheckRun", "conclusion", "conclusion is required for a completed run");
        var output = body.path("output");
        if (output.isObject()
                && (text(output, "summary").isEmpty() || text(output, "title").isEmpty()))
            throw words.invalid("CheckRun", "output", "title and summary are required");
        if (text(output, "summary").length() > LONGEST_SUMMARY)
            throw words.invalid("CheckRun", "summary", "Summary is too long");
        return new CheckRun(
                id,
                commit,
                app,
                text(body, "name"),
                text(body, "external_id"),
                conclusion.isEmpty() ? status : "completed",
                conclusion,
                text(output, "title"),
                text(output, "summary"),
                text(body, "details_url"),
                annotations(output.path("annotations")));
    }

    private List<CheckRun.Annotation> annotations(JsonNode all) {
        if (all.size() > AT_ONCE) throw words.invalid("CheckRun", "annotations", "No more than 50 annotations");
        var annotations = new ArrayList<CheckRun.Annotation>();
        for (var one : all) {
            int line = one.path("start_line").asInt(0);
            var level = text(one, "annotation_level");
            if (line < 1 || one.path("end_line").asInt(0) < line || !LEVELS.contains(level))
                throw words.invalid("CheckRun", "annotations", "");
            if (text(one, "path").isEmpty() || text(one, "message").isEmpty())
                throw words.invalid("CheckRun", "annotations", "path and message are required");
            if (text(one, "message").length() > LONGEST_SUMMARY)
                throw words.invalid("CheckRun", "annotations", "Message is too long");
            if (text(one, "title").length() > LONGEST_TITLE)
                throw words.invalid("CheckRun", "annotations", "Title is too long (maximum is 255 characters)");
            annotations.add(
                    new CheckRun.Annotation(text(one, "path"), line, level, text(one, "title"), text(one, "message")));
        }
        return annotations;
    }

    private ObjectNode json(CheckRun run) {
        var node = Json.object()
                .put("id", run.id())
                .put("name", run.name())
                .put("head_sha", run.commit())
                .put("external_id", run.externalId())
                .put("status", run.status())
                .put("conclusion", run.conclusion().isEmpty() ? null : run.conclusion())
                .put("details_url", run.details().isEmpty() ? null : run.details());
        node.putObject("output")
                .put("title", run.title().isEmpty() ? null : run.title())
                .put("summary", run.summary().isEmpty() ? null : run.summary())
                .put("annotations_count", run.annotations().size())
                .put("annotations_url", "%s/check-runs/%d/annotations".formatted(url, run.id()));
        node.putObject("app").put("id", 12).put("slug", run.app());
        node.putArray("pull_requests");
        return node;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
