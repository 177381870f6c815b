package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The region's VM hosts, and what lives on them. MAAS has them to 3.8; a later one answers 410, and one that never had
 * any, or does not let our user see them, 404 or 403: there are none then.
 */
final class VmHosts {
    private static final String LIST = "list VM hosts";

    private final MaasCalls calls;
    private volatile Map<Long, Machine.VmHost> last = Map.of();

    VmHosts(MaasCalls calls) {
        this.calls = calls;
    }

    /** By number; one short call. Remembered for {@link #last}. */
    Map<Long, Machine.VmHost> list() throws Refused {
        var all = new TreeMap<Long, Machine.VmHost>();
        for (var host : listed()) all.put(host.path("id").asLong(-1), vmHost(host));
        last = Map.copyOf(all);
        return last;
    }

    /** As they were listed last; none before that. */
    Map<Long, Machine.VmHost> last() {
        return last;
    }

    private List<JsonNode> listed() throws Refused {
        try {
            return calls.readList("list-vm-hosts", "vm-hosts/", Form.empty(), LIST)
                    .valueStream()
                    .toList();
        } catch (Refused refused) {
            return switch (refused.status()) {
                case 403, 404, 410 -> List.of();
                default -> throw refused;
            };
        }
    }

    private static Machine.VmHost vmHost(JsonNode host) {
        var id = host.path("host").path("system_id").asString("");
        return new Machine.VmHost(
                host.path("name").asString(""), id.isEmpty() ? Optional.empty() : Optional.of(new SystemId(id)));
    }

    /**
     * Refuses what would end virtual machines: asked right before the call, because one may have been made since the
     * last look. MAAS itself refuses the release of a registered VM host (400, source code), but switches it off without
     * a question.
     *
     * @param doing as in {@code release machine wagqdr}
     */
    void requireEmpty(SystemId id, String doing) throws Refused {
        var hosts = list().values().stream()
                .filter(host -> host.machine().equals(Optional.of(id)))
                .map(Machine.VmHost::name)
                .sorted()
                .toList();
        if (hosts.isEmpty()) return;
        var living = living(hosts).stream().map(VmHosts::said).collect(Collectors.joining(", "));
        if (!living.isEmpty())
            throw new Refused(calls.failures().changed(doing, "virtual machines live on it: " + living + "."));
    }

    private List<Machine> living(List<String> vmHosts) throws Refused {
        var doing = "list the virtual machines on " + String.join(", ", vmHosts);
        var body = calls.read("list-virtual", "machines/", Form.empty().withAll("pod", vmHosts), doing);
        try {
            var machines = new ArrayList<Machine>();
            new MachineReader()
                    .readList(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), machines::add);
            return machines;
        } catch (IOException malformed) {
            throw new Refused(new Failure.NeedsHuman("%s: %s".formatted(doing, malformed.getMessage())));
        }
    }

    private static String said(Machine machine) {
        return "%s (%s, %s)".formatted(machine.hostname(), machine.id(), machine.status());
    }
}
