package io.penguintech.gough.bot.chat;

import java.util.List;

/** Text for Slack: what came from the repository or a backend cannot mention anybody, forge a link or leave its fence. */
final class Mrkdwn {
    private Mrkdwn() {}

    /**
     * Plain words inside mrkdwn. Slack reads {@code &}, {@code <} and {@code >} as control characters; the rest of its
     * marks are made harmless by a zero-width space behind them.
     */
    static String words(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '*', '_', '~', '`', '@', '#' -> out.appendCodePoint(c).append('\u200b');
                default -> {
                    if (c == '\n' || c == '\t' || !Character.isISOControl(c)) out.appendCodePoint(c);
                }
            }
        });
        return out.toString();
    }

    /** One line of code. */
    static String code(String text) {
        return "`" + bare(text).replace('`', '\'').replace('\n', ' ') + "`";
    }

    /** The three characters that Slack always reads, escaped; for code and fences. */
    static String bare(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** At most {@code most} code points, with an ellipsis when something was cut. */
    static String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) return text;
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    /** As many whole lines as fit into {@code most} code points, and how many more there are. */
    static String lines(List<String> lines, int most) {
        var out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < lines.size(); i++) {
            var line = cut(lines.get(i), 400);
            int size = line.codePointCount(0, line.length()) + 1;
            int rest = lines.size() - i;
            if (used + size > most - 40 && rest > 0) return out + "… and " + rest + " more";
            out.append(line).append('\n');
            used += size;
        }
        return out.toString().stripTrailing();
    }
}
