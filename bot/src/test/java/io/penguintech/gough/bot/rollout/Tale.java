package io.penguintech.gough.bot.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What happens in a random history, step by step, and what is wrong with it. */
final class Tale {
    private final List<String> steps = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    void say(String text, Object... args) {
        steps.add(args.length == 0 ? text : text.formatted(args));
    }

    void wrong(String text, Object... args) {
        wrong.add(args.length == 0 ? text : text.formatted(args));
    }

    void wrong(Collection<String> all) {
        wrong.addAll(all);
    }

    boolean isRight() {
        return wrong.isEmpty();
    }

    /** How many steps were told. */
    int length() {
        return steps.size();
    }

    /** All of it, to be read when something is wrong. */
    String told(long seed) {
        return "history %d, replayed with -Dgough.histories.seed=%d\n  %s\nWRONG\n  %s"
                .formatted(seed, seed, String.join("\n  ", steps), String.join("\n  ", wrong));
    }
}
