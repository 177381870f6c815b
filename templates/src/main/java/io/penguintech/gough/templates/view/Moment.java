package io.penguintech.gough.templates.view;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A point in time as a page shows it.
 *
 * @param iso in UTC, to the second
 * @param ago how long before or after now, for people, such as {@code 3 min ago}
 */
public record Moment(String iso, String ago) {
    /** {@code at} as it looks from {@code now}. */
    public static Moment of(Instant at, Instant now) {
        var distance = Duration.between(at, now);
        var text = distance.abs().toSeconds() < 5 ? "now" : words(distance);
        return new Moment(at.truncatedTo(ChronoUnit.SECONDS).toString(), text);
    }

    private static String words(Duration distance) {
        var length = length(distance.abs());
        return distance.isNegative() ? "in " + length : length + " ago";
    }

    private static String length(Duration length) {
        if (length.toSeconds() < 60) return length.toSeconds() + " s";
        if (length.toMinutes() < 60) return length.toMinutes() + " min";
        if (length.toHours() < 48) return length.toHours() + " h";
        return length.toDays() + " days";
    }
}
