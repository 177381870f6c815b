package io.penguintech.gough.reconcile;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What a backend noted last that somebody did to a machine, or to something in a Fleet. For people only: it decides
 * nothing and enters no plan and no digest. Its texts are whatever the backend says: whoever shows them escapes them.
 *
 * @param who the backend's name of the user; at most 64 characters
 * @param what the status a machine went from and to, such as {@code Deployed→Releasing}, else what was asked for, such as
 *     {@code locking node} or {@code edited saved query}; at most 80 characters
 * @param at when, by the backend's own clock
 * @param source how it is known: {@link #MAAS_EVENT} or {@link #FLEET_ACTIVITY}
 */
public record Deed(String who, String what, Instant at, String source) {
    /** The source of what a region tells. */
    public static final String MAAS_EVENT = "MAAS event";
    /** The source of what a Fleet tells. */
    public static final String FLEET_ACTIVITY = "Fleet activity";

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_TEXT = 80;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm 'UTC'");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");

    /** Keeps one short line of each text. */
    public Deed {
        who = line(who, LONGEST_NAME);
        what = line(what, LONGEST_TEXT);
    }

    private static String line(String text, int most) {
        var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
    }

    /** One phrase, such as {@code mallory changed it at 14:02 UTC: Deployed→Releasing (MAAS event)}. */
    public String words(Instant now) {
        var moment = at.atOffset(ZoneOffset.UTC);
        var today = moment.toLocalDate().equals(now.atOffset(ZoneOffset.UTC).toLocalDate());
        return "%s changed it at %s%s: %s (%s)"
                .formatted(who, today ? "" : DAY.format(moment) + " ", TIME.format(moment), what, source);
    }
}
