package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Revision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What stops everything until a person confirms it. Pure; each rule answers what it found, with what confirms it. */
final class Guards {
    private static final String REGION = "maas ";

    /** Under which annotation a machine carries the number of the journal entry that deployed it. */
    static final String JOURNAL = "gough.journal";

    private Guards() {}

    /**
     * Something is wrong on a scale that looks like an accident.
     *
     * @param keys what confirming it means; a guard is silent about what was confirmed
     * @param text what was found, for people
     */
    record Tripped(List<String> keys, String text) {
        /** Keeps a copy. */
        Tripped {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Everything that stops a repository at one moment.
     *
     * @param keys what confirming it means
     * @param text what was found and how to go on, for people
     */
    record Halt(List<String> keys, String text) {}

    /** Several findings as they are confirmed: all of them, and nothing else, by one digest. */
    static Halt together(List<Tripped> guards) {
        var keys = guards.stream().flatMap(guard -> guard.keys().stream()).toList();
        var text = guards.stream().map(Tripped::text).collect(Collectors.joining(" "));
        return new Halt(
                keys,
                "%s Nothing is written until an admin confirms that exactly this is right: gough confirm --digest %s --reason TEXT."
                        .formatted(text, brief(digest(keys))));
    }

    /** Names what a guard found: SHA-256 over the sorted keys, 64 hexadecimal digits. */
    static String digest(Collection<String> keys) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var key : new TreeSet<>(keys)) sha.update((key + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** The branch was rewound or replaced. */
    static Optional<Tripped> rewound(Revision before, Revision now, Set<String> confirmed) {
        return unless(
                confirmed,
                List.of("rewound:" + before.brief() + ":" + now.id()),
                "The branch was rewound or replaced: it was at %s and is now at %s, which does not descend from it."
                        .formatted(before.brief(), now.brief()));
    }

    /** The tree became empty. */
    static Optional<Tripped> emptied(Revision now, int declaredBefore, int declaredNow, Set<String> confirmed) {
        if (declaredNow > 0 || declaredBefore == 0) return Optional.empty();
        return unless(
                confirmed,
                List.of("empty:" + now.id()),
                "Revision %s declares nothing, the one before declared %d hosts and queries."
                        .formatted(now.brief(), declaredBefore));
    }

    /** The branch vanished. */
    static Optional<Tripped> vanished(String branch, Optional<Revision> before, Set<String> confirmed) {
        if (before.isEmpty()) return Optional.empty();
        return unless(
                confirmed,
                List.of("no-branch:" + before.get().id()),
                "The branch %s is gone; it was at %s."
                        .formatted(branch, before.get().brief()));
    }

    /** What confirming that {@code backend} is now this server means. */
    static String identityKey(String backend, BackendIdentity now) {
        return "identity:" + backend + ":" + now.fingerprint() + ":" + now.user();
    }

    /**
     * Whether what is confirmed by {@code keys} is that {@code backend} is a MAAS that was set up anew: another server, not only
     * another user of the same one.
     */
    static boolean isAnotherRegion(String backend, BackendIdentity pinned, Collection<String> keys) {
        return backend.startsWith(REGION)
                && keys.stream()
                        .filter(key -> key.startsWith("identity:" + backend + ":"))
                        .anyMatch(key -> !key.startsWith("identity:" + backend + ":" + pinned.fingerprint() + ":"));
    }

    /** The region that {@code backend} is, as identities are named. */
    static BackendName region(String backend) {
        return new BackendName(backend.substring(REGION.length()));
    }

    /**
     * A backend is another server, or another user's view of it, than the one it is pinned to. Confirming pins it anew, so
     * what was confirmed once and is another one again is asked about again.
     */
    static Optional<Tripped> swapped(String backend, BackendIdentity pinned, BackendIdentity now) {
        if (pinned.sameAs(now)) return Optional.empty();
        return Optional.of(new Tripped(
                List.of(identityKey(backend, now)),
                "%s at %s is another server or another user than before: user %s instead of %s, identity %s instead of %s."
                        .formatted(
                                backend,
                                now.url(),
                                now.user(),
                                pinned.user(),
                                brief(now.fingerprint()),
                                brief(pinned.fingerprint()))));
    }

    /** More than a fifth of the machines we know in a region are gone from a complete list. */
    static Optional<Tripped> gone(
            BackendName region, Observed.Region seen, Records records, Set<HostName> leaving, Set<String> confirmed) {
        if (!seen.complete()) return Optional.empty();
        // A person said of the living that their region has forgotten them.
        var known = records.hosts().values().stream()
                .filter(host -> host.region().equals(region) && !host.living() && !leaving.contains(host.host()))
                .toList();
        var keys = known.stream()
                .filter(host -> !seen.machines().containsKey(host.systemId()))
                .map(host -> "gone:" + region + ":" + host.systemId())
                .filter(key -> !confirmed.contains(key))
                .toList();
        if (keys.size() * 5 <= known.size()) return Optional.empty();
        return unless(
                confirmed,
                keys,
                "%d of the %d machines known in maas %s are gone from its list, more than a fifth."
                        .formatted(keys.size(), known.size(), region));
    }

    /** A machine of ours carries a journal number that this database never gave: the database is older than the world. */
    static Optional<Tripped> outdated(String ownTag, Observed observed, long highest, Set<String> confirmed) {
        long stamped = observed.regions().values().stream()
                .flatMap(region -> region.machines().values().stream())
                .mapToLong(seen -> stamp(seen.value(), ownTag))
                .max()
                .orElse(0);
        if (stamped <= highest) return Optional.empty();
        return unless(
                confirmed,
                List.of("stamp:" + stamped),
                ("A machine carries journal number %d, but this database has given numbers up to %d only: it looks "
                                + "restored from an older backup. Hosts deployed since are not known to it.")
                        .formatted(stamped, highest));
    }

    private static long stamp(Machine machine, String ownTag) {
        if (!machine.tags().contains(ownTag)) return 0;
        var text = machine.annotations().getOrDefault(JOURNAL, "0");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Who answers under each backend's name now; {@code changed} answered differently than what was seen came from. */
    static SortedMap<String, BackendIdentity> identities(Observed observed, Map<String, BackendIdentity> changed) {
        var all = new TreeMap<String, BackendIdentity>();
        observed.regions().forEach((name, region) -> all.put(REGION + name, region.identity()));
        observed.fleets().forEach((name, fleet) -> all.put("fleet " + name, fleet.identity()));
        all.putAll(changed);
        return all;
    }

    /** Everything the observation shows to be wrong. */
    static List<Tripped> world(
            Observed observed,
            Map<String, BackendIdentity> identities,
            Map<String, BackendIdentity> pins,
            Records records,
            Set<HostName> leaving,
            Set<String> confirmed) {
        var found = new ArrayList<Tripped>();
        identities.forEach((backend, now) -> Optional.ofNullable(pins.get(backend))
                .flatMap(pinned -> swapped(backend, pinned, now))
                .ifPresent(found::add));
        observed.regions()
                .forEach((region, seen) ->
                        gone(region, seen, records, leaving, confirmed).ifPresent(found::add));
        return found;
    }

    private static Optional<Tripped> unless(Set<String> confirmed, List<String> keys, String found) {
        if (confirmed.containsAll(keys)) return Optional.empty();
        return Optional.of(new Tripped(keys, found));
    }

    private static String brief(String fingerprint) {
        return fingerprint.substring(0, Math.min(12, fingerprint.length()));
    }
}
