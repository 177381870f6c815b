package io.penguintech.gough.templates.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.templates.view.PullView.DiagnosticRow;
import io.penguintech.gough.templates.view.PullView.Outcome;
import io.penguintech.gough.templates.view.PullView.UserDataDiff;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Kind;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PullPagesTest {
    private static final int LONGEST = 60_000;

    @Test
    void beginsWithTheVerdictTheRiskAndWhatIsLost() {
        var page = page(PullSamples.everything("WORD"));
        assertThat(page.lines())
                .startsWith(
                        "### Gough: 1 deploy, 1 REINSTALL, 0 release, 1 blocked, 996 unchanged",
                        "",
                        "Risk **destructive** (1 destructive, 1 disruptive) · digest <code>9f2c4be1a7d0</code> · head <code>4be1a7d05e33</code>"
                                + " · merged with <code>0123456789ab</code> of <code>WORD</code> · repository <code>WORD</code>",
                        "",
                        "#### Something is lost by these",
                        "",
                        "- **REINSTALL** <code>WORD</code>: WORD → WORD. WORD",
                        "",
                        "#### Approval");
    }

    @Test
    void saysWhoMustApproveWhoDidAndWhatToDo() {
        assertThat(page(PullSamples.everything("WORD")))
                .contains(
                        "**2 more people** must approve before 2026-11-22 21:40 UTC: WORD, WORD. Whoever does types how many hosts are destroyed.",
                        "- WORD said yes (review, ",
                        "#### Approvals that count no more\n\n- WORD, for 2 changes, since ",
                        "- Approve in a comment: <code>gough approve 9f2c4be1a7d0</code>\n",
                        "- [pull request 12](<https://gough.example.com/pulls/main/12>) by WORD, about <code>WORD, WORD</code>");
    }

    @Test
    void saysWhenNobodyElseMayApprove() {
        var planned = PullSamples.planned("WORD");
        var asked = new Outcome.Planned(
                planned.plan(),
                planned.apart(),
                planned.dropped(),
                planned.userData(),
                planned.warnings(),
                new PullView.Consent.Asked(
                        1, List.of(), List.of("hosts/db/**: 1 of Ada"), List.of(), false, Samples.NOW),
                planned.replaced(),
                planned.notes(),
                planned.oldest());
        assertThat(page(PullSamples.view("WORD", asked)))
                .contains(
                        "**1 more person** must approve before 2026-11-22 21:40 UTC, but nobody else in gough.yaml may.\n\nhosts/db/&#42;&#8203;&#42;&#8203;&#58;&#8203; 1 of Ada\n");
    }

    @Test
    void foldsDetailsAndKeepsApartWhatIsNotOfThePullRequest() {
        var page = page(PullSamples.everything("WORD"));
        assertThat(page)
                .contains(
                        "<details><summary><b>deploy</b> <code>WORD</code> · disruptive · WORD → WORD</summary>",
                        "<details><summary>User data of <code>WORD</code></summary>\n\n```diff\n a\n+b\n```\n",
                        "<details><summary>User data of <code>WORD</code>, <code>WORD</code></summary>",
                        "#### Not as it was approved: <code>WORD</code>\n\n|  | approved | now |\n",
                        "<details><summary>1 earlier head</summary>",
                        "Plan <code>" + Samples.DIGEST + "</code> · head <code>" + Samples.REVISION + "</code>");
        assertThat(page.indexOf("#### Not of this pull request")).isGreaterThan(page.indexOf("#### Changes"));
        assertThat(page.indexOf("#### Changes")).isGreaterThan(page.indexOf("#### Something is lost"));
    }

    @Test
    void isReadAsHeadingsListsTablesAndFences() {
        assertThat(Html.of(page(PullSamples.everything("WORD"))).html())
                .contains(
                        "<h4>Something is lost by these</h4>\n<ul>\n<li><strong>REINSTALL</strong>",
                        "<pre><code class=\"language-diff\"> a\n+b\n</code></pre>\n</details>",
                        "<td><code>WORD</code></td>\n</tr>\n</tbody>\n</table>\n<p>Change <code>",
                        "<hr />\n<p>Plan <code>");
    }

    @Test
    void saysOfEachOutcomeWhatFollows() {
        assertThat(page(PullSamples.of(PullSamples.planned(List.of(), List.of()))))
                .contains("It would do nothing, and nothing is in its way");
        assertThat(page(PullSamples.of(new Outcome.Conflict(List.of("hosts/a.yaml")))))
                .startsWith("### Gough: no plan, it cannot be merged\n")
                .contains("#### Files that conflict\n\n- <code>hosts/a&#46;yaml</code>");
        assertThat(page(PullSamples.of(new Outcome.NotPlanned("it is a draft", "Comment gough plan."))))
                .startsWith("### Gough: no plan, it is a draft\n")
                .contains("Comment gough plan");
        assertThat(page(PullSamples.of(new Outcome.Failed("MAAS does not answer."))))
                .startsWith("### Gough: no plan yet\n")
                .contains("MAAS does not answer");
        assertThat(page(PullSamples.of(new Outcome.Superseded("feed".repeat(10)))))
                .startsWith("### Gough: a newer head is being planned\n")
                .contains("feed".repeat(10));
        assertThat(page(PullSamples.of(new Outcome.Merged(PullSamples.BASE, Optional.empty()))))
                .startsWith("### Gough: merged\n")
                .contains(PullSamples.BASE);
        assertThat(page(PullSamples.of(new Outcome.Closed()))).startsWith("### Gough: closed\n");
    }

    @Test
    void leadsFromEachDiagnosticToItsLineErrorsFirst() {
        var link = Optional.of("https://forge.example.com/acme/infra/blob/4be1/hosts/a.yaml#L3");
        var warning = new DiagnosticRow("warning", "hosts/a.yaml:9:1", "Unused value", "Remove it.", Optional.empty());
        var error = new DiagnosticRow("error", "hosts/a.yaml:3:1", "Unknown key", "Did you mean zone?", link);
        var page = page(PullSamples.of(new Outcome.Invalid(List.of(warning, error))));
        assertThat(page).startsWith("### Gough: invalid, 1 error, 1 warning\n");
        assertThat(Html.of(page).html())
                .contains(
                        "<li><a href=\"https://forge.example.com/acme/infra/blob/4be1/hosts/a.yaml#L3\"><code>hosts/a.yaml:");
        assertThat(page.indexOf("Unknown key")).isLessThan(page.indexOf("Unused value"));
    }

    @Test
    void goesOnInFurtherCommentsEachOfWhichStandsOnItsOwn() {
        var changes = new ArrayList<PlanView.Change>();
        for (int i = 0; i < 90; i++) changes.add(Samples.deploy("hv-" + i));
        for (int i = 0; i < 5; i++) changes.add(Samples.reinstall("db-" + i));
        var lines = IntStream.range(0, 300)
                .mapToObj(i -> new Line(Kind.ADDED, "line " + i + "x".repeat(60)))
                .toList();
        var diff = new UserDataDiff(List.of("hv-1"), lines, "");
        var pages = PullPages.of(PullSamples.of(PullSamples.planned(changes, List.of(diff))), PullPages.LEAST);
        assertThat(pages).hasSizeBetween(2, 4).allSatisfy(PullPagesTest::standsOnItsOwn);
        assertThat(pages.getFirst())
                .startsWith("### Gough: 90 deploy, 5 REINSTALL, ")
                .contains("It goes on in the next " + (pages.size() - 1) + " comments.");
        assertThat(count(pages.getFirst(), "- \\*\\*REINSTALL\\*\\*")).isEqualTo(5);
        assertThat(pages.get(1))
                .startsWith("### Gough, continued (2 of " + pages.size() + ")\n\nHead <code>4be1a7d05e33</code>");
        var all = String.join("\n", pages);
        assertThat(count(all, "<summary><b>.*(?<!, continued)</summary>")).isEqualTo(95);
        for (var line : lines) assertThat(all).contains("\n+" + line.text() + "\n");
    }

    @Test
    void reopensAFenceInTheNextComment() {
        var lines = IntStream.range(0, 1500)
                .mapToObj(i -> new Line(Kind.ADDED, "line " + i + " " + "x".repeat(50)))
                .toList();
        var pages = PullPages.of(
                PullSamples.of(PullSamples.planned(List.of(), List.of(new UserDataDiff(List.of("hv-1"), lines, "")))),
                PullPages.LEAST);
        assertThat(pages).hasSizeGreaterThan(2).allSatisfy(PullPagesTest::standsOnItsOwn);
        for (var page : pages.subList(1, pages.size()))
            assertThat(page)
                    .contains("<summary>User data of <code>hv&#45;1</code>, continued</summary>\n\n```diff\n+line ");
    }

    @Test
    void tellsWhatIsLostFirstAndCountsWhatDoesNotFit() {
        var changes = new ArrayList<PlanView.Change>();
        for (int i = 0; i < 10_000; i++) changes.add(Samples.deploy("hv-" + i));
        for (int i = 0; i < 250; i++) changes.add(Samples.reinstall("db-" + i));
        var pages = PullPages.of(PullSamples.of(PullSamples.planned(changes, List.of())), PullPages.LEAST);
        assertThat(pages).hasSize(4).allSatisfy(PullPagesTest::standsOnItsOwn);
        var first = pages.getFirst();
        assertThat(count(first.substring(0, first.indexOf("#### Approval")), "- \\*\\*REINSTALL\\*\\*"))
                .isEqualTo(250);
        var left =
                Pattern.compile("\\*\\*Not shown: ([0-9,]+) changes\\.\\*\\*").matcher(first);
        assertThat(left.find()).isTrue();
        int shown = count(String.join("\n", pages), "\n- deploy <code>");
        assertThat(shown + Integer.parseInt(left.group(1).replace(",", ""))).isEqualTo(10_250);
        assertThat(first).contains("[Everything is on Gough's page.](<https://gough.example.com/pulls/main/12>)");
    }

    @Test
    void saysTheSameOfTheSame() {
        assertThat(PullPages.of(PullSamples.everything("WORD"), LONGEST))
                .isEqualTo(PullPages.of(PullSamples.everything("WORD"), LONGEST));
    }

    @Test
    void refusesLessRoomThanARowTakes() {
        assertThatThrownBy(() -> PullPages.of(PullSamples.everything("WORD"), PullPages.LEAST - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The longest texts that anybody can write fit, each in a row of its own. */
    @Test
    void findsRoomForTheLongestRow() {
        var longest = "@".repeat(5000);
        var change = PullSamples.change(longest, "reinstall", "destructive");
        var diagnostic = new DiagnosticRow("error", longest, longest, longest, PullSamples.PAGE);
        for (var outcome : List.of(
                PullSamples.planned(List.of(change), List.of()),
                new Outcome.Invalid(List.of(diagnostic)),
                new Outcome.Conflict(List.of(longest)),
                new Outcome.Failed(longest))) {
            var pages = PullPages.of(PullSamples.of(outcome), PullPages.LEAST);
            assertThat(pages).allSatisfy(PullPagesTest::standsOnItsOwn);
            assertThat(pages.getFirst()).doesNotContain("Not shown");
        }
        assertThat(PullPages.of(PullSamples.everything(longest), PullPages.LEAST))
                .allSatisfy(PullPagesTest::standsOnItsOwn);
    }

    private static void standsOnItsOwn(String page) {
        assertThat(page.length()).isLessThanOrEqualTo(PullPages.LEAST);
        assertThat(count(page, "<details>")).isEqualTo(count(page, "</details>"));
        assertThat(count(page, "(?m)^`{3,}") % 2).isZero();
        var tags = Html.of(page).tags();
        for (var tag : List.of("pre", "code", "table", "ul", "details", "summary"))
            assertThat(tags.stream().filter(("<" + tag + ">")::equals).count())
                    .as(tag)
                    .isEqualTo(tags.stream().filter(("</" + tag + ">")::equals).count());
    }

    private static int count(String text, String pattern) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    private static String page(PullView view) {
        var pages = PullPages.of(view, LONGEST);
        assertThat(pages).hasSize(1);
        return pages.getFirst();
    }
}
