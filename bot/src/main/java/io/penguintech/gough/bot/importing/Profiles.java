package io.penguintech.gough.bot.importing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What hosts have in common, factored out: one profile for what all share, then one for each power type, release, zone,
 * pool, network and storage that at least two hosts have. A field stands in the first of them in which every host of that group has the same
 * value, so that the same hosts always give the same profiles, and each is named after what its hosts share.
 */
final class Profiles {
    private static final int LONGEST = 50;

    private final SortedMap<String, Profile> all = new TreeMap<>();
    private final SortedMap<String, List<Profile>> ofHost = new TreeMap<>();

    /**
     * A profile.
     *
     * @param name its name
     * @param fields as in {@link Sheet}
     * @param tags tags it adds
     */
    record Profile(String name, SortedMap<String, Object> fields, SortedSet<String> tags) {
        Profile {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
            tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        }
    }

    /** One way to sort hosts into groups: by what, what a group is called after, and which fields its profile may hold. */
    private record Grouping(
            String prefix,
            Function<Sheet, String> by,
            Function<Sheet, String> name,
            Predicate<String> holds,
            boolean holdsTags) {
        Grouping(String prefix, Function<Sheet, String> by, Predicate<String> holds, boolean holdsTags) {
            this(prefix, by, by, holds, holdsTags);
        }

        /** By how their machines are set up inside, which stands in one place and in no other profile. */
        static Grouping bySetup(String prefix, String section, Function<Sheet, String> name) {
            return new Grouping(prefix, sheet -> sheet.shape(section), name, field -> field.startsWith(section), false);
        }
    }

    private static final List<Grouping> GROUPINGS = List.of(
            new Grouping("base", sheet -> "all", Profiles::isOfAll, true),
            new Grouping(
                    "power-", sheet -> sheet.text(Sheet.POWER_TYPE), field -> field.startsWith(Sheet.POWER), false),
            new Grouping(
                    "os-",
                    sheet -> sheet.text(Sheet.RELEASE),
                    field -> field.startsWith("os/") || field.equals("goal"),
                    false),
            new Grouping("zone-", Sheet::zone, field -> field.equals(Sheet.ZONE) || field.equals("domain"), true),
            new Grouping("pool-", sheet -> sheet.text(Sheet.POOL), field -> field.equals(Sheet.POOL), true),
            Grouping.bySetup("network-", Sheet.NETWORK, NetworkSheet::name),
            Grouping.bySetup("storage-", Sheet.STORAGE, sheet -> sheet.text(StorageSheet.LAYOUT)));

    private Profiles() {}

    private static boolean isOfAll(String field) {
        return !field.equals("description") && !field.startsWith(Sheet.NETWORK) && !field.startsWith(Sheet.STORAGE);
    }

    static Profiles of(Collection<Sheet> sheets) {
        var profiles = new Profiles();
        GROUPINGS.forEach(grouping -> profiles.group(sheets, grouping));
        return profiles;
    }

    /** Every profile, by name. */
    Collection<Profile> all() {
        return all.values();
    }

    /** The profiles of a host, in the order in which they are merged. */
    List<Profile> of(Sheet sheet) {
        return ofHost.getOrDefault(sheet.name(), List.of());
    }

    private void group(Collection<Sheet> sheets, Grouping grouping) {
        var groups = new TreeMap<String, List<Sheet>>();
        for (var sheet : sheets) {
            var key = grouping.by().apply(sheet);
            if (!key.isEmpty())
                groups.computeIfAbsent(key, any -> new ArrayList<>()).add(sheet);
        }
        groups.forEach((key, members) -> {
            if (members.size() > 1)
                shared(members, grouping, name(grouping, members.getFirst()))
                        .ifPresent(profile -> add(profile, members));
        });
    }

    private String name(Grouping grouping, Sheet member) {
        if (grouping.prefix().equals("base")) return grouping.prefix();
        return free(slug(grouping.prefix() + grouping.name().apply(member)), all.keySet());
    }

    private void add(Profile profile, List<Sheet> members) {
        all.put(profile.name(), profile);
        members.forEach(sheet ->
                ofHost.computeIfAbsent(sheet.name(), any -> new ArrayList<>()).add(profile));
    }

    /** What all members have and no profile of theirs holds yet; empty when that is nothing. */
    private Optional<Profile> shared(List<Sheet> members, Grouping grouping, String name) {
        var fields = new TreeMap<>(members.getFirst().fields());
        fields.keySet().removeIf(field -> !grouping.holds().test(field));
        var tags = new TreeSet<String>(grouping.holdsTags() ? members.getFirst().tags() : List.of());
        for (var sheet : members) {
            fields.entrySet()
                    .removeIf(entry -> !entry.getValue().equals(sheet.fields().get(entry.getKey())));
            tags.retainAll(sheet.tags());
            for (var held : of(sheet)) {
                fields.keySet().removeAll(held.fields().keySet());
                tags.removeAll(held.tags());
            }
        }
        return fields.isEmpty() && tags.isEmpty() ? Optional.empty() : Optional.of(new Profile(name, fields, tags));
    }

    /** Text as a part of a file's or a profile's name. */
    static String slug(String text) {
        var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        var cut = slug.length() > LONGEST ? slug.substring(0, LONGEST).replaceAll("-$", "") : slug;
        return cut.isEmpty() ? "unnamed" : cut;
    }

    /** {@code name}, or with a number behind it when that is taken. */
    static String free(String name, Collection<String> taken) {
        var free = name;
        for (int i = 2; taken.contains(free); i++) free = name + "-" + i;
        return free;
    }
}
