package io.penguintech.gough.bot.cli;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is not as declared although nothing goes on any more, each with whose no holds it back, as far as known. Pure. */
final class WhatIsLeft {
    private static final int NAMED = 10;

    private WhatIsLeft() {}

    /**
     * One sentence for people.
     *
     * @param plan what is left; not in sync
     * @param silenced who does not want to be asked about a change, by its digest
     */
    static String words(Plan plan, Map<String, String> silenced) {
        var all = Stream.concat(
                        plan.changes().stream().map(change -> words(change, silenced.get(change.digest()))),
                        plan.blocked().stream()
                                .map(one -> "%s (%s)".formatted(one.subject().text(), one.why())))
                .toList();
        var more = all.size() > NAMED ? "; and %d more".formatted(all.size() - NAMED) : "";
        return "not everything is as declared, and nothing goes on: "
                + all.stream().limit(NAMED).collect(Collectors.joining("; "))
                + more;
    }

    private static String words(Change change, @Nullable String why) {
        return "%s %s (%s)"
                .formatted(change.verb(), change.subject().text(), why == null ? "not begun, or under way" : why);
    }
}
