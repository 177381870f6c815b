package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Alert.Severity;
import io.penguintech.gough.bot.rollout.AlertParts.Part;
import io.penguintech.gough.bot.rollout.AlertStore.Saying;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.BackendName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Alerts of what Fleets tell of that Gough cannot derive anew from what it sees: ended by time, by a person, or, as far as Fleet's list
 * of vulnerabilities can be read, by that. What such an alert says is made of its parts and its hosts, anew whenever these or silences
 * differ. Call inside a transaction.
 */
final class FleetNotes {
    private static final int NAMED = 10;
    private static final int DEEDS = 5;
    /** More that are known to be exploited are one alert together. */
    private static final int ALONE = 20;

    private final Stores stores;

    FleetNotes(Stores stores) {
        this.stores = stores;
    }

    /** What such an alert is about. */
    enum Kind {
        /** One vulnerability that is known to be exploited, or what there are more of them. */
        EXPLOITED("vulnerability", Severity.CRITICAL, Duration.ofDays(14)),
        /** All others of a Fleet, however many. */
        VULNERABILITIES("vulnerabilities", Severity.WARNING, Duration.ofDays(14)),
        /** Deeds of one kind. */
        ACTIVITY("activity", Severity.INFO, Duration.ofDays(7));

        private final String word;
        private final Severity severity;
        private final Duration counts;

        Kind(String word, Severity severity, Duration counts) {
            this.word = word;
            this.severity = severity;
            this.counts = counts;
        }
    }

    /**
     * Which alert.
     *
     * @param about the vulnerability or the kind of deed; empty text for all of a Fleet
     */
    record Name(Kind kind, BackendName fleet, String about) {
        String key() {
            return "%s %s%s".formatted(kind.word, fleet, about.isEmpty() ? "" : "/" + about);
        }

        /** The one with this key; empty when it is another kind of alert. */
        static Optional<Name> of(String key) {
            int space = key.indexOf(' ');
            for (var kind : Kind.values())
                if (space > 0 && kind.word.equals(key.substring(0, space))) {
                    var rest = key.substring(space + 1).split("/", 2);
                    return Optional.of(new Name(kind, new BackendName(rest[0]), rest.length > 1 ? rest[1] : ""));
                }
            return Optional.empty();
        }
    }

    /** Nobody ends or tells any of them before this transaction is over: what is added must not bring back what a person just ended. */
    void hold(RepositoryId repository) {
        stores.alerts().expiring(repository);
    }

    // ---- what there is to tell

    /** Something more belongs to it. */
    void add(RepositoryId repository, Name name, Collection<Part> parts, Instant now) {
        if (parts.isEmpty()) return;
        var hosts = new TreeMap<String, String>();
        var until = now.plus(name.kind().counts);
        for (var part : parts) {
            part.hosts().forEach((id, host) -> hosts.put(Long.toString(id), host));
            stores.alertParts().put(repository, name.key(), part, until);
        }
        stores.alertHosts().began(repository, name.key(), hosts, now);
        say(repository, name, now);
        stores.alerts().prolong(repository, name.key(), until);
    }

    /** A part is over. Nothing happens when it is none any more. */
    void drop(RepositoryId repository, Name name, Collection<String> parts, String ending, Instant now) {
        var gone = parts.stream()
                .filter(part -> stores.alertParts().remove(repository, name.key(), part))
                .toList();
        if (gone.isEmpty()) return;
        if (stores.alertParts().words(repository, name.key(), now).isEmpty())
            stores.alerts().resolve(repository, name.key(), ending, now);
        else say(repository, name, now);
    }

    /** The same was heard again: the alert lasts longer, unless somebody ended it. */
    void prolong(RepositoryId repository, Name name, Collection<String> parts, Instant now) {
        if (parts.isEmpty()) return;
        var until = now.plus(name.kind().counts);
        if (stores.alertParts().prolong(repository, name.key(), parts, until))
            stores.alerts().prolong(repository, name.key(), until);
    }

    // ---- vulnerabilities

    /**
     * Vulnerabilities that people are to be told of.
     *
     * @param exploited those that are known to be exploited
     * @param others all others
     */
    void found(
            RepositoryId repository,
            BackendName fleet,
            Collection<Part> exploited,
            Collection<Part> others,
            Instant now) {
        var all = new Name(Kind.VULNERABILITIES, fleet, "");
        drop(repository, all, ids(exploited), "It is known to be exploited: an alert of its own.", now);
        add(repository, all, others, now);
        var more = new Name(Kind.EXPLOITED, fleet, "");
        var together =
                stores.alertParts().all(repository, List.of(more.key())).getOrDefault(more.key(), new TreeMap<>());
        var rest = new ArrayList<Part>();
        int alone = stores.alerts().about(repository, more.key() + "/").size();
        for (var part : exploited) {
            var own = new Name(Kind.EXPLOITED, fleet, part.id());
            boolean open = stores.alerts().open(repository, own.key(), now).isPresent();
            if (!open && (alone >= ALONE || together.containsKey(part.id()))) {
                rest.add(part);
                continue;
            }
            add(repository, own, List.of(part), now);
            if (!open) alone++;
        }
        add(repository, more, rest, now);
    }

    private static List<String> ids(Collection<Part> parts) {
        return parts.stream().map(Part::id).toList();
    }

    /** Every vulnerability of a Fleet that an open alert is about, and when it was told: by the alert. */
    SortedMap<Name, SortedMap<String, Instant>> vulnerabilities(RepositoryId repository, BackendName fleet) {
        var named = new TreeMap<Name, SortedMap<String, Instant>>(Comparator.comparing(Name::key));
        var keys = new ArrayList<String>();
        for (var kind : List.of(Kind.EXPLOITED, Kind.VULNERABILITIES)) {
            var key = new Name(kind, fleet, "").key();
            keys.add(key);
            stores.alerts().about(repository, key + "/").forEach(cve -> keys.add(key + "/" + cve));
        }
        stores.alertParts()
                .all(repository, keys)
                .forEach((key, parts) -> Name.of(key).ifPresent(name -> named.put(name, parts)));
        return named;
    }

    /** That it is told again, as what it is part of. */
    void prolong(RepositoryId repository, BackendName fleet, String cve, Instant now) {
        prolong(repository, new Name(Kind.EXPLOITED, fleet, cve), List.of(cve), now);
        prolong(repository, new Name(Kind.EXPLOITED, fleet, ""), List.of(cve), now);
        prolong(repository, new Name(Kind.VULNERABILITIES, fleet, ""), List.of(cve), now);
    }

    // ---- what it says

    /** Says all of them as they are now: parts may be over, and hosts silenced. */
    void again(RepositoryId repository, Instant now) {
        var open = stores.alerts().expiring(repository);
        forget(repository, now);
        open.stream().flatMap(key -> Name.of(key).stream()).forEach(name -> say(repository, name, now));
    }

    /** Parts that nobody told of for too long are none any more; vulnerabilities among them are news when somebody does. */
    void forget(RepositoryId repository, Instant now) {
        stores.alertParts()
                .forget(repository, now)
                .forEach((key, parts) -> Name.of(key)
                        .filter(name -> name.kind() != Kind.ACTIVITY)
                        .ifPresent(name -> stores.vulnerabilities().forget(name.fleet(), parts, now)));
    }

    private void say(RepositoryId repository, Name name, Instant now) {
        var parts = stores.alertParts().words(repository, name.key(), now);
        if (parts.isEmpty()) return;
        stores.alertHosts().endedWithParts(repository, name.key(), now);
        var hosts = stores.alertHosts().now(repository, name.key());
        var audible = HostTroubles.Audible.of(
                name.key(), hosts, stores.silencedAlerts().of(repository, now));
        var kind = name.kind();
        int unread = stores.alertParts().unread(repository, name.key());
        stores.alerts()
                .put(
                        repository,
                        new Saying(
                                name.key(),
                                kind.severity,
                                text(name, parts, audible, unread),
                                audible.count(),
                                audible.muted(),
                                stores.alertParts().until(repository, name.key()),
                                true),
                        now);
    }

    private String text(Name name, List<String> parts, HostTroubles.Audible hosts, int unread) {
        var ending = hosts.quietly() + unread(parts.size(), unread) + ending(name.fleet());
        return switch (name.kind()) {
            case EXPLOITED ->
                name.about().isEmpty()
                        ? "%d more %s known to be exploited, in software on %s, says fleet %s: %s.%s"
                                .formatted(
                                        parts.size(),
                                        parts.size() == 1 ? "vulnerability is" : "vulnerabilities are",
                                        named(hosts),
                                        name.fleet(),
                                        few(parts, NAMED, ", "),
                                        ending)
                        : "%s, known to be exploited, is in software on %s, says fleet %s: https://nvd.nist.gov/vuln/detail/%s.%s"
                                .formatted(name.about(), named(hosts), name.fleet(), name.about(), ending);
            case VULNERABILITIES ->
                "%d %s in software on %s, says fleet %s: %s.%s"
                        .formatted(
                                parts.size(),
                                parts.size() == 1 ? "vulnerability is" : "vulnerabilities are",
                                named(hosts),
                                name.fleet(),
                                few(parts, NAMED, ", "),
                                ending);
            case ACTIVITY -> few(parts, DEEDS, "; ") + ".";
        };
    }

    private static String named(HostTroubles.Audible hosts) {
        return hosts.shown().isEmpty() ? "hosts that were not read yet" : hosts.named();
    }

    private static String unread(int parts, int unread) {
        if (unread == 0) return "";
        return parts == 1 ? " It is on more hosts." : " Of %d of them not all hosts were read.".formatted(unread);
    }

    private String ending(BackendName fleet) {
        return stores.fleetLists().isRead(fleet, FleetListStore.What.VULNERABILITIES)
                ? " It is over when Fleet does not list it any more; who has seen enough of it acknowledges it."
                : " Nobody tells when it is over: acknowledge it when it is dealt with.";
    }

    private static String few(List<String> parts, int most, String between) {
        var shown = parts.stream().limit(most).collect(Collectors.joining(between));
        return parts.size() > most ? "%s and %d more".formatted(shown, parts.size() - most) : shown;
    }
}
