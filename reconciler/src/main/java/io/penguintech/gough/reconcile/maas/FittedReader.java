package io.penguintech.gough.reconcile.maas;

import static io.penguintech.gough.reconcile.maas.MachineReader.member;
import static io.penguintech.gough.reconcile.maas.MachineReader.text;
import static io.penguintech.gough.reconcile.maas.MachineReader.texts;

import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.Group;
import io.penguintech.gough.reconcile.Disks.GroupKind;
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

    /** The disks of a list, physical and virtual. */
    List<Disk> disks(JsonParser parser) {
        var disks = new ArrayList<Disk>(2);
        objects(parser, () -> disks.add(disk(parser)));
        return disks;
    }

    private Disk disk(JsonParser parser) {
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
                case "partitions" -> objects(parser, () -> read.partitions.add(partition(parser)));
                default -> parser.skipChildren();
            }
        });
        return read.disk();
    }

    private Partition partition(JsonParser parser) {
        var numbers = new long[] {0, 0};
        var held = nothing();
        var bootable = new boolean[] {false};
        fields(parser, name -> {
            switch (name) {
                case "id" -> numbers[0] = parser.getValueAsLong(0);
                case "size" -> numbers[1] = parser.getValueAsLong(0);
                case "bootable" -> bootable[0] = parser.currentToken() == JsonToken.VALUE_TRUE;
                case "filesystem" -> filesystem(parser, held);
                default -> parser.skipChildren();
            }
        });
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

    /** The names of the things of a list. */
    List<String> names(JsonParser parser) {
        var names = new ArrayList<String>(0);
        objects(parser, () -> names.add(strings.one(member(parser, "name"))));
        return names;
    }

    /** The volume groups or RAIDs of a list (their fields: source code). */
    List<Group> groups(JsonParser parser, GroupKind kind) {
        var groups = new ArrayList<Group>(0);
        objects(parser, () -> groups.add(group(parser, kind)));
        return groups;
    }

    private Group group(JsonParser parser, GroupKind kind) {
        var read = new GroupFields();
        fields(parser, name -> {
            switch (name) {
                case "id" -> read.id = parser.getValueAsLong(0);
                case "name" -> read.name = strings.one(text(parser));
                case "level" -> read.level = strings.one(text(parser));
                case "size" -> read.size = parser.getValueAsLong(0);
                case "devices" -> objects(parser, () -> read.members.add(part(parser)));
                case "spare_devices" -> objects(parser, () -> read.spares.add(part(parser)));
                case "logical_volumes" ->
                    objects(parser, () -> read.made.add(part(parser).id()));
                case "virtual_device" -> {
                    if (parser.currentToken() == JsonToken.START_OBJECT)
                        read.made.add(part(parser).id());
                }
                default -> parser.skipChildren();
            }
        });
        return read.group(kind);
    }

    /** Partitions and disks are numbered apart. */
    private static Member part(JsonParser parser) {
        var id = new long[] {0};
        var partition = new boolean[] {false};
        fields(parser, name -> {
            switch (name) {
                case "id" -> id[0] = parser.getValueAsLong(0);
                case "type" -> partition[0] = text(parser).equals("partition");
                default -> parser.skipChildren();
            }
        });
        return new Member(partition[0], id[0]);
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
        private final String[] held = nothing();
        private final List<Partition> partitions = new ArrayList<>(2);

        private Disk disk() {
            return new Disk(
                    id, name, physical, size, serial, model, tags, held[0], held[1], partitions, idPath, held[2]);
        }
    }

    private static final class GroupFields {
        private long id;
        private String name = "";
        private String level = "";
        private long size;
        private final List<Member> members = new ArrayList<>(2);
        private final List<Member> spares = new ArrayList<>(0);
        private final List<Long> made = new ArrayList<>(1);

        private Group group(GroupKind kind) {
            return new Group(kind, id, name, level, size, members, spares, made);
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
