package io.penguintech.gough.bot.chat;

import static com.slack.api.model.block.composition.BlockCompositions.markdownText;

import com.slack.api.model.block.composition.MarkdownTextObject;
import io.penguintech.gough.schema.VisibleText;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text for Slack: what came from the repository or a backend cannot mention anybody, forge a link or leave its fence. */
final class Mrkdwn {
    private static final int LINE = 400;

    /** What is an emoji with the colon behind it, hours of a day not, and what begins an address. */
    private static final Pattern MEANT =
            Pattern.compile("(?i):(?![0-9]{2}(?:-[0-9]{2})?:)[\\p{L}\\p{N}_+'-]{1,100}(?=:)|:(?=//)|\\bwww(?=\\.)");

    private static final String NOTHING = "\u200b";

    private Mrkdwn() {}

    /**
     * Plain words inside mrkdwn. Slack reads {@code &}, {@code <} and {@code >} as control characters; the rest of its
     * marks, emoji and bare addresses are made harmless by a zero-width space; what cannot be seen is shown by its number.
     */
    static String words(String text) {
        var out = new StringBuilder(text.length() + 16);
        var visible = MEANT.matcher(VisibleText.of(text)).replaceAll("$0" + NOTHING);
        visible.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '*', '_', '~', '`', '@', '#' -> out.appendCodePoint(c).append(NOTHING);
                default -> out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** The same on one line: a line break is shown by its name. */
    static String line(String text) {
        return words(VisibleText.line(text));
    }

    /** A line of plain text: Slack reads nothing in it, but somebody who copies it may. */
    static String plain(String text) {
        return VisibleText.line(text).replace('<', '\u2039').replace('>', '\u203a');
    }

    /** An object of mrkdwn that Slack reads no addresses, channels and names into. */
    static MarkdownTextObject object(String mrkdwn) {
        return markdownText(text -> text.text(mrkdwn).verbatim(true));
    }

    /** One line of code. */
    static String code(String text) {
        return "`" + fenced(text) + "`";
    }

    /** What stands inside a fence, one line of it. */
    static String fenced(String text) {
        return bare(VisibleText.line(text)).replace('`', '\'');
    }

    /** Lines of code as a fenced block; what cannot be seen is shown by its number. */
    static String block(String text) {
        return "```\n%s\n```"
                .formatted(
                        text.lines().map(line -> bare(VisibleText.line(line))).collect(Collectors.joining("\n")));
    }

    /** The three characters that Slack always reads, escaped; for code and fences. */
    static String bare(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** {@code label}, which is mrkdwn already, leading to {@code page}; not where that is no common address of the web. */
    static String link(URI page, String label) {
        var address = page.toASCIIString();
        return address.matches("https?://[^<>|\\s]{1,200}") ? "<%s|%s>".formatted(bare(address), label) : label;
    }

    /** A moment as the reader's own clock has it. */
    static String moment(Instant at) {
        return "<!date^%d^{date_short} {time}|%s>".formatted(at.getEpochSecond(), at);
    }

    /** At most {@code most} code points, with an ellipsis when something was cut. */
    static String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) return text;
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    /**
     * Lines in several texts.
     *
     * @param texts in order; the last says how many lines are left
     * @param left how many lines did not fit
     */
    record Pages(List<String> texts, int left) {}

    /** Several texts of at most {@code most} code points each, {@code room} together. */
    static Pages pages(List<String> lines, int most, int room) {
        var pages = new ArrayList<String>();
        int from = 0;
        for (int rest = room; from < lines.size() && rest > 200; rest -= most) {
            int fit = fitting(lines.subList(from, lines.size()), Math.min(most, rest) - 40);
            boolean last = rest - most <= 200;
            var page = String.join("\n", shortened(lines.subList(from, from + fit)));
            from += fit;
            pages.add(last && from < lines.size() ? page + "\n… and " + (lines.size() - from) + " more" : page);
        }
        return new Pages(pages, lines.size() - from);
    }

    private static int fitting(List<String> lines, int most) {
        int used = 0;
        for (int i = 0; i < lines.size(); i++) {
            used += length(cut(lines.get(i), LINE)) + 1;
            if (used > most) return Math.max(1, i);
        }
        return lines.size();
    }

    private static List<String> shortened(List<String> lines) {
        return lines.stream().map(line -> cut(line, LINE)).toList();
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** As many whole lines as fit into {@code most} code points, and how many more there are. */
    static String lines(List<String> lines, int most) {
        return lines.isEmpty() ? "" : pages(lines, most, most).texts().getFirst();
    }
}
