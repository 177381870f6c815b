package io.penguintech.gough.demo;

/** The demo cannot start here. Says why in one sentence, and what to do. */
final class DemoRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DemoRefused(String message, Throwable cause) {
        super(message, cause);
    }

    /** Nobody can listen where the demo was told to, for a reason that the system gives. */
    static DemoRefused port(int port, Throwable cause) {
        return new DemoRefused(
                "port %d cannot be used on this machine (%s); choose another with --port, or --port 0 for any free one"
                        .formatted(port, cause.getMessage()),
                cause);
    }

    /** The folder is taken, or cannot be written. */
    static DemoRefused folder(DemoSettings settings, String problem, Throwable cause) {
        return new DemoRefused(
                "the folder %s %s; end the other demo, or choose another folder with --data DIR"
                        .formatted(settings.folder(), problem),
                cause);
    }

    /** Anything else, with what the deepest cause says. */
    static DemoRefused other(RuntimeException error) {
        Throwable deepest = error;
        while (deepest.getCause() != null) deepest = deepest.getCause();
        var why = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        var deeper = deepest.getMessage();
        return new DemoRefused(
                "the demo cannot start: " + (deeper == null || why.contains(deeper) ? why : why + " (" + deeper + ")"),
                error);
    }
}
