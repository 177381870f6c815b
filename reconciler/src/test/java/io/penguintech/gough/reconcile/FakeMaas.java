package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.ThingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A MAAS that behaves: machines take ticks to get anywhere, what is refused is refused, and calls may be lost on the way
 * there or back, or arrive late.
 */
final class FakeMaas implements Maas {
    private static final int TICKS = 3;

    /** How the next call goes. */
    enum Luck {
        /** As it should. */
        GOOD,
        /** Refused for now; nothing happens. */
        BUSY,
        /** It happens; no answer comes. */
        ANSWER_LOST,
        /** It does not happen; no answer comes. */
        CALL_LOST,
        /** It happens some ticks later; no answer comes. */
        LATE
    }

    /** Asked before each call. */
    interface Fate {
        Luck next();
    }

    private record Way(int ticks, Machine end) {}

    private record Late(int ticks, Step.OnMachine step) {}

    final TreeMap<SystemId, Machine> machines = new TreeMap<>();
    final TreeMap<ThingKind, SortedMap<String, ObservedThing>> things = new TreeMap<>();
    /** Empty as since 4.0. */
    Optional<SortedMap<Long, ObservedVmHost>> vmHosts = Optional.empty();
    /** What took effect and may do so once only: {@code deploy m1}. */
    final List<String> effects = new ArrayList<>();
    /** Every call, whatever came of it. */
    final List<String> calls = new ArrayList<>();

    private final Map<SystemId, Way> ways = new HashMap<>();
    private final Map<SystemId, Machine> beforeRescue = new HashMap<>();
    private final List<Late> late = new ArrayList<>();
    private Fate fate = () -> Luck.GOOD;
    private int lateBy = 5;
    private int made;
    Instant now = Given.NOON;
    Optional<Failure> deaf = Optional.empty();

    FakeMaas with(MachineDraft... drafts) {
        for (var draft : drafts) machines.put(draft.build().id(), draft.build());
        return this;
    }

    void fate(Fate value, int ticksLate) {
        fate = value;
        lateBy = ticksLate;
    }

    Machine get(String id) {
        return machines.get(new SystemId(id));
    }

    void edit(SystemId id, UnaryOperator<MachineDraft> edit) {
        machines.put(id, edit.apply(MachineDraft.of(machines.get(id))).build());
    }

    boolean atRest() {
        return ways.isEmpty() && late.isEmpty();
    }

    void tick() {
        for (var way : List.copyOf(ways.entrySet())) {
            if (way.getValue().ticks() > 1) {
                ways.put(
                        way.getKey(),
                        new Way(way.getValue().ticks() - 1, way.getValue().end()));
                continue;
            }
            ways.remove(way.getKey());
            boolean released =
                    machines.get(way.getKey()).state().equals(new Machine.State.Busy(Machine.Doing.RELEASING));
            if (released && machines.get(way.getKey()).vmHost().isPresent()) {
                machines.remove(way.getKey());
                continue;
            }
            // What others wrote meanwhile stays; only the status moves on.
            var end = way.getValue().end();
            edit(
                    way.getKey(),
                    draft -> draft.state(end.state(), end.status())
                            .owner(end.owner().orElse("")));
        }
        for (var call : List.copyOf(late)) {
            late.remove(call);
            if (call.ticks() > 1) late.add(new Late(call.ticks() - 1, call.step()));
            else apply(call.step());
        }
    }

    @Override
    public Reading<BackendIdentity> identity() {
        return deaf.<Reading<BackendIdentity>>map(Reading.Missed::new)
                .orElseGet(() -> new Reading.Got<>(Given.identity()));
    }

    @Override
    public Reading<Observed.Region> sweep() {
        calls.add("sweep");
        return deaf.<Reading<Observed.Region>>map(Reading.Missed::new)
                .orElseGet(() -> new Reading.Got<>(
                        Given.region(machines.values(), true, now).with(vmHosts)));
    }

    @Override
    public Reading<Observed.Region> surroundings() {
        calls.add("surroundings");
        return deaf.<Reading<Observed.Region>>map(Reading.Missed::new)
                .orElseGet(() ->
                        new Reading.Got<>(Given.region(List.of(), false, now).with(vmHosts)));
    }

    @Override
    public Reading<Map<SystemId, Machine>> look(Set<SystemId> ids) {
        calls.add("look " + new TreeSet<>(ids));
        if (deaf.isPresent()) return new Reading.Missed<>(deaf.get());
        var found = new TreeMap<SystemId, Machine>();
        for (var id : ids) if (machines.containsKey(id)) found.put(id, machines.get(id));
        return new Reading.Got<>(found);
    }

    @Override
    public Reading<List<Machine>> find(Set<MacAddress> macAddresses) {
        calls.add("find " + new TreeSet<>(macAddresses));
        if (deaf.isPresent()) return new Reading.Missed<>(deaf.get());
        return new Reading.Got<>(machines.values().stream()
                .filter(machine -> machine.macAddresses().stream().anyMatch(macAddresses::contains))
                .toList());
    }

    @Override
    public Reading<List<Machine>> named(Set<String> hostnames) {
        calls.add("named " + new TreeSet<>(hostnames));
        if (deaf.isPresent()) return new Reading.Missed<>(deaf.get());
        return new Reading.Got<>(machines.values().stream()
                .filter(machine -> hostnames.contains(machine.hostname()))
                .toList());
    }

    @Override
    public Reading<News> news(OptionalLong cursor) {
        calls.add("news " + cursor);
        if (deaf.isPresent()) return new Reading.Missed<>(deaf.get());
        return new Reading.Got<>(new News(cursor.orElse(40) + 1, machines.keySet()));
    }

    @Override
    public Reading<Survey> survey(Map<SystemId, String> powerTypes) {
        return new Reading.Got<>(new Survey(new TreeMap<>(), Optional.empty(), new TreeSet<>()));
    }

    @Override
    public Outcome start(Step.OnMachine step) {
        calls.add(step.word());
        return switch (fate.next()) {
            case GOOD -> apply(step);
            case BUSY -> new Outcome.Failed(new Failure.TryAgain("MAAS is busy", Duration.ofSeconds(30)));
            case ANSWER_LOST -> {
                apply(step);
                yield unclear();
            }
            case CALL_LOST -> unclear();
            case LATE -> {
                late.add(new Late(lateBy, step));
                yield unclear();
            }
        };
    }

    @Override
    public Reading<SortedMap<ThingKind, SortedMap<String, ObservedThing>>> things(Set<ThingKind> kinds) {
        calls.add("things " + new TreeSet<>(kinds));
        if (deaf.isPresent()) return new Reading.Missed<>(deaf.get());
        var found = new TreeMap<ThingKind, SortedMap<String, ObservedThing>>();
        for (var kind : kinds) found.put(kind, new TreeMap<>(things.getOrDefault(kind, new TreeMap<>())));
        return new Reading.Got<>(found);
    }

    @Override
    public Reading<Optional<SortedMap<Long, ObservedVmHost>>> vmHosts() {
        calls.add("vm-hosts");
        return deaf.<Reading<Optional<SortedMap<Long, ObservedVmHost>>>>map(Reading.Missed::new)
                .orElseGet(() -> new Reading.Got<>(vmHosts.map(TreeMap::new)));
    }

    @Override
    public Reading<Deployable> deployable(String release) {
        calls.add("deployable " + release);
        return deaf.<Reading<Deployable>>map(Reading.Missed::new)
                .orElseGet(() ->
                        new Reading.Got<>(Given.region(List.of(), false, now).deployable()));
    }

    @Override
    public Outcome start(Step.OnRegion step) {
        return switch (step) {
            case Step.OnThing thing -> started(thing);
            case Step.ImportImages() -> {
                calls.add(step.word());
                yield new Outcome.Done(Optional.empty());
            }
        };
    }

    private Outcome started(Step.OnThing step) {
        calls.add(step.word());
        return switch (fate.next()) {
            case GOOD -> apply(step);
            case BUSY -> new Outcome.Failed(new Failure.TryAgain("MAAS is busy", Duration.ofSeconds(30)));
            case ANSWER_LOST, LATE -> {
                apply(step);
                yield unclear();
            }
            case CALL_LOST -> unclear();
        };
    }

    private Outcome apply(Step.OnThing step) {
        var kind = things.computeIfAbsent(step.kind(), any -> new TreeMap<>());
        effects.add(step.word() + " " + step.id().orElseGet(() -> step.kind().key(step.fields())));
        if (step.id().isEmpty() && step.fields().containsKey("primaryRack"))
            return new Outcome.Failed(new Failure.NeedsHuman("primary_rack: Select a valid choice."));
        if (step.id().isEmpty()) return put(kind, new ObservedThing(step.kind(), "t" + ++made, step.fields()));
        var id = step.id().get();
        if (!kind.containsKey(id)) return new Outcome.Failed(new Failure.WorldChanged("no such thing"));
        var fields = new TreeMap<>(kind.get(id).fields());
        step.fields().forEach((field, value) -> {
            if (value.isEmpty()) fields.remove(field);
            else fields.put(field, value);
        });
        return put(kind, new ObservedThing(step.kind(), id, fields));
    }

    private static Outcome put(SortedMap<String, ObservedThing> kind, ObservedThing thing) {
        kind.put(thing.id(), thing);
        return new Outcome.Done(Optional.of(thing.id()));
    }

    private static Outcome unclear() {
        return new Outcome.Failed(new Failure.Unclear("no answer within 60 s"));
    }

    private Outcome apply(Step.OnMachine step) {
        return switch (step) {
            case Step.Enlist enlist -> enlist(enlist);
            case Step.Register register -> register(register);
            case Step.Commission(var id, var how) -> commission(id);
            case Step.Amend(var id, var fields) -> amend(id, fields);
            case Step.SetPower set -> effect("set-power", set.id());
            case Step.QueryPower(var id) -> effect("query-power", id);
            case Step.Tag(var id, var add, var remove) ->
                edited(id, draft -> draft.tag(add.toArray(String[]::new)).untag(remove.toArray(String[]::new)));
            case Step.Allocate(var id, var _) -> allocate(id);
            case Step.Stamp(var id, var annotations) -> stamp(id, annotations);
            case Step.Deploy deploy -> deploy(deploy);
            case Step.ShutDown(var id) -> effect("shut-down", id);
            case Step.PowerOff(var id) -> effect("power-off", id);
            case Step.PowerOn(var id) -> effect("power-on", id);
            case Step.Test(var id) -> effect("test", id);
            case Step.Lock(var id) -> lock(id, true);
            case Step.Unlock(var id) -> lock(id, false);
            case Step.Rescue(var id) -> rescue(id);
            case Step.ExitRescue(var id) -> exitRescue(id);
            case Step.Release(var id, var erase) -> release(id, erase);
            case Step.Delete(var id) -> delete(id);
            case Step.Compose(var host, var number) -> compose(host, number);
            case Step.RegisterVmHost(var id, var host, var _) -> registerVmHost(id, host);
            case Step.TellVmHost(var id, var _, var _) -> effect("tell-vm-host", id);
            case Step.RemoveVmHosts(var id, var numbers) -> {
                effects.add("remove-vm-hosts " + numbers);
                vmHosts.orElseThrow().keySet().removeAll(numbers);
                yield new Outcome.Done(Optional.of(id.value()));
            }
            case Step.SetUp setUp -> throw new IllegalArgumentException("no setup here: " + setUp.word());
        };
    }

    private Outcome enlist(Step.Enlist step) {
        var macs = step.host().machine().macAddresses();
        for (var machine : machines.values())
            if (machine.macAddresses().stream().anyMatch(macs::contains))
                return new Outcome.Done(Optional.of(machine.id().value()));
        made++;
        var draft = new MachineDraft("e" + made, step.host().name().value())
                .macs(macs.stream().map(MacAddress::value).toArray(String[]::new));
        step.host().zone().ifPresent(draft::zone);
        with(draft);
        effects.add("enlist " + step.host().name());
        return new Outcome.Done(Optional.of("e" + made));
    }

    private Outcome register(Step.Register step) {
        var macs = step.host().machine().macAddresses();
        for (var machine : machines.values())
            if (machine.macAddresses().stream().anyMatch(macs::contains))
                return new Outcome.Done(Optional.of(machine.id().value()));
        made++;
        with(new MachineDraft("e" + made, step.host().name().value())
                .macs(macs.stream().map(MacAddress::value).toArray(String[]::new))
                .state(new Machine.State.Deployed("", ""), "Deployed")
                .owner(Given.USER));
        effects.add("register " + step.host().name());
        return new Outcome.Done(Optional.of("e" + made));
    }

    private Outcome compose(Host host, long number) {
        var on = vmHosts.orElseThrow().get(number).vmHost();
        var there = machines.values().stream()
                .filter(machine -> machine.hostname().equals(host.name().value()))
                .findFirst();
        if (there.isPresent())
            return new Outcome.Done(Optional.of(there.get().id().value()));
        made++;
        with(new MachineDraft("v" + made, host.name().value(), "00:16:3e:00:00:%02x".formatted(made))
                .on(on.name(), on.machine().map(SystemId::value).orElse("")));
        effects.add("compose " + host.name());
        return new Outcome.Done(Optional.of("v" + made));
    }

    private Outcome registerVmHost(SystemId id, Host host) {
        var all = vmHosts.orElseThrow();
        if (all.values().stream().noneMatch(known -> known.is(machines.get(id)))) {
            all.put((long) ++made, Given.vmHost(made, host.name().value(), id.value()));
            effects.add("register-vm-host " + id);
        }
        return new Outcome.Done(Optional.empty());
    }

    private boolean isVmHost(SystemId id) {
        return vmHosts.stream().flatMap(all -> all.values().stream()).anyMatch(known -> known.is(machines.get(id)));
    }

    private Outcome commission(SystemId id) {
        var machine = machines.get(id);
        if (machine == null || !(machine.state() instanceof Machine.State.New)) return changed("commission", id);
        return way(
                "commission",
                id,
                Machine.Doing.COMMISSIONING,
                MachineDraft.of(machine).ready().owner("").build());
    }

    private Outcome allocate(SystemId id) {
        var machine = machines.get(id);
        if (machine == null
                || !(machine.state() instanceof Machine.State.Ready)
                || machine.owner().isPresent()) return changed("allocate", id);
        return done(id, draft -> draft.allocated(Given.USER));
    }

    private Outcome stamp(SystemId id, Map<String, String> annotations) {
        var machine = machines.get(id);
        if (machine == null || !machine.owner().equals(Optional.of(Given.USER))) return changed("stamp", id);
        return done(id, draft -> {
            var all = new TreeMap<>(machine.annotations());
            all.putAll(annotations);
            return draft.annotations(all);
        });
    }

    private Outcome deploy(Step.Deploy step) {
        var machine = machines.get(step.id());
        if (machine == null || !(machine.state() instanceof Machine.State.Allocated))
            return changed("deploy", step.id());
        return way(
                "deploy",
                step.id(),
                Machine.Doing.DEPLOYING,
                MachineDraft.of(machine)
                        .state(new Machine.State.Deployed(step.release(), "ga-24.04"), "Deployed")
                        .build());
    }

    private Outcome release(SystemId id, HostGoal.Erase erase) {
        var machine = machines.get(id);
        if (machine == null) return changed("release", id);
        boolean held =
                machine.state() instanceof Machine.State.Deployed || machine.state() instanceof Machine.State.Allocated;
        if (!held) return changed("release", id);
        if (machine.locked()) return new Outcome.Failed(new Failure.NeedsHuman("locked"));
        if (isVmHost(id)) return new Outcome.Failed(new Failure.NeedsHuman("VM hosts must be removed first"));
        edit(id, draft -> draft.annotations(new TreeMap<>()));
        return way(
                "release",
                id,
                Machine.Doing.RELEASING,
                MachineDraft.of(machines.get(id)).ready().owner("").build());
    }

    /** Whoever asks for it has it from now on; only what is deployed had an owner before. */
    private Outcome rescue(SystemId id) {
        var machine = machines.get(id);
        boolean legal = machine != null
                && (machine.state() instanceof Machine.State.Deployed
                        || machine.state() instanceof Machine.State.Ready);
        if (!legal) return changed("rescue", id);
        if (machine.locked()) return new Outcome.Failed(new Failure.NeedsHuman("locked"));
        beforeRescue.put(id, machine);
        var end = MachineDraft.of(machine).owner(Given.USER).rescued().build();
        return way("rescue", id, Machine.Doing.OTHER, end);
    }

    private Outcome exitRescue(SystemId id) {
        var machine = machines.get(id);
        var before = beforeRescue.get(id);
        if (machine == null || before == null || !RescueWay.isIn(machine.state())) return changed("exit-rescue", id);
        return way("exit-rescue", id, Machine.Doing.OTHER, before);
    }

    private Outcome delete(SystemId id) {
        if (machines.remove(id) == null) return changed("delete", id);
        ways.remove(id);
        effects.add("delete " + id);
        return new Outcome.Done(Optional.empty());
    }

    private Outcome amend(SystemId id, Map<String, String> fields) {
        return done(id, draft -> {
            fields.forEach((field, value) -> {
                switch (field) {
                    case "hostname" -> draft.hostname(value);
                    case "zone" -> draft.zone(value);
                    case "pool" -> draft.pool(value);
                    case "domain" -> draft.domain(value);
                    case "description" -> draft.description(value);
                    default -> throw new IllegalArgumentException(field);
                }
            });
            return draft;
        });
    }

    private Outcome lock(SystemId id, boolean locked) {
        var machine = machines.get(id);
        boolean legal = machine != null
                && machine.locked() != locked
                && (!locked || machine.state() instanceof Machine.State.Deployed);
        if (!legal) return changed(locked ? "lock" : "unlock", id);
        effects.add((locked ? "lock " : "unlock ") + id);
        return edited(id, draft -> draft.locked(locked));
    }

    private Outcome done(SystemId id, UnaryOperator<MachineDraft> edit) {
        boolean locked = machines.containsKey(id) && machines.get(id).locked();
        return locked ? new Outcome.Failed(new Failure.NeedsHuman("locked")) : edited(id, edit);
    }

    /** What a lock does not refuse. */
    private Outcome edited(SystemId id, UnaryOperator<MachineDraft> edit) {
        if (!machines.containsKey(id)) return changed("edit", id);
        edit(id, edit);
        return new Outcome.Done(Optional.of(id.value()));
    }

    private Outcome effect(String word, SystemId id) {
        effects.add(word + " " + id);
        return new Outcome.Done(Optional.of(id.value()));
    }

    private Outcome way(String word, SystemId id, Machine.Doing doing, Machine end) {
        effects.add(word + " " + id);
        edit(id, draft -> draft.busy(doing));
        ways.put(id, new Way(TICKS, end));
        return new Outcome.Running(Duration.ofSeconds(60));
    }

    private static Outcome changed(String word, SystemId id) {
        return new Outcome.Failed(new Failure.WorldChanged("cannot %s %s in its state".formatted(word, id)));
    }
}
