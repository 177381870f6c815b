package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.AlertParts.Part;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.FleetNews;
import io.penguintech.gough.schema.BackendName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes what a Fleet says by itself, and what stands in its log. What Gough can derive from Fleet's lists is a hint and nothing more.
 * Vulnerabilities and a few deeds of people become alerts: each deed once, however it is told, and the log has what webhooks lost.
 */
final class FleetTidings {
    /** Deeds that Gough sees nothing of and that somebody who answers for hosts should know (Fleet's audit log). */
    private static final Set<String> NOTEWORTHY = Set.of(
            "edited_agent_options",
            "deleted_host",
            "transferred_hosts",
            "created_team",
            "deleted_team",
            "created_fleet",
            "deleted_fleet",
            "applied_spec_team",
            "applied_spec_fleet",
            "created_user",
            "deleted_user",
            "changed_user_global_role",
            "deleted_user_global_role",
            "changed_user_team_role",
            "deleted_user_team_role");

    /** What is said under this name is of no deed, but that some are not known. */
    private static final String UNKNOWN = "unread";

    private static final List<String> OF_OBJECTS = List.of("_saved_query", "_report", "_policy", "_label");

    private final List<RepositoryId> served;
    private final Stores stores;
    private final FleetNotes notes;

    FleetTidings(Collection<RepositoryId> served, Stores stores) {
        this.served = served.stream().sorted().toList();
        this.stores = stores;
        notes = new FleetNotes(stores);
    }

    /** Takes what a webhook says, in one transaction. */
    void heard(BackendName fleet, FleetNews news, Instant now) {
        stores.together(() -> {
            switch (news) {
                case FleetNews.FailingPolicy failing ->
                    stores.hints().add(fleet, FleetHints.POLICY + failing.policy(), now);
                case FleetNews.SilentHosts _ -> stores.hints().add(fleet, FleetHints.HOSTS, now);
                case FleetNews.Vulnerability vulnerability -> found(fleet, vulnerability, now);
                case FleetNews.Activity activity -> done(fleet, activity, now);
                case FleetNews.Unknown _, FleetNews.Malformed _ -> {}
            }
        });
    }

    /** Nobody ends or tells any alert of Fleets before this transaction is over; whoever touches several takes them so, and first. */
    void hold() {
        served.forEach(notes::hold);
    }

    /** All repositories, in the order in which their alerts are held. */
    List<RepositoryId> served() {
        return served;
    }

    /**
     * What somebody has seen is not told again by who tells it a second time, as long as Fleet's own list says when it is over. What
     * was over is news, even in the same words.
     */
    private void found(BackendName fleet, FleetNews.Vulnerability it, Instant now) {
        hold();
        boolean isNew = stores.hints().first(digest(fleet + " " + it), now);
        boolean known = stores.vulnerabilities().tell(fleet, it.cve(), it.exploited(), now);
        boolean told = known && stores.fleetLists().isRead(fleet, FleetListStore.What.VULNERABILITIES);
        var part = List.of(new Part(it.cve(), it.cve(), now, it.hosts(), AlertParts.Hosts.TOLD));
        var concerned = concerned(fleet);
        for (var repository : served) {
            boolean seen = told
                    && notes.vulnerabilities(repository, fleet).values().stream()
                            .noneMatch(cves -> cves.containsKey(it.cve()));
            if ((!isNew && known) || seen || !concerned.contains(repository))
                notes.prolong(repository, fleet, it.cve(), now);
            else if (it.exploited()) notes.found(repository, fleet, part, List.of(), now);
            else notes.found(repository, fleet, List.of(), part, now);
        }
    }

    private void done(BackendName fleet, FleetNews.Activity it, Instant now) {
        if (OF_OBJECTS.stream().anyMatch(it.type()::endsWith)) stores.hints().add(fleet, FleetHints.OBJECTS, now);
        if (!NOTEWORTHY.contains(it.type())) return;
        hold();
        // What else was done meanwhile may have been lost on its way.
        stores.hints().add(fleet, FleetHints.LOG, now);
        stores.fleetDeeds()
                .heard(fleet, it, digest(it.toString()), now)
                .ifPresent(deed -> tell(fleet, it.type(), List.of(part(fleet, deed, it, now)), now));
    }

    /** Takes what stands in the log, the oldest first. Call inside a transaction. */
    void logged(BackendName fleet, Collection<Fleet.Logged> entries, Instant now) {
        hold();
        var news = new TreeMap<String, List<Part>>();
        for (var entry : entries) {
            var it = entry.activity();
            if (NOTEWORTHY.contains(it.type()))
                stores.fleetDeeds()
                        .logged(fleet, entry, now)
                        .ifPresent(deed -> news.computeIfAbsent(it.type(), any -> new ArrayList<>())
                                .add(part(fleet, deed, it, now)));
        }
        news.forEach((type, parts) -> tell(fleet, type, parts, now));
    }

    private static Part part(BackendName fleet, String deed, FleetNews.Activity it, Instant now) {
        var words = "%s, in fleet %s: %s%s%s"
                .formatted(
                        it.who(),
                        fleet,
                        it.type().replace('_', ' '),
                        it.about().isEmpty() ? "" : " (%s)".formatted(it.about()),
                        it.at().map(at -> " at " + at).orElse(""));
        return Part.of(deed, words, it.at().filter(now::isAfter).orElse(now));
    }

    private void tell(BackendName fleet, String about, List<Part> parts, Instant now) {
        var name = new FleetNotes.Name(FleetNotes.Kind.ACTIVITY, fleet, about);
        concerned(fleet).forEach(repository -> notes.add(repository, name, parts, now));
    }

    /** People are told that something of a Fleet cannot be known. Call inside a transaction. */
    void unknown(BackendName fleet, String what, String words, Instant now) {
        hold();
        tell(fleet, UNKNOWN, List.of(Part.of(what, words, now)), now);
    }

    /** It can be known again. Call inside a transaction. */
    void knownAgain(BackendName fleet, String what, Instant now) {
        var name = new FleetNotes.Name(FleetNotes.Kind.ACTIVITY, fleet, UNKNOWN);
        hold();
        served.forEach(repository -> notes.drop(repository, name, List.of(what), "It can be read again.", now));
    }

    /** Repositories that manage something there; all of them where none does. */
    List<RepositoryId> concerned(BackendName fleet) {
        var there = stores.hints().repositories(fleet);
        var some = served.stream()
                .filter(repository -> there.contains(repository.value()))
                .toList();
        return some.isEmpty() ? List.copyOf(served) : some;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
