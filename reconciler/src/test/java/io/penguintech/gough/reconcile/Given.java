package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Hypervisor;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.QueryName;
import io.penguintech.gough.schema.Questions;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.TeamName;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What tests start from. */
final class Given {
    static final BackendName REGION = new BackendName("default");
    static final BackendName FLEET = new BackendName("default");
    static final String REPOSITORY_ID = "demo";
    static final String OWN_TAG = "gough-demo";
    static final String USER = "gough";
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Records.Deployment NOBLE = new Records.Deployment(1, "noble", "", "");

    private Given() {}

    static Repository repository() {
        return repository(false, Duration.ofHours(72));
    }

    static Repository repository(boolean prune, Duration hold) {
        return new Repository(
                "infra",
                Repository.Mode.APPLY,
                Repository.Approvals.DEFAULT,
                List.of(),
                Repository.RolloutLimits.DEFAULT,
                prune,
                hold,
                new Tree.Mapping(List.of(), Place.ofFile("gough.yaml")),
                new Place("gough.yaml", 1, 1),
                Questions.NOBODY);
    }

    static Desired desired(HostDraft... hosts) {
        return desired(Arrays.stream(hosts).map(HostDraft::build).toList(), List.of());
    }

    static Desired desired(Query... queries) {
        return desired(List.of(), List.of(queries));
    }

    static Desired desired(Collection<Host> hosts, List<Query> queries) {
        return desired(repository(), hosts, queries);
    }

    static Desired desired(Repository repository, Collection<Host> hosts, List<Query> queries) {
        var byName = new TreeMap<HostName, Host>();
        var releasable = new TreeSet<HostName>();
        for (var host : hosts) {
            byName.put(host.name(), host);
            if (!host.protect()) releasable.add(host.name());
        }
        var inventory = new Inventory(Optional.empty(), repository, byName, queries, new TreeMap<>());
        return new Desired(inventory, new TreeMap<>(), releasable, REPOSITORY_ID);
    }

    /** Things of the one region. */
    static Desired desired(Repository repository, Collection<Host> hosts, Thing... things) {
        var base = desired(repository, hosts, List.of());
        var inventory = base.inventory();
        return new Desired(
                new Inventory(
                        Optional.empty(),
                        repository,
                        inventory.hosts(),
                        List.of(),
                        new TreeMap<>(),
                        new TreeSet<>(List.of(things))),
                base.userData(),
                base.releasable(),
                REPOSITORY_ID);
    }

    /** The same, and somebody asked for this of hv-01. */
    static Desired asked(Desired desired, HostRequest... requests) {
        var byHost = new TreeMap<HostName, HostRequest>();
        for (var request : requests) byHost.put(new HostName("hv-01"), request);
        return new Desired(
                desired.inventory(), desired.userData(), desired.releasable(), desired.repositoryId(), byHost);
    }

    static HostRequest request(HostRequest.What what) {
        return new HostRequest(12, what, "sam", "its kernel hangs");
    }

    static Desired withUserData(Desired desired, String host, String digest) {
        var userData = new TreeMap<>(desired.userData());
        userData.put(new HostName(host), digest);
        return new Desired(desired.inventory(), userData, desired.releasable(), desired.repositoryId());
    }

    static BackendIdentity identity() {
        return new BackendIdentity("http://maas.example/MAAS", "fingerprint", USER, "3.4.10");
    }

    /** An LXD host that MAAS reaches. */
    static ObservedVmHost vmHost(long number, String name, String machine) {
        var id = machine.isEmpty() ? Optional.<SystemId>empty() : Optional.of(new SystemId(machine));
        return new ObservedVmHost(number, Optional.of(Hypervisor.Type.LXD), new Machine.VmHost(name, id), true);
    }

    /** The same with a region that has VM hosts, and these. */
    static Observed with(Observed observed, ObservedVmHost... vmHosts) {
        var all = new TreeMap<Long, ObservedVmHost>();
        for (var host : vmHosts) all.put(host.number(), host);
        var regions = new TreeMap<>(observed.regions());
        regions.replaceAll((name, region) -> region.with(Optional.of(all)));
        return new Observed(regions, observed.fleets());
    }

    static Observed observed(MachineDraft... machines) {
        return observed(Arrays.stream(machines).map(MachineDraft::build).toList(), List.of());
    }

    static Observed observed(Collection<Machine> machines, Collection<ObservedObject> objects) {
        var regions = new TreeMap<BackendName, Observed.Region>();
        regions.put(REGION, region(machines, true, NOON));
        var fleets = new TreeMap<BackendName, Observed.FleetServer>();
        fleets.put(FLEET, fleet(objects, NOON));
        return new Observed(regions, fleets);
    }

    static Observed.Region region(Collection<Machine> machines, boolean complete, Instant at) {
        var byId = new TreeMap<SystemId, Seen<Machine>>();
        machines.forEach(machine -> byId.put(machine.id(), new Seen<>(machine, at)));
        return new Observed.Region(
                identity(),
                byId,
                complete,
                at,
                new TreeSet<>(Set.of("default", "rack-a", "rack-b", "rack-c")),
                new TreeSet<>(Set.of("default", "production")),
                new TreeSet<>(Set.of("maas", "example")),
                releases());
    }

    private static SortedMap<String, java.util.SortedSet<String>> releases() {
        var releases = new TreeMap<String, java.util.SortedSet<String>>();
        releases.put("amd64", new TreeSet<>(Set.of("jammy", "noble")));
        return releases;
    }

    static Observed.FleetServer fleet(Collection<ObservedObject> objects, Instant at) {
        return fleet(objects, Observed.Licence.PREMIUM, new TreeMap<>(), at);
    }

    static Observed.FleetServer fleet(
            Collection<ObservedObject> objects,
            Observed.Licence licence,
            SortedMap<String, Boolean> teams,
            Instant at) {
        var byKind = new TreeMap<FleetKind, SortedMap<Long, ObservedObject>>();
        objects.forEach(object ->
                byKind.computeIfAbsent(object.kind(), any -> new TreeMap<>()).put(object.id(), object));
        return new Observed.FleetServer(
                new BackendIdentity("http://fleet.example", "fleet", "api", "4.86.2"),
                Optional.of(licence),
                byKind,
                teams,
                at);
    }

    static Records records(Records.HostRecord... hosts) {
        var byName = new TreeMap<HostName, Records.HostRecord>();
        for (var host : hosts) byName.put(host.host(), host);
        return new Records(byName, new TreeMap<>());
    }

    static Records records(String name, long id) {
        var objects = new TreeMap<Subject.OfFleet, Long>();
        objects.put(Subject.OfFleet.query(FLEET, name), id);
        return new Records(new TreeMap<>(), objects);
    }

    /** A record of a machine that we manage and that nothing runs on. */
    static Records.HostRecord record(String host, MachineDraft machine) {
        return record(host, machine, Optional.empty());
    }

    /** A record of a machine that we deployed. */
    static Records.HostRecord record(String host, MachineDraft machine, Records.Deployment deployment) {
        return record(host, machine, Optional.of(deployment));
    }

    private static Records.HostRecord record(String host, MachineDraft draft, Optional<Records.Deployment> deployment) {
        var machine = draft.build();
        return new Records.HostRecord(
                new HostName(host),
                REGION,
                machine.id(),
                machine.macAddresses(),
                false,
                deployment,
                Optional.empty(),
                new TreeSet<>());
    }

    /** The same record of a machine that Gough put into rescue mode. */
    static Records.HostRecord maintained(Records.HostRecord it, String from) {
        return new Records.HostRecord(
                it.host(),
                it.region(),
                it.systemId(),
                it.macAddresses(),
                it.adopted(),
                it.deployment(),
                it.heldSince(),
                it.tags(),
                it.lost(),
                it.living(),
                Optional.of(from),
                it.locked(),
                it.power(),
                new TreeMap<>());
    }

    /** The same record of a machine that Gough switched off and keeps. */
    static Records.HostRecord held(Records.HostRecord it) {
        return new Records.HostRecord(
                it.host(),
                it.region(),
                it.systemId(),
                it.macAddresses(),
                it.adopted(),
                it.deployment(),
                Optional.of(NOON),
                it.tags());
    }

    /** The same record of a machine that carries our lock. */
    static Records.HostRecord locked(Records.HostRecord it) {
        return new Records.HostRecord(
                it.host(),
                it.region(),
                it.systemId(),
                it.macAddresses(),
                it.adopted(),
                it.deployment(),
                it.heldSince(),
                it.tags(),
                it.lost(),
                it.living(),
                it.maintainedFrom(),
                true,
                it.power(),
                new TreeMap<>());
    }

    static Records.HostRecord adopted(String host, MachineDraft draft) {
        var machine = draft.build();
        return new Records.HostRecord(
                new HostName(host),
                REGION,
                machine.id(),
                machine.macAddresses(),
                true,
                Optional.empty(),
                Optional.empty(),
                new TreeSet<>());
    }

    static Rules rules() {
        return Rules.of(repository());
    }

    static Plan plan(Desired desired, Observed observed, Records records) {
        return Planner.plan(
                desired, observed, records, Rules.of(desired.inventory().repository()));
    }

    static Query query(String name, String sql) {
        return query(name, sql, false, List.of());
    }

    static Query query(String name, String sql, boolean adopt, List<String> formerly) {
        return new Query(
                new QueryName(name),
                new TreeMap<>(),
                FLEET,
                formerly.stream().map(QueryName::new).toList(),
                "what it asks",
                sql,
                new TreeSet<>(Set.of("linux")),
                Duration.ofHours(1),
                Query.Logging.SNAPSHOT,
                "",
                true,
                false,
                false,
                adopt,
                new Place("queries/q.yaml", 1, 1),
                Optional.empty(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    /** As declared. */
    static ObservedObject observed(long id, FleetObject object) {
        return new ObservedObject(
                object.kind(),
                id,
                object.team().map(TeamName::value).orElse(""),
                false,
                new TreeMap<>(FleetFields.of(object)));
    }

    /** The same with another value of a field. */
    static ObservedObject with(ObservedObject is, String field, String value) {
        var fields = new TreeMap<>(is.fields());
        fields.put(field, value);
        return new ObservedObject(is.kind(), is.id(), is.team(), is.builtIn(), fields);
    }
}
