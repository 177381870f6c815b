package io.penguintech.gough.templates.view;

import io.penguintech.gough.templates.view.PullView.Apart;
import io.penguintech.gough.templates.view.PullView.Consent;
import io.penguintech.gough.templates.view.PullView.DiagnosticRow;
import io.penguintech.gough.templates.view.PullView.Earlier;
import io.penguintech.gough.templates.view.PullView.Neighbour;
import io.penguintech.gough.templates.view.PullView.Outcome;
import io.penguintech.gough.templates.view.PullView.Replaced;
import io.penguintech.gough.templates.view.PullView.ReplacedRow;
import io.penguintech.gough.templates.view.PullView.UserDataDiff;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Kind;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Line;
import io.penguintech.gough.templates.view.PullView.Voided;
import io.penguintech.gough.templates.view.PullView.Way;
import io.penguintech.gough.templates.view.PullView.Yes;
import java.util.List;
import java.util.Optional;

/** Pull requests as a service of a thousand hosts would show them. */
final class PullSamples {
    static final String BASE = "0123456789abcdef0123456789abcdef01234567";
    static final Optional<String> PAGE = Optional.of("https://gough.example.com/pulls/main/12");

    private PullSamples() {}

    static PullView of(Outcome outcome) {
        return new PullView(
                "main", "main", Samples.REVISION, BASE, outcome, List.of(), List.of(), List.of(), List.of(), PAGE);
    }

    static Outcome.Planned planned(List<PlanView.Change> changes, List<UserDataDiff> userData) {
        var plan = new PlanView(
                "main", Samples.REVISION, Samples.DIGEST, Optional.empty(), changes, List.of(), List.of(), 996);
        return new Outcome.Planned(
                plan,
                Apart.NOTHING,
                List.of(),
                userData,
                List.of(),
                new Consent.Free("Nobody need approve it."),
                List.of(),
                List.of(),
                Optional.empty());
    }

    static PullView everything() {
        return everything("WORD");
    }

    /** Everything a comment can say of a plan, with {@code word} wherever somebody else may have written something. */
    static PullView everything(String word) {
        return view(word, planned(word));
    }

    /** What can stand beside an outcome. */
    static PullView view(String word, Outcome outcome) {
        return new PullView(
                word,
                word,
                Samples.REVISION,
                BASE,
                outcome,
                List.of(new Voided(word, 2, word, Samples.NOW)),
                List.of(new Way("Approve in a comment", "gough approve 9f2c4be1a7d0")),
                List.of(new Neighbour(12, word, word, List.of(word, word), PAGE)),
                List.of(new Earlier(BASE, word, word, Samples.DIGEST, Samples.NOW)),
                PAGE);
    }

    static Outcome.Planned planned(String word) {
        return new Outcome.Planned(
                Samples.plan(word),
                new Apart(List.of(change(word, "amend", "none")), List.of(blocked(word)), List.of(finding(word))),
                List.of(change(word, "deploy", "disruptive")),
                List.of(
                        new UserDataDiff(
                                List.of(word), List.of(new Line(Kind.KEPT, "a"), new Line(Kind.ADDED, "b")), ""),
                        new UserDataDiff(List.of(word, word), List.of(), "It is too long to be compared here.")),
                List.of(new DiagnosticRow("warning", word, word, word, PAGE)),
                new Consent.Asked(
                        2,
                        List.of(word, word),
                        List.of(word),
                        List.of(new Yes(word, "review", Samples.NOW, Samples.NOW)),
                        true,
                        Samples.NOW),
                List.of(new Replaced(word, List.of(word), List.of(new ReplacedRow(word, word, word)))),
                List.of(word),
                Optional.of(Samples.NOW));
    }

    static PlanView.Change change(String word, String verb, String risk) {
        return new PlanView.Change(
                word,
                verb,
                risk,
                word,
                word,
                word,
                Samples.DIGEST,
                List.of(),
                List.of(new PlanView.Field(word, Optional.of(word), Optional.of(word))));
    }

    static BlockedRow blocked(String word) {
        return new BlockedRow(word, word, false);
    }

    static FindingRow finding(String word) {
        return new FindingRow(word, "user-data", word, Samples.DIGEST);
    }
}
