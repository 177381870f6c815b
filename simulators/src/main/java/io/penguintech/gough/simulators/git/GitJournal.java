package io.penguintech.gough.simulators.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** Counts what each repository was asked for. Safe for use by many threads. */
final class GitJournal {

    private final AtomicReference<BiConsumer<String, Push>> hook = new AtomicReference<>((repository, push) -> {});
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private static final class Entry {
        final AtomicLong lookups = new AtomicLong();
        final AtomicLong fetches = new AtomicLong();
        final List<Push> pushes = new ArrayList<>();
    }

    void lookedUp(String repository) {
        entry(repository).lookups.incrementAndGet();
    }

    void fetched(String repository) {
        entry(repository).fetches.incrementAndGet();
    }

    void pushed(String repository, Push push) {
        var pushes = entry(repository).pushes;
        synchronized (pushes) {
            pushes.add(push);
        }
        hook.get().accept(repository, push);
    }

    void tell(BiConsumer<String, Push> other) {
        hook.set(other);
    }

    List<Push> pushes(String repository) {
        var pushes = entry(repository).pushes;
        synchronized (pushes) {
            return List.copyOf(pushes);
        }
    }

    GitTraffic traffic(String repository) {
        var entry = entry(repository);
        return new GitTraffic(
                entry.lookups.get(), entry.fetches.get(), pushes(repository).size());
    }

    private Entry entry(String repository) {
        return entries.computeIfAbsent(repository, any -> new Entry());
    }
}
