package io.penguintech.gough.reconcile.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Closes a stream when its time is over, which wakes whoever waits for its bytes: the HTTP client times heads only. */
final class Watchdog implements AutoCloseable {
    private final Thread thread;
    private volatile boolean fired;

    private Watchdog(InputStream stream, Duration limit) {
        this.thread = Thread.ofVirtual().unstarted(() -> watch(stream, limit));
    }

    static Watchdog over(InputStream stream, Duration limit) {
        var watchdog = new Watchdog(stream, limit);
        watchdog.thread.start();
        return watchdog;
    }

    boolean fired() {
        return fired;
    }

    private void watch(InputStream stream, Duration limit) {
        try {
            Thread.sleep(limit);
            fired = true;
            stream.close();
        } catch (InterruptedException calledOff) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
