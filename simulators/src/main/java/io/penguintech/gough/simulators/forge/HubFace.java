package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The calls below {@code /repos/OWNER/NAME/} as GitHub and Gitea take them. GitHub: docs.github.com/rest and facts of its
 * users; Gitea: routers/api/v1 of its source. Inferred are: Gitea's answers to a bad state and to a missing commit.
 */
final class HubFace implements Face {
    private static final int LONGEST_COMMENT = 65_536;
    private static final int LONGEST_DESCRIPTION = 140;
    private static final int LONGEST_CONTEXT = 255;
    private static final List<String> STATES = List.of("error", "failure", "pending", "success");

    private final Project project;
    private final HubJson json;
    private final HubWords words;
    private final Pages pages;
    private final HubLines lines;
    private final HubChecks checks;
    private final boolean hub;

    HubFace(Project project, HubJson json, Pages pages) {
        this.project = project;
        this.json = json;
        this.pages = pages;
        this.hub = project.settings().dialect() == ForgeDialect.GITHUB;
        this.words = new HubWords(hub);
        this.lines = new HubLines(project, json, words, pages);
        this.checks = new HubChecks(project, words, pages);
    }

    @Override
    public Answer answer(Call call, Member who, List<String> path) {
        if (path.equals(List.of("user"))) return Answer.json(200, Json.text(json.user(who.login())));
        var names = project.settings().project().split("/", -1);
        if (path.size() < 4
                || !path.get(0).equals("repos")
                || !path.get(1).equals(names[0])
                || !path.get(2).equals(names[1])
                || who.role() == Member.Role.NONE) throw words.notFound();
        return routed(call, who, path.subList(3, path.size()));
    }

    private Answer routed(Call call, Member who, List<String> path) {
        var last = path.getLast();
        return switch (call.method() + " " + shape(path)) {
            case "GET pulls" -> pulls(call);
            case "POST pulls" -> open(call, who);
            case "GET pulls/#" -> ok(json.pull(pull(last)));
            case "GET pulls/#/reviews" -> reviews(call, pull(path.get(1)));
            case "GET issues/#/comments" -> comments(call, pull(path.get(1)));
            case "POST issues/#/comments" -> comment(call, who, pull(path.get(1)));
            case "PATCH issues/comments/#" -> edit(call, who, note(last));
            case "POST issues/comments/#/reactions" -> react(call, who, note(path.get(2)));
            case "POST statuses/@" -> report(call, who, last);
            case "GET commits/@/status" -> combined(call, path.get(1));
            case "GET collaborators/*/permission" -> permission(who, path.get(1));
            default -> hub ? besideOnGitHub(call, who, path) : besideOnGitea(call, who, path);
        };
    }

    private Answer besideOnGitHub(Call call, Member who, List<String> path) {
        return switch (call.method() + " " + shape(path)) {
            case "GET pulls/#/comments" -> lines.list(call, pull(path.get(1)));
            case "POST pulls/#/reviews" -> lines.review(who, pull(path.get(1)), body(call));
            case "DELETE pulls/comments/#" -> lines.delete(who, path.getLast());
            case "GET commits/@/check-runs" -> checks.list(call, path.get(1));
            case "POST check-runs" -> checks.create(who, body(call));
            case "PATCH check-runs/#" -> checks.update(who, path.getLast(), body(call));
            default -> throw words.notFound();
        };
    }

    private Answer besideOnGitea(Call call, Member who, List<String> path) {
        return switch (call.method() + " " + shape(path)) {
            case "POST pulls/#/reviews" -> lines.review(who, pull(path.get(1)), body(call));
            case "GET pulls/#/reviews/#/comments" -> lines.ofReview(pull(path.get(1)), path.get(3));
            case "DELETE pulls/#/reviews/#" -> lines.deleteReview(who, pull(path.get(1)), path.getLast());
            default -> throw words.notFound();
        };
    }

    /** Numbers as #, commits as @, names of people as *. */
    private static String shape(List<String> path) {
        var shape = String.join("/", path).replaceAll("[0-9a-f]{40}", "@").replaceAll("(?<=/)\\d+(?=/|$)", "#");
        return shape.replaceAll("^collaborators/[^/]+", "collaborators/*");
    }

    private Pull pull(String number) {
        return project.pull(Long.parseLong(number)).orElseThrow(words::notFound);
    }

    private Note note(String id) {
        return project.note(Long.parseLong(id)).orElseThrow(words::notFound);
    }

    private Answer pulls(Call call) {
        var state = call.queryValue("state").orElse("open");
        var sort = call.queryValue("sort");
        var newestFirst =
                hub ? !call.queryValue("direction").equals(Optional.of("asc")) : !sort.equals(Optional.of("oldest"));
        boolean byChange = sort.equals(Optional.of(hub ? "updated" : "recentupdate"));
        var all = project.pulls().stream()
                .filter(pull -> state.equals("all") || state.equals("open") == (pull.state() == Pull.State.OPEN))
                .sorted(Comparator.comparing(byChange ? Pull::updated : Pull::created))
                .toList();
        return pages.of(call, newestFirst ? all.reversed() : all, json::pull);
    }

    private Answer open(Call call, Member who) {
        requireWrite(who);
        var body = body(call);
        var branch = text(body, "head");
        var base = text(body, "base");
        if (project.branch(branch).isEmpty()) throw words.invalid("PullRequest", "head", "");
        if (project.branch(base).isEmpty()) throw words.invalid("PullRequest", "base", "");
        if (project.pulls().stream()
                .anyMatch(pull -> pull.state() == Pull.State.OPEN
                        && !pull.fork()
                        && pull.branch().equals(branch)
                        && pull.base().equals(base))) throw words.thereAlready(branch);
        var pull = project.open(who.login(), text(body, "title"), text(body, "body"), branch, Optional.empty(), base);
        return created(json.pull(pull));
    }

    private Answer comments(Call call, Pull pull) {
        var all = project.notes(pull.number()).stream()
                .filter(note -> hub || isWithin(call, note.updated().getEpochSecond()))
                .toList();
        // Gitea sends all of them, whatever is asked for but a span of time.
        var whole = new Pages(pages.url(), "nothing", Math.max(1, all.size()), Integer.MAX_VALUE, pages.count());
        return (hub ? pages : whole).of(call, all, json::comment);
    }

    private static boolean isWithin(Call call, long second) {
        return call.queryValue("since").filter(since -> second < second(since)).isEmpty()
                && call.queryValue("before")
                        .filter(before -> second > second(before))
                        .isEmpty();
    }

    private static long second(String moment) {
        return OffsetDateTime.parse(moment).toEpochSecond();
    }

    private Answer comment(Call call, Member who, Pull pull) {
        return created(json.comment(project.comment(who.login(), pull.number(), said(call))));
    }

    private Answer edit(Call call, Member who, Note note) {
        if (!note.author().equals(who.login()) && who.role() != Member.Role.ADMIN) throw words.forbidden();
        return ok(json.comment(project.edit(who.login(), note.id(), said(call))));
    }

    private String said(Call call) {
        var said = text(body(call), "body");
        if (said.isBlank()) throw words.invalid("IssueComment", "body", "Body can't be blank");
        if (hub && said.codePointCount(0, said.length()) > LONGEST_COMMENT)
            throw words.invalid("IssueComment", "body", "Body is too long (maximum is 65536 characters)");
        return said;
    }

    private Answer react(Call call, Member who, Note note) {
        var name = text(body(call), "content");
        if (!List.of("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes")
                .contains(name)) throw words.invalid("Reaction", "content", "");
        boolean first = project.react(who.login(), note.id(), name);
        return Answer.json(first ? 201 : 200, Json.text(Json.object().put("content", name)));
    }

    private Answer report(Call call, Member who, String commit) {
        requireWrite(who);
        if (!project.hasCommit(commit)) throw words.noCommit(commit);
        var body = body(call);
        var state = text(body, "state");
        var description = text(body, "description");
        var context = text(body, "context").isEmpty() ? "default" : text(body, "context");
        if (!STATES.contains(state)) throw words.invalid("Status", "state", "State is not included in the list");
        if (hub && description.codePointCount(0, description.length()) > LONGEST_DESCRIPTION)
            throw words.invalid("Status", "description", "Description is too long (maximum is 140 characters)");
        if (context.length() > LONGEST_CONTEXT) throw words.invalid("Status", "context", "Context is too long");
        if (hub
                && project.statuses(commit).stream()
                                .filter(one -> one.context().equals(context))
                                .count()
                        >= Project.MOST_STATUSES)
            throw words.invalid("Status", "base", "This SHA and context has reached the maximum number of statuses.");
        return created(json.status(project.report(new Status(
                project.number(),
                commit,
                context,
                state,
                description,
                text(body, "target_url"),
                who.login(),
                project.now()))));
    }

    /** The newest of each context; on Gitea null for none. */
    private Answer combined(Call call, String commit) {
        if (!project.hasCommit(commit)) throw words.noCommit(commit);
        var newest = project.newest(commit);
        var page = pages.of(call, newest, json::status);
        var whole = Json.object().put("sha", commit).put("total_count", newest.size());
        if (!hub && newest.isEmpty()) whole.putNull("statuses");
        else whole.set("statuses", Json.parse(page.body().text()).orElseThrow());
        var answer = ok(whole);
        for (var header : page.headers().entrySet())
            if (header.getKey().equals("Link"))
                answer = answer.withHeader("Link", header.getValue().getFirst());
        return answer;
    }

    /** Gitea counts reviews and links no pages. */
    private Answer reviews(Call call, Pull pull) {
        var page = pages.of(
                call, project.opinions(pull.number()), opinion -> json.review(opinion, project.pull(opinion.pull())));
        if (hub) return page;
        var count = page.headers().get(pages.count());
        return Answer.json(200, page.body().text()).withHeader(pages.count(), count == null ? "0" : count.getFirst());
    }

    /** GitHub tells whoever may push, Gitea administrators alone. */
    private Answer permission(Member who, String login) {
        if (hub) requireWrite(who);
        else if (who.role() != Member.Role.ADMIN && !who.login().equals(login)) throw words.forbidden();
        var member = project.member(login).orElseThrow(words::notFound);
        return ok(json.permission(member));
    }

    private void requireWrite(Member who) {
        if (who.role() == Member.Role.READ) throw words.forbidden();
    }

    private JsonNode body(Call call) {
        return Json.parse(call.body().text()).filter(JsonNode::isObject).orElseThrow(words::notJson);
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

    /** A word in lower case, as roles are spelled. */
    static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
