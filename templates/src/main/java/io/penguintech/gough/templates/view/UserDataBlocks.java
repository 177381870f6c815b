package io.penguintech.gough.templates.view;

import static io.penguintech.gough.templates.view.Markdown.code;
import static io.penguintech.gough.templates.view.Markdown.text;

import io.penguintech.gough.schema.VisibleText;
import io.penguintech.gough.templates.view.PullView.UserDataDiff;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How user data differs, in fences. A fence is ended by as many backticks as began it: it begins with more than any line
 * in it holds (CommonMark 0.31, <i>Fenced code blocks</i>).
 */
final class UserDataBlocks {
    private static final int NAMED = 5;
    private static final int NAME = 120;
    private static final int LINE = 400;
    private static final String SHORTEST = "```";

    private UserDataBlocks() {}

    static List<Block> of(List<UserDataDiff> diffs) {
        return Block.below("User data", diffs.stream().map(UserDataBlocks::of).toList());
    }

    private static Block of(UserDataDiff diff) {
        var summary = "User data of " + hosts(diff.hosts());
        if (!diff.unshown().isEmpty())
            return Block.folded(
                    "differences of user data", true, summary, "", List.of(text(diff.unshown()) + "\n"), "");
        var lines = diff.lines().stream().map(UserDataBlocks::line).toList();
        var fence = fence(lines);
        return Block.folded("differences of user data", true, summary, fence + "diff\n", lines, fence + "\n");
    }

    private static String hosts(List<String> hosts) {
        var named = hosts.stream().limit(NAMED).map(host -> code(host, NAME)).collect(Collectors.joining(", "));
        return hosts.size() <= NAMED ? named : named + " and %d more".formatted(hosts.size() - NAMED);
    }

    private static String line(UserDataDiff.Line line) {
        var text = line.text();
        int end = Math.min(text.length(), LINE);
        var shown = VisibleText.line(text.substring(0, end)) + (end < text.length() ? "…" : "");
        return switch (line.kind()) {
            case KEPT -> " " + shown + "\n";
            case ADDED -> "+" + shown + "\n";
            case REMOVED -> "-" + shown + "\n";
            case GAP -> "@@ " + shown + " @@\n";
        };
    }

    private static String fence(List<String> lines) {
        var fence = SHORTEST;
        while (holds(lines, fence)) fence += "`";
        return fence;
    }

    private static boolean holds(List<String> lines, String fence) {
        return lines.stream().anyMatch(line -> line.contains(fence));
    }
}
