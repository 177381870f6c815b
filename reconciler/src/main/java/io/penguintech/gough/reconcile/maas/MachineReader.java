package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Disks;
import io.penguintech.gough.reconcile.Disks.Group;
import io.penguintech.gough.reconcile.Disks.GroupKind;
import io.penguintech.gough.reconcile.Fitted;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.MacAddress;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads machines from MAAS's JSON token by token: of 17 KB a machine (recorded) we keep a few hundred bytes, and of a
 * list of ten thousand never more than one at a time. Lenient: unknown fields are skipped, missing ones are empty.
 */
final class MachineReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int LONGEST_MESSAGE = 200;

    private final Strings strings = new Strings();
    private final FittedReader inside = new FittedReader(strings);
    private final Map<Long, Machine.VmHost> vmHosts;

    /** Reads machines none of which is virtual. */
    MachineReader() {
        this(Map.of());
    }

    /** @param vmHosts the region's VM hosts by their number */
    MachineReader(Map<Long, Machine.VmHost> vmHosts) {
        this.vmHosts = vmHosts;
    }

    /** Reads a list, handing each machine on as soon as it is read. */
    void readList(InputStream in, Consumer<Machine> each) throws IOException {
        try (var parser = JSON.createParser(in)) {
            expect(parser.nextToken(), JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken(), JsonToken.START_OBJECT);
                each.accept(machine(parser));
            }
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw unreadable(malformed);
        }
    }

    /** Reads one machine. */
    Machine read(String json) throws IOException {
        try (var parser = JSON.createParser(json)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            return machine(parser);
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw unreadable(malformed);
        }
    }

    private static IOException unreadable(Exception malformed) {
        // The parser's own message quotes the source; only its place is safe to show.
        var where = malformed instanceof JacksonException json && json.getLocation() != null
                ? " (line " + json.getLocation().getLineNr() + ")"
                : "";
        return new IOException("this is not MAAS's JSON of machines" + where);
    }

    private static void expect(JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) throw new IOException("this is not MAAS's JSON of machines: no " + wanted);
    }

    private Machine machine(JsonParser parser) {
        var fields = new Fields();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            field(parser, name, fields);
        }
        return fields.machine(vmHosts);
    }

    private void field(JsonParser parser, String name, Fields fields) {
        switch (name) {
            case "system_id" -> fields.id = text(parser);
            case "hostname" -> fields.hostname = text(parser).toLowerCase(Locale.ROOT);
            case "interface_set" -> fields.nics.addAll(inside.nics(parser, mac -> address(mac, fields.macAddresses)));
            case "blockdevice_set" -> fields.disks.addAll(inside.disks(parser, fields.uses));
            case "special_filesystems" -> fields.inMemory = inside.inMemory(parser);
            case "boot_disk" -> fields.bootDisk = number(member(parser, "id"));
            case "default_gateways" -> fields.gateways.putAll(FittedReader.gateways(parser));
            case "hardware_info" -> fields.serial = member(parser, "system_serial");
            case "hardware_uuid" -> fields.uuid = text(parser);
            case "architecture" -> fields.architecture = shared(parser);
            case "zone" -> fields.zone = strings.one(member(parser, "name"));
            case "pool" -> fields.pool = strings.one(member(parser, "name"));
            case "domain" -> fields.domain = strings.one(member(parser, "name"));
            case "description" -> fields.description = text(parser);
            case "tag_names" -> texts(parser, tag -> fields.tags.add(strings.one(tag)));
            case "owner" -> fields.owner = shared(parser);
            case "locked" -> fields.locked = parser.currentToken() == JsonToken.VALUE_TRUE;
            case "power_type" -> fields.powerType = shared(parser);
            // The older name of the same map (facts); the newer one wins because both hold the same.
            case "workload_annotations", "owner_data" -> annotations(parser, fields.annotations);
            case "power_state" -> fields.power = power(text(parser));
            // A number for each run of tests, also one that commissioning began (recorded).
            case "current_testing_result_id" -> fields.testRun = parser.getValueAsLong(0);
            case "status" -> fields.status = parser.getValueAsInt(-1);
            case "status_name" -> fields.statusName = shared(parser);
            case "status_message" -> fields.statusMessage = text(parser);
            case "pod" -> vmHost(parser, fields);
            case "distro_series" -> fields.release = shared(parser);
            case "hwe_kernel" -> fields.kernel = shared(parser);
            case "min_hwe_kernel" -> fields.leastKernel = shared(parser);
            default -> parser.skipChildren();
        }
    }

    private static Machine.Power power(String state) {
        return switch (state) {
            case "on" -> Machine.Power.ON;
            case "off" -> Machine.Power.OFF;
            default -> Machine.Power.UNKNOWN;
        };
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static void address(String mac, SortedSet<MacAddress> into) {
        // Interfaces without an address, and InfiniBand's longer ones, are no evidence to us.
        if (mac.matches("(?i)([0-9a-f]{2}[:-]){5}[0-9a-f]{2}")) into.add(new MacAddress(mac));
    }

    private String shared(JsonParser parser) {
        return strings.one(text(parser));
    }

    static String text(JsonParser parser) {
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return "";
        }
        var value = parser.getValueAsString();
        return value == null ? "" : value;
    }

    /** The text under {@code wanted} of the object the parser stands at; empty for anything else. */
    static String member(JsonParser parser, String wanted) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return "";
        }
        var found = "";
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            if (name.equals(wanted)) found = text(parser);
            else parser.skipChildren();
        }
        return found;
    }

    /** Null for a machine of metal, and not there at all since MAAS has no VM hosts (facts). */
    private static void vmHost(JsonParser parser, Fields fields) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "id" -> fields.vmHost = parser.getValueAsLong(-1);
                case "name" -> fields.vmHostName = text(parser);
                default -> parser.skipChildren();
            }
        }
    }

    static void texts(JsonParser parser, Consumer<String> each) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) each.accept(text(parser));
    }

    private void annotations(JsonParser parser, SortedMap<String, String> into) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            into.put(strings.one(name), text(parser));
        }
    }

    /** What is known of the machine being read. */
    private static final class Fields {
        private String id = "";
        private String hostname = "";
        private final SortedSet<MacAddress> macAddresses = new TreeSet<>();
        private String serial = "";
        private String uuid = "";
        private String architecture = "";
        private String zone = "";
        private String pool = "";
        private String domain = "";
        private String description = "";
        private final SortedSet<String> tags = new TreeSet<>();
        private String owner = "";
        private boolean locked;
        private String powerType = "";
        private final SortedMap<String, String> annotations = new TreeMap<>();
        private int status = -1;
        private String statusName = "";
        private String statusMessage = "";
        private final List<Fitted.Nic> nics = new ArrayList<>(2);
        private final Map<String, Long> gateways = new TreeMap<>();
        private final List<Disks.Disk> disks = new ArrayList<>(2);
        private final Uses uses = new Uses();
        private List<Disks.InMemory> inMemory = List.of();
        private Optional<Long> bootDisk = Optional.empty();
        private String release = "";
        private String kernel = "";
        private String leastKernel = "";
        private Machine.Power power = Machine.Power.UNKNOWN;
        private long testRun;
        private long vmHost = -1;
        private String vmHostName = "";

        private Machine machine(Map<Long, Machine.VmHost> vmHosts) {
            return new Machine(
                    new SystemId(id),
                    hostname,
                    macAddresses,
                    // MAAS writes Unknown for what commissioning has not found (recorded).
                    Optional.of(serial).filter(found -> !found.isBlank() && !found.equals("Unknown")),
                    architecture,
                    zone,
                    pool,
                    domain,
                    description,
                    tags,
                    Optional.of(owner).filter(name -> !name.isEmpty()),
                    locked,
                    powerType,
                    annotations,
                    statusName,
                    Statuses.fold(status, release, kernel, message()),
                    fitted(),
                    vmHost(vmHosts),
                    new Machine.Vitals(power, testRun),
                    Optional.of(uuid).filter(found -> !found.isBlank()),
                    leastKernel);
        }

        private Fitted fitted() {
            var groups = uses.groups(disks);
            return new Fitted(
                    nics,
                    Optional.ofNullable(gateways.get("ipv4")),
                    Optional.ofNullable(gateways.get("ipv6")),
                    new Disks(
                            disks,
                            names(groups, GroupKind.VOLUME_GROUP),
                            names(groups, GroupKind.RAID),
                            uses.bcaches(),
                            bootDisk,
                            groups,
                            inMemory));
        }

        private static List<String> names(List<Group> groups, GroupKind kind) {
            return groups.stream()
                    .filter(group -> group.kind() == kind)
                    .map(Group::name)
                    .toList();
        }

        private Optional<Machine.VmHost> vmHost(Map<Long, Machine.VmHost> vmHosts) {
            if (vmHost < 0 && vmHostName.isEmpty()) return Optional.empty();
            var known = vmHosts.get(vmHost);
            return Optional.of(known != null ? known : new Machine.VmHost(vmHostName, Optional.empty()));
        }

        /** One short line without the status itself, which it begins with or only repeats (recorded). */
        private String message() {
            var line = statusMessage.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
            if (line.equalsIgnoreCase(statusName)) return "";
            if (line.startsWith(statusName + " - ")) line = line.substring(statusName.length() + " - ".length());
            return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "..." : line;
        }
    }
}
