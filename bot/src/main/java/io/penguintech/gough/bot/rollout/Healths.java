package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Ailing;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.FleetRoll;
import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.Health.Enrolment;
import io.penguintech.gough.reconcile.HealthFacts;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.Installation;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.Sight;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.util.function.SingletonSupplier;

/** How hosts are, from what was seen of MAAS and of Fleet's hosts. Calls no backend. */
final class Healths {
    private static final Duration KEPT = Duration.ofSeconds(5);
    /** What a host says while it is switched off, and what Fleet's clock is ahead. */
    private static final Duration LAST_WORDS = Duration.ofMinutes(10);
    /** Fleet counts once an hour who fails a policy, and its list is read some minutes later. */
    private static final Duration COUNTED = Duration.ofMinutes(75);

    private static final String UNTOLD =
            "Fleet does not tell whose hosts Gough's user sees, and this one is not among them";

    private final Stores stores;
    private final World world;
    private final Health.Patience patience;
    private final Clock clock;
    /** What each repository's enrolments were last remembered from. */
    private final Map<RepositoryId, SortedMap<BackendName, FleetRoll.State>> remembered = new ConcurrentHashMap<>();

    private final Map<RepositoryId, Judged> judged = new ConcurrentHashMap<>();

    /**
     * How all declared hosts are.
     *
     * @param healths in one word each
     * @param ailing what is wrong with each, of those of which something is, or cannot be told
     * @param inFleet which declared host each host of a Fleet is, by Fleet's id
     */
    record Ward(
            SortedMap<HostName, Health> healths,
            SortedMap<HostName, Ailing> ailing,
            Map<BackendName, Map<Long, HostName>> inFleet) {}

    /** How hosts were found to be: many people and pages ask at once. */
    private record Judged(
            Ward ward, Outlook.Compared compared, SortedMap<BackendName, FleetRoll.State> rolls, Instant at) {
        @SuppressWarnings("ReferenceEquality") // made anew whenever anything differs
        private boolean isOf(Outlook.Compared other) {
            return compared == other;
        }
    }

    /** Every pass makes one anew. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(
            SortedMap<BackendName, FleetRoll.State> one, SortedMap<BackendName, FleetRoll.State> other) {
        return one.entrySet().stream().allMatch(entry -> other.get(entry.getKey()) == entry.getValue());
    }

    Healths(Stores stores, World world, Health.Patience patience, Clock clock) {
        this.stores = stores;
        this.world = world;
        this.patience = patience;
        this.clock = clock;
    }

    /** How each host is that was declared when {@code compared} was; a few seconds old at most. */
    SortedMap<HostName, Health> of(RepositoryId repository, Outlook.Compared compared) {
        return ward(repository, compared).healths();
    }

    /** The same, with what is wrong cause by cause. */
    Ward ward(RepositoryId repository, Outlook.Compared compared) {
        var rolls = world.rolls();
        var last = judged.get(repository);
        if (last != null
                && last.isOf(compared)
                && same(last.rolls(), rolls)
                && clock.instant().isBefore(last.at().plus(KEPT))) return last.ward();
        var ward = judge(repository, compared);
        judged.put(repository, new Judged(ward, compared, rolls, clock.instant()));
        return ward;
    }

    private Ward judge(RepositoryId repository, Outlook.Compared compared) {
        var look = new Look(repository, compared.declared());
        var healths = new TreeMap<HostName, Health>();
        var ailing = new TreeMap<HostName, Ailing>();
        var inFleet = new HashMap<BackendName, Map<Long, HostName>>();
        for (var host : compared.declared().inventory().hosts().values()) {
            var facts = look.facts(host);
            healths.put(host.name(), facts.health(patience, look.now));
            var wrong = facts.ailing(patience, look.now);
            if (!wrong.equals(Ailing.NOTHING)) ailing.put(host.name(), wrong);
            if (facts.enrolment() instanceof Enrolment.Known known)
                inFleet.computeIfAbsent(host.fleet(), any -> new HashMap<>())
                        .put(known.host().id(), host.name());
        }
        return new Ward(Collections.unmodifiableSortedMap(healths), Collections.unmodifiableSortedMap(ailing), inFleet);
    }

    /** Remembers which hosts are in Fleet, so that one that is gone from there is missed. Does nothing when nothing is new. */
    void remember(RepositoryId repository, Outlook.Compared compared) {
        var rolls = world.rolls();
        var last = remembered.get(repository);
        if (last != null && same(last, rolls)) return;
        var look = new Look(repository, compared.declared());
        var seen = new ArrayList<InstallationStore.Key>();
        for (var host : compared.declared().inventory().hosts().values())
            look.found
                    .machine(host, look.records)
                    .map(Seen::value)
                    .filter(machine -> look.enrolment(host, machine) instanceof Enrolment.Known)
                    .map(machine -> new InstallationStore.Key(host.region(), machine.id()))
                    .filter(machine -> !look.row(machine).seen())
                    .ifPresent(seen::add);
        stores.records().installations(repository).seenInFleet(seen);
        remembered.put(repository, rolls);
    }

    /**
     * Says how the host of a change that arrived is in Fleet since; well, too, when it need not run or be there. For one look; reads
     * nothing before it is asked.
     */
    Function<Intent, Wellbeing> wellbeing(RepositoryId repository, Outlook.Compared compared) {
        var look = SingletonSupplier.of(() -> new Look(repository, compared.declared()));
        return intent -> intent.change() instanceof Change.OfHost change
                ? Optional.ofNullable(compared.declared()
                                .inventory()
                                .hosts()
                                .get(change.subject().host()))
                        .map(host -> look.obtain()
                                .wellbeing(
                                        host,
                                        Caller.installs(change),
                                        intent.finishedAt().orElse(look.obtain().now)))
                        .orElseGet(Wellbeing.Well::new)
                : new Wellbeing.Well();
    }

    /** Everything that many hosts are judged by, read once. */
    private final class Look {
        private final Declarations.Declared.Valid declared;
        private final Instant now = clock.instant();
        private final Observed observed = world.snapshot();
        private final SortedMap<BackendName, FleetRoll.State> rolls = world.rolls();
        private final SortedMap<String, Failure> failures = world.failures();
        private final Found found = new Found(observed);
        private final Records records;
        private final Map<InstallationStore.Key, InstallationStore.Row> installations;
        private final Map<HostName, String> work = new HashMap<>();
        private final Map<HostName, Instant> switchedOff;
        private final Map<BackendName, Map<Long, String>> policies = new HashMap<>();

        Look(RepositoryId repository, Declarations.Declared.Valid declared) {
            this.declared = declared;
            records = stores.records().all(repository);
            installations = stores.records().installations(repository).all();
            switchedOff = stores.hostRequests().switchedOff(repository);
            stores.journal().inFlight(repository).stream()
                    .map(Intent::change)
                    .filter(Pace::disturbs)
                    .forEach(change ->
                            work.put(((Change.OfHost) change).subject().host(), change.verb()));
            records.inFleets().forEach((subject, id) -> {
                if (subject.kind() == FleetKind.POLICY)
                    policies.computeIfAbsent(subject.fleet(), any -> new HashMap<>())
                            .put(id, subject.name());
            });
        }

        private HealthFacts facts(Host host) {
            var machine = found.machine(host, records);
            var region = observed.regions().get(host.region());
            var record = records.hosts().get(host.name());
            var enrolment = machine.<Enrolment>map(seen -> enrolment(host, seen.value()))
                    .orElseGet(Enrolment.NotMeant::new);
            var installed = machine.flatMap(seen -> row(key(host, seen.value())).installed());
            return new HealthFacts(
                    host.goal(),
                    machine,
                    region != null && region.complete(),
                    Optional.ofNullable(failures.get("maas " + host.region())).map(Failure::why),
                    record != null && record.ran(),
                    Optional.ofNullable(work.get(host.name())),
                    isStillOff(host, installed, enrolment)
                            || (record != null && record.heldSince().isPresent()),
                    installed,
                    enrolment);
        }

        /** Whether somebody had it switched off, and nothing says that it was on since. */
        private boolean isStillOff(Host host, Optional<Installation> installed, Enrolment enrolment) {
            var off = switchedOff.get(host.name());
            return off != null
                    && installed.filter(it -> it.arrived().isAfter(off)).isEmpty()
                    && !(enrolment instanceof Enrolment.Known known
                            && known.host().isHeardSince(off.plus(LAST_WORDS)));
        }

        private Wellbeing wellbeing(Host host, boolean installed, Instant arrived) {
            var facts = facts(host);
            if (facts.health(patience, now).state() == Health.State.NOT_EXPECTED) return new Wellbeing.Well();
            if (facts.enrolment() instanceof Enrolment.Unread(var why, var _)
                    && facts.machine()
                            .filter(seen -> canNeverTell(host, seen.value()))
                            .isPresent()) return new Wellbeing.Unjudged(why);
            return unwell(host, facts, installed, arrived)
                    .<Wellbeing>map(Wellbeing.Unwell::new)
                    .orElseGet(Wellbeing.Well::new);
        }

        private Optional<String> unwell(Host host, HealthFacts facts, boolean installed, Instant arrived) {
            return switch (facts.enrolment()) {
                case Enrolment.NotMeant() -> Optional.empty();
                case Enrolment.Unread _ -> Optional.of(isAway(host) ? "Fleet cannot be read" : "not seen in Fleet");
                case Enrolment.Missing _ -> Optional.of("not enrolled in Fleet");
                case Enrolment.Doubtful(var why, var _) -> Optional.of(why);
                case Enrolment.Known known ->
                    unwell(known, arrived)
                            .or(() -> installed && asksPolicies(host)
                                    ? untold(known, facts.installed().map(Installation::sent), arrived)
                                    : Optional.empty());
            };
        }

        private Optional<String> unwell(Enrolment.Known known, Instant arrived) {
            return known.host().isHeardSince(arrived)
                    ? HealthFacts.failing(known.failing())
                    : Optional.of("not heard of in Fleet since");
        }

        private boolean asksPolicies(Host host) {
            return policies.containsKey(host.fleet());
        }

        /** What a new system has not told yet of its policies, or Fleet of what it told. */
        private Optional<String> untold(Enrolment.Known known, Optional<Instant> sent, Instant arrived) {
            var is = known.host();
            boolean answered = is.policiesAt()
                    .filter(at -> is.enrolled().filter(at::isBefore).isEmpty())
                    .filter(at -> sent.filter(at::isBefore).isEmpty())
                    .isPresent();
            if (!answered) return Optional.of("has not answered its policies yet");
            return known.failing().untold() > 0 && now.isBefore(arrived.plus(COUNTED))
                    ? Optional.of("fails policies, and Fleet has not counted yet which")
                    : Optional.empty();
        }

        /** Whether Fleet itself, or its list of hosts, was not read the last time. */
        private boolean isAway(Host host) {
            return failures.containsKey("fleet " + host.fleet())
                    || state(host).failure().isPresent()
                    || state(host).roll().isEmpty();
        }

        private FleetRoll.State state(Host host) {
            return rolls.getOrDefault(host.fleet(), FleetRoll.State.NOTHING);
        }

        /**
         * Whether only what our user may see is why nothing of the host is seen: it may not list hosts, or not all of them. A host
         * that was seen before is missed all the same, and a Fleet that is away comes back.
         */
        private boolean canNeverTell(Host host, Machine machine) {
            if (failures.containsKey("fleet " + host.fleet())) return false;
            var row = row(key(host, machine));
            if (row.seen()) return false;
            var state = state(host);
            boolean nothing = state.roll()
                    .map(roll -> roll.find(HostIdentity.of(machine), row.installed()))
                    .filter(there -> !(there instanceof FleetRoll.Found.Nothing))
                    .isEmpty();
            boolean limited = state.failure().isEmpty()
                    && state.roll()
                            .map(FleetRoll::sight)
                            .filter(Sight.Teams.class::isInstance)
                            .isPresent();
            return nothing
                    && (limited
                            || state.failure()
                                    .filter(Failure.Forbidden.class::isInstance)
                                    .isPresent());
        }

        private static InstallationStore.Key key(Host host, Machine machine) {
            return new InstallationStore.Key(host.region(), machine.id());
        }

        private InstallationStore.Row row(InstallationStore.Key machine) {
            return installations.getOrDefault(machine, InstallationStore.Row.NOTHING);
        }

        private Enrolment enrolment(Host host, Machine machine) {
            var state = rolls.get(host.fleet());
            if (state == null || !(machine.state() instanceof Machine.State.Deployed)) return new Enrolment.NotMeant();
            var row = row(key(host, machine));
            boolean meant = row.meant() || isDeployedToEnrol(host);
            var away = state.failure().or(() -> Optional.ofNullable(failures.get("fleet " + host.fleet())));
            var roll = state.roll();
            if (roll.isEmpty()) return meant ? unread(host, away, state.failingSince()) : new Enrolment.NotMeant();
            var there = roll.get().find(HostIdentity.of(machine), row.installed());
            boolean old =
                    away.isPresent() && roll.get().at().plus(patience.silence()).isBefore(now);
            return old && (meant || !(there instanceof FleetRoll.Found.Nothing))
                    ? unread(host, away, Optional.of(roll.get().at()))
                    : enrolment(host, roll.get(), there, meant);
        }

        private Enrolment enrolment(Host host, FleetRoll roll, FleetRoll.Found there, boolean meant) {
            return switch (there) {
                case FleetRoll.Found.One(var is) ->
                    new Enrolment.Known(is, roll.failing(is, policies.getOrDefault(host.fleet(), Map.of())), roll.at());
                case FleetRoll.Found.Doubtful(var why, boolean itself) ->
                    meant || itself ? new Enrolment.Doubtful(why, roll.at()) : new Enrolment.NotMeant();
                case FleetRoll.Found.Former(var former) ->
                    meant ? new Enrolment.Missing(Optional.of(former), roll.at()) : new Enrolment.NotMeant();
                case FleetRoll.Found.Nothing() -> {
                    if (!meant) yield new Enrolment.NotMeant();
                    yield switch (roll.sight()) {
                        case Sight.All() -> new Enrolment.Missing(Optional.empty(), roll.at());
                        case Sight.Teams(var teams) -> new Enrolment.Unread(elsewhere(teams), Optional.empty());
                        case Sight.Untold() -> new Enrolment.Unread(UNTOLD, Optional.empty());
                    };
                }
            };
        }

        private static String elsewhere(SortedSet<String> teams) {
            return "Gough's user in Fleet sees hosts of %s only, and this one is not among them"
                    .formatted(String.join(", ", teams));
        }

        /** What was installed before Gough wrote down what it installs: its user data is still what is declared. */
        private boolean isDeployedToEnrol(Host host) {
            var record = records.hosts().get(host.name());
            return declared.enrolling().contains(host.name())
                    && record != null
                    && record.deployment()
                            .filter(runs -> Objects.equals(
                                    runs.userData(), declared.userData().get(host.name())))
                            .isPresent();
        }

        private static Enrolment unread(Host host, Optional<Failure> away, Optional<Instant> since) {
            return new Enrolment.Unread(
                    away.map(Failure::why)
                            .orElseGet(() -> "the hosts of Fleet %s were not read yet".formatted(host.fleet())),
                    since);
        }
    }
}
