package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.http.Refused;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Comments on lines of one merge request on GitLab, each a thread (docs.gitlab.com/api/discussions, <i>Create a new thread in the merge request diff</i>). */
final class GitLabLines implements LineComments.Lines {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ForgeCalls calls;
    private final String mergeRequest;
    private final Listing.Paging paging;
    private final PullRequest pull;
    private final String doing;
    private Optional<JsonNode> compared = Optional.empty();

    GitLabLines(ForgeCalls calls, String mergeRequest, Listing.Paging paging, PullRequest pull, String doing) {
        this.calls = calls;
        this.mergeRequest = mergeRequest;
        this.paging = paging;
        this.pull = pull;
        this.doing = doing;
    }

    /** Whether it is on a line. */
    static boolean isOne(JsonNode note) {
        return Fields.words(note, "type").equals("DiffNote");
    }

    @Override
    public void each(Consumer<LineComments.Shown> shown) throws Refused {
        var self = calls.self();
        var path = mergeRequest + "/notes?sort=desc&order_by=created_at";
        new Listing(calls, new Listing.What("comments", path, doing, Function.identity()), paging).newestFirst(node -> {
            if (isOne(node) && Fields.words(node.path("author"), "username").equalsIgnoreCase(self))
                LineComments.shown(Fields.number(node, "id"), Fields.words(node, "body"), line(node.path("position")))
                        .ifPresent(shown);
        });
    }

    /** GitLab moves it along with its line, and says so by the commit; of one whose line was changed since it keeps the old one. */
    private Optional<Integer> line(JsonNode position) {
        boolean current = Fields.words(position, "head_sha").equals(pull.head().id());
        return current && position.path("new_line").isInt()
                ? Optional.of(position.path("new_line").asInt())
                : Optional.empty();
    }

    /** One that it fails at holds none of the others up. */
    @Override
    public int write(Map<Annotation, String> bodies) throws Refused {
        int not = 0;
        Optional<Refused> failed = Optional.empty();
        for (var one : bodies.entrySet())
            try {
                write(one.getKey(), one.getValue());
            } catch (Refused refused) {
                if (refused.failure() instanceof Failure.TryAgain) throw refused;
                if (!LineComments.isNeverTaken(refused)) failed = Optional.of(refused);
                not++;
            }
        if (failed.isPresent()) throw failed.get();
        return not;
    }

    private void write(Annotation annotation, String body) throws Refused {
        var refs = compared();
        var position = Map.of(
                "position_type", "text",
                "base_sha", Fields.text(refs, "base_sha"),
                "start_sha", Fields.text(refs, "start_sha"),
                "head_sha", pull.head().id(),
                "old_path", annotation.file(),
                "new_path", annotation.file(),
                "new_line", annotation.line());
        calls.write(
                "line-comment",
                "POST",
                mergeRequest + "/discussions",
                Map.of("body", body, "position", position),
                doing);
    }

    /** Which commits GitLab compares: it does so a while after a push. */
    private JsonNode compared() throws Refused {
        if (compared.isPresent()) return compared.get();
        var refs = calls.read("pull", mergeRequest, doing).path("diff_refs");
        if (!Fields.words(refs, "head_sha").equals(pull.head().id()))
            throw new Refused(new Failure.TryAgain(
                    "GitLab has not compared the newest commit of merge request %d yet".formatted(pull.number()),
                    SOON));
        compared = Optional.of(refs);
        return refs;
    }

    @Override
    public void delete(long id) throws Refused {
        calls.delete("delete-line-comment", mergeRequest + "/notes/" + id, doing);
    }
}
