package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Refused;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Comments on lines of one pull request on GitHub (docs.github.com, <i>REST API endpoints for pull request review comments</i>). */
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

    /** One whose line was changed since has none any more, and is hidden from most. */
    @Override
    public void each(Consumer<LineComments.Shown> shown) throws Refused {
        var self = calls.self();
        var what = new Listing.What("line-comments", path(), doing, Function.identity());
        new Listing(calls, what, paging).newestLast(node -> {
            if (Fields.words(node.path("user"), "login").equalsIgnoreCase(self))
                LineComments.shown(
                                Fields.number(node, "id"),
                                Fields.words(node, "body"),
                                node.path("line").isNumber())
                        .ifPresent(shown);
        });
    }

    @Override
    public void write(Annotation annotation, String body) throws Refused {
        var fields = Map.<String, Object>of(
                "body", body,
                "commit_id", pull.head().id(),
                "path", annotation.file(),
                "line", annotation.line(),
                "side", "RIGHT");
        calls.write("line-comment", "POST", path(), fields, doing);
    }

    @Override
    public void delete(long id) throws Refused {
        calls.delete("delete-line-comment", repository + "pulls/comments/" + id, doing);
    }

    private String path() {
        return repository + "pulls/" + pull.number() + "/comments";
    }
}
