package io.penguintech.gough.bot.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command speaks: results to one stream, messages to the other, in colour only where a person looks and did not
 * ask for none (https://no-color.org).
 */
final class Terminal {
    private final PrintStream results;
    private final PrintStream messages;
    private final boolean colour;
    private boolean quiet;

    Terminal(PrintStream results, PrintStream messages, boolean colour) {
        this.results = results;
        this.messages = messages;
        this.colour = colour;
    }

    /** The terminal of this process. */
    @SuppressWarnings("SystemConsoleNull") // Java 25 answers null again where nobody sits at a terminal
    static Terminal ofProcess(Map<String, String> environment) {
        var console = System.console();
        boolean watched = console != null && console.isTerminal();
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(System.out, System.err, watched && wanted);
    }

    /** From now on only results and errors are said. */
    void hush() {
        quiet = true;
    }

    /** A line of the result. */
    void result(String line) {
        results.println(line);
    }

    /** Text of the result as it is, with no line break added. */
    void raw(String text) {
        results.print(text);
        results.flush();
    }

    /** A message that a script does not need. */
    void note(String line) {
        if (!quiet) messages.println(line);
    }

    /** A message that nobody may miss. */
    void problem(String line) {
        messages.println(paint(Paint.RED, "gough: ") + line);
    }

    String paint(Paint paint, String text) {
        return colour ? "\u001b[" + paint.code + "m" + text + "\u001b[0m" : text;
    }

    /** The few colours that mean something. */
    enum Paint {
        RED(31),
        GREEN(32),
        YELLOW(33),
        DIM(2),
        BOLD(1);

        private final int code;

        Paint(int code) {
            this.code = code;
        }
    }
}
