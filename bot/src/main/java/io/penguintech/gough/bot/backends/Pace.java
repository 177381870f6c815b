package io.penguintech.gough.bot.backends;

import java.time.Duration;

/**
 * How fast machines of one region may be read again: reading takes no more than a share of one worker of the region, the
 * complete lists included, for which every batch leaves something over. What a machine costs is measured and smoothed;
 * before the first answer it is what was recorded at a real region. A region that answers slowly is thereby asked more
 * seldom. Safe for many threads.
 */
public final class Pace {
    /** What one machine of a list costs a MAAS 3.4 (recorded). */
    public static final Duration RECORDED = Duration.ofMillis(29);

    private static final double NEWEST = 0.2;
    /** Of the share, what complete lists may take at most: they are listed more seldom before batches stand still. */
    private static final double LISTS = 0.5;
    /** A list that failed sooner has cost the region little: it was not reached, or it is restarting. */
    private static final Duration AT_ONCE = Duration.ofSeconds(15);

    private static final Duration SOON = Duration.ofMinutes(1);
    /** What is cut off each time costs as much as what is answered. */
    private static final int SOONER = 12;

    private final double share;
    private final Duration usual;
    private double nanosEach = RECORDED.toNanos();
    private boolean measured;

    /**
     * A pace nothing was measured for yet.
     *
     * @param share of one worker's time, above 0 and at most 1
     * @param list how long from one complete list to the next, as far as the share allows
     */
    public Pace(double share, Duration list) {
        if (!(share > 0 && share <= 1))
            throw new IllegalArgumentException("a share is above 0 and at most 1: " + share);
        this.share = share;
        this.usual = list;
    }

    /** So many machines were read in this time. */
    synchronized void measured(int machines, Duration took) {
        if (machines < 1) return;
        double each = (double) took.toNanos() / machines;
        nanosEach = measured ? NEWEST * each + (1 - NEWEST) * nanosEach : each;
        measured = true;
    }

    /**
     * How long to leave the region alone after that reading: by its own time or the usual one, whichever is longer.
     *
     * @param all how many machines the region has
     */
    synchronized Duration pause(int machines, Duration took, int all) {
        double cost = Math.max((double) took.toNanos(), machines * nanosEach);
        return Duration.ofNanos(Math.max(0, Math.round(cost / left(all)) - took.toNanos()));
    }

    /** What one machine costs the region to be read. */
    public synchronized Duration each() {
        return Duration.ofNanos(Math.round(nanosEach));
    }

    /**
     * How long from one complete list to the next.
     *
     * @param machines how many the region has
     */
    public synchronized Duration list(int machines) {
        return longer(usual, machines * nanosEach / (share * LISTS));
    }

    /**
     * How long after a complete list that failed until it is tried again: sooner than the next one would come, and not so
     * soon that a region works more for lists than it may.
     *
     * @param machines how many the region has
     * @param took how long it took to fail
     */
    public synchronized Duration listAgain(int machines, Duration took) {
        if (took.compareTo(AT_ONCE) < 0) return SOON;
        return longer(list(machines).dividedBy(SOONER), took.toNanos() / (share * LISTS));
    }

    /**
     * How long it takes until every machine was read again: the longest time until a change shows that MAAS notes nowhere.
     *
     * @param machines how many the region has
     * @param interval how often each is to be read again
     */
    public synchronized Duration pass(int machines, Duration interval) {
        return longer(interval, machines * nanosEach / left(machines));
    }

    /** What complete lists leave of the share. */
    private double left(int machines) {
        return share - machines * nanosEach / list(machines).toNanos();
    }

    private static Duration longer(Duration one, double nanos) {
        var other = Duration.ofNanos(Math.round(nanos));
        return other.compareTo(one) > 0 ? other : one;
    }
}
