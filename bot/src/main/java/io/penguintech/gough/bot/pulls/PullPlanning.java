package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.planview.PullViews;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Preview;
import io.penguintech.gough.bot.rollout.Previews;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.Merge;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.PullView;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out what an open pull request would do. Writes nothing down. */
final class PullPlanning {
    private static final PullView.Consent NOBODY_ASKED_YET = new PullView.Consent.Free("");

    private final Forge forge;
    private final InfraRepo source;
    private final Previews previews;

    PullPlanning(Forge forge, InfraRepo source, Previews previews) {
        this.forge = forge;
        this.source = source;
        this.previews = previews;
    }

    /**
     * What was found out.
     *
     * @param state of the head
     * @param proposed what people may say yes to
     */
    record Found(PullState state, Optional<Proposals.Proposed> proposed) {}

    /** What {@code pull} would do with {@code grounds}; what is known of it already is not found out again. */
    Found of(PullRow row, PullRequest pull, Preview.Grounds grounds, Instant now) {
        var about = new About(row, pull, grounds, now);
        return switch (source.merge(forge.kind().head(pull.number()))) {
            case Merge.NotThere() ->
                about.found(pull.head(), new Outcome.Failed("The forge's git does not have its commits yet."));
            case Merge.Failed(var why) -> about.found(pull.head(), new Outcome.Failed("Git: " + why + "."));
            case Merge.TooLarge(var head, var base, var why, var _) ->
                about.isOf(head)
                        .orElseGet(() -> about.found(
                                head,
                                base,
                                "",
                                new Outcome.NotPlanned("it is too large", "Gough merges no more: " + why + ".")));
            case Merge.Conflicting(var head, var base, var paths, var _) ->
                about.isOf(head).orElseGet(() -> about.found(head, base, "", new Outcome.Conflict(List.copyOf(paths))));
            case Merge.Clean clean ->
                about.isOf(clean.head()).or(() -> known(about, clean)).orElseGet(() -> planned(about, clean));
        };
    }

    /** Only the branch was taken up meanwhile, or somebody else's rules were not. */
    private static Optional<Found> known(About about, Merge.Clean clean) {
        return about.row()
                .state()
                .filter(state -> state.isFinal() && !about.row().asked())
                .filter(state -> state.isOf(clean.head(), clean.base()))
                .filter(state ->
                        state.grounds().accepted().equals(about.grounds().accepted()))
                .map(state -> new Found(state.on(about.grounds()), Optional.empty()));
    }

    private Found planned(About about, Merge.Clean clean) {
        var subject =
                clean.commits().isEmpty() ? "" : clean.commits().getFirst().subject();
        return switch (previews.of(source.id(), clean.before(), clean.after())) {
            case Preview.NotYet(var why) ->
                about.found(
                        clean.head(),
                        clean.base(),
                        subject,
                        new Outcome.Failed(isFork(about.pull()) ? "A backend is not read yet." : why));
            case Preview.Invalid(var diagnostics) -> invalid(about, clean, subject, diagnostics);
            case Preview.Planned planned -> {
                var remarks = remarks(clean, planned.warnings());
                var outcome = PullViews.planned(
                        shown(about.pull(), clean.head(), planned),
                        NOBODY_ASKED_YET,
                        List.of(),
                        isFork(about.pull()) ? List.of() : planned.notes(),
                        remarks::spot);
                var state = about.found(clean.head(), clean.base(), subject, outcome)
                        .state()
                        .about(hosts(planned.plan()))
                        .beside(isFork(about.pull()) ? List.of() : remarks.annotations(planned.warnings()));
                yield new Found(state, proposed(about.pull(), clean, planned));
            }
        };
    }

    /** Beside the lines of a fork nothing is shown: its commits are not ours. */
    private Found invalid(About about, Merge.Clean clean, String subject, List<Diagnostic> diagnostics) {
        boolean fork = isFork(about.pull());
        var remarks = remarks(clean, diagnostics);
        var outcome =
                new Outcome.Invalid(PullViews.diagnostics(fork ? discreet(diagnostics) : diagnostics, remarks::spot));
        var found = about.found(clean.head(), clean.base(), subject, outcome);
        return fork ? found : new Found(found.state().beside(remarks.annotations(diagnostics)), Optional.empty());
    }

    private Remarks remarks(Merge.Clean clean, List<Diagnostic> diagnostics) {
        var files = diagnostics.stream().map(one -> one.place().file()).collect(Collectors.toSet());
        return new Remarks(forge, source, clean, files);
    }

    /** Of a fork people on the forge are shown what is declared alone, and asked nothing. */
    private PullViews.Preview shown(PullRequest pull, Revision head, Preview.Planned planned) {
        return new PullViews.Preview(
                source.id().value(),
                head,
                planned.plan(),
                planned.apart(),
                planned.dropped(),
                planned.userData().before(),
                planned.userData().after(),
                planned.warnings(),
                isFork(pull),
                isFork(pull) ? Optional.empty() : planned.oldest());
    }

    /** What is wrong and how to mend it may name what the server allows, which strangers need not know. */
    private static List<Diagnostic> discreet(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .map(it -> new Diagnostic(
                        it.severity(),
                        it.summary(),
                        "Details are not shown on a pull request from a fork.",
                        it.place()))
                .toList();
    }

    private Optional<Proposals.Proposed> proposed(PullRequest pull, Merge.Clean clean, Preview.Planned planned) {
        if (isFork(pull)) return Optional.empty();
        return Optional.of(new Proposals.Proposed(
                source.id(),
                pull.number(),
                pull.title(),
                pull.page(),
                clean.head(),
                clean.base(),
                planned.plan(),
                clean.commits(),
                author(forge, pull),
                planned.origins()));
    }

    /** Who opened it. */
    static Actor.ForgeAccount author(Forge forge, PullRequest pull) {
        return new Actor.ForgeAccount(
                forge.kind().word(), pull.author().id(), pull.author().login());
    }

    static boolean isFork(PullRequest pull) {
        return pull.origin() == PullRequest.Origin.FORK;
    }

    private static List<String> hosts(Plan plan) {
        var subjects = new ArrayList<Subject>();
        plan.changes().forEach(change -> subjects.add(change.subject()));
        plan.blocked().forEach(blocked -> subjects.add(blocked.subject()));
        plan.findings().forEach(finding -> subjects.add(finding.subject()));
        return subjects.stream()
                .flatMap(subject ->
                        subject instanceof Subject.OfHost(var host) ? Stream.of(host.value()) : Stream.empty())
                .distinct()
                .sorted()
                .toList();
    }

    /** What a state is made of. */
    private record About(PullRow row, PullRequest pull, Preview.Grounds grounds, Instant now) {
        /** Where the forge and its git differ, neither is believed: one of them is late. */
        Optional<Found> isOf(Revision head) {
            return head.equals(pull.head())
                    ? Optional.empty()
                    : Optional.of(found(
                            pull.head(),
                            new Outcome.Failed("The forge's git has another newest commit than the forge says.")));
        }

        Found found(Revision head, Outcome outcome) {
            return found(head, Optional.empty(), "", outcome);
        }

        Found found(Revision head, Revision base, String subject, Outcome outcome) {
            return found(head, Optional.of(base), subject, outcome);
        }

        private Found found(Revision head, Optional<Revision> base, String subject, Outcome outcome) {
            var state = new PullState(
                    head, base, grounds, subject, outcome, List.of(), List.of(), row.asked(), now, now, List.of());
            return new Found(state.after(row.state()), Optional.empty());
        }
    }
}
