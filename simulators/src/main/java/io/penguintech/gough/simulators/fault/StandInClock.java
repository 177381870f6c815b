package io.penguintech.gough.simulators.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time inside a stand-in, and in tests of whatever takes a clock: real time, faster than real time, or standing still; it can be
 * pushed ahead.
 *
 * <p>It moves backwards only when it is turned back. Its zone is UTC. Safe for use by many threads.
 */
public final class StandInClock extends Clock {
    private final InstantSource real;
    private final Instant realStart;
    private final Instant start;
    private final double speed;
    private Duration pushed = Duration.ZERO;

    private StandInClock(InstantSource real, Instant start, double speed) {
        this.real = real;
        this.realStart = real.instant();
        this.start = start;
        this.speed = speed;
    }

    /** As fast as the system's clock. */
    public static StandInClock realTime() {
        return faster(1);
    }

    /** Starts now and runs {@code speed} times as fast as the system's clock. */
    public static StandInClock faster(double speed) {
        if (!(speed >= 0)) {
            throw new IllegalArgumentException("time does not run backwards: " + speed);
        }
        var real = InstantSource.system();
        return new StandInClock(real, real.instant(), speed);
    }

    /** Stands still at {@code at} until it is pushed. */
    public static StandInClock stoppedAt(Instant at) {
        return new StandInClock(InstantSource.system(), at, 0);
    }

    /** Pushes the time ahead. */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + by);
        }
        pushed = pushed.plus(by);
    }

    /** Turns it, ahead or back, as people and time servers do. */
    public synchronized void turn(Duration by) {
        pushed = pushed.plus(by);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Itself: nothing here asks for the time of a place. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public synchronized Instant instant() {
        var elapsed = Duration.between(realStart, real.instant());
        var scaled = Duration.ofNanos(Math.round(Math.max(0, elapsed.toNanos()) * speed));
        return start.plus(scaled).plus(pushed);
    }
}
