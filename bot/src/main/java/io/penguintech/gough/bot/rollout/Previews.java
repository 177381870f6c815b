package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.UserData;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What files that nobody merged yet would bring about: the plan of the merge result without what the plan of the branch
 * holds as well, both made of one moment, of the rules in force, and of machines read afresh. Writes nothing down and
 * starts nothing. Thread-safe; nobody else is held up.
 */
public final class Previews {
    /** Whoever changes a template of a thousand hosts reads no more. */
    private static final int MOST_RENDERED = 100;

    private final Map<RepositoryId, ServedRepository> repositories;
    private final Stores stores;
    private final World world;
    private final Revisions revisions;
    private final Outlook outlook;
    private final Clock clock;
    private final Map<RepositoryId, Base> bases = new ConcurrentHashMap<>();

    /** What the branch declares, which many pull requests are compared with. */
    private record Base(Optional<Revision> revision, Declarations.Declared declared) {}

    Previews(
            Map<RepositoryId, ServedRepository> repositories,
            Stores stores,
            World world,
            Revisions revisions,
            Outlook outlook,
            Clock clock) {
        this.repositories = repositories;
        this.stores = stores;
        this.world = world;
        this.revisions = revisions;
        this.outlook = outlook;
        this.clock = clock;
    }

    /** What a preview of {@code repository} depends on now. */
    public Preview.Grounds grounds(RepositoryId repository) {
        var row = stores.repositories().get(repository);
        return new Preview.Grounds(row.newest(), row.accepted());
    }

    /**
     * What would come of {@code after}.
     *
     * @param before the branch's own files; where they are not valid, those that are brought about instead
     * @param after the files of the merge result
     */
    public Preview of(RepositoryId repository, RepoTree before, RepoTree after) {
        var served = repositories.get(repository);
        if (served == null) return new Preview.NotYet("The server settings know no repository " + repository + ".");
        return switch (revisions.declared(served, after)) {
            case Declarations.Declared.Invalid(var diagnostics) -> new Preview.Invalid(diagnostics);
            case Declarations.Declared.Valid valid -> {
                var row = stores.repositories().get(repository);
                var base = base(served, row, before);
                yield compared(new Comparison(
                        served,
                        row,
                        base.map(Compared::declared),
                        valid,
                        Origins.Difference.between(base.map(Compared::files), after)));
            }
        };
    }

    /** What the merge result is compared with: what some files declare, and these files. */
    private record Compared(Declarations.Declared.Valid declared, RepoTree files) {}

    private Optional<Compared> base(ServedRepository served, RepositoryRow row, RepoTree files) {
        var known = Optional.ofNullable(bases.get(served.id()))
                .filter(base -> base.revision().isPresent() && base.revision().equals(files.revision()));
        var declared = known.map(Base::declared).orElseGet(() -> revisions.declared(served, files));
        bases.put(served.id(), new Base(files.revision(), declared));
        if (declared instanceof Declarations.Declared.Valid valid) return Optional.of(new Compared(valid, files));
        return row.current()
                .flatMap(current -> revisions.declared(served, current) instanceof Declarations.Declared.Valid valid
                        ? Optional.of(new Compared(valid, served.source().tree(current)))
                        : Optional.empty());
    }

    /** What is compared. */
    private record Comparison(
            ServedRepository served,
            RepositoryRow row,
            Optional<Declarations.Declared.Valid> before,
            Declarations.Declared.Valid after,
            Origins.Difference files) {}

    private Preview compared(Comparison what) {
        var observed = world.snapshot();
        var unseen = unseen(what, observed);
        if (unseen.isPresent()) return new Preview.NotYet(unseen.get());
        var memory = outlook.memory(what.served(), what.row());
        var difference = difference(what, memory, observed);
        var look =
                FreshLook.at(difference.plan(), what.after().inventory(), observed, memory.records(), clock.instant());
        if (look.isNeedless()) return planned(what, difference, observed);
        var missed = look.take(world);
        if (missed.isPresent()) return new Preview.NotYet(missed.get().why());
        var now = world.snapshot();
        return planned(what, difference(what, memory, now), now);
    }

    /** A backend that something is declared in and that nothing is known of: what would be done there nobody can say. */
    private static Optional<String> unseen(Comparison what, Observed observed) {
        var regions = new TreeSet<BackendName>();
        var fleets = new TreeSet<BackendName>();
        Stream.concat(what.before().stream(), Stream.of(what.after()))
                .map(Declarations.Declared.Valid::inventory)
                .forEach(inventory -> {
                    inventory.hosts().values().stream().map(Host::region).forEach(regions::add);
                    inventory.things().stream().map(Thing::region).forEach(regions::add);
                    inventory.inFleets().stream().map(FleetObject::fleet).forEach(fleets::add);
                });
        regions.removeIf(region -> Optional.ofNullable(observed.regions().get(region))
                .filter(Observed.Region::complete)
                .isPresent());
        fleets.removeAll(observed.fleets().keySet());
        return Stream.concat(
                        regions.stream().map(region -> "MAAS region " + region),
                        fleets.stream().map(f -> "Fleet " + f))
                .findFirst()
                .map(backend -> backend + " was not read yet since Gough started. Gough looks again by itself.");
    }

    /** Both plans, taken apart. */
    private record Difference(Plan plan, Plan apart, List<Change> dropped) {}

    private Difference difference(Comparison what, Outlook.Memory memory, Observed observed) {
        var after = outlook.plan(what.served(), memory, what.after(), observed);
        var before = what.before()
                .map(valid -> outlook.plan(what.served(), memory, valid, observed))
                .orElse(new Plan(List.of(), List.of(), List.of(), 0));
        var anyway = digests(before);
        var blocked = new HashSet<>(before.blocked());
        var findings = before.findings().stream().map(Previews::identity).collect(Collectors.toSet());
        var still = digests(after);
        return new Difference(
                new Plan(
                        after.changes().stream()
                                .filter(change -> !anyway.contains(change.digest()))
                                .toList(),
                        after.blocked().stream()
                                .filter(one -> !blocked.contains(one))
                                .toList(),
                        after.findings().stream()
                                .filter(one -> !findings.contains(identity(one)))
                                .toList(),
                        after.unchanged()),
                new Plan(
                        after.changes().stream()
                                .filter(change -> anyway.contains(change.digest()))
                                .toList(),
                        after.blocked().stream().filter(blocked::contains).toList(),
                        after.findings().stream()
                                .filter(one -> findings.contains(identity(one)))
                                .toList(),
                        0),
                before.changes().stream()
                        .filter(change -> !still.contains(change.digest()))
                        .toList());
    }

    /** What nobody declares is counted together: that the count is another one is no finding of its own. */
    private static List<String> identity(Plan.Finding finding) {
        var what = finding.subject() instanceof Subject.OfOrphan ? "" : finding.what();
        return List.of(finding.subject().text(), finding.kind(), what);
    }

    private static Collection<String> digests(Plan plan) {
        return plan.changes().stream().map(Change::digest).collect(Collectors.toSet());
    }

    private Preview planned(Comparison what, Difference difference, Observed observed) {
        var differing = differing(what);
        return new Preview.Planned(
                difference.plan(),
                difference.apart(),
                difference.dropped(),
                new Origins(what.before(), what.after(), what.files())
                        .byDigest(
                                difference.plan().changes(),
                                stores.claimed().all(what.served().id())),
                new Preview.Rendered(
                        what.before().map(before -> rendered(before, differing)).orElseGet(TreeMap::new),
                        rendered(what.after(), differing)),
                warnings(what),
                notes(what, difference.plan(), differing.size()),
                oldest(difference.plan(), observed));
    }

    private static SortedSet<HostName> differing(Comparison what) {
        SortedMap<HostName, String> before =
                what.before().map(Declarations.Declared.Valid::userData).orElseGet(TreeMap::new);
        var after = what.after().userData();
        var hosts = new TreeSet<>(before.keySet());
        hosts.addAll(after.keySet());
        hosts.removeIf(host -> Optional.ofNullable(before.get(host)).equals(Optional.ofNullable(after.get(host))));
        return hosts;
    }

    private SortedMap<HostName, UserData> rendered(Declarations.Declared.Valid declared, SortedSet<HostName> hosts) {
        var rendered = new TreeMap<HostName, UserData>();
        hosts.stream()
                .limit(MOST_RENDERED)
                .flatMap(
                        name -> Optional.ofNullable(declared.inventory().hosts().get(name)).stream())
                .forEach(host -> revisions
                        .declarations()
                        .userData(host, declared.inventory())
                        .ifPresent(userData -> rendered.put(host.name(), userData)));
        return rendered;
    }

    /** Lines move: a warning is known by its file and its words. */
    private static List<Diagnostic> warnings(Comparison what) {
        var known = what.before().stream()
                .flatMap(before -> before.warnings().stream())
                .map(Previews::words)
                .collect(Collectors.toSet());
        return what.after().warnings().stream()
                .filter(warning -> !known.contains(words(warning)))
                .toList();
    }

    private static List<String> words(Diagnostic diagnostic) {
        return List.of(diagnostic.place().file(), diagnostic.summary(), diagnostic.detail());
    }

    private List<String> notes(Comparison what, Plan plan, int differing) {
        var notes = new ArrayList<>(declined(what.served().id(), plan));
        if (what.row().guard().isPresent())
            notes.add("A guard has stopped this repository: nothing is done until a person confirms what it found.");
        if (what.row().declared() > 0 && Outlook.declared(what.after()) == 0)
            notes.add("Nothing would be declared any more: Gough would reject the merge until a person confirms that.");
        if (what.before().isEmpty())
            notes.add("The branch itself cannot be used, so this is all that the merge result would do.");
        if (differing > MOST_RENDERED)
            notes.add("The user data of %d hosts differs; that of the first %d is compared."
                    .formatted(differing, MOST_RENDERED));
        return notes;
    }

    /** Somebody's no to a change holds until they take it back, whichever commit brings it again. */
    private List<String> declined(RepositoryId repository, Plan plan) {
        var silences = stores.silences().of(repository);
        var counts = new TreeMap<String, Integer>();
        plan.changes().stream()
                .flatMap(change -> Optional.ofNullable(silences.get(change.digest())).stream())
                .filter(silence -> silence.why() == SilenceStore.Why.DECLINED)
                .forEach(no -> counts.merge(
                        "declined by %s in %s. Nothing of that is done after a merge, whoever approves it here, before an approver says gough retry %s."
                                .formatted(no.by(), no.rollout(), no.rollout()),
                        1,
                        Integer::sum));
        return counts.entrySet().stream()
                .map(no -> "%d of these changes: %s".formatted(no.getValue(), no.getKey()))
                .toList();
    }

    private static Optional<Instant> oldest(Plan plan, Observed observed) {
        var found = new Found(observed);
        return plan.changes().stream()
                .flatMap(change -> switch (change) {
                    case Change.OfHost host -> found.machine(host).map(seen -> seen.at()).stream();
                    case Change.OfFleet object ->
                        Optional.ofNullable(
                                observed.fleets().get(object.subject().fleet()))
                                .map(Observed.FleetServer::at)
                                .stream();
                    case Change.OfThing _, Change.AcceptRules _ -> Stream.<Instant>empty();
                })
                .min(Instant::compareTo);
    }
}
