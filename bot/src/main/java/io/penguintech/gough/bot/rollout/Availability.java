package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Pace.Hold;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How many hosts of a group may be unavailable at once. Unavailable is what is in flight, what failed in this rollout,
 * what is broken, and what ran and does not. A host that is unavailable already may always be worked on. A host counts in the groups it is in and in
 * those it was in. For one look.
 */
final class Availability {
    private static final int NAMED = 3;

    private final List<Repository.Unavailable> limits;
    private final Groups groups;
    private final SortedSet<HostName> unavailable = new TreeSet<>();
    private final Set<HostName> flying = new HashSet<>();
    /** What was found of a group, until another change begins. */
    private final Map<Group, Optional<Hold>> holds = new HashMap<>();

    private record Group(Repository.Unavailable limit, String name) {}

    Availability(List<Repository.Unavailable> limits, Situation situation, Groups groups) {
        this.limits = limits;
        this.groups = groups;
        if (limits.isEmpty()) return;
        hosts(situation.inFlight()).forEach(this::begins);
        hosts(situation.failures()).forEach(change -> unavailable.add(Pace.host(change)));
        unavailable.addAll(groups.down());
    }

    private static List<Change.OfHost> hosts(Collection<Intent> intents) {
        return intents.stream()
                .map(Intent::change)
                .filter(Pace::disturbs)
                .map(Change.OfHost.class::cast)
                .toList();
    }

    void begins(Change.OfHost change) {
        flying.add(Pace.host(change));
        unavailable.add(Pace.host(change));
        holds.clear();
    }

    Optional<Hold> hold(Change.OfHost change) {
        if (limits.isEmpty() || unavailable.contains(Pace.host(change))) return Optional.empty();
        return limits.stream()
                .flatMap(limit -> groups.all(limit.by(), Pace.host(change)).stream()
                        .sorted()
                        .map(group -> new Group(limit, group)))
                .flatMap(group -> holds.computeIfAbsent(group, this::hold).stream())
                .findFirst();
    }

    private Optional<Hold> hold(Group which) {
        var limit = which.limit();
        var group = which.name();
        var these = unavailable.stream()
                .filter(name -> groups.all(limit.by(), name).contains(group))
                .toList();
        int size = groups.size(limit.by(), group);
        if (these.size() < limit.of(size)) return Optional.empty();
        var why = "%s: %d of %d hosts unavailable (%s), at most %d may be."
                .formatted(limit.by().words(group), these.size(), size, named(these), limit.of(size));
        return Optional.of(these.stream().anyMatch(flying::contains) ? Hold.meanwhile(why) : Hold.person(why));
    }

    private static String named(List<HostName> hosts) {
        var names = hosts.stream().limit(NAMED).map(HostName::value).collect(Collectors.joining(", "));
        return hosts.size() > NAMED ? "%s and %d more".formatted(names, hosts.size() - NAMED) : names;
    }
}
