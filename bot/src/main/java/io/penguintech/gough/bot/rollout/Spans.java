package io.penguintech.gough.bot.rollout;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Times as people type them. */
public final class Spans {
    private Spans() {}

    /** The time that {@code text} says, such as {@code 15m}, {@code 2h} or {@code 3d}; empty when it says none. */
    public static Optional<Duration> parse(String text) {
        if (!text.matches("[1-9][0-9]{0,4}[mhdMHD]")) return Optional.empty();
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return Optional.of(
                switch (text.substring(text.length() - 1).toLowerCase(Locale.ROOT)) {
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }
}
