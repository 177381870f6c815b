package io.penguintech.gough.simulators.fault;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * Listens in front of WireMock, which has no WebSockets: takes the connections that open one, and hands every other
 * through byte for byte. Only the first request of a connection can open one, as with every client that we have.
 */
final class StandInFront implements AutoCloseable {
    private static final int LONGEST_HEAD = 64 << 10;
    /** RFC 6455, 1.3. */
    private static final String PROOF = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket door;
    private final int behind;
    private final StandInSockets sockets;
    private final Exchange exchange;
    private final ExecutorService threads;
    private final Set<StandInSocket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> passed = ConcurrentHashMap.newKeySet();

    StandInFront(int port, int behind, StandInSockets sockets, Exchange exchange, ExecutorService threads) {
        this.behind = behind;
        this.sockets = sockets;
        this.exchange = exchange;
        this.threads = threads;
        try {
            door = new ServerSocket();
            door.setReuseAddress(true);
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be opened", e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Cuts every WebSocket that is open. */
    void cut() {
        open.forEach(StandInSocket::cut);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var guest = door.accept();
                guest.setTcpNoDelay(true);
                threads.execute(() -> receive(guest));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void receive(Socket guest) {
        passed.add(guest);
        try (guest) {
            var head = head(guest.getInputStream());
            var call = opening(head);
            if (call.isPresent()) open(guest, call.get());
            else passThrough(guest, head);
        } catch (IOException gone) {
            // nobody waits for an answer any more
        } finally {
            passed.remove(guest);
        }
    }

    /** What came so far, up to and with the blank line; less when the guest sends no head. */
    private static byte[] head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4 && head.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) break;
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toByteArray();
    }

    private Optional<Call> opening(byte[] head) {
        var lines = new String(head, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        var first = lines[0].split(" ", -1);
        if (first.length != 3 || !first[0].equals("GET")) return Optional.empty();
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0)
                headers.computeIfAbsent(lines[i].substring(0, colon), _ -> new ArrayList<>())
                        .add(lines[i].substring(colon + 1).strip());
        }
        var call = Call.of("GET", first[1], headers, Bytes.empty());
        boolean upgrades =
                call.header("Upgrade").orElse("").toLowerCase(Locale.ROOT).equals("websocket");
        return upgrades && sockets.at(call.path()) ? Optional.of(call) : Optional.empty();
    }

    private void open(Socket guest, Call call) throws IOException {
        switch (exchange.opening(call)) {
            case Exchange.Reply.Cut() -> {} // closed by the caller
            case Exchange.Reply.Send(Answer answer) -> {
                write(guest, answer, call);
                if (answer.status() == 101) serve(guest);
            }
        }
    }

    private void serve(Socket guest) throws IOException {
        try (var socket = new StandInSocket(guest, guest.getInputStream())) {
            open.add(socket);
            try {
                sockets.serve(socket);
            } finally {
                open.remove(socket);
            }
        }
    }

    private static void write(Socket guest, Answer answer, Call call) throws IOException {
        var head = new StringBuilder("HTTP/1.1 %d Stand-in\r\n".formatted(answer.status()));
        if (answer.status() == 101)
            head.append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n"
                    .formatted(proof(call.header("Sec-WebSocket-Key").orElse(""))));
        else
            head.append("Connection: close\r\nContent-Length: %d\r\n"
                    .formatted(answer.body().size()));
        for (Map.Entry<String, List<String>> header : answer.headers().entrySet())
            header.getValue().forEach(value -> head.append(header.getKey() + ": " + value + "\r\n"));
        var out = guest.getOutputStream();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(answer.body().toByteArray());
        out.flush();
    }

    private static String proof(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + PROOF).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void passThrough(Socket guest, byte[] head) throws IOException {
        try (var inner = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            inner.setTcpNoDelay(true);
            var sent = new SequenceInputStream(new ByteArrayInputStream(head), guest.getInputStream());
            threads.execute(() -> {
                pump(sent, inner);
            });
            pump(inner.getInputStream(), guest);
        }
    }

    /** Copies until one side ends or breaks; a reset behind is a reset in front. */
    private static void pump(InputStream from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            var buffer = new byte[16 << 10];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // it is closed already
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        passed.forEach(StandInFront::reset);
    }
}
