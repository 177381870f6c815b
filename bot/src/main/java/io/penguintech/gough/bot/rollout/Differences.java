package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The differences of repositories that only a decision can end, as last seen, and how people name them. */
final class Differences {
    private final Stores stores;
    private final RolloutEngine engine;
    private final Causes causes;

    Differences(Stores stores, RolloutEngine engine, Causes causes) {
        this.stores = stores;
        this.engine = engine;
        this.causes = causes;
    }

    /** All of them, whether somebody decided to live with them or not. */
    List<Plan.Finding> all(ServedRepository served) {
        return engine.sight(served.id())
                .map(sight -> sight.compared().plan().findings())
                .orElse(List.of());
    }

    /** Those that wait for a decision, or the others. */
    private List<Plan.Finding> accepted(ServedRepository served, boolean accepted) {
        var known = stores.findings().accepted(served.id()).keySet();
        return all(served).stream()
                .filter(one -> known.contains(one.digest()) == accepted)
                .toList();
    }

    /** What several that wait for a decision have in common, by the start of its digest. */
    Optional<SharedCause> open(ServedRepository served, String start) {
        return shared(served, start, accepted(served, false));
    }

    /** What several that were accepted have in common, by the start of its digest. */
    Optional<SharedCause> accepted(ServedRepository served, String start) {
        return shared(served, start, accepted(served, true));
    }

    private Optional<SharedCause> shared(ServedRepository served, String start, List<Plan.Finding> among) {
        var meant = engine.sight(served.id()).map(sight -> causes.of(served, sight.compared(), among)).stream()
                .flatMap(List::stream)
                .filter(cause -> DigestName.names(start, cause.digest()))
                .toList();
        return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
    }

    /** The hosts that what is named by the start of a digest is about; none when it names nothing, or several things. */
    Set<HostName> hosts(ServedRepository served, String start) {
        var cause = open(served, start).or(() -> accepted(served, start));
        if (cause.isPresent()) return hosts(cause.get().findings().stream());
        var meant = all(served).stream()
                .filter(one -> DigestName.names(start, one.digest()))
                .toList();
        return meant.size() == 1 ? hosts(meant.stream()) : Set.of();
    }

    private static Set<HostName> hosts(Stream<Plan.Finding> findings) {
        var hosts = new TreeSet<HostName>();
        findings.forEach(one -> hosts.addAll(one.hosts()));
        return hosts;
    }
}
