package io.penguintech.gough.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is read of the body of a call. */
class WebhookBodyTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void theBranchIsReadFromTheTopAloneAndTheBodyMustBeWhole() {
        Map.of(
                        "{\"commits\":[{\"ref\":\"x\"}],\"ref\":\"refs/heads/main\",\"repository\":{\"ref\":\"y\"}}",
                        Optional.of("refs/heads/main"),
                        "{\"action\":\"opened\"}",
                        Optional.of(""),
                        "{\"ref\":{\"ref\":\"refs/heads/main\"}}",
                        Optional.of(""),
                        "{\"ref\":\"refs/heads/main\"",
                        Optional.empty(),
                        "{\"ref\":\"refs/heads/main\"} more",
                        Optional.empty(),
                        "{\"ref\":\"refs/heads/main\"}{}",
                        Optional.empty(),
                        "{\"a\":" + "[".repeat(2000),
                        Optional.empty(),
                        "\"ref\"",
                        Optional.empty())
                .forEach((body, ref) -> assertThat(WebhookBody.ref(body.getBytes(StandardCharsets.UTF_8)))
                        .as(body)
                        .isEqualTo(ref));
    }

    @Test
    void noMoreIsReadThanOnePieceBeyondTheMost() throws IOException {
        var whole = new ByteArrayInputStream(new byte[100_000]);
        assertThat(WebhookBody.read(whole, 100_000, LONG)).hasSize(100_000);
        var endless = new Dripping(1000);
        assertThat(WebhookBody.read(endless, 9_500, LONG)).hasSize(10_000);
        assertThat(endless.reads).hasValue(10);
    }

    @Test
    void whoDripsIsNotWaitedForHoweverSteadily() {
        var endless = new Dripping(1);
        assertThatThrownBy(() -> WebhookBody.read(endless, 1 << 20, Duration.ZERO))
                .isInstanceOf(IOException.class);
        assertThat(endless.reads).hasValue(1);
    }

    /** Never ends, and gives so much at each read. */
    private static final class Dripping extends InputStream {
        private final AtomicInteger reads = new AtomicInteger();
        private final int drop;

        Dripping(int drop) {
            this.drop = drop;
        }

        @Override
        public int read() {
            throw new AssertionError("read in pieces");
        }

        @Override
        public int read(byte[] into, int from, int most) {
            reads.incrementAndGet();
            return Math.min(drop, most);
        }
    }
}
