package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Alert.Severity;
import io.penguintech.gough.bot.rollout.AlertStore.Saying;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.BackendName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Alerts of what only a Fleet tells, ended by time or by a person, as nothing tells that they are over. What such an alert says is
 * made of its parts and its hosts, anew whenever these or silences differ. Call inside a transaction.
 */
final class FleetNotes {
    private static final int NAMED = 10;
    private static final int DEEDS = 5;

    private final Stores stores;

    FleetNotes(Stores stores) {
        this.stores = stores;
    }

    /** What such an alert is about. */
    enum Kind {
        /** One vulnerability that is known to be exploited. */
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

    /**
     * Something more belongs to it.
     *
     * @param part what makes that one and the same
     * @param words what people see of it
     * @param hosts hosts that it is about: Fleet's id and name
     */
    void add(
            RepositoryId repository, Name name, String part, String words, SortedMap<Long, String> hosts, Instant now) {
        var about = new TreeMap<String, String>();
        hosts.forEach((id, host) -> about.put(Long.toString(id), host));
        stores.alertParts().put(repository, name.key(), part, words, now, now.plus(name.kind().counts));
        stores.alertHosts().began(repository, name.key(), about, now);
        say(repository, name, now);
        prolong(repository, name, part, now);
    }

    /** The same was heard again: it lasts longer, unless somebody ended it. */
    void prolong(RepositoryId repository, Name name, String part, Instant now) {
        var until = now.plus(name.kind().counts);
        stores.alertParts().prolong(repository, name.key(), part, until);
        stores.alerts().prolong(repository, name.key(), until);
    }

    /** Says all of them as they are now: parts may be over, and hosts silenced. */
    void again(RepositoryId repository, Instant now) {
        stores.alertParts().forget(now);
        stores.alerts().expiring(repository).stream()
                .flatMap(key -> Name.of(key).stream())
                .forEach(name -> say(repository, name, now));
    }

    private void say(RepositoryId repository, Name name, Instant now) {
        var parts = stores.alertParts().words(repository, name.key(), now);
        if (parts.isEmpty()) return;
        var hosts = stores.alertHosts().now(repository, name.key());
        var audible = HostTroubles.Audible.of(
                name.key(), hosts, stores.silencedAlerts().of(repository, now));
        var kind = name.kind();
        stores.alerts()
                .put(
                        repository,
                        new Saying(
                                name.key(),
                                kind.severity,
                                text(name, parts, audible),
                                audible.count(),
                                audible.muted(),
                                stores.alertParts().until(repository, name.key()),
                                true),
                        now);
    }

    private static String text(Name name, List<String> parts, HostTroubles.Audible hosts) {
        return switch (name.kind()) {
            case EXPLOITED ->
                "%s, known to be exploited, is in software on %s, says fleet %s: https://nvd.nist.gov/vuln/detail/%s.%s Nobody tells when it is over: acknowledge it when it is dealt with."
                        .formatted(name.about(), hosts.named(), name.fleet(), name.about(), hosts.quietly());
            case VULNERABILITIES ->
                "%d %s in software on %s, says fleet %s: %s.%s Nobody tells when that is over: acknowledge it when it is dealt with."
                        .formatted(
                                parts.size(),
                                parts.size() == 1 ? "vulnerability is" : "vulnerabilities are",
                                hosts.named(),
                                name.fleet(),
                                few(parts, NAMED, ", "),
                                hosts.quietly());
            case ACTIVITY -> few(parts, DEEDS, "; ") + ".";
        };
    }

    private static String few(List<String> parts, int most, String between) {
        var shown = parts.stream().limit(most).collect(Collectors.joining(between));
        return parts.size() > most ? "%s and %d more".formatted(shown, parts.size() - most) : shown;
    }
}
