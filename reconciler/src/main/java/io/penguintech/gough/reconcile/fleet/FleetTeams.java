package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.FleetNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** Which id each team (since 4.82: fleet) has; Fleet's calls go by id, documents by name. */
final class FleetTeams {
    private final FleetCalls calls;
    private final AtomicReference<Map<String, Long>> known = new AtomicReference<>(Map.of());

    FleetTeams(FleetCalls calls) {
        this.calls = calls;
    }

    /** Asks now; the names of all. */
    Set<String> read() throws Refused {
        var dialect = calls.dialect();
        var answer = calls.read("list-teams", dialect.teams(), "list teams");
        var list = answer.path("fleets").isArray() ? answer.path("fleets") : answer.path("teams");
        var ids = new HashMap<String, Long>();
        var names = new TreeSet<String>();
        list.valueStream().forEach(team -> {
            long id = team.path("id").asLong(0);
            var name = team.path("name").asString("");
            if (id <= 0) return;
            names.add(name);
            ids.put(FleetNames.key(name), id);
        });
        known.set(Map.copyOf(ids));
        return names;
    }

    /** The id that was read last. */
    Optional<Long> id(String team) {
        return Optional.ofNullable(known.get().get(FleetNames.key(team)));
    }

    /** The id for a write; asks when it is not known. Empty text is no team, which is 0. */
    long required(String team, String doing) throws Refused {
        if (team.isEmpty()) return 0;
        if (id(team).isEmpty()) read();
        var id = id(team);
        if (id.isEmpty()) throw new Refused(calls.failures().changed(doing, "it has no team " + team + "."));
        return id.get();
    }
}
