package io.penguintech.gough.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says line by line what happens and how long it has taken since the start. For one thread at a time. */
final class Progress {
    private final PrintStream out;
    private final long began = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    /** Something begins, or is worth knowing. */
    void says(String text) {
        line("  ", text);
    }

    /** Something happened as it should. */
    void done(String text) {
        line("✔ ", text);
    }

    /** Something is wrong. */
    void failed(String text) {
        line("✘ ", text);
    }

    /** A line without time. */
    void plain(String text) {
        out.println(text);
    }

    /** How long it has taken so far. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void line(String mark, String text) {
        out.println(String.format(Locale.ROOT, "%6.1f s %s%s", elapsed().toMillis() / 1000.0, mark, text));
        out.flush();
    }
}
