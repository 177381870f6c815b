package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Annotation;
import io.penguintech.gough.bot.rollout.Preview;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.PullView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found out about the newest head of a pull request.
 *
 * @param head that commit, as git has it; as the forge says where git was not asked
 * @param base the branch's commit that it was merged with
 * @param grounds what else it depends on
 * @param subject the first line of the head's message
 * @param outcome what became of it
 * @param annotations what is to stand beside lines of the head
 * @param hosts the hosts that the plan is about
 * @param onRequest whether it was planned because somebody asked for it
 * @param since when this head was first looked at
 * @param at when it was found out
 * @param history what was said of earlier heads, the newest first
 */
record PullState(
        Revision head,
        Optional<Revision> base,
        Preview.Grounds grounds,
        String subject,
        PullView.Outcome outcome,
        List<Annotation> annotations,
        List<String> hosts,
        boolean onRequest,
        Instant since,
        Instant at,
        List<PullView.Earlier> history) {
    /** Whoever pushes a hundred times is shown this many. */
    private static final int MOST_HISTORY = 20;

    /** Keeps copies; reads what an earlier version wrote, which had no annotations. */
    PullState {
        annotations = List.copyOf(Objects.requireNonNullElse(annotations, List.of()));
        hosts = List.copyOf(hosts);
        history = List.copyOf(history);
    }

    /** Whether it says something definite of its head; else it is looked for again by itself. */
    boolean isFinal() {
        return switch (outcome) {
            case PullView.Outcome.Failed _ -> false;
            case PullView.Outcome.Planned _,
                    PullView.Outcome.Invalid _,
                    PullView.Outcome.Conflict _,
                    PullView.Outcome.NotPlanned _,
                    PullView.Outcome.Superseded _,
                    PullView.Outcome.Merged _,
                    PullView.Outcome.Closed _ -> true;
        };
    }

    /** Whether git was asked, and answered what is still so. */
    boolean isOf(Revision someHead, Revision someBase) {
        return head.equals(someHead) && base.equals(Optional.of(someBase));
    }

    /** Whether what people are asked about is this plan of this head. */
    boolean isOf(Proposal asked) {
        return asked.head().equals(head) && asked.digest().equals(digest());
    }

    /** Whether people would read the same. */
    boolean saysTheSameAs(PullState other) {
        return head.equals(other.head)
                && base.equals(other.base)
                && outcome.equals(other.outcome)
                && onRequest == other.onRequest;
    }

    /** The digest that an approval names; empty text without a plan. */
    String digest() {
        return outcome instanceof PullView.Outcome.Planned planned
                ? planned.plan().digest()
                : "";
    }

    PullState about(List<String> names) {
        return new PullState(head, base, grounds, subject, outcome, annotations, names, onRequest, since, at, history);
    }

    PullState on(Preview.Grounds others) {
        return new PullState(head, base, others, subject, outcome, annotations, hosts, onRequest, since, at, history);
    }

    PullState beside(List<Annotation> lines) {
        return new PullState(head, base, grounds, subject, outcome, lines, hosts, onRequest, since, at, history);
    }

    /** The same after {@code before}, whose head it says something about, if that is another one. */
    PullState after(Optional<PullState> before) {
        if (before.isEmpty()) return this;
        var older = before.get();
        boolean same = older.head().equals(head);
        var all = new ArrayList<>(older.history());
        if (!same && older.isFinal())
            all.addFirst(new PullView.Earlier(
                    older.head().id(), older.subject(), PlanWords.brief(older.outcome()), older.digest(), older.at()));
        return new PullState(
                head,
                base,
                grounds,
                subject,
                outcome,
                annotations,
                hosts,
                onRequest || (same && older.onRequest()),
                same ? older.since() : since,
                at,
                all.stream().limit(MOST_HISTORY).toList());
    }

    /** The same when the pull request is over: if it comes back, everything is found out anew. */
    PullState over(PullView.Outcome end, Instant now) {
        return new PullState(
                head, Optional.empty(), grounds, subject, end, annotations, List.of(), false, since, now, history);
    }
}
