package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Volume groups, RAIDs, bcaches and cache sets of a machine: made, changed and dissolved in Ready, read in every status
 * (source code). A boot disk never goes in whole: a partition over all of it does.
 */
final class GroupsApi {
    private static final long LEAST_LOGICAL = 4L * 1024 * 1024;
    private static final List<String> MODES = List.of("writeback", "writethrough", "writearound");

    /** How many devices a RAID level needs. */
    private static final Map<String, Integer> LEVELS = levels();

    private final Region region;

    GroupsApi(Region region) {
        this.region = region;
    }

    private static Map<String, Integer> levels() {
        var levels = new LinkedHashMap<String, Integer>();
        levels.put("raid-0", 2);
        levels.put("raid-1", 2);
        levels.put("raid-5", 3);
        levels.put("raid-6", 4);
        levels.put("raid-10", 3);
        return levels;
    }

    Answer volumeGroups(Request request) {
        return all(request, Group.VolumeGroup.class, "volume group", this::createVolumeGroup);
    }

    Answer raids(Request request) {
        return all(request, Group.Raid.class, "RAID", this::createRaid);
    }

    Answer bcaches(Request request) {
        return all(request, Group.Bcache.class, "Bcache", this::createBcache);
    }

    Answer cacheSets(Request request) {
        return all(request, Group.CacheSet.class, "cache set", this::createCacheSet);
    }

    private Answer all(
            Request request, Class<? extends Group> kind, String name, BiFunction<Node, Request, Group> create) {
        var node = node(request);
        return switch (request.signature()) {
            case "GET" -> {
                Access.requireView(request.user(), node);
                yield Answers.json(new StorageJson(node).groups(kind));
            }
            case "POST" -> {
                requireReady(request, node, "create " + name, name.equals("cache set") ? "node" : "machine");
                yield Answers.json(new StorageJson(node).group(create.apply(node, request)));
            }
            default -> throw request.noSuchOperation();
        };
    }

    private Node node(Request request) {
        return region.node(request.path().get(1)).orElseThrow(() -> Refusal.unknown("Machine"));
    }

    private static void requireReady(Request request, Node node, String act, String noun) {
        Access.requireAdmin(request.user(), node);
        if (node.status != MaasStatus.READY) {
            throw Refusal.conflict("Cannot " + act + " because the " + noun + " is not Ready.");
        }
    }

    private Group createVolumeGroup(Node node, Request request) {
        var form = new StorageForm(request, node.storage);
        var name = form.fields.required("name");
        var members = members(form, "block_devices", "partitions");
        if (members.isEmpty() && form.fields.ok("name", "block_devices", "partitions")) {
            form.fields.error("__all__", "At least one valid block device or partition is required.");
        }
        form.fields.refuseErrors();
        return node.storage.addVolumeGroup(name, usable(node, members));
    }

    private static List<Volume> members(StorageForm form, String disks, String partitions) {
        var members = form.disks(disks);
        members.addAll(form.partitions(partitions));
        return members;
    }

    private static List<Volume> usable(Node node, List<Volume> volumes) {
        return volumes.stream().map(node.storage::usable).toList();
    }

    private Group createRaid(Node node, Request request) {
        var form = new StorageForm(request, node.storage);
        var level = form.fields.required("level");
        if (!level.isEmpty() && !LEVELS.containsKey(level)) {
            form.fields.error("level", "Select a valid choice. " + level + " is not one of the available choices.");
        }
        var devices = members(form, "block_devices", "partitions");
        var spares = members(form, "spare_devices", "spare_partitions");
        if (devices.isEmpty() && form.fields.ok("block_devices", "partitions")) {
            form.fields.error("__all__", "At least one block device or partition must be added to the array.");
        } else if (form.fields.ok("level")) {
            checkLevel(form.fields, level, devices.size(), spares.size());
        }
        form.fields.refuseErrors();
        var name = request.text("name").isEmpty()
                ? "md" + node.storage.groups(Group.Raid.class).count()
                : request.text("name");
        return node.storage.addRaid(name, level, usable(node, devices), usable(node, spares));
    }

    private static void checkLevel(FormFields fields, String level, int devices, int spares) {
        int least = LEVELS.getOrDefault(level, 0);
        if (devices < least || (level.equals("raid-0") && spares > 0)) {
            fields.error(
                    "__all__",
                    "RAID level " + level.substring("raid-".length()) + " must have at least " + least
                            + " raid devices and "
                            + (level.equals("raid-0") ? "no spares." : "any number of spares."));
        }
    }

    private Group createCacheSet(Node node, Request request) {
        var form = new StorageForm(request, node.storage);
        var disks = form.disks("cache_device");
        var partitions = form.partitions("cache_partition");
        requireOne(form.fields, disks, partitions, "cache");
        form.fields.refuseErrors();
        return node.storage.addCacheSet(
                node.storage.usable(disks.isEmpty() ? partitions.getFirst() : disks.getFirst()));
    }

    private static void requireOne(FormFields fields, List<Volume> disks, List<Volume> partitions, String what) {
        if (!disks.isEmpty() && !partitions.isEmpty()) {
            fields.error(
                    "__all__",
                    what.equals("cache")
                            ? "Cannot set both cache_device and cache_partition."
                            : "A Bcache can have either a backing device or partition.");
        } else if (disks.isEmpty() && partitions.isEmpty() && fields.ok(what + "_device", what + "_partition")) {
            fields.error("__all__", "Either " + what + "_device or " + what + "_partition must be specified.");
        }
    }

    private Group createBcache(Node node, Request request) {
        var form = new StorageForm(request, node.storage);
        form.fields.required("cache_set");
        form.fields.required("cache_mode");
        var cache = form.fields.choice("cache_set", text -> cacheSet(node, text));
        var mode = form.fields.word("cache_mode", MODES);
        var disks = form.disks("backing_device");
        var partitions = form.partitions("backing_partition");
        requireOne(form.fields, disks, partitions, "backing");
        form.fields.refuseErrors();
        var name = request.text("name").isEmpty()
                ? "bcache" + node.storage.groups(Group.Bcache.class).count()
                : request.text("name");
        var backing = node.storage.usable(disks.isEmpty() ? partitions.getFirst() : disks.getFirst());
        return node.storage.addBcache(name, backing, cache.orElseThrow(), mode.orElseThrow());
    }

    private static Optional<Group.CacheSet> cacheSet(Node node, String text) {
        return node.storage
                .groups(Group.CacheSet.class)
                .filter(set ->
                        Long.toString(set.id()).equals(text) || set.name().equals(text))
                .findFirst();
    }

    Answer volumeGroup(Request request) {
        var node = node(request);
        var group = find(node, request, Group.VolumeGroup.class, "VolumeGroup");
        return switch (request.signature()) {
            case "POST create_logical_volume" -> {
                requireReady(request, node, "create logical volume", "machine");
                yield Answers.json(new StorageJson(node).disk(createLogical(node, group, request)));
            }
            case "POST delete_logical_volume" -> {
                requireReady(request, node, "delete logical volume", "machine");
                var id = request.mandatory("id");
                var volume = group.logical.stream()
                        .filter(each -> Long.toString(each.id()).equals(id))
                        .findFirst();
                volume.ifPresent(found -> {
                    group.logical.remove(found);
                    node.storage.disks.remove(found);
                });
                yield Answers.gone();
            }
            default -> one(request, node, group, "volume group");
        };
    }

    private static Volume.Disk createLogical(Node node, Group.VolumeGroup group, Request request) {
        var form = new StorageForm(request, node.storage);
        long free = group.size() - group.used();
        var name = form.fields.required("name");
        if (free < LEAST_LOGICAL) {
            form.fields.error(
                    "__all__",
                    "Volume group (" + group.name
                            + ") cannot hold any more logical volumes, because it doesn't have enough free space.");
        }
        var size = form.size("size", LEAST_LOGICAL, free);
        if (group.logical.stream().anyMatch(each -> each.name.equals(name))) {
            form.fields.error("__all__", "Block device with this Node config and Name already exists.");
        }
        form.fields.refuseErrors();
        return node.storage.addLogical(group, name, size.orElse(free));
    }

    Answer raid(Request request) {
        var node = node(request);
        return one(request, node, find(node, request, Group.Raid.class, "RAID"), "RAID");
    }

    Answer bcache(Request request) {
        var node = node(request);
        return one(request, node, find(node, request, Group.Bcache.class, "Bcache"), "Bcache");
    }

    Answer cacheSet(Request request) {
        var node = node(request);
        return one(request, node, find(node, request, Group.CacheSet.class, "CacheSet"), "cache set");
    }

    private static <T extends Group> T find(Node node, Request request, Class<T> kind, String model) {
        var text = request.path().get(3);
        return node.storage
                .groups(kind)
                .filter(each ->
                        Long.toString(each.id()).equals(text) || each.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown(model));
    }

    private Answer one(Request request, Node node, Group group, String name) {
        switch (request.signature()) {
            case "GET" -> Access.requireView(request.user(), node);
            case "PUT" -> {
                requireReady(request, node, "update " + name, "machine");
                new GroupChange(request, node).apply(group);
            }
            case "DELETE" -> {
                requireReady(request, node, "delete " + name, "machine");
                refuseUsed(node, group);
                node.storage.dissolve(group);
                return Answers.gone();
            }
            default -> throw request.noSuchOperation();
        }
        return Answers.json(new StorageJson(node).group(group));
    }

    private static void refuseUsed(Node node, Group group) {
        if (group instanceof Group.CacheSet set
                && node.storage.groups(Group.Bcache.class).anyMatch(each -> each.cache.equals(set))) {
            throw Refusal.bad("Cannot delete cache set; it's currently in use.");
        }
        if (group instanceof Group.VolumeGroup volumes && !volumes.logical.isEmpty()) {
            throw Refusal.bad("This volume group has logical volumes; it cannot be deleted."); // source code
        }
    }

    /** A change of a group that exists. */
    private record GroupChange(Request request, Node node) {
        void apply(Group group) {
            var form = new StorageForm(request, node.storage);
            var name = form.fields.text("name").filter(text -> !text.isEmpty());
            switch (group) {
                case Group.VolumeGroup volumes -> {
                    change(form, volumes.members, volumes, "block_devices", "partitions", "lvm-pv");
                    name.ifPresent(text -> volumes.name = text);
                }
                case Group.Raid raid -> {
                    change(form, raid.devices, raid, "block_devices", "partitions", "raid");
                    change(form, raid.spares, raid, "spare_devices", "spare_partitions", "raid-spare");
                    name.ifPresent(text -> raid.name = text);
                    raid.virtual.getFirst().size = raid.size();
                    raid.virtual.getFirst().name = raid.name;
                }
                case Group.Bcache bcache -> {
                    form.fields.word("cache_mode", MODES).ifPresent(mode -> bcache.mode = mode);
                    form.fields
                            .choice("cache_set", text -> GroupsApi.cacheSet(node, text))
                            .ifPresent(set -> bcache.cache = set);
                    form.fields.refuseErrors();
                    name.ifPresent(text -> bcache.name = text);
                    bcache.virtual.getFirst().name = bcache.name;
                }
                case Group.CacheSet set -> throw Refusal.notModelled("changing cache sets");
            }
        }

        private void change(
                StorageForm form, List<Volume> members, Group group, String disks, String partitions, String type) {
            var added = GroupsApi.members(form, "add_" + disks, "add_" + partitions);
            var removed = new ArrayList<Volume>();
            members.stream()
                    .filter(each -> named(each, request.all("remove_" + disks))
                            || named(each, request.all("remove_" + partitions)))
                    .forEach(removed::add);
            form.fields.refuseErrors();
            removed.forEach(each -> each.format(null));
            members.removeAll(removed);
            for (var each : GroupsApi.usable(node, added)) {
                members.add(each);
                node.storage.join(each, type, group);
            }
        }

        private static boolean named(Volume volume, List<String> names) {
            return names.contains(Long.toString(volume.id())) || names.contains(volume.name());
        }
    }
}
