package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.HostDecisions.LostRegion;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A region that has forgotten machines which still run: a person says so for all of them, and they are registered. */
final class LostRegions {
    private static final int MOST_NAMED = 20;

    private final Registrar registrar;
    private final Stores stores;
    private final RolloutEngine engine;

    LostRegions(Registrar registrar, Stores stores, RolloutEngine engine) {
        this.registrar = registrar;
        this.stores = stores;
        this.engine = engine;
    }

    Optional<LostRegion> forgotten(ServedRepository served, BackendName region) {
        var sight = engine.sight(served.id());
        var seen = sight.flatMap(
                it -> Optional.ofNullable(it.compared().observed().regions().get(region)));
        if (seen.isEmpty()) return Optional.empty();
        var declared = sight.get().compared().declared().inventory().hosts();
        var records = stores.records().all(served.id());
        var lost = new TreeMap<HostName, String>();
        for (var finding : sight.get().compared().plan().findings()) {
            var host = lost(finding).flatMap(name -> Optional.ofNullable(declared.get(name)));
            if (host.isPresent() && ranIn(host.get(), region, records) && !isSeen(host.get(), seen.get()))
                lost.put(host.get().name(), finding.digest());
        }
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of(new LostRegion(region, List.copyOf(lost.keySet()), Guards.digest(lost.values())));
    }

    private static Optional<HostName> lost(Plan.Finding finding) {
        return finding.kind().equals("lost") && finding.subject() instanceof Subject.OfHost(var host)
                ? Optional.of(host)
                : Optional.empty();
    }

    private static boolean ranIn(Host host, BackendName region, Records records) {
        var record = records.hosts().get(host.name());
        return record != null && record.region().equals(region) && record.ran() && !record.living();
    }

    /** Whether the region has a machine that is the host: then it is not forgotten, but found in another state. */
    private static boolean isSeen(Host host, Observed.Region region) {
        return region.machines().values().stream()
                .anyMatch(seen -> !Collections.disjoint(
                        seen.value().macAddresses(), host.machine().macAddresses()));
    }

    Verdict confirm(ServedRepository served, BackendName region, String digest, Actor actor, String reason) {
        return stores.transaction().execute(status -> {
            var found = forgotten(served, region);
            var hosts = found.map(LostRegion::hosts).orElse(List.of());
            var verdict = registrar
                    .objection(served, actor, Repository.Role.ADMIN)
                    .or(() -> unreasoned(reason))
                    .or(() -> unseen(found, region, digest))
                    .or(() -> underWay(served, hosts))
                    .orElseGet(() -> confirmed(served, region, hosts, actor));
            var about = hosts.stream().map(HostName::value).toList();
            long line = registrar.write(
                    served.id().value(), actor, new Registrar.Deed("confirm-running", digest, reason, about), verdict);
            if (verdict instanceof Verdict.Accepted(var text)) tell(served, line, text, reason);
            return verdict;
        });
    }

    private static Optional<Verdict> unreasoned(String reason) {
        return reason.isBlank()
                ? Optional.of(new Verdict.Refused("Say why, for the people who will ask."))
                : Optional.empty();
    }

    private static Optional<Verdict> unseen(Optional<LostRegion> found, BackendName region, String digest) {
        if (found.isEmpty())
            return Optional.of(new Verdict.Refused(
                    "Region %s knows every machine that ran there, as far as was seen: there is nothing to confirm."
                            .formatted(region)));
        var lost = found.get();
        return DigestName.names(digest, lost.digest())
                ? Optional.empty()
                : Optional.of(new Verdict.Refused("That does not name what was found in %s. It is %s: %s"
                        .formatted(region, Decisions.brief(lost.digest()), named(lost.hosts()))));
    }

    private Optional<Verdict> underWay(ServedRepository served, List<HostName> hosts) {
        return stores.journal().inFlight(served.id()).stream()
                .map(intent -> intent.change().subject())
                .filter(subject -> subject instanceof Subject.OfHost(var host) && hosts.contains(host))
                .findFirst()
                .map(subject -> new Verdict.Refused(
                        "A change of %s is under way. Let it end, then look again.".formatted(subject.text())));
    }

    private Verdict confirmed(ServedRepository served, BackendName region, List<HostName> hosts, Actor actor) {
        for (var host : hosts)
            stores.records()
                    .lock(served.id(), host)
                    .filter(record -> record.ran() && record.region().equals(region))
                    .ifPresent(record -> stores.records().put(served.id(), record.confirmedLiving()));
        stores.requests().add(served.id(), "confirm-running", Optional.empty(), registrar.now());
        return new Verdict.Accepted(
                "%s confirmed that %d hosts which region %s has forgotten still run: %s. They are planned to be registered as they run; each needs the approvals of a disruptive change, and none is deployed."
                        .formatted(registrar.name(served, actor), hosts.size(), region, named(hosts)));
    }

    private static String named(List<HostName> hosts) {
        var names = hosts.stream().limit(MOST_NAMED).map(HostName::value).collect(Collectors.joining(", "));
        return hosts.size() > MOST_NAMED
                ? "%d hosts: %s and %d more".formatted(hosts.size(), names, hosts.size() - MOST_NAMED)
                : names;
    }

    private void tell(ServedRepository served, long line, String text, String reason) {
        stores.outbox()
                .publish(
                        new RolloutEvent.Decided(served.id(), line, "%s Reason: %s".formatted(text, reason)),
                        registrar.now());
    }
}
