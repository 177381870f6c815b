package io.penguintech.gough.demo.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Somebody who asks for one page ten times a second, whether the last answer came or not. Each time is from the moment at which
 * it was to be asked: who waits for a slow answer does not miss the slow ones behind it.
 */
final class Asking {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final RunningService service;
    private final String path;
    private final Queue<Duration> times = new ConcurrentLinkedQueue<>();
    private final AtomicLong refused = new AtomicLong();
    private final Thread timer;
    private volatile boolean over;

    private Asking(RunningService service, String path) {
        this.service = service;
        this.path = path;
        this.timer = Thread.ofVirtual().unstarted(this::ask);
    }

    /**
     * What came of it.
     *
     * @param times of all answers
     * @param refused answers other than 200, none among them
     */
    record Asked(Times times, long refused) {}

    static Asking begin(RunningService service, String path) {
        var asking = new Asking(service, path);
        asking.timer.start();
        return asking;
    }

    /** Asks no more; answers when everything was answered. */
    Asked end() throws InterruptedException {
        over = true;
        timer.join();
        return new Asked(Times.of(times), refused.get());
    }

    private void ask() {
        var asks = new ArrayList<Thread>();
        long begun = System.nanoTime();
        try {
            for (int i = 0; !over; i++) {
                long due = begun + i * PAUSE.toNanos();
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                asks.add(Thread.ofVirtual().start(() -> ask(due)));
            }
            for (var ask : asks) ask.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(long due) {
        try {
            if (service.status(path) != 200) refused.incrementAndGet();
            times.add(Duration.ofNanos(System.nanoTime() - due));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
