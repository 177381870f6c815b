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
                "\uD800");
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
                "@ada", "team/@infra", "#12", "!12", "~label", "$12", "%milestone", "&epic", "GH-12", "gh-3", ":x:"))
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
