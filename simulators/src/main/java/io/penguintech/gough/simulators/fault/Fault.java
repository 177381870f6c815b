package io.penguintech.gough.simulators.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What goes wrong with one call. */
public sealed interface Fault {
    /**
     * The call waits, then is handled and answered as usual.
     *
     * @param by how long it waits
     */
    record Delay(Duration by) implements Fault {}

    /** The connection is cut before the call has any effect. */
    record Reset() implements Fault {}

    /**
     * The call has no effect and gets this answer.
     *
     * @param code the status
     * @param headers header values by name
     * @param body the body
     */
    record Status(int code, Map<String, List<String>> headers, String body) implements Fault {
        /** Copies the headers. */
        public Status {
            headers = Map.copyOf(headers);
        }

        /** A status with a plain text body. */
        public static Status of(int code, String body) {
            return new Status(code, Map.of("Content-Type", List.of("text/plain; charset=utf-8")), body);
        }
    }

    /**
     * The call has no effect and is answered 429 with {@code Retry-After}.
     *
     * @param retryAfter what the header says, in whole seconds
     */
    record RateLimited(Duration retryAfter) implements Fault {}

    /**
     * The call has its full effect, but the caller never learns of it: the connection is held, then cut.
     *
     * @param hold how long the connection stays open and silent; zero cuts it right after the effect
     */
    record DoneThenTimeout(Duration hold) implements Fault {}
}
