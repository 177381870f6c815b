package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.FleetNews;
import io.penguintech.gough.schema.BackendName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes what a Fleet says by itself. What Gough can ask Fleet about is a hint and nothing more: it is unsigned, and polling is the
 * truth. What only it tells, vulnerabilities and a few deeds of people, becomes an alert that time or a person ends.
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

    private static final List<String> OF_OBJECTS = List.of("_saved_query", "_report", "_policy", "_label");

    private final Collection<RepositoryId> served;
    private final Stores stores;
    private final FleetNotes notes;

    FleetTidings(Collection<RepositoryId> served, Stores stores) {
        this.served = List.copyOf(served);
        this.stores = stores;
        notes = new FleetNotes(stores);
    }

    /** Takes it, in one transaction. */
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

    private boolean isNew(BackendName fleet, FleetNews news, Instant now) {
        return stores.hints().first(digest(fleet + " " + news), now);
    }

    private void found(BackendName fleet, FleetNews.Vulnerability it, Instant now) {
        boolean isNew = isNew(fleet, it, now);
        var name = it.exploited()
                ? new FleetNotes.Name(FleetNotes.Kind.EXPLOITED, fleet, it.cve())
                : new FleetNotes.Name(FleetNotes.Kind.VULNERABILITIES, fleet, "");
        for (var repository : concerned(fleet)) {
            if (isNew) notes.add(repository, name, it.cve(), it.cve(), it.hosts(), now);
            else notes.prolong(repository, name, it.cve(), now);
        }
    }

    private void done(BackendName fleet, FleetNews.Activity it, Instant now) {
        if (OF_OBJECTS.stream().anyMatch(it.type()::endsWith)) stores.hints().add(fleet, FleetHints.OBJECTS, now);
        if (!NOTEWORTHY.contains(it.type()) || !isNew(fleet, it, now)) return;
        var words = "%s, in fleet %s: %s%s%s"
                .formatted(
                        it.who(),
                        fleet,
                        it.type().replace('_', ' '),
                        it.about().isEmpty() ? "" : " (%s)".formatted(it.about()),
                        it.at().map(at -> " at " + at).orElse(""));
        var name = new FleetNotes.Name(FleetNotes.Kind.ACTIVITY, fleet, it.type());
        var part = digest(it.toString());
        concerned(fleet).forEach(repository -> notes.add(repository, name, part, words, new TreeMap<>(), now));
    }

    /** Repositories that manage something there; all of them where none does. */
    private List<RepositoryId> concerned(BackendName fleet) {
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
