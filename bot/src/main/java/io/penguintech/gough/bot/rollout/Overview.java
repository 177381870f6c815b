package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Outlook.Compared;
import io.penguintech.gough.bot.rollout.RolloutEngine.Sight;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Deed;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Place;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The database and what was seen last, as people see it. */
final class Overview {
    private final Map<RepositoryId, ServedRepository> repositories;
    private final Stores stores;
    private final World world;
    private final RolloutEngine engine;
    private final Derived derived;
    private final Clock clock;

    /** What is made of what was seen. */
    record Derived(Causes causes, Healths healths) {}

    Overview(
            Map<RepositoryId, ServedRepository> repositories,
            Stores stores,
            World world,
            RolloutEngine engine,
            Derived derived,
            Clock clock) {
        this.repositories = repositories;
        this.stores = stores;
        this.world = world;
        this.engine = engine;
        this.derived = derived;
        this.clock = clock;
    }

    Rollout rollout(RolloutRow row) {
        boolean asking = row.state() instanceof RolloutState.AwaitingApproval;
        return new Rollout(
                row.id(),
                row.repository(),
                row.revision(),
                row.subject(),
                row.author(),
                row.cause(),
                row.state(),
                row.plan(),
                row.needed(),
                row.eligible(),
                row.paths(),
                stores.approvals().of(row.id()),
                progress(row),
                asking && typed(row),
                asking ? replaced(row) : new TreeMap<>(),
                row.state().isFinal() ? Optional.empty() : row.waits(),
                row.diagnostics(),
                row.createdAt(),
                row.updatedAt());
    }

    /** Whether the question destroys more than may be approved without a number. */
    private boolean typed(RolloutRow row) {
        var served = repositories.get(row.repository());
        var begun = stores.journal().of(row.id());
        var digests = begun.stream().map(Intent::digest).collect(Collectors.toSet());
        var asked = row.plan().map(Plan::changes).orElse(List.of()).stream()
                .filter(change -> change.destroysHost() && !digests.contains(change.digest()))
                .toList();
        if (served == null || asked.isEmpty()) return false;
        var limits = InForce.of(served, stores.repositories().get(row.repository()))
                .rules()
                .rollout();
        var today = Toll.today(asked, backend -> stores.journal().destroyedWithinADay(backend, clock.instant()));
        int managed = stores.records().hosts(row.repository());
        return Toll.of(limits, managed, served.ceiling(), begun, today).needsNumber(asked);
    }

    /** What was approved instead of what is asked about now. */
    private SortedMap<String, Rollout.Approved> replaced(RolloutRow row) {
        var approved = stores.approvals().versions(row.id());
        var replaced = new TreeMap<String, Rollout.Approved>();
        if (approved.isEmpty()) return replaced;
        for (var change : row.plan().map(Plan::changes).orElse(List.of())) {
            var before = approved.get(change.subject().text());
            if (before != null && !before.change().digest().equals(change.digest()))
                replaced.put(change.digest(), before);
        }
        return replaced;
    }

    private SortedMap<String, Rollout.Progress> progress(RolloutRow row) {
        var progress = new TreeMap<String, Rollout.Progress>();
        row.plan()
                .map(Plan::changes)
                .orElse(List.of())
                .forEach(change -> progress.put(change.digest(), waiting(row, change)));
        stores.journal().of(row.id()).forEach(intent -> progress.put(intent.digest(), begun(intent)));
        return progress;
    }

    /** In a rollout that is done, what was never begun was no longer needed. */
    private static Rollout.Progress waiting(RolloutRow row, Change change) {
        var done = row.state() instanceof RolloutState.Done || row.state() instanceof RolloutState.InSync;
        return new Rollout.Progress(
                change.subject().text(),
                change.verb(),
                done ? Rollout.Stage.DONE : Rollout.Stage.WAITING,
                done ? "not needed any more" : "");
    }

    private static Rollout.Progress begun(Intent intent) {
        var stage = intent.finishedAt().isEmpty()
                ? Rollout.Stage.RUNNING
                : intent.failed() ? Rollout.Stage.FAILED : Rollout.Stage.DONE;
        return new Rollout.Progress(
                intent.change().subject().text(), intent.change().verb(), stage, intent.detail());
    }

    RepositoryStatus status(ServedRepository served) {
        var row = stores.repositories().get(served.id());
        var sight = engine.sight(served.id());
        var quiet = Quiet.of(
                sight.map(Sight::compared).map(Compared::plan),
                stores.findings().accepted(served.id()));
        var blocked = sight.map(s -> s.compared().plan().blocked()).orElse(List.of());
        return new RepositoryStatus(
                served.id(),
                served.source().branch(),
                InForce.of(served, row).mode(served.ceiling()),
                row.newest(),
                row.accepted(),
                row.guard().or(() -> stores.stops().reason(served.id())),
                stores.stops().of(served.id()),
                backendStates(),
                stores.rollouts().list(served.id(), Optional.empty(), 1).stream()
                        .findFirst()
                        .map(this::rollout),
                quiet.open(),
                sight.map(s -> derived.causes().of(served, s.compared(), quiet.open()))
                        .orElse(List.of()),
                quiet.accepted(),
                blocked,
                sight.map(s -> HealthSummary.of(derived.healths().of(served.id(), s.compared())))
                        .orElse(HealthSummary.NONE),
                requests(served.id(), sight.map(s -> s.compared().plan())),
                deeds(Stream.concat(
                        blocked.stream().map(Plan.Blocked::subject),
                        quiet.open().stream().map(Plan.Finding::subject))),
                row.guard().map(text -> new RepositoryStatus.Guard(Guards.digest(row.guardKeys()), text)),
                row.checkedAt());
    }

    /** What declared changes of Fleets are about, as it was last seen there. */
    List<Rollouts.InFleet> inFleets(RepositoryId repository, List<Change> changes) {
        var seen = world.snapshot().fleets();
        var records = stores.records().inFleets(repository).all();
        return changes.stream()
                .flatMap(change -> switch (change) {
                    case Change.CreateInFleet it ->
                        Stream.of(inFleet(
                                it.subject(),
                                it.wanted().place(),
                                Optional.ofNullable(records.get(it.subject())),
                                seen));
                    case Change.UpdateInFleet it ->
                        Stream.of(inFleet(it.subject(), it.wanted().place(), Optional.of(it.id()), seen));
                    case Change.ReplaceLabel it ->
                        Stream.of(inFleet(it.subject(), it.label().place(), Optional.of(it.id()), seen));
                    case Change.DeleteInFleet _, Change.OfHost _, Change.OfThing _, Change.AcceptRules _ ->
                        Stream.<Rollouts.InFleet>empty();
                })
                .toList();
    }

    /** Only of what Gough had there, and where it looked, it can be said that it is gone. */
    private static Rollouts.InFleet inFleet(
            Subject.OfFleet subject,
            Place place,
            Optional<Long> id,
            SortedMap<BackendName, Observed.FleetServer> seen) {
        var server = Optional.ofNullable(seen.get(subject.fleet()))
                .filter(read ->
                        subject.team().isEmpty() || read.team(subject.team()).orElse(false));
        if (server.isEmpty()) return new Rollouts.InFleet(subject, place, new Rollouts.There.Unread());
        if (id.isEmpty()) return new Rollouts.InFleet(subject, place, new Rollouts.There.NeverMade());
        var is = Optional.ofNullable(server.get().all(subject.kind()).get(id.get()));
        return new Rollouts.InFleet(
                subject, place, is.<Rollouts.There>map(Rollouts.There.Is::new).orElseGet(Rollouts.There.Deleted::new));
    }

    private SortedMap<String, Deed> deeds(Stream<Subject> subjects) {
        var all = Hands.bySubject(world);
        var some = new TreeMap<String, Deed>();
        subjects.map(Subject::text)
                .forEach(text -> Optional.ofNullable(all.get(text)).ifPresent(deed -> some.put(text, deed)));
        return some;
    }

    private List<RepositoryStatus.Backend> backendStates() {
        var observed = world.snapshot();
        var problems = world.failures();
        var seen = new TreeMap<String, Instant>();
        observed.regions().forEach((name, region) -> seen.put("maas " + name, region.oldest()));
        observed.fleets().forEach((name, fleet) -> seen.put("fleet " + name, fleet.at()));
        var names = new java.util.TreeSet<>(seen.keySet());
        names.addAll(problems.keySet());
        return names.stream()
                .map(name -> new RepositoryStatus.Backend(
                        name,
                        Optional.ofNullable(problems.get(name)).map(Failure::why),
                        Optional.ofNullable(seen.get(name))))
                .toList();
    }

    /** Pins the backends that {@code keys} confirm to what they are now. */
    void repin(RepositoryId repository, Collection<String> keys) {
        var confirmed = new TreeMap<>(Guards.identities(world.snapshot(), world.identityChanged()));
        confirmed.entrySet().removeIf(now -> !keys.contains(Guards.identityKey(now.getKey(), now.getValue())));
        confirmed.forEach((backend, identity) -> stores.backends().pin(repository, backend, identity));
        world.regionNames().stream()
                .filter(name -> confirmed.containsKey("maas " + name))
                .forEach(world::forget);
        world.fleetNames().stream()
                .filter(name -> confirmed.containsKey("fleet " + name))
                .forEach(world::forgetFleet);
    }

    List<HostStatus> hosts(RepositoryId repository) {
        var sight = engine.sight(repository);
        if (sight.isEmpty() || !repositories.containsKey(repository)) return List.of();
        var records = stores.records().all(repository);
        var observed = world.snapshot();
        var found = new Found(observed);
        var plan = sight.get().compared().plan();
        var quiet = Quiet.of(Optional.of(plan), stores.findings().accepted(repository));
        var moods = moods(repository, plan, quiet);
        var open = quiet.openBySubject();
        var accepted = quiet.acceptedBySubject();
        var deeds = Hands.bySubject(world);
        var healths = derived.healths().of(repository, sight.get().compared());
        var requests =
                requests(repository, Optional.of(plan)).stream().collect(Collectors.groupingBy(RequestStatus::host));
        return sight.get().compared().declared().inventory().hosts().values().stream()
                .map(host -> {
                    var subject = new Subject.OfHost(host.name());
                    var machine = found.machine(host, records);
                    var record = Optional.ofNullable(records.hosts().get(host.name()));
                    return host(
                            host,
                            machine,
                            mood(moods, host),
                            Objects.requireNonNull(healths.get(host.name())),
                            Optional.ofNullable(deeds.get(subject.text())),
                            machine.flatMap(seen -> runsAs(seen.value(), record, observed, repository)),
                            open.getOrDefault(subject, List.of()),
                            accepted.getOrDefault(subject, List.of()),
                            requests.getOrDefault(host.name(), List.of()));
                })
                .toList();
    }

    /** Whether a part of a repository holds a declared host, or is a backend that there is; true while that cannot be told. */
    boolean holdsAnything(RepositoryId repository, Scope.Part part) {
        var hosts = engine.sight(repository)
                .map(sight -> sight.compared().declared().inventory().hosts().values());
        if (hosts.isEmpty()) return true;
        return switch (part) {
            case Scope.Part.Whole _ -> true;
            case Scope.Part.Backend(var name) -> isBackend(name);
            case Scope.Part.Label(var key, var value) ->
                hosts.get().stream().anyMatch(host -> value.equals(host.labels().get(key)));
            case Scope.Part.Zone(var name) -> isAnyIn(repository, hosts.get(), Host::zone, Machine::zone, name);
            case Scope.Part.Pool(var name) -> isAnyIn(repository, hosts.get(), Host::pool, Machine::pool, name);
        };
    }

    private boolean isBackend(String name) {
        return world.regionNames().stream().anyMatch(region -> name.equals("maas " + region))
                || world.fleetNames().stream().anyMatch(fleet -> name.equals("fleet " + fleet));
    }

    /** As declared, or as its machine is. */
    private boolean isAnyIn(
            RepositoryId repository,
            Collection<Host> hosts,
            Function<Host, Optional<String>> declared,
            Function<Machine, String> seen,
            String name) {
        var records = stores.records().all(repository);
        var found = new Found(world.snapshot());
        return hosts.stream()
                .anyMatch(host -> declared.apply(host).filter(name::equals).isPresent()
                        || found.machine(host, records)
                                .map(Seen::value)
                                .map(seen)
                                .filter(name::equals)
                                .isPresent());
    }

    private static HostStatus host(
            Host host,
            Optional<Seen<Machine>> machine,
            Mood mood,
            Health health,
            Optional<Deed> deed,
            Optional<String> runsAs,
            List<Plan.Finding> open,
            List<AcceptedFinding> accepted,
            List<RequestStatus> requests) {
        return new HostStatus(
                host.name(),
                host.goal().word(),
                machine.map(seen -> seen.value().id()),
                machine.map(seen -> seen.value().status()).orElse("absent"),
                machine.map(seen -> seen.value().zone()).or(host::zone).orElse(""),
                machine.map(seen -> seen.value().pool()).or(host::pool).orElse(""),
                mood.sync(),
                mood.detail(),
                health,
                machine.map(Seen::at),
                deed,
                host.labels(),
                runsAs,
                host.place().toString(),
                open,
                accepted,
                requests);
    }

    /** MAAS's own DNS answers for it; never for what may be somebody else's by now. */
    private static Optional<String> runsAs(
            Machine machine, Optional<Records.HostRecord> record, Observed observed, RepositoryId repository) {
        return record.filter(known -> Optional.ofNullable(observed.regions().get(known.region()))
                        .filter(region -> known.runsOn(machine, region.identity(), repository.value()))
                        .isPresent())
                .map(known -> machine.hostname() + "." + machine.domain());
    }

    /** What people asked for, each with what it waits for or what is under way. */
    private List<RequestStatus> requests(RepositoryId repository, Optional<Plan> plan) {
        var shown = stores.hostRequests().shown(repository, clock.instant());
        if (shown.stream().allMatch(one -> one.ended().isPresent())) return shown;
        var says = new HashMap<Subject, String>();
        plan.ifPresent(now -> now.changes().stream()
                .filter(change -> change.asked().isPresent())
                .forEach(change -> says.put(change.subject(), "It is planned.")));
        plan.ifPresent(now -> now.blocked().forEach(blocked -> says.put(blocked.subject(), blocked.why())));
        stores.rollouts()
                .active(repository)
                .ifPresent(rollout -> stores.journal().of(rollout.id()).stream()
                        .filter(intent -> intent.ending() == Intent.Ending.FAILED
                                && intent.change().asked().isPresent())
                        .forEach(intent -> says.put(intent.change().subject(), "It failed: " + intent.detail() + ".")));
        stores.journal().inFlight(repository).stream()
                .filter(intent -> intent.change().asked().isPresent())
                .forEach(intent -> says.put(intent.change().subject(), "It is under way: " + intent.detail() + "."));
        return shown.stream()
                .map(one -> one.ended().isPresent()
                        ? one
                        : one.saying(says.getOrDefault(new Subject.OfHost(one.host()), "")))
                .toList();
    }

    /** How a host stands to what is declared. */
    private record Mood(String sync, String detail) {
        static final Mood FINE = new Mood("in-sync", "");
    }

    private static Mood mood(Map<Subject, Mood> moods, Host host) {
        return moods.getOrDefault(new Subject.OfHost(host.name()), Mood.FINE);
    }

    /** The strongest word for each subject: what is under way, else what blocks, waits, or was found. */
    private Map<Subject, Mood> moods(RepositoryId repository, Plan plan, Quiet quiet) {
        var moods = new HashMap<Subject, Mood>();
        quiet.open().forEach(finding -> moods.put(finding.subject(), new Mood("finding", finding.what())));
        plan.changes()
                .forEach(change -> moods.put(
                        change.subject(), new Mood("waiting", "%s: %s".formatted(change.verb(), change.because()))));
        plan.blocked()
                .forEach(blocked -> moods.put(
                        blocked.subject(), new Mood(blocked.waiting() ? "waiting" : "blocked", blocked.why())));
        stores.journal()
                .inFlight(repository)
                .forEach(intent -> moods.put(
                        intent.change().subject(),
                        new Mood("changing", "%s: %s".formatted(intent.change().verb(), intent.detail()))));
        return moods;
    }
}
