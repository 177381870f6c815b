package io.penguintech.gough.bot;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penguintech.gough.bot.source.RepositoryId;
import org.springframework.stereotype.Component;

/** What each look of the engine at a repository costs: its time, and the calls to backends made in it. */
@Component
final class TickMetrics {
    private final MeterRegistry meters;
    private final BackendMetrics calls;

    TickMetrics(MeterRegistry meters, BackendMetrics calls) {
        this.meters = meters;
        this.calls = calls;
    }

    /** The same work, measured each time it is done. All its calls are made by the thread that does it. */
    Runnable of(RepositoryId repository, Runnable tick) {
        var timer = Timer.builder("gough.tick")
                .description("Time of one look of the engine at a repository")
                .tag("repository", repository.value())
                .register(meters);
        var requests = summary("gough.tick.calls", "Calls to backends in one look at a repository", repository);
        var bytes = summary("gough.tick.bytes", "Length of what backends answered in one look", repository);
        return () -> {
            calls.begin();
            timer.record(tick);
            var cost = calls.sinceBegin();
            requests.record(cost.calls());
            bytes.record((double) cost.bytes());
        };
    }

    private DistributionSummary summary(String name, String description, RepositoryId repository) {
        return DistributionSummary.builder(name)
                .description(description)
                .tag("repository", repository.value())
                .register(meters);
    }
}
