package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Refused;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Annotations as one review that says neither yes nor no, which Gitea deletes with all comments that belong to it; single ones of
 * them it did not always (routers/api/v1/repo/pull_review.go of its source).
 */
final class GiteaReviews {
    private static final String PREFIX = "lines-";

    private final ForgeCalls calls;
    private final String repository;
    private final Listing.Paging paging;

    GiteaReviews(ForgeCalls calls, String repository, Listing.Paging paging) {
        this.calls = calls;
        this.repository = repository;
        this.paging = paging;
    }

    /**
     * Has those of {@code wanted} that may stand there, and none other of ours; answers how many do. Each head has a review of its
     * own: Gitea hides a comment when another commit has its line, also if that is the same. One that somebody answered stays, as
     * Gitea would delete their words with it.
     */
    int show(PullRequest pull, List<Annotation> wanted, String doing) throws Refused {
        var all = wanted.stream()
                .filter(Annotation::changed)
                .limit(LineComments.MOST)
                .toList();
        var key = PREFIX + Digests.brief(pull.head().id(), Digests.brief(all));
        boolean there = all.isEmpty();
        for (var review : ours(pull, doing))
            if (!there && review.key().equals(key)) there = true;
            else if (!isAnswered(pull, review, doing))
                calls.delete("delete-review", path(pull) + "/" + review.id(), doing);
        if (!there) calls.write("review", "POST", path(pull), review(pull, new Marker(key), all), doing);
        return all.size();
    }

    /** An answer to a comment belongs to the review of that comment there. */
    private boolean isAnswered(PullRequest pull, Shown review, String doing) throws Refused {
        var self = calls.self();
        var comments = calls.read("review-comments", path(pull) + "/" + review.id() + "/comments", doing);
        return comments.valueStream()
                .anyMatch(one -> !Fields.words(one.path("user"), "login").equalsIgnoreCase(self));
    }

    private record Shown(long id, String key) {}

    private List<Shown> ours(PullRequest pull, String doing) throws Refused {
        var self = calls.self();
        var what = new Listing.What("reviews", path(pull), doing, Function.identity());
        return new Listing(calls, what, paging)
                .all().stream()
                        .filter(node -> Fields.words(node.path("user"), "login").equalsIgnoreCase(self))
                        .map(node -> new Shown(
                                Fields.number(node, "id"),
                                Marker.keyIn(Fields.words(node, "body")).orElse("")))
                        .filter(shown -> shown.key().startsWith(PREFIX))
                        .toList();
    }

    private String path(PullRequest pull) {
        return repository + "pulls/" + pull.number() + "/reviews";
    }

    private static Map<String, Object> review(PullRequest pull, Marker marker, List<Annotation> all) {
        return Map.of(
                "event", "COMMENT",
                "commit_id", pull.head().id(),
                "body", marker.before("What is wrong is beside its lines."),
                "comments",
                        all.stream()
                                .map(one -> Map.of(
                                        "path", one.file(),
                                        "new_position", one.line(),
                                        "body", one.markdown()))
                                .toList());
    }
}
