package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who did what last to the queries and policies of a Fleet, as its activities tell: a few thousand, the oldest forgotten
 * first. Fleet notes nothing about labels. Not safe for threads.
 */
final class FleetDeeds {
    private static final int KEPT = 4096;

    private final BackendName fleet;
    private final Map<Subject.OfFleet, Fleet.Noted> last = new LinkedHashMap<>();

    FleetDeeds(BackendName fleet) {
        this.fleet = fleet;
    }

    /**
     * Notes them.
     *
     * @param all the oldest first
     * @param before what was seen before: under the name that it had then, something that was renamed is known
     */
    void note(List<Fleet.Noted> all, Observed.FleetServer before) {
        all.forEach(noted -> {
            if (!noted.name().isEmpty()) put(subject(noted.kind(), noted.team(), noted.name()), noted);
            Optional.ofNullable(before.all(noted.kind()).get(noted.id()))
                    .ifPresent(known -> put(subject(noted.kind(), known.team(), known.name()), noted));
        });
    }

    private Subject.OfFleet subject(FleetKind kind, String team, String name) {
        return new Subject.OfFleet(kind, fleet, team, name);
    }

    private void put(Subject.OfFleet subject, Fleet.Noted newest) {
        last.remove(subject); // so that it is the youngest in the map's order
        last.put(subject, newest);
        if (last.size() > KEPT) last.remove(last.keySet().iterator().next());
    }

    void clear() {
        last.clear();
    }

    /** Deeds of anybody but {@code user}; where that user acted last there is none. */
    Map<Subject.OfFleet, Deed> ofOthersThan(String user) {
        var others = new TreeMap<Subject.OfFleet, Deed>();
        last.forEach((subject, noted) -> {
            if (!noted.user().equals(user))
                others.put(subject, new Deed(noted.who(), noted.what(), noted.at(), Deed.FLEET_ACTIVITY));
        });
        return Collections.unmodifiableMap(others);
    }
}
