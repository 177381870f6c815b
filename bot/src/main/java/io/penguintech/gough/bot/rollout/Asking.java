package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** People ask for something to be done to hosts, or take that back: judged, recorded and audited in one transaction. */
final class Asking {
    private static final int MOST_NAMED = 20;
    private static final int MOST_TOLD = 3;
    private static final int LONGEST_REASON = 500;

    private final Registrar registrar;
    private final Stores stores;
    private final RolloutEngine engine;
    private final Outlook outlook;
    private final World world;
    private final Differences differences;

    /** Where it looks. */
    record Sights(RolloutEngine engine, Outlook outlook, World world, Differences differences) {}

    Asking(Registrar registrar, Stores stores, Sights sights) {
        this.outlook = sights.outlook();
        this.world = sights.world();
        this.differences = sights.differences();
        this.registrar = registrar;
        this.stores = stores;
        this.engine = sights.engine();
    }

    /** What came of it for each host: why it was not done, or nothing. */
    private record Each(HostName host, Optional<String> refused) {}

    /** What came of it. */
    private record Told(Verdict verdict, List<String> hosts) {
        static Told refused(String why) {
            return new Told(new Verdict.Refused(why), List.of());
        }
    }

    Verdict ask(ServedRepository served, HostRequest.What what, HostSelection hosts, Actor actor, String reason) {
        boolean switches = what == HostRequest.What.POWER_ON || what == HostRequest.What.POWER_OFF;
        if (switches
                && registrar.objection(served, actor, Repository.Role.OPERATOR).isEmpty()) lookAfresh(served, hosts);
        return judged(served, what.word(), hosts, actor, reason, () -> asked(served, what, hosts, actor, reason));
    }

    Verdict withdraw(ServedRepository served, HostSelection hosts, Actor actor, String reason) {
        return judged(served, "withdraw", hosts, actor, reason, () -> withdrawn(served, hosts, actor, reason));
    }

    /** Whoever asks knows better than an old look whether a machine is on; for a few it costs less than a second. */
    private void lookAfresh(ServedRepository served, HostSelection hosts) {
        var records = stores.records().all(served.id()).hosts();
        var ids = new TreeMap<BackendName, Set<SystemId>>();
        for (var host : meant(served, hosts))
            if (records.containsKey(host.name()))
                ids.computeIfAbsent(host.region(), region -> new TreeSet<>())
                        .add(Objects.requireNonNull(records.get(host.name())).systemId());
        ids.forEach((region, few) -> {
            if (few.size() <= MOST_NAMED && world.regionNames().contains(region)) world.refresh(region, few);
        });
    }

    private SortedMap<HostName, Host> declared(ServedRepository served) {
        return engine.sight(served.id())
                .map(sight -> sight.compared().declared().inventory().hosts())
                .orElseGet(TreeMap::new);
    }

    private List<Host> meant(ServedRepository served, HostSelection hosts) {
        return declared(served).values().stream()
                .filter(hosts.among(digest -> differences.hosts(served, digest)))
                .toList();
    }

    private Verdict judged(
            ServedRepository served,
            String deed,
            HostSelection hosts,
            Actor actor,
            String reason,
            Supplier<Told> decision) {
        return stores.transaction().execute(status -> {
            var told = registrar
                    .objection(served, actor, Repository.Role.OPERATOR)
                    .map(no -> new Told(no, List.of()))
                    .or(() -> unreasoned(reason))
                    .orElseGet(decision);
            registrar.write(
                    served.id().value(),
                    actor,
                    new Registrar.Deed(deed, hosts.word(), reason, told.hosts()),
                    told.verdict());
            return told.verdict();
        });
    }

    private static Optional<Told> unreasoned(String reason) {
        if (reason.length() > LONGEST_REASON)
            return Optional.of(Told.refused("Say why in %d characters at most.".formatted(LONGEST_REASON)));
        return reason.isBlank() ? Optional.of(Told.refused("Say why, for the people who will ask.")) : Optional.empty();
    }

    // ---- ask

    private Told asked(
            ServedRepository served, HostRequest.What what, HostSelection hosts, Actor actor, String reason) {
        if (engine.sight(served.id()).isEmpty())
            return Told.refused("Gough has not looked at " + served.id() + " yet. Ask again in a moment.");
        var rules = InForce.of(served, stores.repositories().get(served.id()));
        if (rules.mode(served.ceiling()) == Repository.Mode.OBSERVE)
            return Told.refused("The mode is observe: nothing is written, so nothing can be asked for.");
        var meant = meant(served, hosts);
        if (meant.isEmpty()) return Told.refused(nobody(hosts, declared(served).keySet()));
        var by = registrar.name(served, actor);
        var now = registrar.now();
        var until = now.plus(new ApprovalRules(rules.rules(), served.ceiling(), Authors.NOBODY, Set.of()).validFor());
        var asking = new HostRequestStore.Asking(what, by, actor.account(), reason, now, until);
        var known = new Known(stores.records().all(served.id()), new Found(world.snapshot()));
        var each = each(meant, host -> ask(served, host, known, asking));
        var others = what == HostRequest.What.REINSTALL ? ", %s not among them".formatted(by) : "";
        return told(
                each,
                names ->
                        "%s asked for %s of %s. It is planned like what a commit asks for, with the same approvals%s, and is over at %s unless it has begun.%s"
                                .formatted(by, what.word(), names, others, until, blocked(served, each)));
    }

    /** What the next plan will say about them instead of a change, so that nobody waits in vain. */
    private String blocked(ServedRepository served, List<Each> each) {
        var asked = each.stream()
                .filter(one -> one.refused().isEmpty())
                .map(Each::host)
                .collect(Collectors.toSet());
        var row = stores.repositories().get(served.id());
        return engine
                .sight(served.id())
                .map(sight ->
                        outlook.again(served, row, sight.compared().declared()).blocked())
                .orElse(List.of())
                .stream()
                .filter(one -> one.subject() instanceof Subject.OfHost(var host) && asked.contains(host))
                .map(one -> " As it is now, %s is blocked: %s"
                        .formatted(one.subject().text(), one.why()))
                .limit(MOST_TOLD)
                .collect(Collectors.joining());
    }

    /** What is known of all of them, read once for eight hundred. */
    private record Known(Records records, Found found) {}

    private Optional<String> ask(ServedRepository served, Host host, Known known, HostRequestStore.Asking asking) {
        var what = asking.what();
        var contradiction = HostRequest.contradiction(what, host);
        if (contradiction.isPresent()) return contradiction;
        var record = Optional.ofNullable(known.records().hosts().get(host.name()));
        if (record.filter(Records.HostRecord::adopted).isPresent())
            return Optional.of("%s was adopted as it was: its lifecycle is not Gough's.".formatted(host.name()));
        var probe = new HostRequest(0, what, asking.by(), asking.reason());
        var met = known.found()
                .machine(host, known.records())
                .filter(seen -> probe.isMet(seen.value()))
                .map(seen -> "%s is so already, as of %s.".formatted(host.name(), seen.at()));
        if (met.isPresent()) return met;
        return stores.hostRequests().add(served.id(), host.name(), asking).isPresent()
                ? Optional.empty()
                : open(served, host.name());
    }

    private Optional<String> open(ServedRepository served, HostName host) {
        return stores.hostRequests().open(served.id()).stream()
                .filter(one -> one.host().equals(host))
                .findFirst()
                .map(one ->
                        "%s has an open request: %s, asked by %s (%s). Withdraw that first: gough withdraw %s --reason TEXT."
                                .formatted(host, one.what().word(), one.by(), one.reason(), host));
    }

    /** That no declared host is meant, with the name that may have been. */
    static String nobody(HostSelection hosts, Set<HostName> names) {
        return switch (hosts) {
            case HostSelection.One(var name) ->
                "No host %s is declared%s"
                        .formatted(
                                name,
                                Suggestion.clause(
                                        name.value(),
                                        names.stream().map(HostName::value).toList()));
            case HostSelection.Labelled labelled -> "No host is declared with %s.".formatted(labelled.word());
            case HostSelection.OfFinding(var digest) ->
                "No declared host has a finding %s now. What there is says /gough drift, or gough status."
                        .formatted(digest);
        };
    }

    // ---- withdraw

    private Told withdrawn(ServedRepository served, HostSelection hosts, Actor actor, String reason) {
        var named = meant(served, hosts).stream().map(Host::name).collect(Collectors.toSet());
        var meant = stores.hostRequests().open(served.id()).stream()
                .filter(one -> hosts.equals(new HostSelection.One(one.host())) || named.contains(one.host()))
                // Held before it is seen what has begun: nothing begins of it from here on.
                .filter(one -> stores.hostRequests().lock(one.number(), Instant.EPOCH))
                .toList();
        if (meant.isEmpty()) return Told.refused("No request of %s is open.".formatted(hosts.word()));
        var by = registrar.name(served, actor);
        var begun = begun(served);
        var each = new ArrayList<Each>();
        for (var one : meant) each.add(new Each(one.host(), withdraw(one, begun, "by %s: %s".formatted(by, reason))));
        return told(each, names -> "%s withdrew what was asked for of %s.".formatted(by, names));
    }

    private Optional<String> withdraw(RequestStatus one, Set<Long> begun, String outcome) {
        if (begun.contains(one.number()))
            return Optional.of(
                    "The %s of %s is under way, and is watched to its end. Stop writes with gough stop, or cancel its rollout."
                            .formatted(one.what().word(), one.host()));
        stores.hostRequests().end(one.number(), RequestStatus.Ending.WITHDRAWN, outcome, registrar.now());
        return Optional.empty();
    }

    private Set<Long> begun(ServedRepository served) {
        return stores.journal().inFlight(served.id()).stream()
                .flatMap(intent -> intent.change().asked().stream())
                .map(HostRequest::number)
                .collect(Collectors.toSet());
    }

    // ---- the same for both

    private static List<Each> each(List<Host> hosts, Function<Host, Optional<String>> deed) {
        var each = new ArrayList<Each>();
        for (var host : hosts) each.add(new Each(host.name(), deed.apply(host)));
        return each;
    }

    /** What to tell of it, and which hosts it was done for. */
    private static Told told(List<Each> each, Function<String, String> done) {
        var hosts = each.stream()
                .filter(one -> one.refused().isEmpty())
                .map(one -> one.host().value())
                .toList();
        var not = each.stream()
                .flatMap(one -> one.refused().stream())
                .limit(MOST_NAMED)
                .collect(Collectors.joining(" "));
        if (hosts.isEmpty()) return Told.refused(not);
        var named = hosts.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        var more = hosts.size() > MOST_NAMED ? " and %d more".formatted(hosts.size() - MOST_NAMED) : "";
        var words = done.apply(named + more);
        return new Told(new Verdict.Accepted(not.isEmpty() ? words : words + " But: " + not), hosts);
    }
}
