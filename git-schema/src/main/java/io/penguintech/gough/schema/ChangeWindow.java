package io.penguintech.gough.schema;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When hosts may be disturbed. It is open exactly while a clock on the wall in its zone shows a time from {@code from}
 * (included) to {@code to} (excluded) on one of its days. One that passes midnight belongs to the day it begins on. So an
 * hour that the clocks show twice counts twice, and one that they skip does not count.
 *
 * @param days the days it begins on
 * @param from when it opens
 * @param to when it closes; midnight is the end of the day, and anything not after {@code from} is on the next day
 * @param zone whose clocks count
 */
public record ChangeWindow(SortedSet<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    /** Each week has each day, whatever the clocks do. */
    private static final int DAYS_AHEAD = 9;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm", Locale.ENGLISH);

    /** Keeps an unmodifiable copy. */
    public ChangeWindow {
        days = Collections.unmodifiableSortedSet(new TreeSet<>(days));
    }

    /** Whether it is open at {@code now}. */
    public boolean isOpen(Instant now) {
        var local = now.atZone(zone).toLocalDateTime();
        var time = local.toLocalTime();
        boolean begunToday = days.contains(local.getDayOfWeek()) && !time.isBefore(from);
        if (from.isBefore(to)) return begunToday && time.isBefore(to);
        boolean begunYesterday = days.contains(local.getDayOfWeek().minus(1)) && time.isBefore(to);
        return begunToday || begunYesterday;
    }

    /** The first moment from {@code now} on at which it is open; empty only when it has no day. */
    public Optional<Instant> opensAt(Instant now) {
        if (isOpen(now)) return Optional.of(now);
        var today = now.atZone(zone).toLocalDate();
        return Stream.iterate(today, date -> date.plusDays(1))
                .limit(DAYS_AHEAD)
                .flatMap(this::openings)
                .filter(moment -> moment.isAfter(now) && isOpen(moment))
                .min(Comparator.naturalOrder());
    }

    /** Moments of a day at which it may begin to be open: its time, and whenever the clocks are changed. */
    private Stream<Instant> openings(LocalDate date) {
        var begin = LocalDateTime.of(date, from);
        var rules = zone.getRules();
        var changed = Optional.ofNullable(
                        rules.nextTransition(date.atStartOfDay(zone).toInstant().minusSeconds(1)))
                .map(transition -> transition.getInstant());
        return Stream.concat(rules.getValidOffsets(begin).stream().map(begin::toInstant), changed.stream());
    }

    /** When the first of {@code windows} is open, from {@code now} on; {@code now} itself when there is none at all. */
    public static Instant firstOpen(List<ChangeWindow> windows, Instant now) {
        return windows.stream()
                .flatMap(window -> window.opensAt(now).stream())
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    /** {@code moment} as clocks in its zone show it, such as {@code Mon 30 Nov 2026 22:00 Europe/Stockholm}. */
    public String clock(Instant moment) {
        return "%s %s".formatted(MOMENT.format(ZonedDateTime.ofInstant(moment, zone)), zone);
    }

    /** For people: {@code mon, tue 22:00-06:00 Europe/Stockholm}. */
    public String words() {
        var named = days.size() == DayOfWeek.values().length
                ? "every day"
                : days.stream().map(ChangeWindow::word).collect(Collectors.joining(", "));
        var end = to.equals(LocalTime.MIDNIGHT) ? "24:00" : CLOCK.format(to);
        return "%s %s-%s %s".formatted(named, CLOCK.format(from), end, zone);
    }

    /** A day as files spell it, such as {@code mon}. */
    static String word(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).toLowerCase(Locale.ROOT);
    }

    /** The day that {@code word} is; every {@link #word} is one. */
    static DayOfWeek day(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> word(day).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no day is called " + word));
    }
}
