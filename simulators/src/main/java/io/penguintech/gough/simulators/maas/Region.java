package io.penguintech.gough.simulators.maas;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Everything one region knows. Not safe for threads: whoever uses it holds its monitor, as a serializable transaction
 * of the real one would.
 *
 * <p>No thread drives it: {@link #begin()} first brings about, in the order of time, all that has become due.
 */
final class Region {
    private static final String ID_ALPHABET = "346789abcdefghkmnpqrtwxy";

    final MaasStandInSettings settings;
    final Accounts accounts;
    final Catalog catalog;
    final EventLog events = new EventLog();
    final Counters counters = new Counters();
    final RegionSettings config;
    final Networks networks = new Networks();
    final DnsRecords dns = new DnsRecords();
    final Wiring wiring = new Wiring(this);
    final VmHosts vmHosts = new VmHosts(this);
    private final Agenda agenda = new Agenda();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Node> byHostname = new HashMap<>();
    private final Map<String, Node> byMac = new HashMap<>();
    private final Map<String, EnumSet<Mishap>> mishaps = new HashMap<>();
    /** The system id of its region controller. */
    final String controller;

    private final Random random;
    private Instant now;
    private long lastId = 100;

    Region(MaasStandInSettings settings) {
        this.settings = settings;
        this.accounts = new Accounts(settings.seed());
        this.now = settings.clock().instant();
        this.catalog = new Catalog(new ImageStore(settings.images(), this::now));
        this.config = new RegionSettings(catalog);
        this.random = new Random(settings.seed());
        this.controller = systemId(new Random(~settings.seed()));
    }

    /** Takes the time and brings about what has become due until then. */
    void begin() {
        var until = settings.clock().instant();
        for (var next = agenda.next(until); next.isPresent(); next = agenda.next(until)) {
            now = next.get().due();
            next.get().step().run();
        }
        now = until;
    }

    /** The time of the running request, or of the step that is being brought about. */
    Instant now() {
        return now;
    }

    /** Plans a step for a machine; it is dropped if the machine's status changes before. */
    void later(Duration after, Node node, Runnable step) {
        agenda.add(now.plus(after), node, step);
    }

    /** How long a machine may commission or deploy before MAAS gives up: the setting {@code node_timeout}, in minutes. */
    Duration timeout() {
        return Duration.ofMinutes(Long.parseLong(config.text("node_timeout")));
    }

    long nextId() {
        return ++lastId;
    }

    Collection<Node> nodes() {
        return nodes.values();
    }

    Optional<Node> node(String systemId) {
        return Optional.ofNullable(nodes.get(systemId));
    }

    /** Hostnames compare without case (inferred). */
    Optional<Node> named(String hostname) {
        return Optional.ofNullable(byHostname.get(hostname.toLowerCase(Locale.ROOT)));
    }

    Optional<Node> withMac(String mac) {
        return Optional.ofNullable(byMac.get(mac));
    }

    /** Adds a new machine that {@code shape} gives a hostname and interfaces. */
    Node add(Consumer<Node> shape) {
        var node = new Node(
                newSystemId(),
                settings.version(),
                catalog.defaultDomain(),
                catalog.defaultZone(),
                catalog.defaultPool(),
                this::nextId);
        shape.accept(node);
        node.storage.biosGrub = node.architecture.startsWith("amd64");
        if (node.hostname.isEmpty()) {
            node.hostname = "machine-" + node.systemId;
        }
        nodes.put(node.systemId, node);
        byHostname.put(node.hostname.toLowerCase(Locale.ROOT), node);
        remember(node);
        return node;
    }

    void rename(Node node, String hostname) {
        byHostname.remove(node.hostname.toLowerCase(Locale.ROOT));
        node.hostname = hostname;
        byHostname.put(hostname.toLowerCase(Locale.ROOT), node);
    }

    private void remember(Node node) {
        node.nics.stream().filter(Nic::isPhysical).forEach(nic -> byMac.put(nic.mac, node));
    }

    /** Adds a card; {@link #withMac} finds it once the machine is added or {@link #rememberMac} is called. */
    Nic addNic(Node node, String mac) {
        var nic = new Nic(nextId(), Nic.Type.PHYSICAL, nextName(node), mac);
        node.nics.add(nic);
        return nic;
    }

    static String nextName(Node node) {
        int number = 0;
        while (node.hasNic("eth" + number)) {
            number++;
        }
        return "eth" + number;
    }

    void rememberMac(Node node, String mac) {
        byMac.put(mac, node);
    }

    void forgetMac(String mac) {
        byMac.remove(mac);
    }

    void replaceNics(Node node, List<String> macs) {
        boolean linked = Wiring.onNetwork(node);
        forgetNics(node);
        node.nics.clear();
        macs.forEach(mac -> addNic(node, mac));
        remember(node);
        if (linked) {
            wiring.setUp(node);
        }
    }

    void delete(Node node) {
        node.turn++;
        nodes.remove(node.systemId);
        byHostname.remove(node.hostname.toLowerCase(Locale.ROOT));
        forgetNics(node);
        events.forget(node);
    }

    private void forgetNics(Node node) {
        wiring.removeAll(node);
        node.nics.forEach(nic -> byMac.remove(nic.mac, node));
    }

    /** Changes the status and logs it; drops what was planned for the old one. */
    void move(Node node, MaasStatus to, String suffix) {
        var from = node.status;
        enter(node, to);
        events.changed(node, from, to, suffix, now);
    }

    /** Changes the status without a word. */
    void enter(Node node, MaasStatus to) {
        node.turn++;
        node.previousStatus = node.status;
        node.status = to;
    }

    /** Lets something go wrong at the next occasion on a host, which need not exist yet. */
    void plan(Mishap mishap, String hostname) {
        mishaps.computeIfAbsent(hostname.toLowerCase(Locale.ROOT), any -> EnumSet.noneOf(Mishap.class))
                .add(mishap);
    }

    /** Whether it goes wrong now; uses the plan up. */
    boolean strikes(Mishap mishap, Node node) {
        var planned = mishaps.get(node.hostname.toLowerCase(Locale.ROOT));
        return planned != null && planned.remove(mishap);
    }

    private String newSystemId() {
        String id;
        do id = systemId(random);
        while (nodes.containsKey(id));
        return id;
    }

    private static String systemId(Random random) {
        var id = new StringBuilder();
        for (int i = 0; i < 6; i++) id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        return id.toString();
    }
}
