package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches beside the engine: a forge that hangs must not keep what is under way from being watched. */
final class Fetching {
    /** A forge that answers is waited for within the tick. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final Map<RepositoryId, FutureTask<InfraRepo.Fetched>> running = new ConcurrentHashMap<>();

    /** What the fetch found; empty while it goes on: ask again at the next tick. */
    Optional<InfraRepo.Fetched> of(ServedRepository served) {
        var task = running.computeIfAbsent(served.id(), id -> begin(served));
        try {
            var fetched = task.get(SHORT.toMillis(), TimeUnit.MILLISECONDS);
            running.remove(served.id());
            return Optional.of(fetched);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            running.remove(served.id());
            return Optional.of(new InfraRepo.Fetched.Failed("Gough itself failed: " + e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static FutureTask<InfraRepo.Fetched> begin(ServedRepository served) {
        var task = new FutureTask<>(() -> served.source().fetch());
        Thread.ofVirtual().name("fetch of " + served.id()).start(task);
        return task;
    }
}
