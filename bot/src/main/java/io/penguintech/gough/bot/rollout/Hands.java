package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Deed;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whose hands were on machines and in a Fleet, as far as these note it. For people only: no decision and no digest knows of it. */
final class Hands {
    /** What happened longer ago is not told as the cause of what is found now. */
    private static final Duration RECENT = Duration.ofHours(1);

    private static final int NAMED = 2;
    /** How the subject of a host begins. */
    private static final String HOST = "host ";

    private Hands() {}

    /**
     * What somebody else than Gough did last, by the text of the subject it was done to: each host's machine, which goes by
     * its name, and what is in a Fleet.
     */
    static SortedMap<String, Deed> bySubject(World world) {
        var all = new TreeMap<String, Deed>();
        var seen = world.snapshot();
        seen.fleets()
                .keySet()
                .forEach(name -> world.fleetDeeds(name).forEach((subject, deed) -> all.put(subject.text(), deed)));
        seen.regions()
                .forEach((name, region) -> world.deeds(name).forEach((id, deed) -> {
                    var machine = region.machines().get(id);
                    if (machine != null) all.put(HOST + machine.value().hostname(), deed);
                }));
        return all;
    }

    /**
     * The first line of a rollout for differences that nobody committed. Names who a backend says was there a short while
     * ago; not for edited fields of a machine, because MAAS notes nobody's edits (recorded).
     */
    static String drift(Revision revision, List<Change> changes, World world, Instant now) {
        var deeds = bySubject(world);
        var phrases = changes.stream()
                .filter(change -> !(change instanceof Change.Amend))
                .map(change -> change.subject().text())
                .filter(subject ->
                        deeds.containsKey(subject) && isRecent(Objects.requireNonNull(deeds.get(subject)), now))
                .map(subject -> "%s: %s"
                        .formatted(
                                subject,
                                Objects.requireNonNull(deeds.get(subject)).words(now)))
                .toList();
        var words = "Drift from revision " + revision.brief();
        if (phrases.isEmpty()) return words;
        var more = phrases.size() > NAMED ? "; and %d more".formatted(phrases.size() - NAMED) : "";
        return words + "; " + phrases.stream().limit(NAMED).collect(Collectors.joining("; ")) + more;
    }

    private static boolean isRecent(Deed deed, Instant now) {
        return Duration.between(deed.at(), now).abs().compareTo(RECENT) < 0;
    }
}
