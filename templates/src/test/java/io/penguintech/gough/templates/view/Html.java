package io.penguintech.gough.templates.view;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown as a browser gets it.
 *
 * @param html without what forges add
 */
record Html(String html) {
    /**
     * What forges make links, mentions and marks of in the finished HTML, outside of code (GitHub: docs.github.com, <i>Autolinked
     * references and URLs</i>; GitLab: docs.gitlab.com/user/markdown, <i>GitLab-specific references</i>, <i>Inline diff</i>,
     * <i>Emojis</i>; Gitea: docs.gitea.com, <i>Automatically linked references</i>).
     */
    static final Pattern LIVE =
            Pattern.compile("@[\\w\"]|[#!$%~&^*][\\w\"]|(?i:gh-\\d)|:[\\w+-]+:|://|(?i:www\\.|mailto:|xmpp:)\\w"
                    + "|\\[(issue|work_item|vulnerability|cadence|feature_flag|contact):\\w|[\\[{][+-]|\\[\\[");

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private static final String TAG = "<[^>]*>";

    static Html of(String markdown) {
        return new Html(RENDERER.render(PARSER.parse(markdown)));
    }

    /** All tags in their order, without attributes. */
    List<String> tags() {
        return found(TAG).map(tag -> tag.replaceAll(" .*>", ">")).toList();
    }

    /** Where links and images lead. */
    List<String> addresses() {
        return found("(href|src)=\"[^\"]*\"").toList();
    }

    /** The words of headings and of what is bold, without code. */
    String emphasized() {
        var words = Pattern.compile("(?s)<(h[1-6]|strong|b)>(.*?)</\\1>")
                .matcher(withoutCode())
                .results()
                .map(one -> one.group(2).replaceAll(TAG, ""))
                .collect(Collectors.joining("\n"));
        return read(words);
    }

    /** What can be read. */
    String text() {
        return read(html.replaceAll(TAG, ""));
    }

    /** What can be read outside of code. */
    String outsideOfCode() {
        return read(withoutCode().replaceAll(TAG, ""));
    }

    /** What can be read inside of fences. */
    String preformatted() {
        return read(Pattern.compile("(?s)<pre>(.*?)</pre>")
                .matcher(html)
                .results()
                .map(one -> one.group(1).replaceAll(TAG, ""))
                .collect(Collectors.joining("\n")));
    }

    private String withoutCode() {
        return html.replaceAll("(?s)<(pre|code)\\b[^>]*>.*?</\\1>", "");
    }

    private java.util.stream.Stream<String> found(String pattern) {
        return Pattern.compile(pattern).matcher(html).results().map(MatchResult::group);
    }

    /** HTML blocks are passed on as they are written: their references are read by the browser. */
    private static String read(String text) {
        var numbers = Pattern.compile("&#(\\d+);")
                .matcher(text)
                .replaceAll(one ->
                        java.util.regex.Matcher.quoteReplacement(Character.toString(Integer.parseInt(one.group(1)))));
        return numbers.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
