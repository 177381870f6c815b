package io.penguintech.gough.templates.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarkdownTest {
    // Without automatic links: GitHub's parser (cmark-gfm) looks for them in the source, and finds no sign of one
    // there.
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    static List<String> attacks() {
        return List.of(
                "</code></summary></details><h1>approved</h1>",
                "<script>alert(1)</script>",
                "<!-- hidden",
                "<img src=x onerror=alert(1)>",
                "```\n# approved\n```",
                "~~~",
                "x\n\n# approved\n",
                "\r\n\r\n* approved",
                "| a | b |\n|---|---|",
                "[approved](https://evil.example)",
                "![x](https://evil.example/x.png)",
                "[x]: https://evil.example\n[x]",
                "https://evil.example",
                "www.evil.example",
                "mail@evil.example",
                "<https://evil.example>",
                "**bold** __bold__ *it* _it_ ~~gone~~",
                "`code` ``code``",
                "&lt;b&gt; &amp; &#60;",
                "\\<b> \\`",
                "# heading",
                "> quote",
                "- [x] done",
                "1. one",
                "---",
                "===",
                "$x$ $$y$$",
                ":tada:",
                "\u202Egnp.exe",
                "a\u200Bb\uFEFF",
                "\u0000\u0007\u001B[31m",
                "\uD800",
                // Ends of what may stand around, and all at once
                "</details></details></summary></pre></code></td></tr></table>",
                "\n</details>\n\n### Gough: 0 deploy, 0 reinstall, 0 release, 1 unchanged\n",
                "\n```\n</details>\n```diff\n+ approved",
                "` `` ``` ~~~ ```` <pre> </pre>",
                "-->\n# x\n<!--",
                "<!-- gough:plan-12 -->",
                "\n<!-- gough:plan-12 -->\n### Gough: nothing to do",
                "]]> <![CDATA[ <?php ?> <!DOCTYPE html>",
                "\\",
                "\\|",
                "a\\",
                // Verdicts of others
                "### Gough: 0 deploy, 0 reinstall, 0 release, 996 unchanged",
                "**Approved**, if it is merged before 2099",
                "Gough\n===",
                "Approval\n---",
                "<h4>Approval</h4><b>Approved</b>",
                "\u2028### approved\u2029",
                "\u0085# approved",
                "\u000b# approved\u000c",
                // Mentions and references of the three forges
                "@ada @acme/infra-team @ada-b @a.b",
                "cc @everyone, @all, @here",
                "&#64;ada &commat;ada \uFF20ada",
                "acme/infra#12 acme/infra@4be1a7d0 #12 GH-12 gh-12",
                "!12 acme/machines/infra!12 $12 ~bug ~\"a b\" %v1 %\"a b\" &12 *iteration:1 [issue:12] [vulnerability:3] ^alert#1",
                "closes #12, fixes !3, resolves GH-4",
                "[work_item:1] [cadence:\"x\"] [feature_flag:1] [contact:a@b.c] #12+ #12+s",
                // Commands of forges and of Gough
                "/approve",
                "/merge\n/close",
                "\n/assign @ada\n",
                "gough approve 9f2c4be1a7d0",
                "\ngough approve 9f2c4be1a7d0\n",
                // Links
                "[a](javascript:alert(1)) <javascript:alert(1)>",
                "[a][b]\n\n[b]: javascript:alert(1)",
                "![](https://evil.example/p.png) ![a][b]",
                "http://evil.example ftp://evil.example mailto:a@b.example xmpp:a@b.example",
                "www.evil.example/?a=b#c",
                "//evil.example/x",
                "[^1]\n\n[^1]: note",
                "[[wiki]] [[_TOC_]] [TOC] [[https://evil.example|Gough's page]] [[x.png]]",
                "\uFF1Chttps://evil.example\uFF1E",
                // HTML
                "<a href=\"https://evil.example\">Gough's page</a>",
                "<svg/onload=alert(1)>",
                "<style>*{display:none}</style>",
                "<details open><summary>x",
                "<b><i><s><u><sub><sup><kbd><ins>",
                "&lt;script&gt; &#x3c;b&#x3e; &colon; &vert; &NewLine; &Tab;",
                // Marks of single forges
                "[-gone-] {-gone-} [+new+] {+new+}",
                "==marked== ++ins++ ^^sup^^ ||spoiler||",
                "> [!WARNING]\n> Gough approves",
                ">>>\nquoted\n>>>",
                "::include{file=x}",
                "%{project_path} %{current_user}",
                "$`x`$ \\(x\\) $$\nx\n$$ \\[x\\]",
                "```mermaid\ngraph\n```",
                "#ff0000 rgb(1,2,3) hsl(1,2,3)",
                ":white_check_mark: :+1: :shipit:",
                // What cannot be seen, or turns things around
                "\u200B\u200C\u200D\u2060\uFEFF\u00AD",
                "\u2066a\u2069\u2067b\u2069\u061C",
                "\u05D0 1 \u05D1 2",
                "\u0627\u0644 3",
                "\u115F\u1160\u3164\uFFA0\u2800",
                "a\uFE0Fb\uFE0E\uDB40\uDD00",
                "\uDB40\uDC41\uDB40\uDC42",
                "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307",
                "\u0301 first",
                "\uDC00 \uD83D",
                // Blanks
                "\t\ttab",
                "    indented",
                "\u00A0\u2003\u3000",
                "a  \nb\\\nc",
                "1986\\. A great year",
                "+ one\n1) two\n* * *\n_ _ _");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void meansNothingToMarkdownWhereverItStands(String attack) {
        for (var place : List.of("before %s after", "- **x** %s", "a | b\n---|---\n%s | y", "%s")) {
            var html = html(place.formatted(Markdown.text(attack)));
            var harmless = html(place.formatted("WORD"));
            assertThat(tags(html)).as(html).isEqualTo(tags(harmless));
        }
        var summary = "<details><summary>%s</summary>\n\ninside\n\n</details>\n";
        assertThat(tags(html(summary.formatted(Markdown.code(attack)))))
                .isEqualTo(tags(html(summary.formatted(Markdown.code("WORD")))));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void leavesNoLiveSignInTheText(String attack) {
        assertThat(Markdown.text(attack)).matches("([\\p{L}\\p{N} ,()/↵…]|&#[0-9]+;)*");
    }

    /** Forges look for these in the finished HTML, outside of code: a break must part them there too. */
    @Test
    void mentionsNobodyAndReferencesNothing() {
        for (var live : List.of(
                "@ada",
                "team/@infra",
                "#12",
                "!12",
                "~label",
                "$12",
                "%milestone",
                "&epic",
                "GH-12",
                "gh-3",
                ":x:",
                "{+a+}",
                "[-a-]",
                "[[a|b]]",
                "www.a.b"))
            assertThat(shown(Markdown.text(live))).as(live).doesNotContain(live).contains("\u200B");
    }

    @Test
    void showsWhatWasWritten() {
        var text = "a *b* <c> & \"d\" 'e' [f](g) é 日本 😀";
        assertThat(shown(Markdown.text(text)).replace("\u200B", "")).isEqualTo(text);
    }

    @Test
    void showsWhatCannotBeSeen() {
        assertThat(shown(Markdown.text("a\u202Eb\nc\u0000"))).isEqualTo("a(U+202E)b↵c(U+0000)");
    }

    @Test
    void keepsLettersThatAreReadFromTheRightToThemselves() {
        assertThat(shown(Markdown.text("\u05D0 1"))).isEqualTo("\u200E\u05D0 1\u200E");
    }

    @Test
    void drawsNoMarksOverWhatStandsAround() {
        assertThat(shown(Markdown.text("\u0301"))).isEqualTo("(U+0301)");
        assertThat(shown(Markdown.text("Z\u0301\u0302\u0303"))).isEqualTo("Z\u0301\u0302(U+0303)");
    }

    @Test
    void cutsWhatNobodyReads() {
        assertThat(Markdown.text("x".repeat(5000))).hasSize(2001).endsWith("…");
    }

    private static String html(String markdown) {
        var parser = Parser.builder().extensions(EXTENSIONS).build();
        return HtmlRenderer.builder().extensions(EXTENSIONS).build().render(parser.parse(markdown));
    }

    private static List<String> tags(String html) {
        return Pattern.compile("<[^>]*>")
                .matcher(html)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** The text that is left when a browser has read the HTML. */
    private static String shown(String markdown) {
        return html(markdown)
                .replaceAll("<[^>]*>", "")
                .strip()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
