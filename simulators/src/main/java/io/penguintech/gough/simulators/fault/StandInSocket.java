package io.penguintech.gough.simulators.fault;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The server's side of an open WebSocket (RFC 6455), as far as a stand-in needs it: text both ways, pings, closing. What
 * it sends is broken into several frames when it is long, as servers do. Sending is safe for many threads.
 */
public final class StandInSocket implements AutoCloseable {
    private static final int FRAME = 16 << 10;
    private static final int LONGEST = 1 << 20;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    StandInSocket(Socket socket, InputStream in) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = socket.getOutputStream();
    }

    /** The next text; empty when the other side is gone. */
    public Optional<String> receive() {
        try {
            while (true) {
                int head = in.readUnsignedByte();
                var payload = payload(in.readUnsignedByte());
                switch (head & 0x0f) {
                    case TEXT -> {
                        return Optional.of(new String(payload, StandardCharsets.UTF_8));
                    }
                    case CLOSE -> {
                        frame(FINAL | CLOSE, payload);
                        return Optional.empty();
                    }
                    case PING -> frame(FINAL | PONG, payload);
                    default -> {}
                }
            }
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** A client masks all that it sends; one that does not is cut off, as the RFC wants it. */
    private byte[] payload(int second) throws IOException {
        if ((second & MASKED) == 0) throw new IOException("a client must mask");
        int length = second & 0x7f;
        if (length == 126) length = in.readUnsignedShort();
        else if (length == 127) length = Math.toIntExact(in.readLong());
        if (length > LONGEST) throw new IOException("too long for a stand-in");
        var mask = in.readNBytes(4);
        var payload = in.readNBytes(length);
        if (payload.length < length) throw new EOFException();
        for (int i = 0; i < length; i++) payload[i] ^= mask[i % 4];
        return payload;
    }

    /** Sends a text; whether it was sent. */
    public boolean send(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (out) {
                for (int from = 0; from == 0 || from < bytes.length; from += FRAME) {
                    int to = Math.min(bytes.length, from + FRAME);
                    int head = (from == 0 ? TEXT : 0) | (to == bytes.length ? FINAL : 0);
                    frame(head, java.util.Arrays.copyOfRange(bytes, from, to));
                }
            }
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private void frame(int head, byte[] payload) throws IOException {
        synchronized (out) {
            out.write(head);
            if (payload.length < 126) out.write(payload.length);
            else {
                out.write(126);
                out.write(payload.length >> 8);
                out.write(payload.length);
            }
            out.write(payload);
            out.flush();
        }
    }

    /** Says goodbye and closes. */
    @Override
    public void close() {
        try {
            frame(FINAL | CLOSE, new byte[] {3, (byte) 0xe8});
        } catch (IOException gone) {
            // it is closed already
        }
        cut();
    }

    /** Closes without a word, as when the server dies. */
    void cut() {
        try {
            socket.close();
        } catch (IOException gone) {
            // it is closed already
        }
    }
}
