package io.penguintech.gough.bot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penguintech.gough.reconcile.http.CallListener;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Counts and times every call to a backend: {@code gough_backend_call_seconds{backend,operation,status}}. */
@Component
final class BackendMetrics implements CallListener {
    private final MeterRegistry meters;

    BackendMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void called(String backend, String operation, int status, Duration took) {
        Timer.builder("gough.backend.call")
                .description("HTTP calls to MAAS and Fleet; status 0 means that no answer came")
                .tag("backend", backend)
                .tag("operation", operation)
                .tag("status", Integer.toString(status))
                .register(meters)
                .record(took);
    }
}
