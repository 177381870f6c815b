package io.penguintech.gough.templates.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;

class PlanMarkdownTest {
    private static final Views VIEWS = new Views();

    @Test
    void beginsWithTheVerdictAndTheRiskCounts() {
        assertThat(VIEWS.planMarkdown(Samples.plan()).lines())
                .startsWith("### Gough plan: 3 deploy, 1 REINSTALL, 0 release, 1 blocked, 996 unchanged", "")
                .element(2)
                .asString()
                .startsWith("Risk **destructive** (1 destructive, 3 disruptive)")
                .contains("<code>9f2c4be1a7d0</code>");
    }

    @Test
    void neverFoldsWhatIsLost() {
        var text = VIEWS.planMarkdown(Samples.plan());
        assertThat(text.substring(0, text.indexOf("<details>")))
                .contains("- **REINSTALL** <code>host db&#45;01</code>: Deployed (jammy) → Deployed (noble)");
    }

    @Test
    void foldsTheDetailsOfEachChange() {
        var text = VIEWS.planMarkdown(Samples.plan());
        assertThat(text)
                .contains(
                        "<details><summary><b>deploy</b> <code>host hv&#45;01</code> · disruptive · Ready → Deployed (noble)</summary>")
                .contains("| <code>zone</code> | <code>default</code> | <code>rack&#45;a</code> |")
                .contains("| <code>pool</code> | none | <code>production</code> |");
        assertThat(text.split("<details>")).hasSameSizeAs(text.split("</details>"));
    }

    @Test
    void tellsWhatIsBlockedWhatIsToBeDecidedAndTheWholeDigest() {
        assertThat(VIEWS.planMarkdown(Samples.plan()))
                .contains("#### Blocked: 1", "<code>host st&#45;02</code> (needs a person): Its machine is locked")
                .contains("#### To be decided: 1", "<code>host dk&#45;03</code> user&#45;data: It runs other user data")
                .contains("<code>" + Samples.DIGEST + "</code>", "<code>" + Samples.REVISION + "</code>");
    }

    @Test
    void isReadAsHeadingsListsAndTables() {
        var extensions = List.of(TablesExtension.create());
        var html = HtmlRenderer.builder()
                .extensions(extensions)
                .build()
                .render(Parser.builder().extensions(extensions).build().parse(VIEWS.planMarkdown(Samples.plan())));
        assertThat(html)
                .contains("<h4>Something is lost by these</h4>\n<ul>\n<li><strong>REINSTALL</strong>")
                .contains("<h4>Blocked: 1</h4>\n<ul>", "<h4>To be decided: 1</h4>\n<ul>", "<h4>Changes</h4>\n<details>")
                .contains(
                        "<td><code>production</code></td>\n</tr>\n</tbody>\n</table>\n<p>Change <code>",
                        "<hr />\n<p>Plan");
    }

    @Test
    void saysWhenThereIsNothingToDo() {
        assertThat(VIEWS.planMarkdown(Samples.planOf(List.of())))
                .contains("0 deploy, 0 reinstall, 0 release, 0 unchanged", "Everything is as declared.")
                .doesNotContain("<details>");
    }

    @Test
    void rendersTheSameEachTime() {
        assertThat(VIEWS.planMarkdown(Samples.plan())).isEqualTo(VIEWS.planMarkdown(Samples.plan()));
    }

    @Test
    void fitsIntoACommentAndStillTellsEverythingThatIsLost() {
        var changes = new ArrayList<PlanView.Change>();
        IntStream.range(0, 10_000).forEach(i -> changes.add(Samples.deploy("hv-" + i)));
        IntStream.range(0, 50).forEach(i -> changes.add(Samples.reinstall("db-" + i)));
        var text = VIEWS.planMarkdown(Samples.planOf(changes));
        assertThat(text)
                .hasSizeLessThan(Views.LONGEST_COMMENT)
                .contains("10,000 deploy, 50 REINSTALL", " more, on Gough's page.");
        assertThat(text.split("- \\*\\*REINSTALL\\*\\*")).hasSize(51);
    }

    @Test
    void letsNothingForeignEscape() {
        for (var attack : MarkdownTest.attacks()) {
            var change = new PlanView.Change(
                    attack,
                    attack,
                    "disruptive",
                    attack,
                    attack,
                    attack,
                    attack,
                    List.of(attack),
                    List.of(new PlanView.Field(attack, Optional.of(attack), Optional.of(attack))));
            var row = new BlockedRow(attack, attack, true);
            var finding = new FindingRow(attack, attack, attack, attack);
            var plan = new PlanView(
                    attack, attack, attack, Optional.empty(), List.of(change), List.of(row), List.of(finding), 1);
            assertThat(skeleton(VIEWS.planMarkdown(plan)))
                    .as(attack)
                    .isEqualTo(skeleton(VIEWS.planMarkdown(named("WORD"))));
        }
    }

    private static PlanView named(String word) {
        var change = new PlanView.Change(
                word,
                word,
                "disruptive",
                word,
                word,
                word,
                word,
                List.of(word),
                List.of(new PlanView.Field(word, Optional.of(word), Optional.of(word))));
        return new PlanView(
                word,
                word,
                word,
                Optional.empty(),
                List.of(change),
                List.of(new BlockedRow(word, word, true)),
                List.of(new FindingRow(word, word, word, word)),
                1);
    }

    /** Everything that can have a meaning in Markdown or HTML. */
    private static String skeleton(String markdown) {
        return markdown.replaceAll("&#[0-9]+;", "")
                .replaceAll("[^\\n<>#*|`\\[\\]!_~&\\\\@:=-]", "")
                .replace("-", "");
    }
}
