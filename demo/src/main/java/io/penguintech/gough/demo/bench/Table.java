package io.penguintech.gough.demo.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The numbers, a row for each thing measured and a column for each size, with the goal beside it. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<Numbers> sizes) {
        row("", sizes, "goal at 10,000", n -> "%,d hosts, %,d queries".formatted(n.hosts(), n.queries()));
        row("validate and render, fresh process", sizes, "", n -> seconds(n.cold()));
        row("validate and render, warm", sizes, "< 3 s", n -> took(n.warm()));
        row("plan, all as declared", sizes, "< 0.1 s", n -> took(n.planInSync()));
        row("plan, all to be made", sizes, "", n -> took(n.planAllNew()));
        row("tick with nothing to do", sizes, "", n -> millis(n.service().tick()));
        row(
                "memory of the service (max RSS)",
                sizes,
                "< 512 MiB",
                n -> n.service().rssMib() + " MiB");
        row("memory of its database (PSS)", sizes, "", n -> n.service().databaseMib() + " MiB");
        row(
                "ls-remote a minute",
                sizes,
                "one a poll (60 s)",
                n -> count(n.service().calls().lookups()));
        row("fetches a minute", sizes, "0", n -> count(n.service().calls().fetches()));
        row("calls to MAAS a minute", sizes, "", n -> count(n.service().calls().maas()));
        row("of these full lists", sizes, "0", n -> count(n.service().calls().lists()));
        row("calls to Fleet a minute", sizes, "", n -> count(n.service().calls().fleet()));
        row(
                "sweep of all machines",
                sizes,
                "",
                n -> "%s (%.2f ms each)".formatted(seconds(n.sweep()), n.sweep().toNanos() / 1e6 / n.hosts()));
        row(
                "region-seconds an hour at 29 ms a machine",
                sizes,
                "360",
                n -> "%,.0f".formatted(n.again().regionTime().toMillis() / 1000.0));
        row(
                "bytes an hour for that",
                sizes,
                "",
                n -> "%,.0f MiB".formatted(n.again().bytes() / 1024.0 / 1024.0));
        row(
                "unseen at most: a change without an event",
                sizes,
                "",
                n -> minutes(n.again().unseen()));
    }

    /** What was measured of one Fleet. */
    Table(FleetNumbers fleet) {
        rows.add(List.of("", "%,d queries, %,d policies".formatted(fleet.queries(), fleet.policies()), "goal"));
        rows.add(List.of("validate, warm, every SQL compiled", took(fleet.validate()), "< 2 s"));
        rows.add(List.of("plan, all as declared", took(fleet.inSync()), "< 0.2 s"));
        rows.add(List.of("plan, one description edited", took(fleet.edited()), "< 0.2 s"));
        rows.add(List.of("plan, all to be made", took(fleet.allNew()), "< 0.2 s"));
    }

    /** What was measured of pull requests. */
    Table(PullNumbers pulls) {
        var single = pulls.single();
        var together = pulls.together();
        var flood = pulls.flood();
        rows.add(List.of("", "%,d hosts".formatted(pulls.hosts()), "goal"));
        rows.add(List.of(
                "%d one after the other: delivery to status"
                        .formatted(single.plan().count()),
                times(single.plan()),
                ""));
        rows.add(List.of("delivery to comment with the plan", times(single.comment()), "p95 < 3 s"));
        rows.add(List.of(
                "calls to the forge for each",
                "%.1f, of which %.1f writes".formatted(single.forgeCalls(), single.forgeWrites()),
                ""));
        rows.add(List.of(
                "%d at once: first delivery to status".formatted(together.plan().count()), times(together.plan()), ""));
        rows.add(List.of("first delivery to comment with the plan", times(together.comment()), ""));
        rows.add(List.of("deliveries not taken, found by polling", Long.toString(together.refused()), ""));
        rows.add(List.of("memory of the service meanwhile (RSS)", together.rssMib() + " MiB", "< 512 MiB"));
        rows.add(List.of(
                "flood: deliveries",
                "%,d in %s, %,.0f a second"
                        .formatted(
                                flood.went().sent(),
                                seconds(flood.went().took()),
                                flood.went().rate()),
                "1,000 a second"));
        rows.add(List.of("answers to forged ones", answers(flood.went().forged()), "401"));
        rows.add(List.of("answers to genuine ones", answers(flood.went().genuine()), "202"));
        rows.add(List.of("health before", asked(flood.healthBefore()), ""));
        rows.add(List.of("health meanwhile", asked(flood.health()), ""));
        rows.add(List.of("list of rollouts meanwhile", asked(flood.rollouts()), ""));
        rows.add(List.of(
                "memory of the service before, at most, after (RSS)",
                "%d, %d, %d MiB".formatted(flood.rssBeforeMib(), flood.rssMostMib(), flood.rssAfterMib()),
                "< 512 MiB"));
        rows.add(List.of("calls to the forge meanwhile", Long.toString(flood.forgeCalls()), "those of the poll"));
        rows.add(List.of("lines in the log meanwhile", Long.toString(flood.logLines()), ""));
        rows.add(List.of("next pull request: delivery to comment", seconds(flood.next()), ""));
        rows.add(List.of(
                "other than planned once, commented once, answered as due",
                Integer.toString(pulls.wrong().size()),
                "0"));
    }

    private static String times(Times times) {
        return "median %s, p95 %s, most %s"
                .formatted(seconds(times.median()), seconds(times.p95()), seconds(times.most()));
    }

    private static String asked(Asking.Asked asked) {
        var times = asked.times();
        return "median %s, p95 %s, most %s, %d of %d not answered 200"
                .formatted(
                        millis(times.median()),
                        millis(times.p95()),
                        millis(times.most()),
                        asked.refused(),
                        times.count());
    }

    private static String answers(Map<Integer, Integer> answers) {
        return answers.entrySet().stream()
                .map(answer ->
                        "%,d times %s".formatted(answer.getValue(), answer.getKey() == 0 ? "none" : answer.getKey()))
                .collect(Collectors.joining(", "));
    }

    private void row(String what, List<Numbers> sizes, String goal, Function<Numbers, String> cell) {
        var row = new ArrayList<String>();
        row.add(what);
        sizes.stream().map(cell).forEach(row::add);
        row.add(goal);
        rows.add(row);
    }

    private static String took(Numbers.Took took) {
        return took.wall().toMillis() >= 1000
                ? "%s (cpu %s)".formatted(seconds(took.wall()), seconds(took.cpu()))
                : "%s (cpu %s)".formatted(millis(took.wall()), millis(took.cpu()));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }

    private static String minutes(Duration time) {
        return String.format(Locale.ROOT, "%.1f min", time.toMillis() / 60_000.0);
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    private static String count(double number) {
        return String.format(Locale.ROOT, number == Math.rint(number) ? "%.0f" : "%.1f", number);
    }

    /** For a terminal: columns aligned. */
    String text() {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows)
            for (int i = 0; i < row.size(); i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++)
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** For a page. */
    String markdown() {
        var text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) text.append("|---".repeat(rows.getFirst().size())).append("|\n");
        }
        return text.toString();
    }
}
