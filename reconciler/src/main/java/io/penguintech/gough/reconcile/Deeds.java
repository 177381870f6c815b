package io.penguintech.gough.reconcile;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who did what last to each machine of a region, as its events tell: a few thousand machines, the oldest deeds forgotten
 * first. MAAS notes the user who asked and the change of status apart, one right after the other (recorded); what changes
 * later by itself is nobody's deed. Not safe for threads.
 */
final class Deeds {
    private static final int KEPT = 4096;
    private static final Duration TOGETHER = Duration.ofMinutes(1);

    private final Map<SystemId, Last> last = new LinkedHashMap<>();

    /** A deed, and whether the change of status it led to is told already. */
    private record Last(Deed deed, boolean turned) {}

    void note(Maas.Noted noted) {
        switch (noted) {
            case Maas.Noted.Asked(var id, var at, var who, var what) ->
                put(id, new Last(new Deed(who, what, at, Deed.MAAS_EVENT), false));
            case Maas.Noted.Turned(var id, var at, var from, var to) ->
                Optional.ofNullable(last.get(id))
                        .filter(known -> !known.turned())
                        .filter(known ->
                                Duration.between(known.deed().at(), at).abs().compareTo(TOGETHER) <= 0)
                        .ifPresent(known -> put(
                                id,
                                new Last(new Deed(known.deed().who(), from + "→" + to, at, Deed.MAAS_EVENT), true)));
        }
    }

    private void put(SystemId id, Last newest) {
        last.remove(id); // so that it is the youngest in the map's order
        last.put(id, newest);
        if (last.size() > KEPT) last.remove(last.keySet().iterator().next());
    }

    void clear() {
        last.clear();
    }

    /** Deeds of anybody but {@code user}; where that user acted last there is none. */
    Map<SystemId, Deed> ofOthersThan(String user) {
        var others = new TreeMap<SystemId, Deed>();
        last.forEach((id, newest) -> {
            if (!newest.deed().who().equals(user)) others.put(id, newest.deed());
        });
        return Collections.unmodifiableMap(others);
    }
}
