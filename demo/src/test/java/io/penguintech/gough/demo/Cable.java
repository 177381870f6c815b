package io.penguintech.gough.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client's connections to a server run through. Cut, it is as when the server's process died: what is open is
 * reset, and whoever connects is refused.
 */
final class Cable implements AutoCloseable {
    /** Below the ports that systems give to outgoing connections: nobody takes ours while nobody listens there. */
    private static final int LOWEST = 20_000;

    private static final int PORTS = 12_000;
    private static final int TRIES = 200;

    private final Object lock = new Object();
    private final Set<Socket> open = new HashSet<>();
    private final int port;
    private int far;
    private @Nullable ServerSocket door;

    private Cable(int far) {
        this.far = far;
        var listening = anywhere();
        this.port = listening.getLocalPort();
        this.door = listening;
        serve(listening);
    }

    /** A cable to this port of this machine, plugged in. */
    static Cable to(int far) {
        return new Cable(far);
    }

    /** Where clients connect to. */
    int port() {
        return port;
    }

    /** The server's own port. */
    int far() {
        synchronized (lock) {
            return far;
        }
    }

    /** Resets what is open and lets nobody in until {@link #mend}. */
    void cut() {
        List<Socket> all;
        synchronized (lock) {
            close(door);
            door = null;
            all = new ArrayList<>(open);
            open.clear();
        }
        all.forEach(Cable::reset);
    }

    /** Leads to this port from now on. */
    void mend(int newFar) {
        synchronized (lock) {
            far = newFar;
            if (door != null) return;
            door = listen(port);
            serve(door);
        }
    }

    @Override
    public void close() {
        cut();
    }

    private void serve(ServerSocket listening) {
        Thread.ofVirtual().name("cable " + port).start(() -> {
            while (!listening.isClosed()) {
                try {
                    take(listening.accept(), listening);
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void take(Socket near, ServerSocket listening) {
        Thread.ofVirtual().start(() -> {
            try (near;
                    var server = new Socket(InetAddress.getLoopbackAddress(), far())) {
                if (!keep(near, server, listening)) return;
                var back = Thread.ofVirtual().start(() -> carry(server, near));
                carry(near, server);
                back.join();
            } catch (IOException | InterruptedException broken) {
                reset(near);
            } finally {
                forget(near);
            }
        });
    }

    private boolean keep(Socket near, Socket server, ServerSocket listening) {
        synchronized (lock) {
            if (listening.isClosed()) {
                reset(near);
                return false;
            }
            open.add(near);
            open.add(server);
            return true;
        }
    }

    private void forget(Socket near) {
        synchronized (lock) {
            open.remove(near);
            open.removeIf(Socket::isClosed);
        }
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            reset(from);
            reset(to);
        }
    }

    /** Closes it so that the other end gets a reset, not an end. */
    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            return; // as it should be
        }
    }

    private static void close(@Nullable ServerSocket listening) {
        if (listening == null) return;
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket anywhere() {
        var random = new Random();
        for (int tries = 0; ; tries++) {
            try {
                return listen(LOWEST + random.nextInt(PORTS));
            } catch (UncheckedIOException taken) {
                if (tries == TRIES) throw taken;
            }
        }
    }

    private static ServerSocket listen(int port) {
        try {
            var listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port, e);
        }
    }
}
