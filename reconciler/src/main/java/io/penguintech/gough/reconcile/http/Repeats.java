package io.penguintech.gough.reconcile.http;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides whether a call is tried again, and after which pause. A write is repeated only when it is proven not to have
 * happened: the server was not reached, it counted us out (429), or its database rolled back (409 with
 * {@code Retry-After}, recorded at MAAS; a 409 without it is a matter of state and is never repeated).
 */
final class Repeats {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final HttpSettings settings;
    private final Authorization authorization;
    private final RandomGenerator random;

    Repeats(HttpSettings settings, Authorization authorization, RandomGenerator random) {
        this.settings = settings;
        this.authorization = authorization;
        this.random = random;
    }

    /** The pause before the next try after {@code done} tries; empty when there is none. */
    Optional<Duration> pause(Request.Effect effect, Exchange exchange, int done) {
        if (done >= settings.tries() || !repeatable(effect, exchange)) return Optional.empty();
        var asked = exchange instanceof Exchange.Answered answered ? answered.retryAfter() : Optional.<Duration>empty();
        return Optional.of(
                asked.map(wait -> wait.plus(jitter(settings.firstPause()))).orElseGet(() -> backoff(done)));
    }

    private boolean repeatable(Request.Effect effect, Exchange exchange) {
        return switch (exchange) {
            case Exchange.NotSent any -> true;
            case Exchange.Lost any -> effect == Request.Effect.READ;
            case Exchange.TooLong any -> false;
            case Exchange.Untrusted any -> false;
            case Exchange.Answered answered -> repeatable(effect, answered);
        };
    }

    private boolean repeatable(Request.Effect effect, Exchange.Answered answered) {
        return switch (answered.status()) {
            case 429 -> true;
            case 401 -> effect == Request.Effect.READ && authorization.seenBefore(answered);
            case 409 -> answered.retryAfter().isPresent();
            case 408, 500, 502, 503, 504 -> effect == Request.Effect.READ;
            default -> false;
        };
    }

    /** Half of it is certain, the other half is chance, so that many callers do not come back in step. */
    private Duration backoff(int done) {
        var whole = settings.firstPause().multipliedBy(1L << Math.min(done - 1, 16));
        var capped = whole.compareTo(LONGEST) > 0 ? LONGEST : whole;
        return capped.dividedBy(2).plus(jitter(capped.dividedBy(2)));
    }

    private Duration jitter(Duration most) {
        return Duration.ofNanos(random.nextLong(most.toNanos() + 1));
    }
}
