package io.penguintech.gough.bot.jobs;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again: each job never twice at once, each on a virtual thread of its own, so a slow one
 * holds up no other. Pauses vary by a tenth, so that many services do not ask one server in step. A job that throws is
 * done again.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final double SPREAD = 0.1;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final CountDownLatch end = new CountDownLatch(1);
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final RandomGenerator random;
    private final Predicate<RuntimeException> toldElsewhere;

    /**
     * Sets up; does nothing yet.
     *
     * @param random spreads the pauses
     * @param toldElsewhere failures that somebody else tells people of: a job that fails so is quietly done again
     */
    public Jobs(RandomGenerator random, Predicate<RuntimeException> toldElsewhere) {
        this.random = random;
        this.toldElsewhere = toldElsewhere;
    }

    /** Work that says how long to wait before it is done again. */
    @FunctionalInterface
    public interface Job {
        /** Does it once. */
        Duration run();
    }

    /** Does {@code job} now, and again after the pause it answers; after one that throws, in {@code afterFailure}. */
    public void repeat(String name, Duration afterFailure, Job job) {
        threads.add(Thread.ofVirtual().name(name).start(() -> loop(name, afterFailure, job)));
    }

    /** Does {@code work} now and again, with {@code pause} between the end of one time and the begin of the next. */
    public void every(String name, Duration pause, Runnable work) {
        repeat(name, pause, () -> {
            work.run();
            return pause;
        });
    }

    private void loop(String name, Duration afterFailure, Job job) {
        boolean failing = false;
        var pause = Duration.ZERO;
        while (!endsWithin(pause)) {
            try {
                pause = job.run();
                if (failing) LOG.info("The job \"{}\" works again", name);
                failing = false;
            } catch (RuntimeException e) {
                // Once in full, then quietly: what lasts for an hour is one story.
                if (failing || toldElsewhere.test(e)) LOG.debug("The job \"{}\" fails: {}", name, e.toString());
                else {
                    LOG.error("The job \"{}\" failed and is done again until it works", name, e);
                    failing = true;
                }
                pause = afterFailure;
            }
        }
    }

    private boolean endsWithin(Duration pause) {
        try {
            double spread = 1 - SPREAD + 2 * SPREAD * random.nextDouble();
            return end.await(Math.round(pause.toMillis() * spread), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Starts nothing more; lets what is under way end within 15 seconds, then interrupts it. */
    @Override
    public void close() {
        end.countDown();
        long latest = System.nanoTime() + PATIENCE.toNanos();
        for (var thread : threads) {
            try {
                if (!thread.join(Duration.ofNanos(Math.max(0, latest - System.nanoTime())))) thread.interrupt();
            } catch (InterruptedException e) {
                thread.interrupt();
                Thread.currentThread().interrupt();
            }
        }
    }
}
