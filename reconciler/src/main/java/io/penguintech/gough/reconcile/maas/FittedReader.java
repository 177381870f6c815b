package io.penguintech.gough.reconcile.maas;

import static io.penguintech.gough.reconcile.maas.MachineReader.member;
import static io.penguintech.gough.reconcile.maas.MachineReader.text;
import static io.penguintech.gough.reconcile.maas.MachineReader.texts;

import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.InMemory;
import io.penguintech.gough.reconcile.Disks.Member;
import io.penguintech.gough.reconcile.Disks.Partition;
import io.penguintech.gough.reconcile.Fitted.Nic;
import io.penguintech.gough.reconcile.Fitted.NicLink;
import io.penguintech.gough.reconcile.Fitted.VlanAt;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.HostNetwork.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what is inside a machine token by token. Texts, VLANs and empty collections that ten thousand machines repeat are
 * kept once; an interface of a kind we do not know is left out.
 */
final class FittedReader {
    private final Strings strings;
    private final Map<VlanAt, Optional<VlanAt>> vlans = new HashMap<>();

    FittedReader(Strings strings) {
        this.strings = strings;
    }

    /** The interfaces of a list; {@code address} hears of every one's MAC address. */
    List<Nic> nics(JsonParser parser, Consumer<String> address) {
        var nics = new ArrayList<Nic>(4);
        objects(parser, () -> nic(parser, address).ifPresent(nics::add));
        return nics;
    }

    private Optional<Nic> nic(JsonParser parser, Consumer<String> address) {
        var read = new NicFields();
        fields(parser, name -> {
            switch (name) {
                case "id" -> read.id = parser.getValueAsLong(0);
                case "name" -> read.name = strings.one(text(parser));
                case "type" -> read.type = text(parser);
                case "mac_address" -> read.mac = text(parser).toLowerCase(Locale.ROOT);
                case "parents" -> texts(parser, parent -> read.parents.add(strings.one(parent)));
                case "tags" -> texts(parser, tag -> read.tags.add(strings.one(tag)));
                case "vlan" -> read.vlan = vlan(parser);
                case "params" -> settings(parser, read.settings);
                case "links" -> objects(parser, () -> link(parser).ifPresent(read.links::add));
                default -> parser.skipChildren();
            }
        });
        address.accept(read.mac);
        return type(read.type).map(read::nic);
    }

    private static Optional<InterfaceType> type(String word) {
        return switch (word) {
            case "physical" -> Optional.of(InterfaceType.PHYSICAL);
            case "bond" -> Optional.of(InterfaceType.BOND);
            case "bridge" -> Optional.of(InterfaceType.BRIDGE);
            case "vlan" -> Optional.of(InterfaceType.VLAN);
            default -> Optional.empty();
        };
    }

    private Optional<VlanAt> vlan(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) return Optional.empty();
        var fabric = new String[] {""};
        var vid = new int[] {0};
        fields(parser, name -> {
            switch (name) {
                case "fabric" -> fabric[0] = strings.one(text(parser));
                case "vid" -> vid[0] = parser.getValueAsInt(0);
                default -> parser.skipChildren();
            }
        });
        return vlans.computeIfAbsent(new VlanAt(fabric[0], vid[0]), Optional::of);
    }

    private void settings(JsonParser parser, SortedMap<String, String> into) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        fields(parser, name -> {
            var value = text(parser);
            if (!value.isEmpty()) into.put(strings.one(InterfaceWords.ours(name)), strings.one(value));
        });
    }

    private Optional<NicLink> link(JsonParser parser) {
        var id = new long[] {0};
        var words = new TreeMap<String, String>();
        fields(parser, name -> {
            switch (name) {
                case "id" -> id[0] = parser.getValueAsLong(0);
                case "mode", "ip_address" -> words.put(name, text(parser));
                case "subnet" -> words.put(name, strings.one(member(parser, "cidr")));
                default -> parser.skipChildren();
            }
        });
        return mode(words.getOrDefault("mode", ""))
                .map(mode -> new NicLink(id[0], mode, filled(words.get("subnet")), filled(words.get("ip_address"))));
    }

    private static Optional<String> filled(@Nullable String text) {
        return Optional.ofNullable(text).filter(some -> !some.isEmpty());
    }

    private static Optional<Mode> mode(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.of(Mode.AUTO);
            case "dhcp" -> Optional.of(Mode.DHCP);
            case "static" -> Optional.of(Mode.STATIC);
            case "link_up" -> Optional.of(Mode.LINK_UP);
            default -> Optional.empty();
        };
    }

    /** The links chosen for the default routes, by the family's name in MAAS. */
    static Map<String, Long> gateways(JsonParser parser) {
        var chosen = new TreeMap<String, Long>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return chosen;
        }
        fields(parser, family -> {
            var link = member(parser, "link_id");
            if (link.matches("[0-9]{1,18}")) chosen.put(family, Long.valueOf(link));
        });
        return chosen;
    }

    /** The disks of a list, physical and virtual; {@code uses} hears what they and their partitions are used for. */
    List<Disk> disks(JsonParser parser, Uses uses) {
        var disks = new ArrayList<Disk>(2);
        objects(parser, () -> disks.add(disk(parser, uses)));
        return disks;
    }

    private Disk disk(JsonParser parser, Uses uses) {
        var read = new DiskFields();
        fields(parser, name -> {
            switch (name) {
                case "id" -> read.id = parser.getValueAsLong(0);
                case "name" -> read.name = strings.one(text(parser));
                case "type" -> read.physical = text(parser).equals("physical");
                case "size" -> read.size = parser.getValueAsLong(0);
                case "serial" -> read.serial = text(parser);
                case "id_path" -> read.idPath = text(parser);
                case "model" -> read.model = strings.one(text(parser));
                case "tags" -> texts(parser, tag -> read.tags.add(strings.one(tag)));
                case "filesystem" -> filesystem(parser, read.held);
                case "used_for" -> read.usedFor = text(parser);
                case "partitions" -> objects(parser, () -> read.partitions.add(partition(parser, uses)));
                default -> parser.skipChildren();
            }
        });
        uses.of(new Member(false, read.id), read.size, read.usedFor);
        return read.disk();
    }

    private Partition partition(JsonParser parser, Uses uses) {
        var numbers = new long[] {0, 0};
        var held = nothing();
        var usedFor = new String[] {""};
        var bootable = new boolean[] {false};
        fields(parser, name -> {
            switch (name) {
                case "id" -> numbers[0] = parser.getValueAsLong(0);
                case "size" -> numbers[1] = parser.getValueAsLong(0);
                case "bootable" -> bootable[0] = parser.currentToken() == JsonToken.VALUE_TRUE;
                case "filesystem" -> filesystem(parser, held);
                case "used_for" -> usedFor[0] = text(parser);
                default -> parser.skipChildren();
            }
        });
        uses.of(new Member(true, numbers[0]), numbers[1], usedFor[0]);
        return new Partition(numbers[0], numbers[1], held[0], held[1], held[2], bootable[0], held[3]);
    }

    private static String[] nothing() {
        return new String[] {"", "", "", ""};
    }

    /** The filesystems in memory of a list. */
    List<InMemory> inMemory(JsonParser parser) {
        var all = new ArrayList<InMemory>(0);
        objects(parser, () -> {
            var held = nothing();
            filesystem(parser, held);
            all.add(new InMemory(held[0], held[1], held[2]));
        });
        return all;
    }

    /** Puts the kind of filesystem, its mount point, the mount's options and its label into {@code held}. */
    private void filesystem(JsonParser parser, String[] held) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        fields(parser, name -> {
            switch (name) {
                case "fstype" -> held[0] = strings.one(text(parser));
                case "mount_point" -> held[1] = strings.one(text(parser));
                case "mount_options" -> held[2] = strings.one(text(parser));
                case "label" -> held[3] = strings.one(text(parser));
                default -> parser.skipChildren();
            }
        });
    }

    // ---- tokens

    /** Each field of the object the parser stands at; {@code each} must consume its value. */
    private static void fields(JsonParser parser, Consumer<String> each) {
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            each.accept(name);
        }
    }

    /** Each object of the array the parser stands at. */
    private static void objects(JsonParser parser, Runnable each) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY)
            if (parser.currentToken() == JsonToken.START_OBJECT) each.run();
            else parser.skipChildren();
    }

    private static final class DiskFields {
        private long id;
        private String name = "";
        private boolean physical;
        private long size;
        private String serial = "";
        private String model = "";
        private final SortedSet<String> tags = new TreeSet<>();
        private String idPath = "";
        private String usedFor = "";
        private final String[] held = nothing();
        private final List<Partition> partitions = new ArrayList<>(2);

        private Disk disk() {
            return new Disk(
                    id, name, physical, size, serial, model, tags, held[0], held[1], partitions, idPath, held[2]);
        }
    }

    private static final class NicFields {
        private long id;
        private String name = "";
        private String type = "";
        private String mac = "";
        private final List<String> parents = new ArrayList<>(0);
        private final SortedSet<String> tags = new TreeSet<>();
        private Optional<VlanAt> vlan = Optional.empty();
        private final SortedMap<String, String> settings = new TreeMap<>();
        private final List<NicLink> links = new ArrayList<>(1);

        private Nic nic(InterfaceType what) {
            return new Nic(id, name, what, mac, parents, vlan, tags, settings, links);
        }
    }
}
