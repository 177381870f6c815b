package io.penguintech.gough.simulators.slack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A minimal Slack app: checks signatures by itself, remembers what came, answers as told. */
final class AppUnderTest implements AutoCloseable {

    record Received(String contentType, String body, String retryNum, String retryReason) {

        Map<String, String> form() {
            Map<String, String> fields = new HashMap<>();
            for (var pair : body.strip().split("&")) {
                int equals = pair.indexOf('=');
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
            return fields;
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }

    record Reply(int status, String contentType, String body, Map<String, String> headers) {
        static Reply of(int status, String body) {
            return new Reply(status, "text/plain", body, Map.of());
        }
    }

    private final HttpServer server;
    private final String secret;
    private final List<Received> accepted = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Reply> behaviour = received -> Reply.of(200, "");

    AppUnderTest(String secret) throws IOException {
        this.secret = secret;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/slack/events", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/slack/events");
    }

    void behave(Function<Received, Reply> other) {
        behaviour = other;
    }

    List<Received> accepted() {
        return accepted;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var received = new Received(
                    header(exchange, "Content-Type"),
                    new String(body, StandardCharsets.UTF_8),
                    header(exchange, "X-Slack-Retry-Num"),
                    header(exchange, "X-Slack-Retry-Reason"));
            var reply = Reply.of(401, "");
            if (genuine(exchange, body) || received.body().startsWith("ssl_check=1")) {
                accepted.add(received);
                reply = behaviour.apply(received);
            }
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private boolean genuine(HttpExchange exchange, byte[] body) {
        var timestamp = header(exchange, "X-Slack-Request-Timestamp");
        if (timestamp.isEmpty()) {
            return false;
        }
        var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), Instant.now())
                .abs();
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var text = "v0:" + timestamp + ":" + new String(body, StandardCharsets.UTF_8);
            var expected = "v0=" + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            return age.compareTo(Duration.ofMinutes(5)) < 0 && expected.equals(header(exchange, "X-Slack-Signature"));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
