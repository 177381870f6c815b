package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetNames;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.TeamName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which hosts of a Fleet those are that labels list. A document names them by serial number, UUID or name; from here on a
 * label lists them as {@link FleetHost#name()}, of which only the id counts. Pure.
 */
final class LabelHosts {
    private static final String HOST = "host ";
    private static final String CARRIES = "carries the label";
    private static final int NAMED = 3;

    private final Observed.FleetServer server;
    private final FleetRoll roll;
    private final Map<String, Ours> ours;

    private LabelHosts(Observed.FleetServer server, Map<String, Ours> ours) {
        this.server = server;
        this.ours = ours;
        roll = FleetRoll.of(server.enrolled().hosts(), server.at());
    }

    /** What is known of the machine of a host that Gough remembers a machine of. */
    private sealed interface Ours {
        /** What MAAS says that it is. */
        record Known(HostIdentity who) implements Ours {}

        /** MAAS was not read, or not to its end. */
        record Unread(BackendName region) implements Ours {}

        /** MAAS has it no more. */
        record Gone(BackendName region, SystemId machine) implements Ours {}
    }

    /** What a name in a list stands for. */
    private sealed interface Meant {
        /** One host of Fleet. */
        record One(FleetHost host) implements Meant {}

        /** None that Fleet has. */
        record Nobody() implements Meant {}

        /** It cannot be told yet. */
        record Later(BackendName region) implements Meant {}

        /** It cannot be told, and a person must act. */
        record Unclear(String why) implements Meant {}
    }

    /** In one Fleet. A host of the inventory is what MAAS says that its machine is, whatever it calls itself in Fleet. */
    static LabelHosts in(Observed.FleetServer server, Inventory inventory, Observed observed, Records records) {
        var ours = new HashMap<String, Ours>();
        if (!server.enrolled().hosts().isEmpty())
            for (var host : inventory.hosts().keySet()) {
                var record = records.hosts().get(host);
                if (record != null) ours.put(key(host.value()), machine(record, observed));
            }
        return new LabelHosts(server, ours);
    }

    private static Ours machine(Records.HostRecord record, Observed observed) {
        var region = observed.regions().get(record.region());
        if (region == null) return new Ours.Unread(record.region());
        var seen = region.machines().get(record.systemId());
        if (seen != null) return new Ours.Known(HostIdentity.of(seen.value()));
        return region.complete() ? new Ours.Gone(record.region(), record.systemId()) : new Ours.Unread(record.region());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * A document with its hosts found.
     *
     * @param object the same, with every host that Fleet has as it has it
     * @param absent what Fleet does not have yet, or does not show us, as the document names it
     * @param unread why it cannot be told yet whom it lists or who carries it; ends by itself; empty when it can
     * @param doubt why that cannot be told before a person acts; empty when it can
     */
    record Listed(FleetObject object, List<String> absent, Optional<String> unread, Optional<String> doubt) {
        static Listed plain(FleetObject object) {
            return new Listed(object, List.of(), Optional.empty(), Optional.empty());
        }
    }

    /** Finds the hosts of {@code object}; whatever lists none is as it was. */
    Listed find(FleetObject object) {
        if (!(object instanceof Label label)
                || !(label.membership() instanceof Label.Membership.Manual(var listed))
                || listed.isEmpty()) return Listed.plain(object);
        var barred = barred(label);
        if (barred.isPresent()) return new Listed(object, List.of(), Optional.empty(), barred);
        boolean unread = isUnread(label)
                || (server.enrolled().extent() == Observed.Extent.NOT_READ
                        && !listed.get().isEmpty());
        return unread
                ? new Listed(object, List.of(), Optional.of(unread(label)), Optional.empty())
                : find(label, listed.get());
    }

    private Listed find(Label label, Collection<String> listed) {
        var found = new TreeMap<Long, FleetHost>();
        var absent = new ArrayList<String>();
        var later = new TreeMap<String, BackendName>();
        var doubts = new ArrayList<String>();
        for (var name : listed)
            switch (meant(name)) {
                case Meant.One(var host) -> found.put(host.id(), host);
                case Meant.Nobody() -> absent.add(name);
                case Meant.Later(var region) -> later.put(name, region);
                case Meant.Unclear(var why) -> doubts.add(why);
            }
        return new Listed(
                of(label, found.values()),
                absent,
                later.isEmpty() ? Optional.empty() : Optional.of(untold(later)),
                doubts.stream().findFirst());
    }

    /** What will not end before a person acts. */
    private Optional<String> barred(Label label) {
        return switch (server.enrolled().extent()) {
            case NOT_READ, ALL -> Optional.empty();
            case FORBIDDEN ->
                Optional.of(
                        "Gough's user in Fleet %s may not list hosts, or not ask who it is, so that nobody can tell who carries this label or would lose it. Give it the role maintainer or admin, or remove hosts at %s."
                                .formatted(label.fleet(), label.place()));
            case LIMITED ->
                label.team().map(TeamName::value).filter(this::isSeen).isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                "Gough's user in Fleet %s sees hosts of %s only. Fleet takes the list of a label as a whole, and hosts of others would lose it unseen. Give that user a role in the whole server, or remove hosts at %s."
                                        .formatted(
                                                label.fleet(),
                                                String.join(
                                                        ", ", server.enrolled().teams()),
                                                label.place()));
        };
    }

    private boolean isSeen(String team) {
        return server.enrolled().teams().stream().anyMatch(seen -> FleetNames.same(seen, team));
    }

    private static String unread(Label label) {
        return "Which hosts Fleet %s has, or who carries this label, was not read yet; Gough reads it by itself."
                .formatted(label.fleet());
    }

    private static String untold(SortedMap<String, BackendName> later) {
        return "Which hosts of Fleet %s are is told by their machines, and MAAS region %s is not listed yet. Gough looks again by itself; if this stays, check that it answers."
                .formatted(some(later.keySet()), later.get(later.firstKey()));
    }

    /** The first few of many names, and how many more there are. */
    static String some(Collection<String> names) {
        var first = NameList.text(names.stream().limit(NAMED).toList());
        return names.size() > NAMED ? "%s and %d more".formatted(first, names.size() - NAMED) : first;
    }

    /** Who carries it now was not read, although there is such a label. */
    private boolean isUnread(Label label) {
        var names = Stream.concat(Stream.of(label.title()), label.earlier().stream())
                .map(FleetNames::key)
                .collect(Collectors.toSet());
        return server.all(label.kind()).values().stream()
                .filter(is -> !is.builtIn()
                        && is.field(FleetFields.MEMBERSHIP).equals("manual")
                        && names.contains(FleetNames.key(LabelReplacement.original(is.name()))))
                .anyMatch(is -> !is.fields().containsKey(FleetFields.HOSTS));
    }

    private Meant meant(String name) {
        return switch (ours.get(key(name))) {
            case null -> called(name, Optional.empty());
            case Ours.Unread(var region) -> new Meant.Later(region);
            case Ours.Gone(var region, var machine) ->
                new Meant.Unclear(
                        "MAAS region %s has the machine %s of host %s no more, which tells the host of Fleet that it is. Bring it back, or name in the list the serial number or UUID that is meant."
                                .formatted(region, machine, name));
            case Ours.Known(var who) ->
                switch (roll.find(who, Optional.empty())) {
                    case FleetRoll.Found.One(var host) -> new Meant.One(host);
                    case FleetRoll.Found.Doubtful(var why, boolean itself)
                    when itself ->
                        new Meant.Unclear("Which host of Fleet %s is cannot be told: %s.".formatted(name, why));
                    case FleetRoll.Found.Doubtful _, FleetRoll.Found.Former _, FleetRoll.Found.Nothing _ ->
                        called(name, Optional.of(who));
                };
        };
    }

    /** By what it is called alone; nobody whom the machine cannot be. */
    private Meant called(String name, Optional<HostIdentity> machine) {
        var called = new HostIdentity(Optional.of(name), Optional.of(name), new TreeSet<>(), List.of(name));
        var meant = roll.candidates(called).values().stream()
                .filter(host ->
                        machine.flatMap(who -> HostMatch.wrong(who, host)).isEmpty())
                .toList();
        if (meant.isEmpty()) return new Meant.Nobody();
        return meant.size() == 1 ? new Meant.One(meant.getFirst()) : new Meant.Unclear(several(name, meant));
    }

    private static String several(String name, List<FleetHost> meant) {
        return "Fleet has several hosts that \"%s\" may mean: %s. Name the right one by its serial number or UUID, or delete in Fleet what is gone."
                .formatted(name, meant.stream().map(FleetHost::name).collect(Collectors.joining(", ")));
    }

    private static Label of(Label label, Collection<FleetHost> hosts) {
        var names = hosts.stream().map(FleetHost::name).collect(Collectors.toCollection(TreeSet::new));
        return new Label(
                label.name(),
                label.labels(),
                label.fleet(),
                label.team(),
                label.formerly(),
                label.description(),
                new Label.Membership.Manual(Optional.of(names)),
                label.adopt(),
                label.place());
    }

    /** Hosts as the text of a field. */
    static String text(Collection<FleetHost> hosts) {
        return NameList.text(hosts.stream().map(FleetHost::name).toList());
    }

    /** Those who carry it and shall not, and those who shall and do not: one line each. */
    static List<FieldChange> differences(String wanted, String now) {
        var shall = byId(wanted);
        var are = byId(now);
        var changes = new ArrayList<FieldChange>();
        shall.forEach((id, name) -> {
            if (!are.containsKey(id)) changes.add(new FieldChange(HOST + name, Optional.empty(), Optional.of(CARRIES)));
        });
        are.forEach((id, name) -> {
            if (!shall.containsKey(id))
                changes.add(new FieldChange(HOST + name, Optional.of(CARRIES), Optional.empty()));
        });
        return changes;
    }

    /** Whether a line says that a host gets or loses a label. */
    static boolean isAbout(FieldChange change) {
        return change.field().startsWith(HOST);
    }

    /** What tells the lines of a change apart: hosts by their ids, as they may be called otherwise at any time. */
    static String key(FieldChange change) {
        if (!isAbout(change)) return change.field();
        return FleetHost.idIn(change.field()).map(id -> HOST + id).orElse(change.field());
    }

    /** Lines as a digest covers them. */
    static List<FieldChange> digested(Collection<FieldChange> changes) {
        return changes.stream()
                .map(change -> new FieldChange(key(change), change.before(), change.after()))
                .toList();
    }

    /** The text of a field of hosts as a digest covers it. */
    static String digested(String hosts) {
        return NameList.text(NameList.of(hosts).stream()
                .map(name -> FleetHost.idIn(name).map(String::valueOf).orElse(name))
                .sorted()
                .toList());
    }

    /** The ids in the text of a field of hosts. */
    static Set<Long> ids(String hosts) {
        return byId(hosts).keySet();
    }

    /**
     * Who carries it after {@code changes}: somebody else's hosts that nobody decided about go on carrying it, and whom the document
     * lists is never left out, even if it was not seen that they carry it.
     */
    static String after(String now, String wanted, Collection<FieldChange> changes) {
        var all = byId(now);
        for (var change : changes) FleetHost.idIn(change.field()).ifPresent(id -> all.remove(id));
        all.putAll(byId(wanted));
        return NameList.text(all.values());
    }

    private static SortedMap<Long, String> byId(String names) {
        var byId = new TreeMap<Long, String>();
        for (var name : NameList.of(names)) FleetHost.idIn(name).ifPresent(id -> byId.put(id, name));
        return byId;
    }
}
