package io.penguintech.gough.reconcile.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How long, how often, how much and by which way we talk to one backend.
 *
 * @param connect longest time to reach the server
 * @param eachTry longest time for one try; generous, because a write that times out leaves its machine untouchable for
 *     a quarter of an hour (a MAAS under contention took 51 s for one PUT, recorded)
 * @param total longest time for all tries of one call with the pauses between them
 * @param tries most tries of one call, the first included
 * @param firstPause pause before the second try; doubles from then on, with jitter
 * @param maxResponseBytes longest answer that is read
 * @param atOnce most calls under way at once, reads and writes together; more wait for their turn
 * @param caPem PEM certificates of a private authority; when given, only they are trusted. Verification cannot be
 *     switched off
 * @param proxy {@code http://HOST:PORT} of a proxy; empty means none, whatever the environment says
 */
public record HttpSettings(
        Duration connect,
        Duration eachTry,
        Duration total,
        int tries,
        Duration firstPause,
        long maxResponseBytes,
        int atOnce,
        Optional<String> caPem,
        Optional<URI> proxy) {
    /** For production: 5 s, 120 s, 180 s, 4 tries, 250 ms, 32 MiB, 4 at once, the system's authorities, no proxy. */
    public static final HttpSettings DEFAULT = new HttpSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(120),
            Duration.ofSeconds(180),
            4,
            Duration.ofMillis(250),
            32L << 20,
            4,
            Optional.empty(),
            Optional.empty());

    /** Refuses limits that limit nothing. */
    public HttpSettings {
        positive("connect", connect);
        positive("eachTry", eachTry);
        positive("total", total);
        positive("firstPause", firstPause);
        if (tries < 1) throw new IllegalArgumentException("tries must be at least 1, not " + tries);
        if (maxResponseBytes < 1) throw new IllegalArgumentException("maxResponseBytes must be positive");
        if (atOnce < 1) throw new IllegalArgumentException("atOnce must be at least 1, not " + atOnce);
        proxy.ifPresent(uri -> {
            if (uri.getHost() == null || uri.getPort() < 0 || uri.getUserInfo() != null)
                throw new IllegalArgumentException("a proxy is written http://HOST:PORT, without a user");
        });
    }

    private static void positive(String name, Duration time) {
        if (!time.isPositive()) throw new IllegalArgumentException(name + " must be a positive time, not " + time);
    }

    /** The same with other time limits. */
    public HttpSettings within(Duration newEachTry, Duration newTotal) {
        return new HttpSettings(
                connect, newEachTry, newTotal, tries, firstPause, maxResponseBytes, atOnce, caPem, proxy);
    }

    /** The same with other repeats. */
    public HttpSettings repeating(int newTries, Duration newFirstPause) {
        return new HttpSettings(
                connect, eachTry, total, newTries, newFirstPause, maxResponseBytes, atOnce, caPem, proxy);
    }

    /** The same with another size limit. */
    public HttpSettings reading(long newMaxResponseBytes) {
        return new HttpSettings(connect, eachTry, total, tries, firstPause, newMaxResponseBytes, atOnce, caPem, proxy);
    }

    /** The same with another number of calls at once. */
    public HttpSettings atOnce(int calls) {
        return new HttpSettings(connect, eachTry, total, tries, firstPause, maxResponseBytes, calls, caPem, proxy);
    }

    /** The same, trusting only these PEM certificates. */
    public HttpSettings trusting(String newCaPem) {
        return new HttpSettings(
                connect, eachTry, total, tries, firstPause, maxResponseBytes, atOnce, Optional.of(newCaPem), proxy);
    }

    /** The same through a proxy. */
    public HttpSettings through(URI newProxy) {
        return new HttpSettings(
                connect, eachTry, total, tries, firstPause, maxResponseBytes, atOnce, caPem, Optional.of(newProxy));
    }
}
