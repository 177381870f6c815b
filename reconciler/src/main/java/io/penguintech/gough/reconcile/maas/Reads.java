package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Deployable;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.ThingKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads machines and what surrounds them. */
final class Reads {
    private final MaasCalls calls;
    private final ThingReads things;
    private final VmHosts vmHosts;
    private final Clock clock;

    Reads(MaasCalls calls, ThingReads things, VmHosts vmHosts, Clock clock) {
        this.calls = calls;
        this.things = things;
        this.vmHosts = vmHosts;
        this.clock = clock;
    }

    /** Everything: the short lists, and the long one streamed. */
    Observed.Region sweep(BackendIdentity identity) throws Refused {
        var around = surroundings(identity);
        var hosts = vmHosts.last();
        var at = clock.instant();
        var machines = calls.stream("sweep", "machines/", "list all machines", body -> {
            SortedMap<SystemId, Seen<Machine>> all = new TreeMap<>();
            new MachineReader(hosts).readList(body, machine -> all.put(machine.id(), new Seen<>(machine, at)));
            all.values().forEach(seen -> calls.names().saw(seen.value()));
            calls.names().keep(all.keySet());
            return all;
        });
        return around.with(machines, true, at);
    }

    /** Everything but machines: short lists. */
    Observed.Region surroundings(BackendIdentity identity) throws Refused {
        var lists = new ThingReads.Lists(calls);
        var ground = things.read(EnumSet.allOf(ThingKind.class), lists);
        var hypervisors = vmHosts.list();
        return new Observed.Region(
                identity,
                new TreeMap<>(),
                false,
                clock.instant(),
                ThingReads.names(ground, ThingKind.ZONE),
                ThingReads.names(ground, ThingKind.POOL),
                ThingReads.names(ground, ThingKind.DOMAIN),
                DeployableReader.read(lists.images()),
                ground,
                hypervisors);
    }

    /** What can be deployed of a release at this moment: of its images, and those it is installed by, only whole ones. */
    Deployable deployable(String release) throws Refused {
        var images = new ThingReads.Lists(calls).images();
        var whole = new ArrayList<JsonNode>();
        for (var image : images)
            if (!DeployableReader.matters(image, release, images) || isWhole(image)) whole.add(image);
        return DeployableReader.read(whole);
    }

    /** Whether any version of it is here completely; MAAS deploys the newest of those (source: get_latest_complete_set). */
    private boolean isWhole(JsonNode image) throws Refused {
        return ImageReads.detail(calls, image).stream()
                .flatMap(detail -> detail.path("sets").valueStream())
                .anyMatch(set -> set.path("complete").asBoolean(false));
    }

    /** The machines with these ids that MAAS still has. */
    Map<SystemId, Machine> look(Set<SystemId> ids) throws Refused {
        return batched("look", "id", ids).stream()
                .collect(Collectors.toMap(Machine::id, machine -> machine, (first, same) -> first, TreeMap::new));
    }

    /** The machine with this id. */
    Optional<Machine> look(SystemId id) throws Refused {
        return Optional.ofNullable(look(Set.of(id)).get(id));
    }

    /** The machines that have any of these addresses; MAAS compares them in lower case only (recorded). */
    List<Machine> find(Set<MacAddress> macAddresses) throws Refused {
        var found = new TreeMap<SystemId, Machine>();
        for (var machine : batched("find", "mac_address", macAddresses)) found.put(machine.id(), machine);
        return List.copyOf(found.values());
    }

    /** The machines that have any of these names. */
    List<Machine> named(Set<String> hostnames) throws Refused {
        return batched("find-named", "hostname", hostnames);
    }

    private List<Machine> batched(String operation, String filter, Collection<? extends Comparable<?>> values)
            throws Refused {
        var all = new ArrayList<Machine>();
        var sorted = values.stream().sorted().toList();
        // Without any filter MAAS would list everything: an empty set asks nothing.
        for (int from = 0; from < sorted.size(); from += calls.settings().batch()) {
            var batch = sorted.subList(
                    from, Math.min(sorted.size(), from + calls.settings().batch()));
            var doing = "look up machines by " + filter;
            var body = calls.read(operation, "machines/", Form.empty().withAll(filter, batch), doing);
            all.addAll(machines(body, doing));
        }
        return all;
    }

    private List<Machine> machines(String body, String doing) throws Refused {
        try {
            var machines = new ArrayList<Machine>();
            new MachineReader(vmHosts.last())
                    .readList(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), machines::add);
            machines.forEach(calls.names()::saw);
            return machines;
        } catch (IOException malformed) {
            throw new Refused(calls.failures().unreadable(Effect.READ, doing, String.valueOf(malformed.getMessage())));
        }
    }
}
