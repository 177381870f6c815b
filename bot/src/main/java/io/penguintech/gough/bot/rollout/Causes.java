package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Outlook.Compared;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts findings together that one commit brought about: eight hundred hosts that run with older cloud-init are one thing
 * to decide. Asks git alone, each pair of revisions once.
 */
final class Causes {
    private static final String USER_DATA = "user-data";
    private static final String LOST = "lost";

    /** So many hosts or files are named; of the others the number. */
    private static final int NAMED = 3;

    private final Stores stores;
    private final Map<RepositoryId, Known> known = new ConcurrentHashMap<>();

    Causes(Stores stores) {
        this.stores = stores;
    }

    /** What changed on the way to one revision, by where the way began. */
    private record Known(Revision to, Map<Revision, SortedMap<String, Optional<InfraRepo.Commit>>> from) {}

    /** Those of {@code findings} that have company, by their cause; in their order. A lost host is always alone. */
    List<SharedCause> of(ServedRepository served, Compared compared, List<Plan.Finding> findings) {
        var groups = new LinkedHashMap<String, List<Plan.Finding>>();
        var remembered = findings.stream().anyMatch(one -> one.kind().equals(USER_DATA))
                ? stores.records().all(served.id())
                : Records.NONE;
        for (var finding : findings) {
            if (finding.kind().equals(LOST)) continue;
            var why = finding.kind().equals(USER_DATA)
                    ? olderUserData(served, compared, remembered, finding.subject())
                    : finding.what();
            groups.computeIfAbsent(finding.kind() + "\n" + why, any -> new ArrayList<>())
                    .add(finding);
        }
        return groups.entrySet().stream()
                .filter(group -> group.getValue().size() > 1)
                .map(group -> shared(group.getKey().substring(group.getKey().indexOf('\n') + 1), group.getValue()))
                .toList();
    }

    private static SharedCause shared(String why, List<Plan.Finding> findings) {
        var first = findings.getFirst();
        var digest = Guards.digest(
                findings.stream().map(Plan.Finding::digest).sorted().toList());
        var what = first.kind().equals(USER_DATA)
                ? "They run with older cloud-init: %s. Cloud-init acts at the first boot only, so nothing is sent. Raise spec.generation where they share it, in a profile, to reinstall them, in waves if gough.yaml has some; accept all of them at once; or leave them as they are."
                        .formatted(why)
                : why;
        var ask = findings.stream().allMatch(one -> one.reinstall().isEmpty())
                ? ""
                : " To ask for a reinstall of all of them: gough reinstall finding:%s."
                        .formatted(Decisions.brief(digest));
        return new SharedCause(digest, first.kind(), who(findings), what + ask, findings);
    }

    private static String who(List<Plan.Finding> findings) {
        boolean hosts = findings.stream().allMatch(one -> one.subject() instanceof Subject.OfHost);
        var named = findings.stream()
                .limit(NAMED)
                .map(one -> one.subject() instanceof Subject.OfHost(var host)
                        ? host.value()
                        : one.subject().text())
                .collect(Collectors.joining(", "));
        int more = findings.size() - NAMED;
        return "%,d %s: %s%s"
                .formatted(
                        findings.size(),
                        hosts ? "hosts" : "findings",
                        named,
                        more > 0 ? " and %,d more".formatted(more) : "");
    }

    private String olderUserData(ServedRepository served, Compared compared, Records remembered, Subject subject) {
        if (!(subject instanceof Subject.OfHost(var name))) return "";
        var inventory = compared.declared().inventory();
        var host = inventory.hosts().get(name);
        var from = Optional.ofNullable(remembered.hosts().get(name))
                .flatMap(record -> machine(compared, record))
                .flatMap(Machine::stampedRevision);
        if (host == null || from.isEmpty() || inventory.revision().isEmpty())
            return "it is not known from which revision they were deployed";
        var changes = changes(served, from.get(), inventory.revision().get());
        var templates = host.templates().stream()
                .flatMap(template -> Stream.ofNullable(inventory.templates().get(template)))
                .map(Template::place)
                .map(Place::file)
                .collect(Collectors.toSet());
        return words(changes, templates::contains)
                .or(() -> words(changes, path -> isValues(path, host)))
                .orElse("what changed between their revision and now cannot be read from this repository's history");
    }

    private static Optional<Machine> machine(Compared compared, Records.HostRecord record) {
        return Optional.ofNullable(compared.observed().regions().get(record.region()))
                .flatMap(region -> Optional.ofNullable(region.machines().get(record.systemId())))
                .map(seen -> seen.value());
    }

    /** Whether the file may hold a value of the host. */
    private static boolean isValues(String path, Host host) {
        return path.equals("gough.yaml")
                || path.equals(host.place().file())
                || (path.startsWith("profiles/") && !host.profiles().isEmpty());
    }

    private static Optional<String> words(
            SortedMap<String, Optional<InfraRepo.Commit>> changes, Predicate<String> wanted) {
        var files = changes.entrySet().stream()
                .filter(change -> wanted.test(change.getKey()))
                .map(change ->
                        change.getKey() + change.getValue().map(Causes::by).orElse(" changed"))
                .toList();
        if (files.isEmpty()) return Optional.empty();
        int more = files.size() - NAMED;
        return Optional.of(String.join("; ", files.subList(0, Math.min(NAMED, files.size())))
                + (more > 0 ? "; and %d more files".formatted(more) : ""));
    }

    private static String by(InfraRepo.Commit commit) {
        return " changed in %s (%s: %s)"
                .formatted(commit.revision().id().substring(0, 8), commit.authorName(), commit.subject());
    }

    /** Nothing, and nothing that is remembered, while the history cannot be read: what is shown must not depend on it. */
    private SortedMap<String, Optional<InfraRepo.Commit>> changes(ServedRepository served, Revision from, Revision to) {
        try {
            return remembered(served, from, to);
        } catch (RevisionUnavailable unreadable) {
            return new TreeMap<>();
        }
    }

    private SortedMap<String, Optional<InfraRepo.Commit>> remembered(
            ServedRepository served, Revision from, Revision to) {
        return known.compute(
                        served.id(),
                        (id, before) -> before != null && before.to().equals(to)
                                ? before
                                : new Known(to, new ConcurrentHashMap<>()))
                .from()
                .computeIfAbsent(from, any -> served.source().changes(from, to));
    }
}
