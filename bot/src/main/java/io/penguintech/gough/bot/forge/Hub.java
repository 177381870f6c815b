package io.penguintech.gough.bot.forge;

import static io.penguintech.gough.bot.forge.ForgeCalls.piece;

import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * GitHub's API, which Gitea and Forgejo speak with few differences (docs.github.com/rest, API version 2022-11-28;
 * Gitea's own swagger, <i>/api/swagger</i>).
 */
final class Hub implements Forge {
    /** So far clocks may be apart. */
    private static final Duration A_DAY = Duration.ofDays(1);

    private final ForgeAccess access;
    private final ForgeCalls calls;
    private final Flavour flavour;
    private final String repository;

    /**
     * What differs.
     *
     * @param paging how it cuts lists into pages
     * @param oldestFirst how pull requests are ordered
     * @param newestChangeFirst how they are, the other way round, by when they changed
     * @param colour the field of a status that holds its colour
     * @param longestComment what a comment may hold; Gitea has no limit and gets one that people can scroll
     * @param longestDescription what a status may hold
     */
    private record Flavour(
            Listing.Paging paging,
            String oldestFirst,
            String newestChangeFirst,
            String colour,
            int longestComment,
            int longestDescription) {
        static Flavour of(ForgeKind kind) {
            return switch (kind) {
                case GITHUB ->
                    new Flavour(
                            new Listing.Paging("per_page", 100, 100),
                            "sort=created&direction=asc",
                            "sort=updated&direction=desc",
                            "state",
                            65_536,
                            140);
                // Gitea cuts pages to its own MAX_RESPONSE_ITEMS, 50 unless it was raised.
                case GITEA ->
                    new Flavour(
                            new Listing.Paging("limit", 50, Integer.MAX_VALUE),
                            "sort=oldest",
                            "sort=recentupdate",
                            "status",
                            1_000_000,
                            255);
                case GITLAB -> throw new IllegalArgumentException("GitLab speaks an API of its own");
            };
        }
    }

    Hub(ForgeAccess access, ForgeCalls calls) {
        var names = access.project().split("/", -1);
        this.access = access;
        this.calls = calls;
        this.flavour = Flavour.of(access.kind());
        this.repository = "repos/" + piece(names[0]) + "/" + piece(names[1]) + "/";
    }

    @Override
    public ForgeKind kind() {
        return access.kind();
    }

    @Override
    public URI page(Revision revision, Place place) {
        return access.page(revision, place);
    }

    @Override
    public int longestComment() {
        return flavour.longestComment();
    }

    @Override
    public Answer<List<PullRequest>> openPullRequests() {
        var doing = "list the open pull requests";
        var path = "pulls?state=open&" + flavour.oldestFirst();
        return calls.reading(
                doing,
                () -> list("pulls", path, doing, Hub::withoutBodies).stream()
                        .map(Hub::pullRequest)
                        .toList());
    }

    @Override
    public Answer<List<PullRequest>> recentlyMerged() {
        var doing = "list the pull requests that were merged last";
        var path = repository + "pulls?state=closed&" + flavour.newestChangeFirst();
        return calls.reading(
                doing,
                () -> new Listing(calls, new Listing.What("merged", path, doing, Hub::withoutBodies), flavour.paging())
                        .first().stream()
                                .map(Hub::pullRequest)
                                .filter(pull -> pull.state() instanceof PullRequest.State.Merged)
                                .toList());
    }

    @Override
    public Answer<PullRequest> pullRequest(long number) {
        var doing = "show pull request " + number;
        return calls.reading(doing, () -> pullRequest(calls.read("pull", repository + "pulls/" + number, doing)));
    }

    @Override
    public Answer<PullRequest> propose(NewPullRequest proposed) {
        var doing = "open a pull request from " + proposed.branch();
        return calls.writing(
                doing,
                () -> pullRequest(calls.write(
                        "propose",
                        "POST",
                        repository + "pulls",
                        Map.of(
                                "title", proposed.title(),
                                "body", proposed.body(),
                                "head", proposed.branch(),
                                "base", proposed.base()),
                        doing)));
    }

    @Override
    public Answer<List<Comment>> comments(long pullRequest) {
        var doing = "list the comments on pull request " + pullRequest;
        var path = repository + "issues/" + pullRequest + "/comments";
        return calls.reading(doing, () -> {
            var all = new Comments();
            var self = calls.self();
            var listing = new Listing(
                    calls, new Listing.What("comments", path, doing, Function.identity()), flavour.paging());
            read(pullRequest, listing, node -> all.add(comment(pullRequest, self, node)));
            return all.oldestFirst();
        });
    }

    /** Gitea sends all comments at once, whatever is asked for but a span of time. */
    private void read(long pullRequest, Listing listing, Consumer<JsonNode> each) throws Refused {
        if (kind() == ForgeKind.GITHUB) {
            listing.newestLast(each);
            return;
        }
        if (listing.whole(each)) return;
        var doing = "show pull request " + pullRequest;
        var opened = Fields.time(calls.read("pull", repository + "pulls/" + pullRequest, doing), "created_at");
        listing.between(opened.getEpochSecond(), calls.now().plus(A_DAY).getEpochSecond(), each);
    }

    @Override
    public Answer<Comment> comment(long pullRequest, String body) {
        var doing = "write a comment on pull request " + pullRequest;
        var path = repository + "issues/" + pullRequest + "/comments";
        return written(pullRequest, "comment", "POST", path, body, doing);
    }

    @Override
    public Answer<Comment> edit(Comment comment, String body) {
        var doing = "edit our comment on pull request " + comment.pullRequest();
        var path = repository + "issues/comments/" + comment.id();
        return written(comment.pullRequest(), "edit", "PATCH", path, body, doing);
    }

    /** Who we are is asked before: afterwards a trouble with that would look as if nothing had been written. */
    private Answer<Comment> written(
            long pullRequest, String operation, String method, String path, String body, String doing) {
        return calls.writing(doing, () -> {
            var self = calls.self();
            return comment(pullRequest, self, calls.write(operation, method, path, Map.of("body", body), doing));
        });
    }

    @Override
    public Answer<Comment> acknowledge(Comment comment) {
        var doing = "show that a comment on pull request " + comment.pullRequest() + " was seen";
        var path = repository + "issues/comments/" + comment.id() + "/reactions";
        return calls.writing(doing, () -> {
            calls.write("acknowledge", "POST", path, Map.of("content", "eyes"), doing);
            return comment;
        });
    }

    @Override
    public Answer<Map<CommitStatus.Context, CommitStatus>> statuses(Revision revision) {
        var doing = "show the statuses of " + revision.brief();
        var path = "commits/" + revision + "/status";
        return calls.reading(doing, () -> {
            var found = new EnumMap<CommitStatus.Context, CommitStatus>(CommitStatus.Context.class);
            for (var node : list("statuses", path, doing, answer -> answer.path("statuses")))
                status(node).ifPresent(status -> found.putIfAbsent(status.context(), status));
            return found;
        });
    }

    @Override
    public Answer<CommitStatus> report(Revision revision, CommitStatus status) {
        var doing = "set the status %s of %s".formatted(status.context().text(), revision.brief());
        var fields = new LinkedHashMap<String, Object>();
        fields.put("context", status.context().text());
        fields.put("state", status.state().name().toLowerCase(Locale.ROOT));
        fields.put("description", ForgeCalls.cut(status.description(), flavour.longestDescription()));
        status.page().ifPresent(page -> fields.put("target_url", page.toString()));
        return calls.writing(
                doing,
                () -> status(calls.write("report", "POST", repository + "statuses/" + revision, fields, doing))
                        .orElseThrow(() -> new Fields.Malformed("context")));
    }

    /** GitHub takes check runs of apps that may make them; else comments. */
    @Override
    public Answer<Integer> annotate(PullRequest pull, List<Annotation> annotations) {
        var doing = "show what is wrong beside lines of pull request " + pull.number();
        return calls.writing(doing, () -> {
            var paging = flavour.paging();
            if (kind() == ForgeKind.GITEA)
                return new GiteaReviews(calls, repository, paging).show(pull, annotations, doing);
            var lines = new HubLines(calls, repository, paging, pull, doing);
            if (!calls.mayMakeCheckRuns()) return LineComments.show(lines, annotations);
            // What was written before it might make check runs.
            LineComments.show(lines, List.of());
            return new CheckRuns(calls, repository, paging).show(pull, annotations, doing);
        });
    }

    @Override
    public Answer<List<Review>> reviews(long pullRequest) {
        var doing = "list the reviews of pull request " + pullRequest;
        var path = "pulls/" + pullRequest + "/reviews";
        return calls.reading(
                doing,
                () -> list("reviews", path, doing, Hub::withoutBodies).stream()
                        .flatMap(node -> review(node).stream())
                        .toList());
    }

    @Override
    public Answer<Permission> permission(ForgeUser user) {
        var doing = "say what " + user.login() + " may do";
        var path = repository + "collaborators/" + piece(user.login()) + "/permission";
        if (user.id() == 0) return new Answer.Given<>(Permission.NONE);
        return calls.reading(doing, () -> {
            try {
                return permission(user, calls.read("permission", path, doing));
            } catch (Refused refused) {
                if (refused.status() == 404) return Permission.NONE;
                throw refused;
            }
        });
    }

    private List<JsonNode> list(String operation, String path, String doing, Function<JsonNode, JsonNode> in)
            throws Refused {
        return new Listing(calls, new Listing.What(operation, repository + path, doing, in), flavour.paging()).all();
    }

    /** What nobody reads is not kept while the other pages come, and strangers may make it long. */
    private static JsonNode withoutBodies(JsonNode list) {
        for (var node : list) if (node instanceof ObjectNode object) object.remove("body");
        return list;
    }

    private static PullRequest pullRequest(JsonNode node) {
        var head = node.path("head");
        var base = node.path("base");
        return new PullRequest(
                Fields.number(node, "number"),
                Fields.text(node, "title"),
                user(node.path("user")),
                Fields.text(head, "ref"),
                Fields.revision(head, "sha"),
                Fields.text(base, "ref"),
                origin(head.path("repo"), base.path("repo")),
                node.path("draft").asBoolean(false),
                node.path("labels")
                        .valueStream()
                        .map(label -> Fields.text(label, "name"))
                        .toList(),
                state(node),
                Fields.time(node, "updated_at"),
                Fields.address(node, "html_url"));
    }

    /** The repository of a deleted fork is null: it is a fork. */
    private static PullRequest.Origin origin(JsonNode head, JsonNode base) {
        boolean same = head.isObject() && Fields.number(head, "id") == Fields.number(base, "id");
        return same ? PullRequest.Origin.REPOSITORY : PullRequest.Origin.FORK;
    }

    /** As long as it is open, GitHub's merge_commit_sha is that of a trial. */
    private static PullRequest.State state(JsonNode node) {
        if (!Fields.words(node, "merged_at").isEmpty())
            return new PullRequest.State.Merged(
                    Fields.maybeRevision(node, "merge_commit_sha"), Fields.maybeTime(node, "merged_at"));
        return Fields.text(node, "state").equals("open")
                ? new PullRequest.State.Open()
                : new PullRequest.State.Closed();
    }

    private static Comment comment(long pullRequest, String self, JsonNode node) {
        var author = user(node.path("user"));
        return new Comment(
                pullRequest,
                Fields.number(node, "id"),
                author,
                author.login().equalsIgnoreCase(self),
                Comments.kept(author.login().equalsIgnoreCase(self), Fields.words(node, "body")),
                Fields.time(node, "created_at"),
                Fields.time(node, "updated_at"));
    }

    private static ForgeUser user(JsonNode node) {
        if (!node.isObject()) return ForgeUser.GONE;
        return new ForgeUser(
                Fields.number(node, "id"),
                Fields.text(node, "login"),
                Fields.words(node, "type").equals("Bot"));
    }

    private Optional<CommitStatus> status(JsonNode node) {
        return CommitStatus.Context.of(Fields.text(node, "context"))
                .map(context -> new CommitStatus(
                        context,
                        colour(Fields.text(node, flavour.colour())),
                        Fields.words(node, "description"),
                        Fields.maybeAddress(node, "target_url")));
    }

    /** Gitea knows warning too, GitHub error; neither is well. */
    private static CommitStatus.State colour(String word) {
        return switch (word) {
            case "pending" -> CommitStatus.State.PENDING;
            case "success" -> CommitStatus.State.SUCCESS;
            default -> CommitStatus.State.FAILURE;
        };
    }

    /** Empty for what is no review yet: one that is being written, or only asked for. */
    private static Optional<Review> review(JsonNode node) {
        var verdict = verdict(node);
        return verdict.map(said -> new Review(
                Long.toString(Fields.number(node, "id")),
                user(node.path("user")),
                said,
                Fields.maybeRevision(node, "commit_id"),
                Fields.maybeTime(node, "submitted_at")));
    }

    private static Optional<Review.Verdict> verdict(JsonNode node) {
        if (node.path("dismissed").asBoolean(false)) return Optional.of(Review.Verdict.DISMISSED);
        return switch (Fields.text(node, "state")) {
            case "APPROVED" -> Optional.of(Review.Verdict.APPROVED);
            case "CHANGES_REQUESTED", "REQUEST_CHANGES" -> Optional.of(Review.Verdict.CHANGES_REQUESTED);
            case "COMMENTED", "COMMENT" -> Optional.of(Review.Verdict.COMMENTED);
            case "DISMISSED" -> Optional.of(Review.Verdict.DISMISSED);
            default -> Optional.empty();
        };
    }

    /**
     * GitHub says maintain as write and triage as read; Gitea says owner too. It is asked by name, and a name may have
     * gone to another account since, or be nobody's.
     */
    private static Permission permission(ForgeUser user, JsonNode node) {
        var named = node.path("user");
        if (named.isNull() || Fields.number(named, "id") != user.id()) return Permission.NONE;
        return switch (Fields.text(node, "permission")) {
            case "admin", "owner" -> Permission.ADMIN;
            case "write" -> Permission.WRITE;
            case "read" -> Permission.READ;
            default -> Permission.NONE;
        };
    }

    @Override
    public void close() {
        calls.close();
    }
}
