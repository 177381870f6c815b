package io.penguintech.gough.bot.forge;

import static io.penguintech.gough.bot.forge.ForgeCalls.piece;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** GitLab's API, version 4 (docs.gitlab.com/api). Its merge requests are pull requests, its notes comments. */
final class GitLab implements Forge {
    /** Less than GitLab's million by what Atlantis leaves free. */
    private static final int LONGEST_COMMENT = 999_900;

    private static final int LONGEST_DESCRIPTION = 255;
    private static final int DEVELOPER = 30;
    private static final int MAINTAINER = 40;
    private static final int REPORTER = 20;
    private static final Listing.Paging PAGING = new Listing.Paging("per_page", 100, 100);
    private static final Pattern STUCK = Pattern.compile("Cannot transition status via :\\w+ from :(\\w+)");

    private final ForgeCalls calls;
    private final ForgeAccess access;
    private final String project;

    GitLab(ForgeAccess access, ForgeCalls calls) {
        this.calls = calls;
        this.access = access;
        this.project = "projects/" + piece(access.project()) + "/";
    }

    @Override
    public URI page(Revision revision, Place place) {
        return access.page(revision, place);
    }

    @Override
    public ForgeKind kind() {
        return ForgeKind.GITLAB;
    }

    @Override
    public int longestComment() {
        return LONGEST_COMMENT;
    }

    @Override
    public Answer<List<PullRequest>> openPullRequests() {
        var doing = "list the open merge requests";
        return calls.reading(
                doing,
                () -> list("pulls", "merge_requests?state=opened&order_by=created_at&sort=asc", doing).stream()
                        .map(GitLab::pullRequest)
                        .toList());
    }

    @Override
    public Answer<List<PullRequest>> recentlyMerged() {
        var doing = "list the merge requests that were merged last";
        var path = project + "merge_requests?state=merged&order_by=updated_at&sort=desc";
        return calls.reading(
                doing,
                () -> new Listing(calls, new Listing.What("merged", path, doing, Function.identity()), PAGING)
                        .first().stream().map(GitLab::pullRequest).toList());
    }

    @Override
    public Answer<PullRequest> pullRequest(long number) {
        var doing = "show merge request " + number;
        return calls.reading(doing, () -> pullRequest(calls.read("pull", mergeRequest(number), doing)));
    }

    @Override
    public Answer<PullRequest> propose(NewPullRequest proposed) {
        var doing = "open a merge request from " + proposed.branch();
        return calls.writing(
                doing,
                () -> pullRequest(calls.write(
                        "propose",
                        "POST",
                        project + "merge_requests",
                        Map.of(
                                "title", proposed.title(),
                                "description", proposed.body(),
                                "source_branch", proposed.branch(),
                                "target_branch", proposed.base()),
                        doing)));
    }

    @Override
    public Answer<List<Comment>> comments(long pullRequest) {
        var doing = "list the comments on merge request " + pullRequest;
        var path = mergeRequest(pullRequest) + "/notes?sort=desc&order_by=created_at";
        return calls.reading(doing, () -> {
            var all = new Comments();
            var self = calls.self();
            new Listing(calls, new Listing.What("comments", path, doing, Function.identity()), PAGING)
                    .newestFirst(node -> {
                        // What GitLab itself notes down ("added 1 commit") nobody said.
                        if (!node.path("system").asBoolean(false) && !GitLabLines.isOne(node))
                            all.add(comment(pullRequest, self, node));
                    });
            return all.oldestFirst();
        });
    }

    @Override
    public Answer<Comment> comment(long pullRequest, String body) {
        var doing = "write a comment on merge request " + pullRequest;
        var path = mergeRequest(pullRequest) + "/notes";
        return written(pullRequest, "comment", "POST", path, body, doing);
    }

    @Override
    public Answer<Comment> edit(Comment comment, String body) {
        var doing = "edit our comment on merge request " + comment.pullRequest();
        return written(comment.pullRequest(), "edit", "PUT", note(comment), body, doing);
    }

    /** Who we are is asked before: afterwards a trouble with that would look as if nothing had been written. */
    private Answer<Comment> written(
            long pullRequest, String operation, String method, String path, String body, String doing) {
        return calls.writing(doing, () -> {
            var self = calls.self();
            return comment(pullRequest, self, calls.write(operation, method, path, Map.of("body", body), doing));
        });
    }

    /** A second emoji of the same name is refused as 404 (gitlab-org/gitlab, lib/api/award_emoji.rb). */
    @Override
    public Answer<Comment> acknowledge(Comment comment) {
        var doing = "show that a comment on merge request " + comment.pullRequest() + " was seen";
        return calls.writing(doing, () -> {
            try {
                calls.write("acknowledge", "POST", note(comment) + "/award_emoji", Map.of("name", "eyes"), doing);
            } catch (Refused refused) {
                if (!refused.failure().why().contains("already been taken")) throw refused;
            }
            return comment;
        });
    }

    @Override
    public Answer<Map<CommitStatus.Context, CommitStatus>> statuses(Revision revision) {
        var doing = "show the statuses of " + revision.brief();
        return calls.reading(doing, () -> {
            var found = new EnumMap<CommitStatus.Context, CommitStatus>(CommitStatus.Context.class);
            for (var node : list("statuses", "repository/commits/" + revision + "/statuses", doing))
                status(node).ifPresent(status -> found.putIfAbsent(status.context(), status));
            return found;
        });
    }

    /**
     * GitLab refuses to make a status what it is already ({@code Cannot transition status via :enqueue from :pending}): that
     * is done, though with its old words.
     */
    @Override
    public Answer<CommitStatus> report(Revision revision, CommitStatus status) {
        var doing = "set the status %s of %s".formatted(status.context().text(), revision.brief());
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", status.context().text());
        fields.put("state", word(status.state()));
        fields.put("description", ForgeCalls.cut(status.description(), LONGEST_DESCRIPTION));
        status.page().ifPresent(page -> fields.put("target_url", page.toString()));
        return calls.writing(doing, () -> {
            try {
                return status(calls.write("report", "POST", project + "statuses/" + revision, fields, doing))
                        .orElseThrow(() -> new Fields.Malformed("name"));
            } catch (Refused refused) {
                if (isAlready(refused.failure().why(), status.state())) return status;
                throw refused;
            }
        });
    }

    private static boolean isAlready(String why, CommitStatus.State wanted) {
        var stuck = STUCK.matcher(why);
        return stuck.find() && stuck.group(1).equals(word(wanted));
    }

    @Override
    public Answer<Integer> annotate(PullRequest pull, List<Annotation> annotations) {
        var doing = "show what is wrong beside lines of merge request " + pull.number();
        return calls.writing(
                doing,
                () -> LineComments.show(
                        new GitLabLines(calls, mergeRequest(pull.number()), PAGING, pull, doing), annotations));
    }

    /** GitLab remembers who approves now, not what they saw, and nothing of those who would not. */
    @Override
    public Answer<List<Review>> reviews(long pullRequest) {
        var doing = "list the approvals of merge request " + pullRequest;
        return calls.reading(
                doing,
                () -> calls.read("reviews", mergeRequest(pullRequest) + "/approvals", doing)
                        .path("approved_by")
                        .valueStream()
                        .map(GitLab::approval)
                        .toList());
    }

    /** An approval has no number: it is another one when the same person approves again after taking it back. */
    private static Review approval(JsonNode node) {
        var by = user(node.path("user"));
        var at = Fields.maybeTime(node, "approved_at");
        var id = by.id() + at.map(moment -> "-" + moment.toEpochMilli()).orElse("");
        return new Review(id, by, Review.Verdict.APPROVED, Optional.empty(), at);
    }

    @Override
    public Answer<Permission> permission(ForgeUser user) {
        var doing = "say what " + user.login() + " may do";
        if (user.id() == 0) return new Answer.Given<>(Permission.NONE);
        return calls.reading(doing, () -> {
            try {
                return permission(calls.read("permission", project + "members/all/" + user.id(), doing));
            } catch (Refused refused) {
                if (refused.status() == 404 && refused.failure() instanceof Failure.WorldChanged)
                    return Permission.NONE;
                throw refused;
            }
        });
    }

    private String mergeRequest(long number) {
        return project + "merge_requests/" + number;
    }

    private String note(Comment comment) {
        return mergeRequest(comment.pullRequest()) + "/notes/" + comment.id();
    }

    private List<JsonNode> list(String operation, String path, String doing) throws Refused {
        return new Listing(
                        calls, new Listing.What(operation, project + path, doing, GitLab::withoutDescriptions), PAGING)
                .all();
    }

    /** What nobody reads is not kept while the other pages come, and strangers may make it long; that of a status is short. */
    private static JsonNode withoutDescriptions(JsonNode list) {
        for (var node : list) if (node instanceof ObjectNode object && object.has("iid")) object.remove("description");
        return list;
    }

    private static PullRequest pullRequest(JsonNode node) {
        boolean same = Fields.number(node, "target_project_id")
                == node.path("source_project_id").asLong(0);
        return new PullRequest(
                Fields.number(node, "iid"),
                Fields.text(node, "title"),
                user(node.path("author")),
                Fields.text(node, "source_branch"),
                Fields.revision(node, "sha"),
                Fields.text(node, "target_branch"),
                same ? PullRequest.Origin.REPOSITORY : PullRequest.Origin.FORK,
                node.path("draft").asBoolean(node.path("work_in_progress").asBoolean(false)),
                node.path("labels").valueStream().map(JsonNode::asString).toList(),
                state(node),
                Fields.time(node, "updated_at"),
                Fields.address(node, "web_url"));
    }

    /** A merge that made no commit of its own (fast-forward) leaves the branch at the squashed commit, or at the head. */
    private static PullRequest.State state(JsonNode node) {
        return switch (Fields.text(node, "state")) {
            case "opened", "locked" -> new PullRequest.State.Open();
            case "merged" ->
                new PullRequest.State.Merged(
                        Fields.maybeRevision(node, "merge_commit_sha")
                                .or(() -> Fields.maybeRevision(node, "squash_commit_sha"))
                                .or(() -> Fields.maybeRevision(node, "sha")),
                        Fields.maybeTime(node, "merged_at"));
            default -> new PullRequest.State.Closed();
        };
    }

    private static Comment comment(long pullRequest, String self, JsonNode node) {
        var author = user(node.path("author"));
        return new Comment(
                pullRequest,
                Fields.number(node, "id"),
                author,
                author.login().equalsIgnoreCase(self),
                Comments.kept(author.login().equalsIgnoreCase(self), Fields.text(node, "body")),
                Fields.time(node, "created_at"),
                Fields.time(node, "updated_at"));
    }

    private static ForgeUser user(JsonNode node) {
        if (!node.isObject()) return ForgeUser.GONE;
        return new ForgeUser(Fields.number(node, "id"), Fields.text(node, "username"), false);
    }

    private static Optional<CommitStatus> status(JsonNode node) {
        return CommitStatus.Context.of(Fields.text(node, "name"))
                .map(context -> new CommitStatus(
                        context,
                        colour(Fields.text(node, "status")),
                        Fields.words(node, "description"),
                        Fields.maybeAddress(node, "target_url")));
    }

    private static CommitStatus.State colour(String word) {
        return switch (word) {
            case "created", "pending", "running" -> CommitStatus.State.PENDING;
            case "success" -> CommitStatus.State.SUCCESS;
            default -> CommitStatus.State.FAILURE;
        };
    }

    private static String word(CommitStatus.State state) {
        return switch (state) {
            case PENDING -> "pending";
            case SUCCESS -> "success";
            case FAILURE -> "failed";
        };
    }

    /** Numbers and states of docs.gitlab.com/api/members; who was invited or blocked may nothing. */
    private static Permission permission(JsonNode node) {
        if (!Fields.words(node, "state").equals("active")) return Permission.NONE;
        var level = Fields.number(node, "access_level");
        if (level >= MAINTAINER) return Permission.ADMIN;
        if (level >= DEVELOPER) return Permission.WRITE;
        return level >= REPORTER ? Permission.READ : Permission.NONE;
    }

    @Override
    public void close() {
        calls.close();
    }
}
