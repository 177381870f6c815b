package io.penguintech.gough.bot.cli;

import io.penguintech.gough.templates.view.BlockedRow;
import io.penguintech.gough.templates.view.FindingRow;
import io.penguintech.gough.templates.view.PlanView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan for people at a terminal: the verdict, what would change by risk, what is in the way, the digest. */
final class PlanText {
    private static final List<String> WORST_FIRST = List.of("destructive", "disruptive", "notice", "none");

    /** So many findings of one kind are written out. */
    private static final int MANY = 10;

    private final Terminal terminal;
    private final StringBuilder out = new StringBuilder();

    PlanText(Terminal terminal) {
        this.terminal = terminal;
    }

    String of(PlanView plan) {
        line(verdict(plan));
        WORST_FIRST.forEach(risk -> changes(
                risk, plan.changes().stream().filter(c -> c.risk().equals(risk)).toList()));
        blocked(plan.blocked());
        findings(plan.findings());
        if (!plan.changes().isEmpty()) {
            line("");
            line("digest " + plan.digest());
        }
        return out.toString();
    }

    private String verdict(PlanView plan) {
        if (plan.inSync())
            return terminal.paint(Terminal.Paint.GREEN, "in sync") + ": %,d unchanged".formatted(plan.unchanged());
        return terminal.paint(Terminal.Paint.BOLD, plan.headline()) + " (" + plan.riskCounts() + ")";
    }

    private void changes(String risk, List<PlanView.Change> changes) {
        if (changes.isEmpty()) return;
        heading(risk, paint(risk));
        int subjects = widest(changes.stream().map(PlanView.Change::subject).toList());
        int verbs = widest(changes.stream().map(PlanView.Change::shownVerb).toList());
        for (var change : changes) {
            line("  %s  %s  %s"
                    .formatted(
                            terminal.paint(paint(risk), padded(change.shownVerb(), verbs)),
                            padded(Terminal.plain(change.subject()), subjects),
                            way(change)));
            change.fields().forEach(this::field);
        }
    }

    private static String way(PlanView.Change change) {
        var steps = List.of(change.from(), change.to()).stream()
                .filter(step -> !step.isEmpty())
                .map(PlanText::shortened)
                .collect(Collectors.joining(" -> "));
        return Terminal.plain(steps.isEmpty() ? change.because() : steps + ": " + change.because());
    }

    /** The rules are named by their digests, whose first digits are enough for people. */
    private static String shortened(String step) {
        return step.matches("[0-9a-f]{64}") ? step.substring(0, 12) : step;
    }

    private void field(PlanView.Field field) {
        line("      %s: %s -> %s".formatted(Terminal.plain(field.name()), value(field.before()), value(field.after())));
    }

    private static String value(Optional<String> value) {
        return value.map(Terminal::plain).orElse("(none)");
    }

    private void blocked(List<BlockedRow> blocked) {
        if (blocked.isEmpty()) return;
        heading("blocked", Terminal.Paint.YELLOW);
        for (var one : blocked)
            line("  %s: %s%s"
                    .formatted(
                            Terminal.plain(one.subject()),
                            Terminal.plain(one.why()),
                            one.waiting() ? " (ends by itself)" : ""));
    }

    private void findings(List<FindingRow> findings) {
        if (findings.isEmpty()) return;
        heading("findings", Terminal.Paint.BOLD);
        var byKind = findings.stream()
                .collect(Collectors.groupingBy(FindingRow::kind, LinkedHashMap::new, Collectors.toList()));
        byKind.forEach((kind, rows) -> {
            for (var one : rows.subList(0, Math.min(MANY, rows.size())))
                line("  %s: %s: %s".formatted(Terminal.plain(one.subject()), kind, Terminal.plain(one.what())));
            if (rows.size() > MANY)
                line("  %s: %,d more like these; -o json has them all".formatted(kind, rows.size() - MANY));
        });
    }

    private void heading(String text, Terminal.Paint paint) {
        line("");
        line(terminal.paint(paint, text));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static Terminal.Paint paint(String risk) {
        return switch (risk) {
            case "destructive" -> Terminal.Paint.RED;
            case "disruptive" -> Terminal.Paint.YELLOW;
            default -> Terminal.Paint.GREEN;
        };
    }

    private static int widest(List<String> texts) {
        return texts.stream()
                .map(Terminal::plain)
                .mapToInt(text -> text.codePointCount(0, text.length()))
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }
}
