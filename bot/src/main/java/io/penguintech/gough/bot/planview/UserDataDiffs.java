package io.penguintech.gough.bot.planview;

import io.penguintech.gough.bot.source.LineDiff;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.UserData;
import io.penguintech.gough.templates.view.PullView.UserDataDiff;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Kind;
import io.penguintech.gough.templates.view.PullView.UserDataDiff.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** How the user data of hosts differs between two revisions; hosts where it differs alike are told together. */
final class UserDataDiffs {
    /** So many hosts are rendered for it; whoever changes a template of a thousand hosts reads no more. */
    private static final int MOST_HOSTS = 100;

    private static final int MOST_LINES = 400;
    /** A line is shown no longer; what is kept of all hosts together stays small, too. */
    private static final int LONGEST_LINE = 400;

    private static final int MOST_CHARACTERS = 256 << 10;
    private static final int LONGEST = 1 << 20;
    private static final int AROUND = 3;

    private UserDataDiffs() {}

    static List<UserDataDiff> of(Map<HostName, UserData> before, Map<HostName, UserData> after) {
        var alike = new LinkedHashMap<List<Line>, List<String>>();
        var tooLong = new ArrayList<String>();
        var more = new ArrayList<String>();
        int rendered = 0;
        int kept = 0;
        for (var host : differing(before, after)) {
            if (rendered++ >= MOST_HOSTS || kept > MOST_CHARACTERS) {
                more.add(host.value());
                continue;
            }
            var older = text(before, host);
            var newer = text(after, host);
            if (older.length() + newer.length() > LONGEST) tooLong.add(host.value());
            else {
                var lines = lines(older, newer);
                if (!alike.containsKey(lines))
                    kept += lines.stream()
                            .mapToInt(line -> line.text().length())
                            .sum();
                alike.computeIfAbsent(lines, _ -> new ArrayList<>()).add(host.value());
            }
        }
        var diffs = new ArrayList<UserDataDiff>();
        alike.forEach((lines, hosts) -> diffs.add(
                new UserDataDiff(hosts, lines, lines.isEmpty() ? "Its meaning differs, its text does not." : "")));
        if (!tooLong.isEmpty()) diffs.add(new UserDataDiff(tooLong, List.of(), "It is too long to be compared here."));
        if (!more.isEmpty())
            diffs.add(new UserDataDiff(
                    more, List.of(), "Only the first %d hosts are compared here.".formatted(rendered - more.size())));
        return List.copyOf(diffs);
    }

    private static SortedSet<HostName> differing(Map<HostName, UserData> before, Map<HostName, UserData> after) {
        var hosts = new TreeSet<>(before.keySet());
        hosts.addAll(after.keySet());
        hosts.removeIf(host -> digest(before, host).equals(digest(after, host)));
        return hosts;
    }

    private static Optional<String> digest(Map<HostName, UserData> userData, HostName host) {
        return Optional.ofNullable(userData.get(host)).map(UserData::digest);
    }

    private static String text(Map<HostName, UserData> userData, HostName host) {
        return Optional.ofNullable(userData.get(host)).map(UserData::masked).orElse("");
    }

    private static List<Line> lines(String before, String after) {
        var lines = LineDiff.of(before, after, AROUND).stream()
                .map(UserDataDiffs::line)
                .toList();
        if (lines.size() <= MOST_LINES) return lines;
        var cut = new ArrayList<>(lines.subList(0, MOST_LINES));
        cut.add(new Line(Kind.GAP, "%d more lines of the difference".formatted(lines.size() - MOST_LINES)));
        return List.copyOf(cut);
    }

    private static Line line(LineDiff.Line line) {
        return switch (line) {
            case LineDiff.Line.Kept(var text) -> new Line(Kind.KEPT, cut(text));
            case LineDiff.Line.Added(var text) -> new Line(Kind.ADDED, cut(text));
            case LineDiff.Line.Removed(var text) -> new Line(Kind.REMOVED, cut(text));
            case LineDiff.Line.Gap(var count) -> new Line(Kind.GAP, count == 1 ? "1 line" : count + " lines");
        };
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_LINE) return text;
        int end = Character.isHighSurrogate(text.charAt(LONGEST_LINE - 1)) ? LONGEST_LINE - 1 : LONGEST_LINE;
        return text.substring(0, end) + "…";
    }
}
