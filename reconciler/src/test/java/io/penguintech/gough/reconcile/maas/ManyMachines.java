package io.penguintech.gough.reconcile.maas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A region with as many machines as wanted, each as long as a recorded deployed one, made up while they are sent. */
final class ManyMachines implements AutoCloseable {
    private final HttpServer server;
    private final String machine;
    private final int count;

    private ManyMachines(HttpServer server, int count) {
        this.server = server;
        this.count = count;
        this.machine = Recorded.labelled("D9-read-Deployed").answer().body();
        server.createContext("/MAAS/api/2.0/", this::answer);
        server.start();
    }

    static ManyMachines start(int count) throws IOException {
        return new ManyMachines(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), count);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/MAAS");
    }

    /** How long the list is. */
    long bytes() {
        return count * (machine.length() + 1L);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var small = Map.of(
                "version/", "{\"version\":\"3.4.10\"}",
                "users/", "{\"username\":\"gough\"}",
                "regioncontrollers/", "[{\"system_id\":\"6ntnxf\"}]");
        var path = exchange.getRequestURI().getPath().substring("/MAAS/api/2.0/".length());
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            if (path.equals("machines/")) machines(out);
            else out.write(small.getOrDefault(path, "[]").getBytes(StandardCharsets.UTF_8));
        }
    }

    private void machines(OutputStream out) throws IOException {
        out.write('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) out.write(',');
            out.write(machine.replace("ew8mem", "m%05d".formatted(i)).getBytes(StandardCharsets.UTF_8));
        }
        out.write(']');
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
