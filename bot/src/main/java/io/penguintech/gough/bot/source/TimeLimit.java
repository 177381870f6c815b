package io.penguintech.gough.bot.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends work that takes too long or takes too much. The work runs on a virtual thread, where an interrupt also ends a
 * read from a socket: JGit's own time limits start afresh with every byte, so a server that drips would hold us for ever.
 */
final class TimeLimit {
    private static final Duration GLANCE = Duration.ofMillis(200);

    private TimeLimit() {}

    /** Says why the work must end now, or nothing. Asked several times a second. */
    @FunctionalInterface
    interface Guard {
        /** Throws when it is too much. */
        void check() throws IOException;
    }

    /** Does the work, for at most {@code limit}. */
    static <T> T within(Duration limit, Guard guard, Callable<T> work) throws IOException {
        var result = new CompletableFuture<T>();
        var worker = Thread.ofVirtual().name("git").start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return await(result, limit, guard);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            worker.interrupt();
        }
    }

    private static <T> T await(CompletableFuture<T> result, Duration limit, Guard guard)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return result.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                guard.check();
                if (System.nanoTime() > end) throw new IOException("no answer within " + limit.toSeconds() + " s");
            } catch (ExecutionException e) {
                throw unwrapped(e.getCause() == null ? e : e.getCause());
            }
        }
    }

    private static IOException unwrapped(Throwable cause) {
        return switch (cause) {
            case IOException e -> e;
            case Error e -> throw e;
            default -> new IOException(cause.getMessage(), cause);
        };
    }
}
