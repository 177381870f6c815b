package io.penguintech.gough.bot.cli;

import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.Waits;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How far a rollout is: a bar that moves where a person looks, else a line for each thing that happened. */
final class ProgressLine {
    private static final int WIDTH = 20;
    private static final int LONGEST = 60;

    private final Terminal terminal;
    private final Map<String, Rollout.Progress> told = new HashMap<>();
    private String waiting = "";

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(Rollout rollout) {
        if (terminal.isWatched()) terminal.progress(bar(rollout));
        else rollout.progress().forEach(this::tell);
        var why = rollout.waits().map(Waits::why).orElse("");
        if (!why.isEmpty() && !why.equals(waiting)) terminal.note(Terminal.plain("waits: " + why));
        waiting = why;
    }

    private void tell(String digest, Rollout.Progress now) {
        if (now.stage() == Rollout.Stage.WAITING || now.equals(told.put(digest, now))) return;
        terminal.note(Terminal.plain("%s: %s %s%s"
                .formatted(
                        now.stage().name().toLowerCase(Locale.ROOT),
                        now.verb(),
                        now.subject(),
                        now.detail().isEmpty() ? "" : ": " + now.detail())));
    }

    private static String bar(Rollout rollout) {
        var all = rollout.progress().values();
        long done =
                all.stream().filter(one -> one.stage() == Rollout.Stage.DONE).count();
        int filled = all.isEmpty() ? WIDTH : (int) (WIDTH * done / all.size());
        var running = all.stream()
                .filter(one -> one.stage() == Rollout.Stage.RUNNING)
                .map(one -> one.verb() + " " + one.subject())
                .collect(Collectors.joining(", "));
        return "[%s%s] %d of %d  %s"
                .formatted(
                        "#".repeat(filled),
                        ".".repeat(WIDTH - filled),
                        done,
                        all.size(),
                        Terminal.plain(running.length() > LONGEST ? running.substring(0, LONGEST) + "…" : running));
    }

    /** Leaves the bar's line. */
    void end() {
        terminal.progress("");
    }
}
