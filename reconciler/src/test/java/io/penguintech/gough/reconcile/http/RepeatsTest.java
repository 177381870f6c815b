package io.penguintech.gough.reconcile.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.http.Request.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private static final HttpSettings SETTINGS = HttpSettings.DEFAULT.repeating(30, Duration.ofMillis(100));
    private static final Authorization NONCES = new Authorization() {
        @Override
        public String header() {
            return "x";
        }

        @Override
        public boolean seenBefore(Exchange.Answered refusal) {
            return refusal.body().equals("nonce");
        }
    };

    private final Repeats repeats = new Repeats(SETTINGS, NONCES, new Random(3));

    private static Exchange.Answered answered(int status, Optional<Duration> after, String body) {
        return new Exchange.Answered(status, "", after, Optional.empty(), body);
    }

    private List<Duration> pauses(int done) {
        return IntStream.range(0, 200)
                .mapToObj(any -> repeats.pause(Effect.READ, new Exchange.NotSent("away"), done)
                        .orElseThrow())
                .toList();
    }

    @Test
    void pausesDoubleWithJitterUpToTenSeconds() {
        assertThat(pauses(1)).allMatch(pause -> between(pause, 50, 100)).anyMatch(pause -> pause.toMillis() > 80);
        assertThat(pauses(2)).allMatch(pause -> between(pause, 100, 200));
        assertThat(pauses(4)).allMatch(pause -> between(pause, 400, 800));
        assertThat(pauses(20)).allMatch(pause -> between(pause, 5000, 10000));
        assertThat(pauses(1).stream().distinct()).hasSizeGreaterThan(100);
    }

    private static boolean between(Duration pause, long least, long most) {
        return pause.compareTo(Duration.ofMillis(least)) >= 0 && pause.compareTo(Duration.ofMillis(most)) <= 0;
    }

    @Test
    void theServersOwnWaitIsKeptAndSpread() {
        var asked = answered(429, Optional.of(Duration.ofSeconds(7)), "");
        assertThat(repeats.pause(Effect.WRITE, asked, 1).orElseThrow()).matches(pause -> between(pause, 7000, 7100));
    }

    @Test
    void aHeaderThatWasSeenBeforeIsRepeatedForReadsOnly() {
        var seen = answered(401, Optional.empty(), "nonce");
        assertThat(repeats.pause(Effect.READ, seen, 1)).isPresent();
        assertThat(repeats.pause(Effect.WRITE, seen, 1)).isEmpty();
        assertThat(repeats.pause(Effect.READ, answered(401, Optional.empty(), "bad key"), 1))
                .isEmpty();
    }

    @Test
    void theLastTryIsTheLast() {
        assertThat(repeats.pause(Effect.READ, new Exchange.Lost("x"), 29)).isPresent();
        assertThat(repeats.pause(Effect.READ, new Exchange.Lost("x"), 30)).isEmpty();
    }

    @Test
    void whatDoesNotMendItselfIsNotRepeated() {
        assertThat(repeats.pause(Effect.READ, new Exchange.TooLong(1), 1)).isEmpty();
        assertThat(repeats.pause(Effect.READ, new Exchange.Untrusted("x"), 1)).isEmpty();
        assertThat(repeats.pause(Effect.WRITE, new Exchange.Lost("x"), 1)).isEmpty();
        assertThat(repeats.pause(Effect.WRITE, new Exchange.NotSent("x"), 1)).isPresent();
    }
}
