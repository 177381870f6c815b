package io.penguintech.gough.bot.cli;

import io.penguintech.gough.schema.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command speaks: results to one stream, messages to the other, in colour only where a person looks and did not
 * ask for none (https://no-color.org).
 */
final class Terminal {
    private static final int LONGEST_LINE = 64 << 10;

    private final PrintStream results;
    private final PrintStream messages;
    private final InputStream keys;
    private final boolean watched;
    private final boolean colour;
    private boolean quiet;

    Terminal(PrintStream results, PrintStream messages, InputStream keys, boolean watched, boolean colour) {
        this.results = results;
        this.messages = messages;
        this.keys = keys;
        this.watched = watched;
        this.colour = colour;
    }

    /** The terminal of this process. */
    @SuppressWarnings("SystemConsoleNull") // Java 25 answers null again where nobody sits at a terminal
    static Terminal ofProcess(Map<String, String> environment) {
        var console = System.console();
        boolean watched = console != null && console.isTerminal();
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(System.out, System.err, System.in, watched, watched && wanted);
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
        messages.println(paint(Paint.RED, "gough: ") + VisibleText.of(line));
    }

    /** Text of others on one line, without what a terminal would obey: it is shown by its number. */
    static String plain(String text) {
        return VisibleText.line(text);
    }

    /** Asks, and answers the line that was typed; empty text when nobody answers. */
    String ask(String question) {
        messages.print(question);
        messages.flush();
        var line = new ByteArrayOutputStream();
        try {
            for (int key = keys.read(); key >= 0 && key != '\n' && line.size() < LONGEST_LINE; key = keys.read())
                line.write(key);
        } catch (IOException e) {
            return "";
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    /** Whether a person looks at the messages. */
    boolean isWatched() {
        return watched && !quiet;
    }

    /** Whether colours are wanted. */
    boolean isColoured() {
        return colour;
    }

    /** Where results go. */
    PrintWriter resultWriter() {
        return new PrintWriter(results, true, StandardCharsets.UTF_8);
    }

    /** Where messages go. */
    PrintWriter messageWriter() {
        return new PrintWriter(messages, true, StandardCharsets.UTF_8);
    }

    /** Draws over the line before, where a person looks. */
    void progress(String line) {
        if (isWatched()) {
            messages.print("\r\u001b[K" + line);
            messages.flush();
        }
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
