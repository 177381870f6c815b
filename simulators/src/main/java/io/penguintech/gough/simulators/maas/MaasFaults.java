package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Fault;
import java.util.List;
import java.util.Map;

/** Answers a MAAS region gives when it is in trouble, for use in fault rules. */
public final class MaasFaults {
    private MaasFaults() {}

    /** A serialization conflict that outlived MAAS's own retries: 409 with Retry-After (recorded). */
    public static Fault contention() {
        return status(409, "text/html; charset=utf-8", "5", "Conflict");
    }

    /** No rack controller is connected: 503 with Retry-After (recorded). */
    public static Fault noRack() {
        return status(
                503,
                "text/plain; charset=utf-8",
                "10",
                "Unable to connect to any rack controller " + NetworkJson.RACK + "; no connections available.");
    }

    /** The proxy before the region gave up waiting: 504 (source code); nothing happened. */
    public static Fault gatewayTimeout() {
        return new Fault.Status(
                504, Map.of("Content-Type", List.of("text/html")), "<html><h1>504 Gateway Time-out</h1></html>");
    }

    private static Fault status(int code, String type, String retryAfter, String body) {
        return new Fault.Status(
                code,
                Map.of("Content-Type", List.of(type), "Retry-After", List.of(retryAfter), "Vary", List.of("Cookie")),
                body);
    }
}
