package io.penguintech.gough.templates.view;

import io.penguintech.gough.templates.view.PullView.DiagnosticRow;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the first lines of a comment say. */
final class OutcomeWords {
    private OutcomeWords() {}

    /** A few words; nothing that anybody else wrote is among them. */
    static String verdict(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Planned planned -> planned.plan().headline();
            case Outcome.Invalid(var diagnostics) -> "invalid, " + counted(diagnostics);
            case Outcome.Conflict _ -> "no plan, it cannot be merged";
            case Outcome.NotPlanned(var what, var _) -> "no plan, " + what;
            case Outcome.Failed _ -> "no plan yet";
            case Outcome.Superseded _ -> "a newer head is being planned";
            case Outcome.Merged _ -> "merged";
            case Outcome.Closed _ -> "closed";
        };
    }

    /** What follows from it; may be empty. */
    static String sentence(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Planned planned ->
                planned.plan().inSync() ? "It would do nothing, and nothing is in its way." : "";
            case Outcome.Invalid _ -> "Nothing is planned before the errors are mended. Push a commit that mends them.";
            case Outcome.Conflict _ ->
                "It conflicts with the branch it is for. Bring it up to date and push; then it is planned.";
            case Outcome.NotPlanned(var _, var why) -> why;
            case Outcome.Failed(var why) -> why + " Gough tries again.";
            case Outcome.Superseded(var head) ->
                "Head %s was pushed. Nothing that was said of an earlier one counts for it.".formatted(head);
            case Outcome.Merged(var commit, var _) ->
                commit.isEmpty() ? "It was merged." : "It was merged as %s.".formatted(commit);
            case Outcome.Closed _ -> "Nothing of it is brought about, and no approval of it counts.";
        };
    }

    private static String counted(List<DiagnosticRow> diagnostics) {
        return Stream.of("error", "warning", "notice")
                .map(severity -> counted(
                        severity,
                        diagnostics.stream()
                                .filter(one -> one.severity().equals(severity))
                                .count()))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String counted(String noun, long count) {
        if (count == 0) return "";
        return count == 1 ? "1 " + noun : count + " " + noun + "s";
    }
}
