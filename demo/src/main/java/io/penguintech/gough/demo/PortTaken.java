package io.penguintech.gough.demo;

/** Somebody else listens where the demo was told to. */
final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTaken(int port, Throwable cause) {
        super(
                "port %d is taken on this machine; choose another with --port, or --port 0 for any free one"
                        .formatted(port),
                cause);
    }
}
