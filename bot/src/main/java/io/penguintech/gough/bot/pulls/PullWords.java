package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.planview.PullViews;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.PathNeed;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.PullView;
import io.penguintech.gough.templates.view.PullView.Consent;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the comment shows: what was found out, how far people are with it now, and who else is at it. Pure. */
final class PullWords {
    private static final int SHORT = 12;
    private static final String ASKED_AFTER =
            "Nobody is asked before it is merged: what of it must be approved is asked about then.";

    private PullWords() {}

    static PullView view(
            String branch,
            RepositoryId repository,
            PullState state,
            Optional<Proposal> known,
            List<Neighbour> neighbours,
            Optional<Became> became) {
        // A yes to another head or plan than the one shown is not shown beside it.
        var proposal = known.filter(state::isOf);
        return new PullView(
                repository.value(),
                branch,
                state.head().id(),
                state.base().map(Revision::id).orElse(""),
                state.outcome() instanceof Outcome.Merged(var commit, var _)
                        ? new Outcome.Merged(commit, became.map(Became::link))
                        : outcome(state, proposal),
                voided(known),
                next(state, proposal, became),
                neighbours.stream().map(other -> neighbour(state, other)).toList(),
                state.history(),
                Optional.empty());
    }

    private static Outcome outcome(PullState state, Optional<Proposal> proposal) {
        if (!(state.outcome() instanceof Outcome.Planned planned)) return state.outcome();
        return new Outcome.Planned(
                planned.plan(),
                planned.apart(),
                planned.dropped(),
                planned.userData(),
                planned.warnings(),
                proposal.map(PullWords::consent).orElse(new Consent.Free(ASKED_AFTER)),
                proposal.map(PullWords::replaced).orElse(List.of()),
                planned.notes(),
                planned.oldest());
    }

    private static Consent consent(Proposal proposal) {
        return switch (proposal.standing()) {
            case Standing.Free(var why) -> new Consent.Free(why);
            case Standing.Asked(var _, var missing, var eligible, var paths) ->
                new Consent.Asked(
                        missing,
                        eligible,
                        paths.stream().map(PathNeed::words).toList(),
                        given(proposal),
                        proposal.typed(),
                        proposal.expires());
            case Standing.Approved(var until) -> new Consent.Approved(given(proposal), until);
            case Standing.Declined(var by, var why) -> new Consent.Declined(by, why);
            case Standing.Expired() -> new Consent.Expired();
            case Standing.Retracted(var why) -> new Consent.Free(why);
            case Standing.Closed() -> new Consent.Free("It was closed; what was said before counts no more.");
            case Standing.Merged(var rollout) ->
                new Consent.Free(rollout.map("It is merged: what was said here counts for rollout %s."::formatted)
                        .orElse("It is merged: what was said here counts for the rollout that takes it up."));
        };
    }

    private static List<PullView.Yes> given(Proposal proposal) {
        return proposal.approvals().stream().map(PullWords::yes).toList();
    }

    private static PullView.Yes yes(Approval approval) {
        return new PullView.Yes(approval.by(), approval.via(), approval.at(), approval.expires());
    }

    private static List<PullView.Voided> voided(Optional<Proposal> proposal) {
        return proposal.map(Proposal::voided).orElse(List.of()).stream()
                .map(one -> new PullView.Voided(one.by(), one.changes(), one.why(), one.at()))
                .toList();
    }

    private static List<PullView.Replaced> replaced(Proposal proposal) {
        var asked = proposal.plan().changes().stream()
                .collect(Collectors.toMap(Change::digest, change -> change, (one, same) -> one));
        return proposal.replaced().entrySet().stream()
                .flatMap(one -> Optional.ofNullable(asked.get(one.getKey()))
                        .map(change -> PullViews.replaced(
                                one.getValue().change(), one.getValue().by(), change))
                        .stream())
                .toList();
    }

    private static List<PullView.Way> next(PullState state, Optional<Proposal> proposal, Optional<Became> became) {
        return switch (state.outcome()) {
            case Outcome.Planned _ -> proposal.map(PullWords::ways).orElse(List.of());
            case Outcome.NotPlanned refused ->
                PlanWords.ON_REQUEST.contains(refused.what())
                        ? List.of(new PullView.Way("Plan it all the same", "gough plan"))
                        : List.of();
            case Outcome.Invalid _, Outcome.Conflict _ ->
                List.of(new PullView.Way("Push a commit that mends it; it is planned by itself", ""));
            case Outcome.Merged _ -> became.map(Became::ways).orElse(List.of());
            case Outcome.Failed _, Outcome.Superseded _, Outcome.Closed _ -> List.of();
        };
    }

    private static List<PullView.Way> ways(Proposal proposal) {
        var digest = proposal.digest().substring(0, SHORT);
        var decline = new PullView.Way("Decline in a comment", "gough reject " + digest);
        var again = new PullView.Way("Plan it again", "gough plan");
        return switch (proposal.standing()) {
            case Standing.Asked _ ->
                Stream.concat(approving(proposal), Stream.of(decline, again)).toList();
            case Standing.Approved _ -> List.of(decline, again);
            case Standing.Declined(var by, var _) ->
                List.of(
                        new PullView.Way(
                                "Take that back in a comment, " + by + " alone", ReviewRules.command(proposal)),
                        again);
            case Standing.Expired() ->
                List.of(new PullView.Way("Plan it again, so that it can be approved", "gough plan"));
            case Standing.Free _, Standing.Retracted _, Standing.Closed _, Standing.Merged _ -> List.of(again);
        };
    }

    /** Where a number must be typed, it is not told: whoever approves counts. */
    private static Stream<PullView.Way> approving(Proposal proposal) {
        var command = ReviewRules.command(proposal);
        return proposal.typed()
                ? Stream.of(new PullView.Way(
                        "Approve in a comment, with how many hosts are released, reinstalled or deployed after they were lost in place of NUMBER",
                        command))
                : Stream.of(
                        new PullView.Way("Approve this head in a review", ""),
                        new PullView.Way("Approve in a comment", command));
    }

    private static PullView.Neighbour neighbour(PullState state, Neighbour other) {
        var shared = new TreeSet<>(state.hosts());
        shared.retainAll(other.hosts());
        return new PullView.Neighbour(
                other.pull().number(),
                other.pull().title(),
                other.pull().author().login(),
                List.copyOf(shared),
                Optional.of(other.pull().page().toString()));
    }
}
