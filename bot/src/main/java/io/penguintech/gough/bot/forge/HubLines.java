package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Refused;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Comments on lines of one pull request on GitHub (docs.github.com, <i>REST API endpoints for pull request reviews</i> and <i>for
 * pull request review comments</i>): written together as one review, which is one call and one message.
 */
final class HubLines implements LineComments.Lines {
    private final ForgeCalls calls;
    private final String repository;
    private final Listing.Paging paging;
    private final PullRequest pull;
    private final String doing;

    HubLines(ForgeCalls calls, String repository, Listing.Paging paging, PullRequest pull, String doing) {
        this.calls = calls;
        this.repository = repository;
        this.paging = paging;
        this.pull = pull;
        this.doing = doing;
    }

    @Override
    public void each(Consumer<LineComments.Shown> shown) throws Refused {
        var self = calls.self();
        var what = new Listing.What("line-comments", path("comments"), doing, Function.identity());
        new Listing(calls, what, paging).newestLast(node -> {
            if (Fields.words(node.path("user"), "login").equalsIgnoreCase(self))
                LineComments.shown(Fields.number(node, "id"), Fields.words(node, "body"), line(node))
                        .ifPresent(shown);
        });
    }

    /** GitHub moves it along with its line; one whose line was changed since has none. */
    private static Optional<Integer> line(JsonNode node) {
        return node.path("line").isInt() ? Optional.of(node.path("line").asInt()) : Optional.empty();
    }

    /** All or none: when one of them is not taken, each is tried for itself. */
    @Override
    public int write(Map<Annotation, String> bodies) throws Refused {
        try {
            review(bodies);
            return 0;
        } catch (Refused refused) {
            if (!LineComments.isNeverTaken(refused)) throw refused;
            return oneByOne(bodies);
        }
    }

    private void review(Map<Annotation, String> bodies) throws Refused {
        var comments = bodies.entrySet().stream()
                .map(one -> comment(one.getKey(), one.getValue()))
                .toList();
        var fields = Map.of(
                "commit_id",
                pull.head().id(),
                "event",
                "COMMENT",
                "body",
                "Gough found what is wrong beside these lines.",
                "comments",
                comments);
        calls.write("review", "POST", path("reviews"), fields, doing);
    }

    private static Map<String, Object> comment(Annotation annotation, String body) {
        return Map.of("path", annotation.file(), "line", annotation.line(), "side", "RIGHT", "body", body);
    }

    private int oneByOne(Map<Annotation, String> bodies) throws Refused {
        int refused = 0;
        for (var one : bodies.entrySet()) if (bodies.size() == 1 || !isTaken(one.getKey(), one.getValue())) refused++;
        return refused;
    }

    private boolean isTaken(Annotation annotation, String body) throws Refused {
        try {
            review(Map.of(annotation, body));
            return true;
        } catch (Refused refused) {
            if (!LineComments.isNeverTaken(refused)) throw refused;
            return false;
        }
    }

    @Override
    public void delete(long id) throws Refused {
        calls.delete("delete-line-comment", repository + "pulls/comments/" + id, doing);
    }

    private String path(String what) {
        return repository + "pulls/" + pull.number() + "/" + what;
    }
}
