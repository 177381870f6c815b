package io.penguintech.gough.bot.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much is read of a body, and for how long. */
class BodyTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private int reads;

    /** Never ends, and gives one byte at each read. */
    private InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("read in pieces");
            }

            @Override
            public int read(byte[] into, int from, int most) {
                reads++;
                return 1;
            }
        };
    }

    @Test
    void noMoreIsReadThanOnePieceBeyondTheMost() throws IOException {
        assertThat(Body.read(new ByteArrayInputStream(new byte[100_000]), 100_000, LONG))
                .hasSize(100_000);
        assertThat(Body.read(endless(), 10, LONG)).hasSize(11);
    }

    @Test
    void whoDripsIsNotWaitedForHoweverSteadily() {
        assertThatThrownBy(() -> Body.read(endless(), 1 << 20, Duration.ZERO)).isInstanceOf(IOException.class);
        assertThat(reads).isEqualTo(1);
    }
}
