package io.penguintech.gough.bot.planview;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.templates.view.BlockedRow;
import io.penguintech.gough.templates.view.FindingRow;
import io.penguintech.gough.templates.view.Moment;
import io.penguintech.gough.templates.view.PlanView;
import java.util.List;
import java.util.Optional;

/** Turns plans into what is shown of them. */
public final class PlanViews {
    private PlanViews() {}

    /**
     * A whole plan.
     *
     * @param repository the repository's id
     * @param revision the full commit id it is of; may be empty text
     * @param expires until when an approval can be given, when the plan is asked about
     */
    public static PlanView of(String repository, String revision, Optional<Moment> expires, Plan plan) {
        return new PlanView(
                repository,
                revision,
                plan.digest(),
                expires,
                changes(plan.changes()),
                blocked(plan.blocked()),
                findings(plan.findings()),
                plan.unchanged());
    }

    /** What Gough would do. */
    static List<PlanView.Change> changes(List<Change> changes) {
        return changes.stream().map(PlanViews::change).toList();
    }

    /** What nothing is done to. */
    public static List<BlockedRow> blocked(List<Plan.Blocked> blocked) {
        return blocked.stream()
                .map(b -> new BlockedRow(b.subject().text(), b.why(), b.waiting()))
                .toList();
    }

    /** What only a decision can end. */
    public static List<FindingRow> findings(List<Plan.Finding> findings) {
        return findings.stream()
                .map(f -> new FindingRow(f.subject().text(), f.kind(), f.what(), f.digest()))
                .toList();
    }

    private static PlanView.Change change(Change change) {
        return new PlanView.Change(
                change.subject().text(),
                change.verb(),
                change.risk().word(),
                from(change),
                to(change),
                change.because(),
                change.digest(),
                List.of(),
                change.fields().stream()
                        .map(f -> new PlanView.Field(f.field(), f.before(), f.after()))
                        .toList());
    }

    static String from(Change change) {
        return switch (change) {
            case Change.BringUp up -> up.from();
            case Change.Release release -> release.before();
            case Change.Reinstall reinstall -> reinstall.before();
            case Change.Adopt adopt -> adopt.before();
            case Change.Restore restore -> restore.before();
            case Change.Register register ->
                register.machine() instanceof Change.Identity.Known ? "Deployed, not marked" : "absent";
            case Change.Maintain maintain -> maintain.before();
            case Change.Return ignored -> "Rescue mode";
            case Change.OnRequest request -> request.before();
            case Change.AcceptRules rules -> rules.before();
            case Change.Amend _, Change.OfFleet _, Change.OfThing _ -> "";
        };
    }

    static String to(Change change) {
        return switch (change) {
            case Change.BringUp up ->
                up.deployment().map(d -> "Deployed (" + d.release() + ")").orElse("Ready");
            case Change.Release release -> release.deletes() ? "deleted" : "Ready";
            case Change.Reinstall reinstall ->
                "Deployed (" + reinstall.deployment().release() + ")";
            case Change.Maintain ignored -> "Rescue mode";
            case Change.Return back -> back.to();
            case Change.OnRequest request -> request.before();
            case Change.AcceptRules rules -> rules.after();
            case Change.Register ignored -> "Deployed, as it runs";
            case Change.Amend _, Change.Adopt _, Change.Restore _, Change.OfFleet _, Change.OfThing _ -> "";
        };
    }
}
