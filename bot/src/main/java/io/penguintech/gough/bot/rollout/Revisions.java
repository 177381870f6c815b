package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.Thing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What revisions declare, loaded and rendered once. Keeps the few that are in use. */
final class Revisions {
    private static final int KEPT = 4;

    private final Declarations declarations;
    private final World world;
    private final Map<Key, Declarations.Declared> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Declarations.Declared> eldest) {
            return size() > KEPT;
        }
    };

    private record Key(RepositoryId repository, Revision revision) {}

    Revisions(Declarations declarations, World world) {
        this.declarations = declarations;
        this.world = world;
    }

    Declarations declarations() {
        return declarations;
    }

    /** What {@code revision} declares, or everything wrong with it. */
    synchronized Declarations.Declared declared(ServedRepository served, Revision revision) {
        var key = new Key(served.id(), revision);
        var known = kept.get(key);
        if (known != null) return known;
        var fresh = declared(served, served.source().tree(revision));
        kept.put(key, fresh);
        return fresh;
    }

    /** What {@code files} declare, or everything wrong with them; nothing is kept, and nobody is held up. */
    Declarations.Declared declared(ServedRepository served, RepoTree files) {
        return switch (declarations.declare(files, served.secrets().allowed())) {
            case Declarations.Declared.Invalid invalid -> invalid;
            case Declarations.Declared.Valid valid -> withKnownBackends(valid);
        };
    }

    private Declarations.Declared withKnownBackends(Declarations.Declared.Valid valid) {
        var problems = new ArrayList<Diagnostic>();
        for (Host host : valid.inventory().hosts().values())
            if (!world.regionNames().contains(host.region()))
                problems.add(
                        unknown("region", host.name().value(), host.region().value(), host.place()));
        for (Thing thing : valid.inventory().things())
            if (!world.regionNames().contains(thing.region()))
                problems.add(unknown(
                        "region",
                        thing.kind().noun() + " " + thing.name(),
                        thing.region().value(),
                        thing.place()));
        for (FleetObject object : valid.inventory().inFleets())
            if (!world.fleetNames().contains(object.fleet()))
                problems.add(unknown("fleet", object.title(), object.fleet().value(), object.place()));
        if (problems.isEmpty()) return valid;
        var all = new ArrayList<>(valid.warnings());
        all.addAll(problems);
        return new Declarations.Declared.Invalid(List.copyOf(all));
    }

    private static Diagnostic unknown(String what, String subject, String name, Place place) {
        return Diagnostic.error(
                "Unknown " + what,
                "%s lives in %s \"%s\", which the server settings do not know.".formatted(subject, what, name),
                place);
    }
}
