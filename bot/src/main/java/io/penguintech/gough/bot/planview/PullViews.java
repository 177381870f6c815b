package io.penguintech.gough.bot.planview;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.UserData;
import io.penguintech.gough.templates.view.BlockedRow;
import io.penguintech.gough.templates.view.FindingRow;
import io.penguintech.gough.templates.view.PlanView;
import io.penguintech.gough.templates.view.PullView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns what was planned for a pull request into what its comment shows. Pure. */
public final class PullViews {
    /** Verbs of changes that end where files say; others end where the machine is, or was. */
    private static final Set<String> TO_WHAT_IS_DECLARED = Set.of("deploy", "prepare", "release", "reinstall", "rules");

    private PullViews() {}

    /**
     * What was planned.
     *
     * @param repository the repository's id
     * @param head what the pull request proposes
     * @param plan the plan of the merge result without what the branch does anyway: what an approval names
     * @param apart what the branch does anyway
     * @param dropped what the branch would do and the merge result does no more
     * @param before user data as the branch declares it
     * @param after user data as the merge result declares it
     * @param warnings probable mistakes in the merge result
     * @param discreet whether whoever reads it may not know what machines are like now: a fork
     * @param oldest when the oldest of what it was compared with was seen
     */
    public record Preview(
            String repository,
            Revision head,
            Plan plan,
            Plan apart,
            List<Change> dropped,
            Map<HostName, UserData> before,
            Map<HostName, UserData> after,
            List<Diagnostic> warnings,
            boolean discreet,
            Optional<Instant> oldest) {
        /** Keeps copies. */
        public Preview {
            dropped = List.copyOf(dropped);
            before = Map.copyOf(before);
            after = Map.copyOf(after);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A planned head.
     *
     * @param replaced changes that are not what was approved, see {@link #replaced}
     * @param notes what else bears on it, a sentence each
     * @param spots where people see a place in the files of the merge
     */
    public static PullView.Outcome.Planned planned(
            Preview preview,
            PullView.Consent consent,
            List<PullView.Replaced> replaced,
            List<String> notes,
            Function<Place, Spot> spots) {
        var plan = PlanViews.of(preview.repository(), preview.head().id(), Optional.empty(), preview.plan());
        return new PullView.Outcome.Planned(
                preview.discreet() ? discreet(plan) : plan,
                preview.discreet() ? PullView.Apart.NOTHING : apart(preview),
                preview.discreet() ? List.of() : PlanViews.changes(preview.dropped()),
                UserDataDiffs.of(preview.before(), preview.after()),
                diagnostics(preview.warnings(), spots),
                consent,
                replaced,
                notes,
                preview.oldest());
    }

    /**
     * A change that is not what was approved.
     *
     * @param by who approved it
     */
    public static PullView.Replaced replaced(Change approved, List<String> by, Change asked) {
        return new PullView.Replaced(
                asked.subject().text(),
                by,
                Versions.of(approved, asked).stream()
                        .map(row -> new PullView.ReplacedRow(row.name(), row.approved(), row.asked()))
                        .toList());
    }

    /**
     * Where people see something.
     *
     * @param place a line in a file of a commit that the forge has
     * @param link its page
     */
    public record Spot(Place place, Optional<String> link) {}

    /** What is wrong with the files of a head. */
    public static List<PullView.DiagnosticRow> diagnostics(List<Diagnostic> diagnostics, Function<Place, Spot> spots) {
        return diagnostics.stream()
                .map(one -> diagnostic(one, spots.apply(one.place())))
                .toList();
    }

    private static PullView.DiagnosticRow diagnostic(Diagnostic one, Spot spot) {
        return new PullView.DiagnosticRow(
                one.severity().name().toLowerCase(Locale.ROOT),
                spot.place().toString(),
                one.summary(),
                one.detail(),
                spot.link());
    }

    private static PullView.Apart apart(Preview preview) {
        return new PullView.Apart(
                PlanViews.changes(preview.apart().changes()),
                PlanViews.blocked(preview.apart().blocked()),
                PlanViews.findings(preview.apart().findings()));
    }

    /** What is declared, and nothing of what was seen. */
    private static PlanView discreet(PlanView plan) {
        return new PlanView(
                plan.repository(),
                plan.revision(),
                plan.digest(),
                plan.expires(),
                plan.changes().stream().map(PullViews::discreet).toList(),
                plan.blocked().stream()
                        .map(one -> new BlockedRow(one.subject(), "Why is on Gough's page.", one.waiting()))
                        .toList(),
                plan.findings().stream()
                        .map(one -> new FindingRow(one.subject(), one.kind(), "What it is stands on Gough's page.", ""))
                        .toList(),
                plan.unchanged());
    }

    private static PlanView.Change discreet(PlanView.Change change) {
        return new PlanView.Change(
                change.subject(),
                change.verb(),
                change.risk(),
                "",
                TO_WHAT_IS_DECLARED.contains(change.verb()) ? change.to() : "",
                "",
                "",
                change.dependsOn(),
                change.fields().stream()
                        .map(field -> new PlanView.Field(field.name(), Optional.of("not shown"), field.after()))
                        .toList());
    }
}
