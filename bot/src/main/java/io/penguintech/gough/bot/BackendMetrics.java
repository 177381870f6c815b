package io.penguintech.gough.bot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penguintech.gough.reconcile.http.CallListener;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Counts and times every call to a backend: {@code gough_backend_call_seconds{backend,operation,status}}, and how many
 * bytes it answered. What one thread called since it said {@link #begin} is known too.
 */
@Component
final class BackendMetrics implements CallListener {
    private final MeterRegistry meters;
    private final ThreadLocal<Cost> sinceBegin = ThreadLocal.withInitial(() -> Cost.NOTHING);

    BackendMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * What calls cost.
     *
     * @param calls how many
     * @param bytes length of their answers
     * @param took how long they took
     */
    record Cost(int calls, long bytes, Duration took) {
        static final Cost NOTHING = new Cost(0, 0, Duration.ZERO);

        Cost with(Duration oneMore, long itsBytes) {
            return new Cost(calls + 1, bytes + itsBytes, took.plus(oneMore));
        }
    }

    /** Forgets what this thread called before. */
    void begin() {
        sinceBegin.remove();
    }

    /** What this thread called since it began. */
    Cost sinceBegin() {
        return sinceBegin.get();
    }

    @Override
    public void called(String backend, String operation, int status, Duration took, long bytes) {
        Timer.builder("gough.backend.call")
                .description("HTTP calls to MAAS, Fleet and forges; status 0 means that no answer came")
                .tag("backend", backend)
                .tag("operation", operation)
                .tag("status", Integer.toString(status))
                .register(meters)
                .record(took);
        Counter.builder("gough.backend.received.bytes")
                .description("Length of what MAAS, Fleet and forges answered")
                .tag("backend", backend)
                .tag("operation", operation)
                .register(meters)
                .increment((double) bytes);
        sinceBegin.set(sinceBegin.get().with(took, bytes));
    }
}
