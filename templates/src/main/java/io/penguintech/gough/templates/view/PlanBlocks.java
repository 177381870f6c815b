package io.penguintech.gough.templates.view;

import static io.penguintech.gough.templates.view.Markdown.code;
import static io.penguintech.gough.templates.view.Markdown.text;
import static io.penguintech.gough.templates.view.PullBlocks.row;
import static io.penguintech.gough.templates.view.PullBlocks.table;

import io.penguintech.gough.templates.view.PlanView.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A plan in blocks: what is lost for everybody to see, the rest folded. */
final class PlanBlocks {
    /** More changes than this are told in a line each. */
    private static final int DETAILED = 100;

    private static final int NAME = 120;
    private static final int VALUE = 300;
    private static final int SENTENCE = 500;

    private PlanBlocks() {}

    /** What is lost; with less about each when it would not fit into {@code room} characters otherwise. */
    static Block lost(PlanView plan, int room) {
        var full = lost(plan.destructive().stream().map(PlanBlocks::told).toList());
        return full.length() <= room
                ? full
                : lost(plan.destructive().stream().map(PlanBlocks::named).toList());
    }

    private static Block lost(List<String> rows) {
        return Block.open("destructive changes", "Something is lost by these", rows);
    }

    private static String named(Change change) {
        return "- **%s** %s\n".formatted(text(change.shownVerb(), NAME), code(change.subject(), NAME));
    }

    private static String told(Change change) {
        return "- **%s** %s%s%s\n"
                .formatted(
                        text(change.shownVerb(), NAME),
                        code(change.subject(), NAME),
                        way(change, ": "),
                        because(change, ". "));
    }

    static Block blocked(List<BlockedRow> rows) {
        return Block.open("blocked", "Blocked: " + rows.size(), blockedRows(rows));
    }

    private static List<String> blockedRows(List<BlockedRow> rows) {
        return rows.stream()
                .map(one -> "- %s (%s): %s\n"
                        .formatted(
                                code(one.subject(), NAME),
                                one.waiting() ? "ends by itself" : "needs a person",
                                text(one.why(), SENTENCE)))
                .toList();
    }

    static Block findings(List<FindingRow> rows) {
        return Block.open("findings", "To be decided: " + rows.size(), findingRows(rows));
    }

    private static List<String> findingRows(List<FindingRow> rows) {
        return rows.stream()
                .map(one -> "- %s %s: %s\n"
                        .formatted(code(one.subject(), NAME), text(one.kind(), NAME), text(one.what(), SENTENCE)))
                .toList();
    }

    /** Every change folded; when there are many, those of a verb together. */
    static List<Block> changes(List<Change> changes) {
        return Block.below(
                "Changes",
                changes.size() <= DETAILED
                        ? changes.stream().map(PlanBlocks::folded).toList()
                        : byVerb(changes));
    }

    private static List<Block> byVerb(List<Change> changes) {
        var verbs = new LinkedHashMap<String, List<String>>();
        for (var change : changes)
            verbs.computeIfAbsent(change.shownVerb(), _ -> new ArrayList<>()).add(line(change));
        var blocks = new ArrayList<Block>();
        verbs.forEach((verb, lines) -> blocks.add(Block.folded(
                "changes", String.format(Locale.ROOT, "%,d <b>%s</b>", lines.size(), text(verb, NAME)), lines)));
        return blocks;
    }

    private static String line(Change change) {
        return "- %s %s · %s%s\n"
                .formatted(
                        text(change.shownVerb(), NAME),
                        code(change.subject(), NAME),
                        text(change.risk(), NAME),
                        way(change, " · "));
    }

    private static Block folded(Change change) {
        var summary = "<b>%s</b> %s · %s%s"
                .formatted(
                        text(change.shownVerb(), NAME),
                        code(change.subject(), NAME),
                        text(change.risk(), NAME),
                        way(change, " · "));
        var before = because(change, "").isEmpty() ? "" : because(change, "") + "\n\n";
        var after = change.digest().isEmpty() ? "" : "\nChange " + code(change.digest(), NAME) + "\n";
        if (change.fields().isEmpty())
            return Block.folded("changes", true, summary, before, List.of("No field differs.\n"), after);
        return Block.folded("changes", true, summary, before + table("field", "now", "then"), fields(change), after);
    }

    private static List<String> fields(Change change) {
        return change.fields().stream()
                .map(field -> row(code(field.name(), NAME), value(field.before()), value(field.after())))
                .toList();
    }

    private static String value(Optional<String> value) {
        return value.map(text -> code(text, VALUE)).orElse("none");
    }

    static Block dropped(List<Change> changes) {
        return Block.folded(
                "changes that are dropped",
                count(changes.size(), "change") + " the branch makes without this pull request, and not with it",
                changes.stream().map(PlanBlocks::line).toList());
    }

    /** What has nothing to do with the pull request: drift, and what is not brought about yet. */
    static List<Block> apart(PullView.Apart apart) {
        return Block.below(
                "Not of this pull request",
                List.of(
                        Block.folded(
                                "changes of the branch itself",
                                count(apart.changes().size(), "change")
                                        + " Gough makes anyway: drift, and what is not brought about yet",
                                apart.changes().stream().map(PlanBlocks::line).toList()),
                        Block.folded(
                                "blocked on the branch itself",
                                apart.blocked().size() + " blocked anyway",
                                blockedRows(apart.blocked())),
                        Block.folded(
                                "findings of the branch itself",
                                apart.findings().size() + " to be decided anyway",
                                findingRows(apart.findings()))));
    }

    private static String way(Change change, String before) {
        var from = text(change.from(), NAME);
        var to = text(change.to(), NAME);
        if (from.isEmpty() && to.isEmpty()) return "";
        return before + (to.isEmpty() ? from : (from + " → " + to).strip());
    }

    private static String because(Change change, String before) {
        return change.because().isEmpty() ? "" : before + text(change.because(), SENTENCE);
    }

    private static String count(int number, String noun) {
        return String.format(Locale.ROOT, number == 1 ? "%,d %s" : "%,d %ss", number, noun);
    }
}
