package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One run of the command line inside this process, with what it said. */
record Run(int exit, String results, String messages) {
    static Run of(String... args) {
        return in(Map.of(), args);
    }

    static Run in(Map<String, String> environment, String... args) {
        return typing("", environment, args);
    }

    /** With somebody typing {@code input}. */
    static Run typing(String input, Map<String, String> environment, String... args) {
        return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), false, environment, args);
    }

    /** With a person who sits at it, and before whose answer {@code meanwhile} happens. */
    static Run watched(String input, Runnable meanwhile, String... args) {
        var keys = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)) {
            private boolean begun;

            @Override
            public synchronized int read() {
                if (!begun) meanwhile.run();
                begun = true;
                return super.read();
            }
        };
        return run(keys, true, Map.of(), args);
    }

    private static Run run(InputStream keys, boolean watched, Map<String, String> environment, String... args) {
        var results = new ByteArrayOutputStream();
        var messages = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new PrintStream(results, true, StandardCharsets.UTF_8),
                new PrintStream(messages, true, StandardCharsets.UTF_8),
                keys,
                watched,
                false);
        int exit = Gough.run(
                args,
                terminal,
                settings -> {
                    terminal.result("served " + String.join(" ", settings));
                    return 0;
                },
                environment);
        return new Run(exit, results.toString(StandardCharsets.UTF_8), messages.toString(StandardCharsets.UTF_8));
    }

    Run ends(int code) {
        assertThat(exit).as(toString()).isEqualTo(code);
        return this;
    }
}
