package io.penguintech.gough.templates.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.schema.VisibleText;
import io.penguintech.gough.templates.view.PullView.Consent;
import io.penguintech.gough.templates.view.PullView.DiagnosticRow;
import io.penguintech.gough.templates.view.PullView.Outcome;
import io.penguintech.gough.templates.view.PullView.UserDataDiff;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Kind;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Line;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others wrote stands in a comment as text, whatever they wrote: judged by what a forge's parser makes of it. */
class PullAttacksTest {
    private static final int LONGEST = 200_000;
    private static final List<String> HARMLESS = pages("WORD");

    static List<String> attacks() {
        return MarkdownTest.attacks();
    }

    /** No tag more or less, no link elsewhere, and no word of a verdict. */
    @ParameterizedTest
    @MethodSource("attacks")
    void addsNothingAndEndsNothingWhereverItStands(String attack) {
        var attacked = pages(attack);
        for (int i = 0; i < HARMLESS.size(); i++) {
            var html = Html.of(attacked.get(i));
            var expected = Html.of(HARMLESS.get(i));
            assertThat(html.tags()).as(html.text()).isEqualTo(expected.tags());
            assertThat(html.addresses()).isEqualTo(expected.addresses());
            assertThat(html.emphasized()).isEqualTo(expected.emphasized());
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void mentionsNobodyReferencesNothingAndCommandsNothing(String attack) {
        for (var page : pages(attack)) {
            assertThat(Html.of(page).outsideOfCode()).doesNotContainPattern(Html.LIVE);
            assertThat(page.lines())
                    .as("GitLab takes such a line for a command")
                    .noneMatch(line -> line.strip().startsWith("/"));
            assertThat(page).startsWith("### Gough: ").doesNotContain("<!--");
        }
    }

    /** Forges render what stands beside a line as they do a comment. */
    @ParameterizedTest
    @MethodSource("attacks")
    void addsNothingBesideALine(String attack) {
        var html = Html.of(beside(attack));
        var expected = Html.of(beside("WORD"));
        assertThat(html.tags()).isEqualTo(expected.tags());
        assertThat(html.addresses()).isEqualTo(expected.addresses());
        assertThat(html.outsideOfCode()).doesNotContainPattern(Html.LIVE);
    }

    private static String beside(String foreign) {
        return PullPages.beside(new PullView.DiagnosticRow("error", foreign, foreign, foreign, Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void endsNoFenceOfUserData(String attack) {
        var lines = Stream.of(Kind.values())
                .flatMap(kind -> attack.lines().map(line -> new Line(kind, line)))
                .toList();
        var diff = new UserDataDiff(List.of("hv-01"), lines, "");
        var html = Html.of(page(PullSamples.of(PullSamples.planned(List.of(), List.of(diff)))));
        var plain = new UserDataDiff(List.of("hv-01"), List.of(new Line(Kind.KEPT, "plain")), "");
        var expected = Html.of(page(PullSamples.of(PullSamples.planned(List.of(), List.of(plain)))));
        if (!lines.isEmpty()) assertThat(html.tags()).isEqualTo(expected.tags());
        for (var line : lines) assertThat(html.preformatted()).contains(VisibleText.line(line.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,x",
                "/relative",
                "//evil.example",
                "https://a.example/)[x](https://evil.example",
                "https://a.example/> <b>",
                "https://a.example/\n\n# x",
                "https://a.example/ x",
                "https://a.example/\"x",
                "https://a.example/`x`",
                "https://a.example/\\",
                "https://ada@evil.example/",
                "https://a.example/\u202E",
                "HTTPS://",
                ""
            })
    void takesNoAddressThatCouldEndItsLink(String address) {
        assertThatThrownBy(() -> new DiagnosticRow("error", "a", "b", "c", Optional.of(address)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PullView.RolloutLink("12", "done", Optional.of(address), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFenceBeginsWithMoreBackticksThanAnyLineHolds() {
        var diff =
                new UserDataDiff(List.of("hv-01"), List.of(new Line(Kind.KEPT, "````"), new Line(Kind.KEPT, "x")), "");
        var page = page(PullSamples.of(PullSamples.planned(List.of(), List.of(diff))));
        assertThat(page).contains("\n`````diff\n ````\n x\n`````\n");
    }

    /** Every kind of comment with {@code word} wherever somebody else may have written something. */
    private static List<PullView> views(String word) {
        var diagnostic = new DiagnosticRow("error", word, word, word, PullSamples.PAGE);
        var link = new PullView.RolloutLink(
                word, word, PullSamples.PAGE, List.of(new PullView.FailedRow(word, word, word)));
        return Stream.of(
                        PullSamples.planned(word),
                        declined(word),
                        new Outcome.Invalid(List.of(diagnostic)),
                        new Outcome.Conflict(List.of(word)),
                        new Outcome.NotPlanned("it is a draft", word + "."),
                        new Outcome.Failed(word),
                        new Outcome.Superseded(PullSamples.BASE),
                        new Outcome.Merged(PullSamples.BASE, Optional.of(link)),
                        new Outcome.Closed())
                .map(outcome -> PullSamples.view(word, outcome))
                .toList();
    }

    private static Outcome declined(String word) {
        var plan = PullSamples.planned(word);
        return new Outcome.Planned(
                plan.plan(),
                plan.apart(),
                plan.dropped(),
                List.of(),
                List.of(),
                new Consent.Declined(word, word + "."),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static List<String> pages(String word) {
        return views(word).stream().map(PullAttacksTest::page).toList();
    }

    private static String page(PullView view) {
        var pages = PullPages.of(view, LONGEST);
        assertThat(pages).hasSize(1);
        return pages.getFirst();
    }
}
