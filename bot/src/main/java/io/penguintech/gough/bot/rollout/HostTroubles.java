package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Alert.Severity;
import io.penguintech.gough.reconcile.Ailing;
import io.penguintech.gough.reconcile.FleetHost;
import io.penguintech.gough.reconcile.FleetRoll;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Policy;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is wrong with hosts now, grouped by cause: one trouble for each policy of ours, whichever hosts fail it, and one for each
 * way in which a backend says that hosts are not well. Pure.
 *
 * @param key what is wrong with what: the identity of its alert
 * @param about what is wrong, as the begin of a sentence about hosts
 * @param over how it is called when it is over
 * @param advice what to do; empty text for nothing
 * @param severity how urgent it is
 * @param hosts of which it is so: identity and name
 * @param details what else is known of hosts, by identity
 * @param unclear identities of hosts of which it cannot be told now
 */
record HostTroubles(
        String key,
        String about,
        String over,
        String advice,
        Severity severity,
        SortedMap<String, String> hosts,
        Map<String, String> details,
        Set<String> unclear) {
    private static final int NAMED = 5;

    /** Keeps unmodifiable views: there may be ten thousand hosts. */
    HostTroubles {
        hosts = Collections.unmodifiableSortedMap(hosts);
        details = Collections.unmodifiableMap(details);
        unclear = Collections.unmodifiableSet(unclear);
    }

    /**
     * What is known.
     *
     * @param inventory what is declared
     * @param records what Gough manages
     * @param rolls what was last read of each Fleet's hosts
     * @param ward how declared hosts are
     */
    record Facts(Inventory inventory, Records records, Map<BackendName, FleetRoll.State> rolls, Healths.Ward ward) {}

    /** All that can be told now, by key, also what no host has any more. What cannot be told now is not in it. */
    static SortedMap<String, HostTroubles> of(Facts facts) {
        var all = new TreeMap<String, HostTroubles>();
        policies(facts, all);
        facts.inventory().hosts().values().stream()
                .collect(Collectors.groupingBy(Host::region))
                .forEach((region, hosts) -> ailing(facts, Ailing.Cause.MACHINE, region, hosts, all));
        facts.inventory().hosts().values().stream()
                .collect(Collectors.groupingBy(Host::fleet))
                .forEach((fleet, hosts) -> {
                    ailing(facts, Ailing.Cause.ENROLMENT, fleet, hosts, all);
                    ailing(facts, Ailing.Cause.SILENCE, fleet, hosts, all);
                });
        return all;
    }

    // ---- policies

    private static void policies(Facts facts, Map<String, HostTroubles> all) {
        var declared = facts.inventory().inFleets().stream()
                .filter(Policy.class::isInstance)
                .map(Policy.class::cast)
                .collect(Collectors.toMap(Subject.OfFleet::of, policy -> policy, (one, _) -> one));
        facts.records().inFleets().forEach((subject, id) -> {
            if (subject.kind() != FleetKind.POLICY) return;
            var roll = Optional.ofNullable(facts.rolls().get(subject.fleet())).flatMap(FleetRoll.State::roll);
            roll.flatMap(read -> Optional.ofNullable(read.failing().get(id)))
                    .ifPresent(failing -> all.put(
                            subject.text(),
                            policy(
                                    subject,
                                    Optional.ofNullable(declared.get(subject)),
                                    failing(failing, roll.get(), names(facts, subject.fleet())))));
        });
    }

    private static Map<Long, HostName> names(Facts facts, BackendName fleet) {
        return facts.ward().inFleet().getOrDefault(fleet, Map.of());
    }

    private static SortedMap<String, String> failing(Set<Long> ids, FleetRoll roll, Map<Long, HostName> names) {
        var hosts = new TreeMap<String, String>();
        for (long id : ids) {
            var host = roll.hosts().get(id);
            if (host != null) hosts.put(Long.toString(id), name(host, Optional.ofNullable(names.get(id))));
        }
        return hosts;
    }

    private static String name(FleetHost host, Optional<HostName> declared) {
        return declared.map(HostName::value).orElse(host.hostname().isEmpty() ? host.name() : host.hostname());
    }

    private static HostTroubles policy(
            Subject.OfFleet subject, Optional<Policy> declared, SortedMap<String, String> failing) {
        var team = subject.team().isEmpty() ? "" : ", team " + subject.team();
        var called = "Policy %s (fleet %s%s)".formatted(subject.name(), subject.fleet(), team);
        return new HostTroubles(
                subject.text(),
                called + " fails on",
                called + " passes again",
                declared.map(Policy::resolution).orElse(""),
                declared.filter(Policy::critical).isPresent() ? Severity.CRITICAL : Severity.WARNING,
                failing,
                Map.of(),
                Set.of());
    }

    // ---- what else is wrong with hosts

    private static void ailing(
            Facts facts, Ailing.Cause cause, BackendName backend, List<Host> hosts, Map<String, HostTroubles> all) {
        var failing = new TreeMap<String, String>();
        var details = new TreeMap<String, String>();
        var unclear = new HashSet<String>();
        for (var host : hosts) {
            var is = facts.ward().ailing().getOrDefault(host.name(), Ailing.NOTHING);
            var words = is.causes().get(cause);
            var name = host.name().value();
            if (is.unclear().contains(cause)) unclear.add(name);
            else if (words != null) {
                failing.put(name, name);
                if (cause == Ailing.Cause.MACHINE) details.put(name, words);
            }
        }
        var trouble = ailing(cause, backend, failing, details, unclear);
        all.put(trouble.key(), trouble);
    }

    private static HostTroubles ailing(
            Ailing.Cause cause,
            BackendName backend,
            SortedMap<String, String> hosts,
            Map<String, String> details,
            Set<String> unclear) {
        var key = key(cause, backend);
        return switch (cause) {
            case MACHINE ->
                new HostTroubles(
                        key,
                        "MAAS %s says that something is wrong with".formatted(backend),
                        "MAAS %s says that all is well again".formatted(backend),
                        "",
                        Severity.WARNING,
                        hosts,
                        details,
                        unclear);
            case ENROLMENT ->
                new HostTroubles(
                        key,
                        "Fleet %s has not seen, although they were installed to enrol there or were there before,"
                                .formatted(backend),
                        "Fleet %s knows all hosts that are to be there".formatted(backend),
                        "docs/hosts.md says why a host may not enrol.",
                        Severity.WARNING,
                        hosts,
                        details,
                        unclear);
            case SILENCE ->
                new HostTroubles(
                        key,
                        "Fleet %s hears nothing any more of".formatted(backend),
                        "Fleet %s hears of all hosts again".formatted(backend),
                        "",
                        Severity.WARNING,
                        hosts,
                        details,
                        unclear);
        };
    }

    private static String key(Ailing.Cause cause, BackendName backend) {
        return switch (cause) {
            case MACHINE -> "machines of maas " + backend;
            case ENROLMENT -> "not enrolled in fleet " + backend;
            case SILENCE -> "silent in fleet " + backend;
        };
    }

    /** Keys of what cannot be told only for now, so that its alerts stay as they are: what Gough manages, where it looks. */
    static Set<String> kept(Records records, Set<BackendName> fleets, Observed observed) {
        var kept = new HashSet<String>();
        records.inFleets().forEach((subject, id) -> {
            var seen = observed.fleets().get(subject.fleet());
            boolean gone = seen != null && !seen.all(FleetKind.POLICY).containsKey(id);
            if (subject.kind() == FleetKind.POLICY && fleets.contains(subject.fleet()) && !gone)
                kept.add(subject.text());
        });
        return kept;
    }

    // ---- its alert

    /** The alert about {@code hosts}, which is what is so now, with what was silenced left out of the count. */
    AlertStore.Saying saying(SortedMap<String, String> now, List<Alert.Silence> silences) {
        var audible = Audible.of(key, now, silences);
        var text = "%s %s.%s%s"
                .formatted(
                        about,
                        named(audible.shown(), details),
                        audible.quietly(),
                        advice.isBlank() ? "" : " " + advice.strip());
        return new AlertStore.Saying(key, severity, text, audible.count(), audible.muted(), Optional.empty(), false);
    }

    /**
     * The hosts of an alert as people hear of them.
     *
     * @param shown those that are not silenced; all of them when all are
     * @param count how many are not silenced
     * @param quiet how many are
     */
    record Audible(SortedMap<String, String> shown, int count, int quiet) {
        static Audible of(String key, SortedMap<String, String> hosts, List<Alert.Silence> silences) {
            var told = new TreeMap<String, String>();
            hosts.forEach((host, name) -> {
                if (silences.stream().noneMatch(silence -> silence.isOf(key, name))) told.put(host, name);
            });
            return new Audible(told.isEmpty() ? hosts : told, told.size(), hosts.size() - told.size());
        }

        /** Whether nobody is to hear of it. */
        boolean muted() {
            return count == 0 && quiet > 0;
        }

        /** How many, and a few of them by name. */
        String named() {
            return HostTroubles.named(shown, Map.of());
        }

        /** How many are silenced, as a sentence behind a blank; empty text when none is. */
        String quietly() {
            return quiet == 0 ? "" : " %s %s silenced.".formatted(number(quiet), quiet == 1 ? "is" : "are");
        }
    }

    /** How many, and a few of them by name, so that the same hosts are the same words. */
    static String named(SortedMap<String, String> hosts, Map<String, String> details) {
        var few = hosts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .limit(NAMED)
                .map(host -> host.getValue()
                        + Optional.ofNullable(details.get(host.getKey()))
                                .map(" (%s)"::formatted)
                                .orElse(""))
                .collect(Collectors.joining(", "));
        var more = hosts.size() > NAMED ? " and %s more".formatted(number(hosts.size() - NAMED)) : "";
        return "%s %s: %s%s".formatted(number(hosts.size()), hosts.size() == 1 ? "host" : "hosts", few, more);
    }

    private static String number(int many) {
        return String.format(Locale.ROOT, "%,d", many);
    }

    /** How its alert ends. */
    String ending(int hosts) {
        return "%s: %s %s in all.".formatted(over, number(hosts), hosts == 1 ? "host" : "hosts");
    }
}
