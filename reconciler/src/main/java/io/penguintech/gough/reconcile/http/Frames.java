package io.penguintech.gough.reconcile.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An open WebSocket, read frame by frame. Reads one message ahead, so that a server that sends faster than we read is
 * slowed down by TCP; keeps no more of a message than allowed. For one thread.
 */
public final class Frames implements AutoCloseable {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final CompletionStage<Boolean> READ = CompletableFuture.completedFuture(true);

    private final HttpClient client;
    private final Duration patience;
    private final int longest;
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private Optional<WebSocket> socket = Optional.empty();
    private CompletableFuture<?> pinged = CompletableFuture.completedFuture(null);

    private Frames(HttpClient client, Duration patience, int longest) {
        this.client = client;
        this.patience = patience;
        this.longest = longest;
    }

    static Frames open(HttpClient client, URI uri, Duration patience, int longest) {
        var frames = new Frames(client, patience, longest);
        frames.open(uri);
        return frames;
    }

    private void open(URI uri) {
        var opening =
                client.newWebSocketBuilder().connectTimeout(patience).buildAsync(uri, new Listener(longest, frames));
        try {
            // The time limit of the builder covers the connection alone, not the answer to it.
            socket = Optional.of(opening.get(patience.toMillis() * 2, TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            frames.add(new Frame.Closed(why(e.getCause() == null ? e : e.getCause())));
        } catch (TimeoutException e) {
            frames.add(new Frame.Closed("no answer within %d s".formatted(patience.toSeconds() * 2)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            frames.add(new Frame.Closed("interrupted"));
        }
    }

    private static String why(Throwable cause) {
        return cause instanceof WebSocketHandshakeException refused
                ? "it opens no WebSocket (HTTP %d)"
                        .formatted(refused.getResponse().statusCode())
                : HttpCalls.why(cause);
    }

    /** Sends a message; what goes wrong is the next frame. */
    public void send(String text) {
        if (socket.isEmpty()) return;
        try {
            socket.get().sendText(text, true).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            frames.add(new Frame.Closed(why(e.getCause() == null ? e : e.getCause())));
        } catch (TimeoutException e) {
            frames.add(new Frame.Closed("it takes nothing"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            frames.add(new Frame.Closed("interrupted"));
        }
    }

    /** The next frame, as soon as it comes; {@link Frame.Nothing} when none comes within {@code wait}. */
    public Frame next(Duration wait) {
        var deadline = Deadline.in(wait);
        try {
            while (true) {
                var frame = frames.poll(deadline.left(BEAT).toNanos(), TimeUnit.NANOSECONDS);
                if (frame != null) {
                    if (!(frame instanceof Frame.Closed)) socket.ifPresent(open -> open.request(1));
                    return frame;
                }
                if (deadline.left().isZero()) return new Frame.Nothing();
                ping();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Frame.Closed("interrupted");
        }
    }

    /** Java 25 loses the end of a connection that comes while nothing was requested; writing into it finds out. */
    private void ping() {
        if (pinged.isDone() && socket.isPresent())
            pinged = socket.get().sendPing(ByteBuffer.allocate(0)).whenComplete((_, error) -> {
                if (error != null) frames.add(new Frame.Closed(HttpCalls.why(error)));
            });
    }

    /** Says goodbye, so that the server stops at once what it does for us, and closes. */
    @Override
    public void close() {
        socket.filter(open -> !open.isOutputClosed()).ifPresent(open -> {
            try {
                open.sendClose(WebSocket.NORMAL_CLOSURE, "").get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                open.abort();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        socket.ifPresent(WebSocket::abort);
        client.shutdownNow();
    }

    /** Puts messages together. Called by one thread at a time. */
    private static final class Listener implements WebSocket.Listener {
        private final int longest;
        private final BlockingQueue<Frame> frames;
        private final StringBuilder parts = new StringBuilder();
        private boolean tooLong;

        Listener(int longest, BlockingQueue<Frame> frames) {
            this.longest = longest;
            this.frames = frames;
        }

        @Override
        public void onOpen(WebSocket open) {
            open.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket open, CharSequence part, boolean last) {
            tooLong |= parts.length() + (long) part.length() > longest;
            if (tooLong) parts.setLength(0);
            else parts.append(part);
            if (last) {
                frames.add(tooLong ? new Frame.TooLong(longest) : new Frame.Text(parts.toString()));
                parts.setLength(0);
                tooLong = false;
            } else open.request(1);
            return READ;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket open, int code, String reason) {
            frames.add(new Frame.Closed("it was closed (%d%s)".formatted(code, reason.isEmpty() ? "" : ": " + reason)));
            return READ;
        }

        @Override
        public void onError(WebSocket open, Throwable error) {
            frames.add(new Frame.Closed(HttpCalls.why(error)));
        }
    }
}
