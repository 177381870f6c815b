package io.penguintech.gough.reconcile.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one backend over HTTP/1.1 within {@link HttpSettings}: every call ends in time, reads no more than allowed, waits
 * while too many are under way, is repeated only where that is safe, and follows no redirect. Never throws for what the network or the server does.
 * Safe for use by many threads.
 */
public final class HttpCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpCalls.class);
    /** A refusal is read up to here, whatever the answer itself may be. */
    private static final long LONGEST_REFUSAL = 1 << 20;

    private final String backend;
    private final HttpSettings settings;
    private final Authorization authorization;
    private final CallListener listener;
    private final RandomGenerator random;
    private final Repeats repeats;
    private final Optional<SSLContext> trust;
    private final HttpClient reading;
    private final Semaphore turns;

    /**
     * Sets up; connects to nothing yet.
     *
     * @param backend the backend's name in the server settings, for metrics
     * @param settings the limits
     * @param authorization makes the header of every try
     * @param listener hears of every try
     * @param random spreads the pauses
     */
    public HttpCalls(
            String backend,
            HttpSettings settings,
            Authorization authorization,
            CallListener listener,
            RandomGenerator random) {
        this.backend = backend;
        this.settings = settings;
        this.authorization = authorization;
        this.listener = listener;
        this.random = random;
        this.repeats = new Repeats(settings, authorization, random);
        this.trust = settings.caPem().map(Trust::only);
        this.reading = client(settings, trust);
        this.turns = new Semaphore(settings.atOnce(), true);
    }

    private HttpCalls(HttpCalls beside, Authorization authorization) {
        this.backend = beside.backend;
        this.settings = beside.settings;
        this.authorization = authorization;
        this.listener = beside.listener;
        this.random = beside.random;
        this.repeats = new Repeats(settings, authorization, random);
        this.trust = beside.trust;
        this.reading = beside.reading;
        this.turns = beside.turns;
    }

    /** Calls of the same backend with other credentials: both together keep to how many may be under way at once. */
    public HttpCalls beside(Authorization other) {
        return new HttpCalls(this, other);
    }

    /** Makes the call, repeating it where that is safe. */
    public Exchange exchange(Request request) {
        return repeated(
                request,
                settings.total(),
                settings.tries(),
                left -> once(
                        request,
                        left,
                        settings.eachTry(),
                        (response, body) -> answered(response, body.readAllBytes()),
                        settings.maxResponseBytes()));
    }

    /**
     * Makes the call and hands the body of a success to {@code reader} while it arrives.
     *
     * @param total instead of the settings' time limits
     * @param maxBytes instead of the settings' size limit
     */
    public <T> Streamed<T> stream(Request request, Duration total, long maxBytes, BodyReader<T> reader) {
        return stream(request, total, settings.tries(), maxBytes, reader);
    }

    /** The same with at most {@code tries}, for what costs the server much each time. */
    public <T> Streamed<T> stream(Request request, Duration total, int tries, long maxBytes, BodyReader<T> reader) {
        var value = new AtomicReference<Optional<T>>(Optional.empty());
        var exchange = repeated(
                request,
                total,
                Math.min(tries, settings.tries()),
                left -> once(
                        request,
                        left,
                        total,
                        (response, body) -> {
                            if (response.statusCode() != 200)
                                return answered(response, body.readNBytes(Math.toIntExact(LONGEST_REFUSAL)));
                            value.set(Optional.of(reader.read(body)));
                            return answered(response, new byte[0]);
                        },
                        maxBytes));
        return value.get().<Streamed<T>>map(Streamed.Read::new).orElseGet(() -> new Streamed.Instead<>(exchange));
    }

    /**
     * Opens a WebSocket, on a connection of its own, with the trust, proxy and time limit of the calls. It carries no
     * credentials: whoever opens it sends them. What goes wrong is the first frame.
     *
     * @param longest longest frame that is read, in characters
     */
    public Frames frames(URI uri, int longest) {
        return Frames.open(client(settings, trust), uri, settings.connect(), longest);
    }

    /** Why something failed on the way, in words for people. */
    static String why(Throwable cause) {
        return switch (failed(cause)) {
            case Exchange.NotSent(var why) -> why;
            case Exchange.Untrusted(var why) -> "it cannot prove who it is (" + why + ")";
            case Exchange.Lost(var why) -> why;
            case Exchange.TooLong _, Exchange.Answered _ -> words(cause);
        };
    }

    /** Cuts the reads under way; a write is left to its end. */
    @Override
    public void close() {
        reading.shutdownNow();
    }

    private interface Try {
        Exchange within(Deadline deadline);
    }

    private interface Handling {
        Exchange handle(HttpResponse<InputStream> response, InputStream body) throws IOException;
    }

    private Exchange repeated(Request request, Duration total, int tries, Try one) {
        var deadline = Deadline.in(total);
        for (int done = 1; ; done++) {
            var exchange = one.within(deadline);
            LOG.debug("{} {} (try {}): {}", backend, request.operation(), done, exchange);
            if (done >= tries) return exchange;
            var pause =
                    repeats.pause(request.effect(), exchange, done).filter(wait -> wait.compareTo(deadline.left()) < 0);
            if (pause.isEmpty() || !slept(pause.get())) return exchange;
        }
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits for its turn, so that no more calls are under way than the settings say, whoever makes them. */
    private Exchange once(Request request, Deadline deadline, Duration most, Handling handling, long maxBytes) {
        if (!admitted(deadline))
            return new Exchange.NotSent("%d calls to it were under way all the time".formatted(settings.atOnce()));
        try {
            return once(request, deadline.left(most), handling, maxBytes);
        } finally {
            turns.release();
        }
    }

    private boolean admitted(Deadline deadline) {
        try {
            return turns.tryAcquire(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Exchange once(Request request, Duration limit, Handling handling, long maxBytes) {
        return switch (request.effect()) {
            case READ -> once(reading, request, limit, handling, maxBytes);
            case WRITE -> {
                // A connection of its own: a pooled one that the server closes at that moment would leave us not
                // knowing whether the write arrived.
                var client = client(settings, trust);
                try {
                    yield once(client, request, limit, handling, maxBytes);
                } finally {
                    client.shutdownNow();
                }
            }
        };
    }

    private Exchange once(HttpClient client, Request request, Duration limit, Handling handling, long maxBytes) {
        var started = System.nanoTime();
        var deadline = Deadline.in(limit);
        var received = new AtomicLong();
        int status = 0;
        var sending = client.sendAsync(http(request), HttpResponse.BodyHandlers.ofInputStream());
        try {
            var response = sending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            status = response.statusCode();
            return body(response, deadline, handling, maxBytes, received);
        } catch (TimeoutException e) {
            return new Exchange.Lost("no answer within " + readable(limit));
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Exchange.Lost("interrupted while waiting for the answer");
        } finally {
            sending.cancel(true);
            var took = Duration.ofNanos(System.nanoTime() - started);
            listener.called(backend, request.operation(), status, took, received.get());
        }
    }

    private static Exchange body(
            HttpResponse<InputStream> response,
            Deadline deadline,
            Handling handling,
            long maxBytes,
            AtomicLong received) {
        try (var raw = response.body();
                var watchdog = Watchdog.over(raw, deadline.left());
                var capped = new CappedStream(raw, maxBytes, received)) {
            try {
                return handling.handle(response, capped);
            } catch (IOException e) {
                if (capped.exceeded()) return new Exchange.TooLong(maxBytes);
                if (watchdog.fired()) return new Exchange.Lost("the answer did not end in time");
                return new Exchange.Lost("the answer broke off: " + words(e));
            }
        } catch (IOException e) {
            return new Exchange.Lost("the answer broke off: " + words(e));
        }
    }

    private HttpRequest http(Request request) {
        var body = request.body();
        var builder = HttpRequest.newBuilder(request.uri())
                .header("Accept", "application/json")
                .header("User-Agent", "gough")
                .method(
                        request.method(),
                        body.bytes().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body.bytes()));
        var credentials = authorization.header();
        if (!credentials.isEmpty()) builder.header("Authorization", credentials);
        if (!body.contentType().isEmpty()) builder.header("Content-Type", body.contentType());
        request.headers().forEach(builder::setHeader);
        return builder.build();
    }

    private static Exchange.Answered answered(HttpResponse<InputStream> response, byte[] body) {
        var headers = response.headers();
        return new Exchange.Answered(
                response.statusCode(),
                headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT),
                RetryAfter.of(headers),
                headers.firstValue("Location"),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private static Exchange failed(Throwable cause) {
        return switch (cause) {
            case ConnectException any -> new Exchange.NotSent("cannot connect: " + words(any));
            case HttpConnectTimeoutException any -> new Exchange.NotSent("cannot connect in time");
            case UnknownHostException any -> new Exchange.NotSent("its name is unknown: " + words(any));
            case NoRouteToHostException any -> new Exchange.NotSent("there is no way to it: " + words(any));
            case SSLHandshakeException any -> new Exchange.Untrusted(words(any));
            case SSLPeerUnverifiedException any -> new Exchange.Untrusted(words(any));
            case IOException any
            when words(any).startsWith("Tunnel failed") ->
                new Exchange.NotSent("the proxy does not let us through: " + words(any));
            default -> new Exchange.Lost("the connection broke: " + words(cause));
        };
    }

    private static String words(Throwable cause) {
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static String readable(Duration time) {
        return time.toMillis() >= 1000 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static HttpClient client(HttpSettings settings, Optional<SSLContext> trust) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connect())
                .proxy(settings.proxy()
                        .map(uri -> ProxySelector.of(new InetSocketAddress(uri.getHost(), uri.getPort())))
                        .orElse(HttpClient.Builder.NO_PROXY));
        trust.ifPresent(builder::sslContext);
        return builder.build();
    }
}
