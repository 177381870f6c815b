package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.ThingKind;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All backends and what was last seen of them, each thing with its age. A tick plans from {@link #snapshot()} and reads
 * afresh only what it must: never one call a host, never a complete list (that is {@link #sweep}, its own slow job;
 * between two of them {@link #renew} reads machine after machine again).
 *
 * <p>A reading that fails leaves the snapshot as it is, older, and is told in {@link #failures()} until one of its kind
 * succeeds: news that come do not hide that machines cannot be listed. Safe for many threads; no method waits for
 * another's slow call, except that a region is swept by one at a time.
 */
public final class World {
    private final SortedMap<BackendName, RegionView> regions = new TreeMap<>();
    private final SortedMap<BackendName, FleetView> fleets = new TreeMap<>();

    /**
     * A world nothing was seen of yet.
     *
     * @param regions MAAS regions by the name in the server settings
     * @param fleets Fleets by the name in the server settings
     * @param clock the time
     */
    public World(Map<BackendName, Maas> regions, Map<BackendName, Fleet> fleets, Clock clock) {
        regions.forEach((name, maas) -> this.regions.put(name, new RegionView(name, maas, clock)));
        fleets.forEach((name, fleet) -> this.fleets.put(name, new FleetView(name, fleet, clock)));
    }

    /** Names of all regions. */
    public Set<BackendName> regionNames() {
        return Collections.unmodifiableSet(regions.keySet());
    }

    /** Names of all Fleets. */
    public Set<BackendName> fleetNames() {
        return Collections.unmodifiableSet(fleets.keySet());
    }

    /** What was last seen of everything; no call is made. A backend that was never read is absent. */
    public Observed snapshot() {
        var seenRegions = new TreeMap<BackendName, Observed.Region>();
        regions.forEach((name, view) -> view.last().ifPresent(region -> seenRegions.put(name, region)));
        var seenFleets = new TreeMap<BackendName, Observed.FleetServer>();
        fleets.forEach((name, view) -> view.last().ifPresent(server -> seenFleets.put(name, server)));
        return new Observed(seenRegions, seenFleets);
    }

    /** Lists a whole region: slow, its own job. What was read afresh meanwhile is kept. */
    public Reading<Observed.Region> sweep(BackendName region) {
        return of(region).sweep();
    }

    /**
     * Reads again, in few calls, what was read of a region before {@code before}: the oldest first, at most {@code most}
     * machines. What fails is the oldest still, and so the first next time. Nothing to read is no call.
     *
     * @return how many machines were read
     */
    public Reading<Integer> renew(BackendName region, Instant before, int most) {
        return of(region).renew(before, most);
    }

    /** Reads everything of a region but its machines afresh, in few small calls: zones, pools, images, who answers. */
    public Reading<Observed.Region> surroundings(BackendName region) {
        return of(region).surroundings();
    }

    /**
     * Reads the machines of a region that its cheap list shows as new, changed or gone. What that list misses, the next one or
     * {@link #renew} shows.
     *
     * @return how many were read; empty when the region has no such list
     */
    public Reading<Optional<Integer>> roster(BackendName region) {
        return of(region).roster();
    }

    /** Lists what a Fleet has, for all hosts and in the teams that are followed: few calls. */
    public Reading<Observed.FleetServer> look(BackendName fleet) {
        return ofFleet(fleet).read(Optional.empty());
    }

    /** The same, but who carries a label is read of the labels with these ids only: of others it is as it was. */
    public Reading<Observed.FleetServer> look(BackendName fleet, Set<Long> labels) {
        return ofFleet(fleet).read(Optional.of(labels));
    }

    /**
     * Has the teams of Fleets looked at that something is declared or remembered in, from the next look on: what is in
     * other teams is never read. A label may be used in any team, so with a label all of them are. A Fleet that the server
     * settings do not know is passed over. Of labels that list hosts it is read who carries them, until the same repository lists
     * none of them any more. Which hosts fail the remembered policies, {@link #callRoll} reads from then on.
     *
     * @param whose which repository that is
     */
    public void follow(String whose, Inventory inventory, Records records) {
        Stream.concat(inventory.inFleets().stream().map(Subject.OfFleet::of), records.inFleets().keySet().stream())
                .forEach(subject -> {
                    var view = fleets.get(subject.fleet());
                    if (view == null) return;
                    if (subject.kind() == FleetKind.LABEL) view.followAll();
                    else if (!subject.team().isEmpty()) view.follow(Set.of(subject.team()));
                });
        fleets.forEach((name, view) -> view.list(whose, listing(inventory, name)));
        records.inFleets().forEach((subject, id) -> {
            var view = fleets.get(subject.fleet());
            if (view != null && subject.kind() == FleetKind.POLICY) view.judgeBy(Set.of(id));
        });
    }

    /** Under its earlier names too: that is what Fleet calls it until it is renamed. */
    private static Set<String> listing(Inventory inventory, BackendName fleet) {
        return inventory.labels().stream()
                .filter(label -> label.fleet().equals(fleet))
                .filter(label -> label.membership() instanceof Label.Membership.Manual(var hosts) && hosts.isPresent())
                .flatMap(label -> Stream.concat(Stream.of(label.title()), label.earlier().stream()))
                .collect(Collectors.toSet());
    }

    /**
     * Makes the next call of reading all hosts of a Fleet, and which of Gough's policies each fails: pages, one a call. What
     * was read of them before stays until all are read.
     *
     * @return whether all are read with it, so that the next call begins anew
     */
    public Reading<Boolean> callRoll(BackendName fleet) {
        return ofFleet(fleet).callRoll();
    }

    /**
     * Somebody says that hosts of a Fleet are not as they were: they are to be read soon, and with them who fails these policies,
     * whatever Fleet has counted. No call is made. A Fleet that the server settings do not know is passed over.
     */
    public void hintHosts(BackendName fleet, Set<Long> policies) {
        var view = fleets.get(fleet);
        if (view == null) return;
        view.rollCall().hint(0);
        policies.forEach(view.rollCall()::hint);
    }

    /**
     * Who fails these policies is to be read each time that all hosts of a Fleet are read, whatever Fleet has counted; those of
     * an earlier call are not any more. A Fleet that the server settings do not know is passed over.
     */
    public void watch(BackendName fleet, Set<Long> policies) {
        var view = fleets.get(fleet);
        if (view != null) view.rollCall().watch(policies);
    }

    /** Somebody says that queries, policies or labels of a Fleet are not as they were: it is to be looked at soon. */
    public void hintObjects(BackendName fleet) {
        var view = fleets.get(fleet);
        if (view != null) view.hint();
    }

    /** Whether there is a reason to read all hosts of a Fleet before it is their turn. */
    public boolean areHostsHinted(BackendName fleet) {
        return ofFleet(fleet).rollCall().isHinted();
    }

    /** Whether there is a reason to look at a Fleet before it is its turn. */
    public boolean areObjectsHinted(BackendName fleet) {
        return ofFleet(fleet).isHinted();
    }

    /** What was last read of every Fleet's hosts; no call is made. Never part of {@link #snapshot()}: plans do not depend on it. */
    public SortedMap<BackendName, FleetRoll.State> rolls() {
        var rolls = new TreeMap<BackendName, FleetRoll.State>();
        fleets.forEach((name, view) -> rolls.put(name, view.roll()));
        return rolls;
    }

    /**
     * Has every team of every Fleet looked at, and who carries each label that can list hosts, from the next look on: for a
     * single look at everything.
     */
    public void followAll() {
        fleets.values().forEach(FleetView::followAll);
        fleets.values().forEach(FleetView::listAll);
    }

    /**
     * Reads these machines afresh, in few calls.
     *
     * @return each of them; empty for one that MAAS does not have any more
     */
    public Reading<Map<SystemId, Seen<Optional<Machine>>>> refresh(BackendName region, Set<SystemId> ids) {
        return of(region).refresh(ids);
    }

    /** Looks machines up by address, for hosts that are absent. Finding nothing is proof of absence. */
    public Reading<Seen<List<Machine>>> lookUp(BackendName region, Set<MacAddress> macAddresses) {
        return of(region).lookUp(macAddresses);
    }

    /** Looks machines up by name, for virtual ones that are to be made. Finding nothing is proof of absence. */
    public Reading<Seen<List<Machine>>> lookUpNamed(BackendName region, Set<String> hostnames) {
        return of(region).lookUpNamed(hostnames);
    }

    /**
     * Reads what machines stand on afresh, kind by kind.
     *
     * @return all of these kinds by id; a kind that our user may not read is missing
     */
    public Reading<Seen<SortedMap<ThingKind, SortedMap<String, ObservedThing>>>> things(
            BackendName region, Set<ThingKind> kinds) {
        return of(region).things(kinds);
    }

    /**
     * Asks what can be deployed at this moment, and of a release only what is here completely. It is read to be acted on at
     * once, and so not kept.
     */
    public Reading<Deployable> deployable(BackendName region, String release) {
        return of(region).deployable(release);
    }

    /** Reads the VM hosts of a region afresh: one short call. Empty where there are none to have. */
    public Reading<Optional<SortedMap<Long, ObservedVmHost>>> vmHosts(BackendName region) {
        return of(region).vmHosts();
    }

    /**
     * Asks the region's events where something happened since the last time, and reads those machines afresh. The first
     * time it only learns where the events are.
     *
     * @return the machines that were read
     */
    public Reading<Set<SystemId>> news(BackendName region) {
        return of(region).news();
    }

    /**
     * What MAAS noted last that somebody did to a machine of a region, by machine; where Gough's own user acted last there is
     * nothing. Information for people: bounded, gone after a restart, and never a reason for anything.
     */
    public Map<SystemId, Deed> deeds(BackendName region) {
        return of(region).deeds();
    }

    /**
     * What Fleet noted last that somebody did to a query or a policy, even before it was first looked at; where Gough's own user acted
     * last there is nothing. As {@link #deeds} for people only. One call more at the first look, and at one that
     * found something else than the one before.
     */
    public Map<Subject.OfFleet, Deed> fleetDeeds(BackendName fleet) {
        return ofFleet(fleet).deeds();
    }

    /** Which server answers now under this name of a region or a Fleet; one small call or two. */
    public Reading<BackendIdentity> identity(BackendName region) {
        return of(region).identity();
    }

    /** As {@link #identity}, for a Fleet. */
    public Reading<BackendIdentity> fleetIdentity(BackendName fleet) {
        return ofFleet(fleet).identity();
    }

    /**
     * Backends that answered as another server, or to another user, than the snapshot came from, by name ({@code maas
     * NAME} or {@code fleet NAME}). Nothing of theirs enters the snapshot until {@link #forget} is called.
     */
    public SortedMap<String, BackendIdentity> identityChanged() {
        var changed = new TreeMap<String, BackendIdentity>();
        regions.forEach((name, view) -> view.stranger().ifPresent(who -> changed.put("maas " + name, who)));
        fleets.forEach((name, view) -> view.stranger().ifPresent(who -> changed.put("fleet " + name, who)));
        return changed;
    }

    /** Forgets what was seen of a region, once a person confirmed that it is another server now. */
    public void forget(BackendName region) {
        of(region).forget();
    }

    /** As {@link #forget}, for a Fleet. */
    public void forgetFleet(BackendName fleet) {
        ofFleet(fleet).forget();
    }

    /** Why a backend cannot be read, by name ({@code maas NAME} or {@code fleet NAME}); empty when all is well. */
    public SortedMap<String, Failure> failures() {
        var failures = new TreeMap<String, Failure>();
        regions.forEach((name, view) -> view.failure().ifPresent(why -> failures.put("maas " + name, why)));
        fleets.forEach((name, view) -> view.failure().ifPresent(why -> failures.put("fleet " + name, why)));
        return failures;
    }

    /** The port of a region, to start steps on. */
    public Maas maas(BackendName region) {
        return of(region).maas();
    }

    /** The port of a Fleet, to start steps on. */
    public Fleet fleet(BackendName fleet) {
        return ofFleet(fleet).fleet();
    }

    private RegionView of(BackendName region) {
        var view = regions.get(region);
        if (view == null) throw new IllegalArgumentException("no such MAAS region in the server settings: " + region);
        return view;
    }

    private FleetView ofFleet(BackendName fleet) {
        var view = fleets.get(fleet);
        if (view == null) throw new IllegalArgumentException("no such Fleet in the server settings: " + fleet);
        return view;
    }
}
