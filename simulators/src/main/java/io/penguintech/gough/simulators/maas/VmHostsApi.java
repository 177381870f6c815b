package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code vm-hosts/} and its old name {@code pods/}: to 3.8 (list and creation recorded, the rest source code); since then
 * 410 for everything (source code). For administrators.
 */
final class VmHostsApi {
    private static final Pattern DISK = Pattern.compile("(\\w+:)?(\\d{1,6})(\\(.*\\))?");
    private static final Pattern CARD = Pattern.compile("\\w+:subnet_cidr=([^,]+)");
    private static final List<String> TYPES = List.of("lxd", "virsh");
    private static final int LEAST_MEMORY = 1024;
    private static final long GIGABYTE = 1_000_000_000L;
    private static final long FIRST_DISK = 8 * GIGABYTE;

    private final Region region;
    private final Commissioning commissioning;

    VmHostsApi(Region region, Commissioning commissioning) {
        this.region = region;
        this.commissioning = commissioning;
    }

    static Answer gone(Request request) {
        return Answers.refused(410, "VM host (KVM) support has been removed from MAAS.");
    }

    Answer all(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(
                        region.vmHosts.all().stream().map(region.vmHosts::json).toList());
            case "POST" -> Answers.json(region.vmHosts.json(create(request)));
            default -> throw request.noSuchOperation();
        };
    }

    /** Answers 200 although nothing is there: its resources stay 0 until it was discovered (recorded for virsh). */
    private VmHost create(Request request) {
        request.requireAdmin();
        var fields = new FormFields(request);
        var type = fields.required("type");
        if (!type.isEmpty() && !TYPES.contains(type)) {
            fields.error("type", "Select a valid choice. " + type + " is not one of the available choices.");
        }
        var address = fields.required("power_address");
        var zone = fields.choice("zone", name -> Optional.ofNullable(region.catalog.zones.get(name)));
        var pool = fields.choice("pool", name -> Optional.ofNullable(region.catalog.pools.get(name)));
        var name = request.text("name");
        if (region.vmHosts.all().stream().anyMatch(each -> each.name.equals(name))) {
            fields.error("name", "BMC with this Name already exists."); // inferred
        }
        region.vmHosts.all().stream()
                .filter(each -> each.address.equals(address) && each.project.equals(request.text("project")))
                .findFirst()
                .ifPresent(same ->
                        fields.error("__all__", "Pod " + same.name + " with type and parameters already exist."));
        fields.refuseErrors();
        var made = region.vmHosts.add(
                type,
                name.isEmpty() ? "vm-host-" + (region.vmHosts.all().size() + 1) : name,
                running(address).orElse(null),
                zone.orElseGet(region.catalog::defaultZone),
                pool.orElseGet(region.catalog::defaultPool));
        made.address = address;
        made.password = request.text("power_pass");
        made.project = request.text("project");
        if (region.settings.version().atLeast(MaasVersion.V3_5)) { // before, a field that nobody knows
            made.certificate = request.text("certificate");
            made.key = request.text("key");
        }
        request.all("tags").forEach(made.tags::add);
        takeIn(made, request);
        return made;
    }

    /** What it finds there and does not know is a machine from now on, and commissioned: restarted (source code, {@code models/bmc.py}). */
    private void takeIn(VmHost host, Request request) {
        for (var name : region.vmHosts.takeUnknown(host.host)) {
            var node = region.add(found -> {
                found.hostname = name;
                found.vmHost = host;
                found.powerType = host.type;
                found.zone = host.zone;
                found.pool = host.pool;
                region.addNic(
                        found, "00:16:3e:01:%02x:%02x".formatted(region.nextId() / 256 % 256, region.nextId() % 256));
            });
            commissioning.start(node, request);
        }
    }

    /** The machine whose name or address the power address holds. */
    private Optional<Node> running(String address) {
        return region.nodes().stream()
                .filter(node -> address.contains(node.fqdn())
                        || address.matches(".*\\b" + Pattern.quote(node.hostname) + "\\b.*")
                        || node.nics.stream()
                                .flatMap(nic -> nic.links.stream())
                                .anyMatch(link -> link.address != null && address.contains(link.address)))
                .findFirst();
    }

    Answer one(Request request) {
        var host = region.vmHosts.find(request.path().get(1)).orElseThrow(() -> Refusal.unknown("Pod"));
        if (!request.signature().equals("GET")) {
            request.requireAdmin();
        }
        switch (request.signature()) {
            case "GET" -> {}
            case "GET parameters" -> {
                return parameters(host);
            }
            case "PUT" -> update(host, request);
            case "DELETE" -> {
                return delete(host, request);
            }
            case "POST refresh" -> host.discovered = region.now();
            case "POST compose" -> {
                return compose(host, request);
            }
            case "POST add_tag" -> {
                if (request.mandatory("tag").contains(",")) {
                    throw Refusal.bad("Tag may not contain a \",\".");
                }
                host.tags.add(request.mandatory("tag"));
            }
            case "POST remove_tag" -> host.tags.remove(request.mandatory("tag"));
            default -> throw request.noSuchOperation();
        }
        return Answers.json(region.vmHosts.json(host));
    }

    /** Holds a secret. */
    private static Answer parameters(VmHost host) {
        return Answers.json(Json.object()
                .with("power_address", host.address)
                .with("power_pass", host.password)
                .with("project", host.project)
                .with("certificate", host.certificate)
                .with("key", host.key)
                .map());
    }

    private void update(VmHost host, Request request) {
        var fields = new FormFields(request);
        var zone = fields.choice("zone", name -> Optional.ofNullable(region.catalog.zones.get(name)));
        var pool = fields.choice("pool", name -> Optional.ofNullable(region.catalog.pools.get(name)));
        var cpu = ratio(fields, "cpu_over_commit_ratio");
        var memory = ratio(fields, "memory_over_commit_ratio");
        fields.refuseErrors();
        host.zone = zone.orElse(host.zone);
        host.pool = pool.orElse(host.pool);
        host.cpuRatio = cpu.orElse(host.cpuRatio);
        host.memoryRatio = memory.orElse(host.memoryRatio);
        host.name = fields.text("name").filter(text -> !text.isEmpty()).orElse(host.name);
        host.address =
                fields.text("power_address").filter(text -> !text.isEmpty()).orElse(host.address);
        host.password = fields.text("power_pass").orElse(host.password);
        host.macvlanMode = fields.text("default_macvlan_mode").orElse(host.macvlanMode);
        if (fields.sent("tags")) {
            host.tags.clear();
            fields.all("tags").forEach(each -> host.tags.addAll(List.of(each.split(","))));
        }
    }

    private static Optional<Double> ratio(FormFields fields, String name) {
        var text = fields.text(name).orElse("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var ratio = Double.parseDouble(text);
            if (ratio < 0 || ratio > 10) {
                fields.error(
                        name,
                        "Ensure this value is "
                                + (ratio < 0 ? "greater than or equal to 0." : "less than or equal to 10."));
            }
            return Optional.of(ratio);
        } catch (NumberFormatException wrong) {
            fields.error(name, "Enter a number.");
            return Optional.empty();
        }
    }

    private Answer delete(VmHost host, Request request) {
        var decompose = request.call().queryValue("decompose").orElse("").toLowerCase(Locale.ROOT);
        region.vmHosts.remove(host, List.of("true", "1", "yes").contains(decompose));
        return Answers.gone();
    }

    /** Makes a machine and commissions it; 503 without Retry-After if the host has too little (source code). */
    private Answer compose(VmHost host, Request request) {
        if (!host.isKnown(region.now())) {
            throw Refusal.bad("VM host does not support composability."); // as one without capabilities
        }
        var fields = new FormFields(request);
        var cores = fields.number("cores", 1, host.cores(region.now())).orElse(1);
        var memory =
                fields.number("memory", LEAST_MEMORY, host.memory(region.now())).orElse(2 * LEAST_MEMORY);
        var name = fields.text("hostname").orElse("");
        if (region.named(name).isPresent()) {
            fields.error("hostname", "Node with hostname \"" + name + "\" already exists");
        }
        var zone = fields.choice("zone", text -> Optional.ofNullable(region.catalog.zones.get(text)));
        var pool = fields.choice("pool", text -> Optional.ofNullable(region.catalog.pools.get(text)));
        var domain = fields.choice("domain", region.catalog::domain);
        var disks = disks(fields);
        var cards = cards(fields);
        fields.refuseErrors();
        requireRoom(host, cores, memory);
        var node = region.add(made -> {
            made.hostname = name;
            made.dynamic = true;
            made.vmHost = host;
            made.powerType = host.type;
            made.cpuCount = cores;
            made.memory = memory;
            made.hiddenDisks = disks;
            made.zone = zone.orElse(host.zone);
            made.pool = pool.orElse(host.pool);
            made.domain = domain.orElse(made.domain);
            cards.forEach(vlan -> {
                var nic = region.addNic(
                        made, "00:16:3e:00:%02x:%02x".formatted(region.nextId() / 256 % 256, region.nextId() % 256));
                nic.vlan = vlan.orElse(null);
            });
        });
        if (request.flag("skip_commissioning")) {
            commissioning.skip(node);
        } else {
            commissioning.start(node, request);
        }
        return Answers.json(Json.object()
                .with("system_id", node.systemId)
                .with("resource_uri", "/MAAS/api/2.0/machines/" + node.systemId + "/")
                .map());
    }

    /** {@code storage} lists disks in gigabytes, with labels and pools that do not matter here. */
    private static List<Long> disks(FormFields fields) {
        var text = fields.text("storage").orElse("");
        if (text.isEmpty()) {
            return List.of(FIRST_DISK);
        }
        var disks = new ArrayList<Long>();
        for (var each : text.split(",(?![^(]*\\))", -1)) {
            var matcher = DISK.matcher(each.strip());
            if (matcher.matches()) {
                disks.add(Long.parseLong(matcher.group(2)) * GIGABYTE);
            } else {
                fields.error("storage", "Malformed storage constraint, \"" + text + "\".");
            }
        }
        return List.copyOf(disks);
    }

    /**
     * {@code interfaces} lists cards by label, each with what it must match; only {@code subnet_cidr} matters here (that it
     * is taken is documented, its refusal inferred). One card on MAAS's default network when nothing is said.
     */
    private List<Optional<Networks.Vlan>> cards(FormFields fields) {
        var text = fields.text("interfaces").orElse("");
        if (text.isEmpty()) {
            return List.of(Optional.empty());
        }
        var cards = new ArrayList<Optional<Networks.Vlan>>();
        for (var each : text.split(";", -1)) {
            var matcher = CARD.matcher(each);
            var vlan = matcher.matches()
                    ? region.networks.subnets.values().stream()
                            .filter(subnet -> subnet.cidr.toString().equals(matcher.group(1)))
                            .map(subnet -> subnet.vlan)
                            .findFirst()
                    : Optional.<Networks.Vlan>empty();
            if (vlan.isEmpty()) {
                fields.error("interfaces", "Malformed interfaces constraint, \"" + text + "\".");
            }
            cards.add(vlan);
        }
        return cards;
    }

    private void requireRoom(VmHost host, int cores, int memory) {
        double coresLeft = host.cores(region.now()) * host.cpuRatio - region.vmHosts.usedCores(host);
        double memoryLeft = host.memory(region.now()) * host.memoryRatio - region.vmHosts.usedMemory(host);
        var text = "";
        if (coresLeft < cores) {
            text += lacking("CPU", host.cpuRatio, host.cores(region.now()) - region.vmHosts.usedCores(host), cores);
        }
        if (memoryLeft < memory) {
            text += lacking(
                    "Memory", host.memoryRatio, host.memory(region.now()) - region.vmHosts.usedMemory(host), memory);
        }
        if (!text.isEmpty()) {
            throw new Refusal(Answers.refused(503, "Unable to compose KVM instance in '" + host.name + "'. " + text));
        }
    }

    private static String lacking(String what, double ratio, long left, int wanted) {
        return what + " overcommit ratio is " + ratio + " and there are " + left + " available resources; " + wanted
                + " requested.";
    }
}
