package io.penguintech.gough.simulators.fault;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.Slf4jNotifier;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import wiremock.org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A stand-in's HTTP shell: WireMock listens on the loopback address, our handler answers everything.
 *
 * <p>WireMock matches no stubs here: a request filter hands each raw request to the handler. Answers are neither
 * chunked nor compressed, HTTP is 1.1, and each call runs on a virtual thread, so that held connections are cheap.
 * A stand-in with WebSockets listens itself in front of WireMock, which has none ({@link StandInFront}).
 * {@code /standin/faults} and {@code /standin/calls} are served by the shell itself (see {@link StandInControls}).
 */
public final class StandInServer implements AutoCloseable {
    private static final int CONTAINER_THREADS = 16;
    private static final long STOP_MILLIS = 200;

    private final WireMockServer server;
    private final ExecutorService threads;
    private final Faults faults;
    private final CallJournal journal;
    private final Exchange exchange;
    private final Optional<StandInSockets> sockets;
    private final int asked;
    private Optional<StandInFront> front = Optional.empty();

    private StandInServer(StandInOptions options, StandInHandler handler, Optional<StandInSockets> sockets) {
        this.faults = options.faults();
        this.journal = new CallJournal(options.clock());
        this.exchange = new Exchange(handler, faults, journal);
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.sockets = sockets;
        this.asked = options.port();
        this.server = new WireMockServer(configuration(sockets.isPresent() ? 0 : asked, exchange, threads));
    }

    /** Starts on a free port with no faults. */
    public static StandInServer start(StandInHandler handler) {
        return start(StandInOptions.defaults(), handler);
    }

    /** Starts; returns when the port is open. */
    public static StandInServer start(StandInOptions options, StandInHandler handler) {
        return started(new StandInServer(options, handler, Optional.empty()));
    }

    /** The same with WebSockets beside. */
    public static StandInServer start(StandInOptions options, StandInHandler handler, StandInSockets sockets) {
        return started(new StandInServer(options, handler, Optional.of(sockets)));
    }

    private static StandInServer started(StandInServer standIn) {
        standIn.server.start();
        standIn.front = standIn.sockets.map(sockets ->
                new StandInFront(standIn.asked, standIn.server.port(), sockets, standIn.exchange, standIn.threads));
        return standIn;
    }

    /** The port that is open. */
    public int port() {
        return front.map(StandInFront::port).orElseGet(server::port);
    }

    /** Cuts every WebSocket that is open. */
    public void cutSockets() {
        front.ifPresent(StandInFront::cut);
    }

    /** {@code http://127.0.0.1:PORT}, without a slash at its end. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port();
    }

    /** The faults in force; changes work from the next call on. */
    public Faults faults() {
        return faults;
    }

    /** The newest 100,000 calls, oldest first; the stand-in's own controls are not among them. */
    public List<CallRecord> calls() {
        return journal.calls();
    }

    /** How many calls there were since the start. */
    public long total() {
        return journal.total();
    }

    /** How many of {@link #calls()} are like this. */
    public long count(Predicate<CallRecord> which) {
        return journal.count(which);
    }

    /** Cuts held connections and stops; the port is free afterwards. */
    @Override
    public void close() {
        exchange.close();
        front.ifPresent(StandInFront::close);
        server.stop();
        threads.shutdownNow();
    }

    private static WireMockConfiguration configuration(int port, Exchange exchange, ExecutorService threads) {
        var configuration = WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .http2PlainDisabled(true)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .templatingEnabled(false)
                .gzipDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
                .jettyStopTimeout(STOP_MILLIS)
                .notifier(new Slf4jNotifier(false))
                .threadPoolFactory(any -> pool(threads))
                .extensions(new WireMockShell(exchange), new WireMockAdminClosed());
        return port == 0 ? configuration.dynamicPort() : configuration.port(port);
    }

    private static QueuedThreadPool pool(ExecutorService threads) {
        var pool = new QueuedThreadPool(CONTAINER_THREADS);
        pool.setVirtualThreadsExecutor(threads);
        return pool;
    }
}
