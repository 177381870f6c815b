package io.penguintech.gough.simulators.maas;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The region's VM hosts and what was composed on them. */
final class VmHosts {
    private final Region region;
    private final Map<Long, VmHost> all = new TreeMap<>();
    /** Virtual machines that live on a machine and that the region does not know. */
    private final Map<Node, List<String>> unknown = new HashMap<>();

    VmHosts(Region region) {
        this.region = region;
    }

    Collection<VmHost> all() {
        return all.values();
    }

    Optional<VmHost> find(String id) {
        return all.values().stream()
                .filter(each -> Long.toString(each.id).equals(id))
                .findFirst();
    }

    /** It is known at once; what it has is, when its discovery ends. */
    VmHost add(String type, String name, @Nullable Node host, Place zone, Place pool) {
        var ready = region.now().plus(discovery());
        var made = new VmHost(region.nextId(), type, name, host, zone, pool, ready);
        all.put(made.id, made);
        return made;
    }

    /** Somebody made a virtual machine there without the region. */
    void addUnknown(Node on, String name) {
        unknown.computeIfAbsent(on, _ -> new ArrayList<>()).add(name);
    }

    /** What lives there, which is known from now on. */
    List<String> takeUnknown(@Nullable Node on) {
        var found = on == null ? null : unknown.remove(on);
        return found == null ? List.of() : found;
    }

    private Duration discovery() {
        return region.settings.durations().commissioning();
    }

    List<Node> composed(VmHost host) {
        return region.nodes().stream().filter(node -> host.equals(node.vmHost)).toList();
    }

    List<VmHost> on(Node node) {
        return all.values().stream().filter(each -> node.equals(each.host)).toList();
    }

    /** 400 while a machine carries VM hosts (source code); with force they go first, and what lives on them. */
    void requireNone(Node node, boolean force) {
        var hosted = on(node);
        if (hosted.isEmpty()) {
            return;
        }
        if (!force) {
            throw Refusal.bad("The following VM hosts must be removed first: "
                    + String.join(", ", hosted.stream().map(each -> each.name).toList()));
        }
        hosted.forEach(each -> remove(each, true));
    }

    /** What was composed is given up with it; those machines stay as they are unless they are destroyed, too. */
    void remove(VmHost host, boolean decompose) {
        for (var node : composed(host)) {
            if (decompose) {
                region.delete(node);
            } else {
                node.vmHost = null;
            }
        }
        all.remove(host.id);
    }

    int usedCores(VmHost host) {
        return composed(host).stream().mapToInt(node -> node.cpuCount).sum();
    }

    long usedMemory(VmHost host) {
        return composed(host).stream().mapToLong(node -> node.memory).sum();
    }

    long usedStorage(VmHost host) {
        return composed(host).stream()
                .flatMap(node -> node.hiddenDisks.stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    Map<String, @Nullable Object> json(VmHost host) {
        Instant now = region.now();
        return Json.object()
                .with("total", resources(host.cores(now), host.memory(now), host.storage(now)))
                .with("used", resources(usedCores(host), usedMemory(host), usedStorage(host)))
                .with(
                        "available",
                        resources(
                                host.cores(now) - usedCores(host),
                                host.memory(now) - usedMemory(host),
                                host.storage(now) - usedStorage(host)))
                .with("cpu_over_commit_ratio", host.cpuRatio)
                .with("memory_over_commit_ratio", host.memoryRatio)
                .with("storage_pools", host.isKnown(now) ? List.of(pool(host)) : List.of())
                .with(
                        "host",
                        Json.object()
                                .with("system_id", host.host == null ? null : host.host.systemId)
                                .with("__incomplete__", true))
                .with(
                        "capabilities",
                        host.isKnown(now) ? List.of("composable", "dynamic_local_storage", "over_commit") : List.of())
                .with("default_macvlan_mode", host.macvlanMode)
                .with("architectures", host.isKnown(now) ? List.of("amd64/generic") : List.of())
                .with("tags", List.copyOf(host.tags))
                .with("pool", PlacesJson.pool(host.pool))
                .with("name", host.name)
                .with("id", host.id)
                .with("type", host.type)
                .with("version", host.isKnown(now) && host.type.equals("lxd") ? "5.0.3" : "")
                .with("zone", PlacesJson.zone(host.zone))
                .with("resource_uri", "/MAAS/api/2.0/vm-hosts/" + host.id + "/")
                .map();
    }

    private static Json resources(int cores, long memory, long storage) {
        return Json.object().with("cores", cores).with("memory", memory).with("local_storage", storage);
    }

    private Map<String, @Nullable Object> pool(VmHost host) {
        return Json.object()
                .with("id", "default")
                .with("name", "default")
                .with("type", "dir")
                .with("path", "/var/lib/" + host.type)
                .with("total", VmHost.DISK)
                .with("used", usedStorage(host))
                .with("available", VmHost.DISK - usedStorage(host))
                .with("default", true)
                .map();
    }
}
