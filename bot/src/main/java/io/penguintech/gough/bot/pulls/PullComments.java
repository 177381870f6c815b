package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Comment;
import io.penguintech.gough.bot.forge.Digests;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.ForgeUser;
import io.penguintech.gough.bot.forge.Marker;
import io.penguintech.gough.reconcile.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The comment on a pull request, or the few that it takes: found by a mark in Gough's own comments, edited in place, and only
 * when their text changed. Before one is written for the first time it is looked for: it may have arrived although nobody heard.
 */
final class PullComments {
    /** So much room the mark takes. */
    static final int MARK = 100;

    private static final String LEFT = "Nothing stands here any more: all of it is in the first comment.";

    private final Forge forge;
    private final PullStore store;

    PullComments(Forge forge, PullStore store) {
        this.forge = forge;
        this.store = store;
    }

    /** A write that the forge did not take. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        Refusal(Failure failure) {
            super(failure.why());
            this.failure = failure;
        }
    }

    /**
     * Has the comment say {@code bodies}; why not, if not.
     *
     * @param read the comments of the pull request as they were read since the last look, if they were: whoever may write in a
     *     repository may also edit what others say there
     * @param since hears since when it does, by the forge's clock; empty where nobody need know, or it is known
     */
    Optional<Failure> write(PullRow row, List<String> bodies, List<Comment> read, Optional<Consumer<Instant>> since) {
        var text = Digests.brief(bodies.toArray(String[]::new));
        var told = row.told();
        boolean same = told.text().equals(text) && told.comments().size() >= bodies.size();
        if (same && since.isEmpty() && !told.isOverwritten(read)) return Optional.empty();
        try {
            var written = written(row, bodies);
            since.ifPresent(hears -> hears.accept(newest(written)));
            store.told(row.key(), told.with(written, text));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.failure);
        }
    }

    /** A plan that takes several comments is there when the last of them is. */
    private static Instant newest(List<Comment> written) {
        return written.stream()
                .map(Comment::updated)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private List<Comment> written(PullRow row, List<String> bodies) throws Refusal {
        var known = row.told().comments();
        if (known.size() < bodies.size()) return amongThoseThere(row, bodies);
        var written = new ArrayList<Comment>();
        for (int i = 0; i < known.size(); i++) {
            var body = marker(i).before(i < bodies.size() ? bodies.get(i) : LEFT);
            switch (forge.edit(known(row, known.get(i)), body)) {
                case Answer.Given<Comment>(var comment) -> written.add(comment);
                // Somebody deleted it.
                case Answer.Failed<Comment>(Failure.WorldChanged _) -> {
                    return amongThoseThere(row, bodies);
                }
                case Answer.Failed<Comment>(var failure) -> throw new Refusal(failure);
            }
        }
        return written;
    }

    private List<Comment> amongThoseThere(PullRow row, List<String> bodies) throws Refusal {
        var there = given(forge.comments(row.number()));
        var written = new ArrayList<Comment>();
        for (int i = 0; i < bodies.size() || find(there, i).isPresent(); i++) {
            var body = marker(i).before(i < bodies.size() ? bodies.get(i) : LEFT);
            var found = find(there, i);
            written.add(found.isPresent() ? edited(found.get(), body) : given(forge.comment(row.number(), body)));
        }
        return written;
    }

    private Comment edited(Comment comment, String body) throws Refusal {
        boolean same = comment.body().replace("\r\n", "\n").strip().equals(body.strip());
        return same ? comment : given(forge.edit(comment, body));
    }

    private static Optional<Comment> find(List<Comment> there, int part) {
        return there.stream().filter(marker(part)::isOn).findFirst();
    }

    private static <T> T given(Answer<T> answer) throws Refusal {
        return switch (answer) {
            case Answer.Given<T>(var value) -> value;
            case Answer.Failed<T>(var failure) -> throw new Refusal(failure);
        };
    }

    /** The forge wants to know no more of it than its number. */
    private static Comment known(PullRow row, long id) {
        return new Comment(row.number(), id, new ForgeUser(0, "", true), true, "", Instant.EPOCH, Instant.EPOCH);
    }

    private static Marker marker(int part) {
        return new Marker(part == 0 ? "pull-request" : "pull-request-" + (part + 1));
    }
}
