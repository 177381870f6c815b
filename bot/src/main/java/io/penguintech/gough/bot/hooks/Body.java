package io.penguintech.gough.bot.hooks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** The body of a call by somebody who may send too much, or never end. */
public final class Body {
    private static final int PIECE = 8 << 10;

    private Body() {}

    /**
     * Reads all of it, or one piece more than {@code most} bytes at most.
     *
     * @throws IOException when it breaks off, or has not ended after {@code within} however steadily it drips
     */
    public static byte[] read(InputStream in, int most, Duration within) throws IOException {
        var body = new ByteArrayOutputStream();
        var piece = new byte[PIECE];
        long begin = System.nanoTime();
        while (body.size() <= most) {
            int length = in.read(piece);
            if (length < 0) break;
            body.write(piece, 0, length);
            if (System.nanoTime() - begin > within.toNanos()) throw new InterruptedIOException("too slow");
        }
        return body.toByteArray();
    }
}
