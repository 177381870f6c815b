package io.penguintech.gough.reconcile.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small web server that answers what it was told to, in order, and remembers what it was asked. */
final class Site implements AutoCloseable {
    /** One answer. */
    interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());

    private Site(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static Site start() {
        return on(bound());
    }

    static Site on(HttpServer server) {
        return new Site(server);
    }

    private static HttpServer bound() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Answer text(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2)
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Sends the head of an answer, then a byte now and then, for longer than anyone waits. */
    static Answer dripping() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            try {
                for (int i = 0; i < 600; i++) {
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    Thread.sleep(50);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Says nothing, for longer than anyone waits. */
    static Answer silent() {
        return exchange -> {
            try {
                Thread.sleep(30_000);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        };
    }

    synchronized Site then(Answer... more) {
        answers.addAll(List.of(more));
        return this;
    }

    private synchronized Answer next() {
        var answer = answers.poll();
        return answer == null ? text(418, "nobody expected this call") : answer;
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        try (exchange) {
            next().give(exchange);
        }
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
