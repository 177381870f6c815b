package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;

/** {@code nodes/{id}/blockdevices/} and the partitions below (source code; shapes recorded). */
final class BlockDevicesApi {
    private static final long LEAST_SIZE = 4L * 1024 * 1024;

    private final Region region;

    BlockDevicesApi(Region region) {
        this.region = region;
    }

    private Node node(Request request) {
        return region.node(request.path().get(1)).orElseThrow(() -> Refusal.unknown("Machine"));
    }

    private static Volume.Disk disk(Node node, Request request) {
        return node.storage.named(request.path().get(3)).orElseThrow(() -> Refusal.unknown("BlockDevice"));
    }

    Answer all(Request request) {
        var node = node(request);
        var json = new StorageJson(node);
        return switch (request.signature()) {
            case "GET" -> {
                Access.requireView(request.user(), node);
                yield Answers.json(json.disks(node.storage.disks.stream()));
            }
            case "POST" -> {
                Access.requireAdmin(request.user(), node);
                yield Answers.json(json.disk(create(node, request)));
            }
            default -> throw request.noSuchOperation();
        };
    }

    /** In any status (source code). */
    private static Volume.Disk create(Node node, Request request) {
        var form = new StorageForm(request, node.storage);
        var name = form.fields.required("name");
        form.fields.required("size");
        form.fields.required("block_size");
        var size = form.size("size", LEAST_SIZE, Long.MAX_VALUE);
        var blockSize = form.size("block_size", 512, 1 << 20);
        if (request.text("id_path").isEmpty()
                && (request.text("model").isEmpty() || request.text("serial").isEmpty())) {
            form.fields.error("__all__", "serial/model are required if id_path is not provided."); // inferred
        }
        if (node.storage.named(name).isPresent()) {
            form.fields.error("__all__", "Block device with this Node config and Name already exists.");
        }
        form.fields.refuseErrors();
        var disk = node.storage.addDisk(name, size.orElseThrow());
        disk.blockSize = Math.toIntExact(blockSize.orElseThrow());
        describe(disk, form.fields);
        return disk;
    }

    private static void describe(Volume.Disk disk, FormFields fields) {
        fields.text("model").ifPresent(text -> disk.model = text);
        fields.text("serial").ifPresent(text -> disk.serial = text);
        fields.text("id_path").ifPresent(text -> disk.idPath = text.isEmpty() ? null : text);
    }

    Answer one(Request request) {
        var node = node(request);
        var disk = disk(node, request);
        if (request.signature().equals("GET")) {
            Access.requireView(request.user(), node);
            return Answers.json(new StorageJson(node).disk(disk));
        }
        if (!new VolumeActs(request, node, disk, "block device").act()) {
            Access.requireAdmin(request.user(), node);
            switch (request.signature()) {
                case "PUT" -> update(node, disk, request);
                case "DELETE" -> {
                    return delete(node, disk);
                }
                case "POST set_boot_disk" -> {
                    return setBoot(node, disk);
                }
                default -> throw request.noSuchOperation();
            }
        }
        return Answers.json(new StorageJson(node).disk(disk));
    }

    /** In Ready, and of a deployed machine's disks only what a replaced one brings along. */
    private static void update(Node node, Volume.Disk disk, Request request) {
        var form = new StorageForm(request, node.storage);
        if (node.status == MaasStatus.DEPLOYED) {
            if (!disk.isPhysical()) {
                throw Refusal.conflict("Cannot update virtual block device because the machine is Deployed.");
            }
        } else if (node.status == MaasStatus.READY) {
            var size = form.size("size", LEAST_SIZE, Long.MAX_VALUE);
            if (size.isPresent() && size.get() != disk.size && !isResizable(disk)) {
                form.fields.error("size", "Size cannot be changed on this device.");
            }
            form.fields.refuseErrors();
            disk.size = size.orElse(disk.size);
        } else {
            throw Refusal.conflict("Cannot update block device because the machine is not Ready.");
        }
        form.fields.text("name").filter(name -> !name.isEmpty()).ifPresent(name -> disk.name = name);
        if (disk.isPhysical()) {
            describe(disk, form.fields);
        }
    }

    private static boolean isResizable(Volume.Disk disk) {
        return disk.group == null || disk.group instanceof Group.VolumeGroup;
    }

    private static Answer delete(Node node, Volume.Disk disk) {
        if (node.status != MaasStatus.READY) {
            throw Refusal.conflict("Cannot delete block device because the machine is not Ready.");
        }
        refusePart(disk, "block device");
        if (disk.group instanceof Group.VolumeGroup group) {
            group.logical.remove(disk);
        } else if (disk.group != null) {
            node.storage.dissolve(disk.group);
        }
        node.storage.disks.remove(disk);
        return Answers.gone();
    }

    private static void refusePart(Volume volume, String kind) {
        var filesystem = volume.filesystem();
        if (filesystem != null && filesystem.group != null) {
            throw Refusal.bad("Cannot delete " + kind + " because its part of a " + filesystem.group.niceName() + ".");
        }
    }

    private static Answer setBoot(Node node, Volume.Disk disk) {
        if (node.status != MaasStatus.READY) {
            throw Refusal.conflict("Cannot set as boot disk because the machine is not Ready.");
        }
        if (!disk.isPhysical()) {
            throw Refusal.bad("Cannot set a virtual block device as the boot disk.");
        }
        node.storage.bootDisk = disk.id();
        return Answers.known(200, "text/plain; charset=utf-8", "OK");
    }

    Answer partitions(Request request) {
        var node = node(request);
        var disk = disk(node, request);
        var json = new StorageJson(node);
        return switch (request.signature()) {
            case "GET" -> {
                Access.requireView(request.user(), node);
                yield Answers.json(disk.partitions.stream().map(json::partition).toList());
            }
            case "POST" -> {
                Access.requireAdmin(request.user(), node);
                yield Answers.json(json.partition(createPartition(node, disk, request)));
            }
            default -> throw request.noSuchOperation();
        };
    }

    private static Volume.Partition createPartition(Node node, Volume.Disk disk, Request request) {
        if (node.status != MaasStatus.READY) {
            throw Refusal.conflict("Cannot create partition because the node is not Ready.");
        }
        if (disk.group instanceof Group.VolumeGroup) {
            throw Refusal.invalid("block_device", "Cannot create a partition table on a logical volume.");
        }
        if (disk.group instanceof Group.Bcache) {
            throw Refusal.invalid("block_device", "Cannot create a partition table on a Bcache volume.");
        }
        var form = new StorageForm(request, node.storage);
        var size = form.size("size", Storage.ALIGNMENT, disk.size);
        form.fields.refuseErrors();
        long available = node.storage.available(disk);
        if (size.orElse(available) > available || available < Storage.ALIGNMENT) {
            throw Refusal.invalid("size", "Partition cannot be saved; not enough free space on the block device.");
        }
        var partition = node.storage.addPartition(disk, size);
        partition.bootable = request.flag("bootable");
        return partition;
    }

    Answer partition(Request request) {
        var node = node(request);
        var disk = disk(node, request);
        var partition = disk.partitions.stream()
                .filter(each -> Long.toString(each.id()).equals(request.path().get(5))
                        || each.name().equals(request.path().get(5)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("Partition"));
        if (request.signature().equals("GET")) {
            Access.requireView(request.user(), node);
        } else if (request.signature().equals("DELETE")) {
            Access.requireAdmin(request.user(), node);
            if (node.status != MaasStatus.READY) {
                throw Refusal.conflict("Cannot delete block device because the node is not Ready.");
            }
            refusePart(partition, "partition");
            disk.partitions.remove(partition);
            disk.table = disk.partitions.isEmpty() ? null : disk.table; // inferred
            return Answers.gone();
        } else if (!new VolumeActs(request, node, partition, "partition").act()) {
            throw request.noSuchOperation();
        }
        return Answers.json(new StorageJson(node).partition(partition));
    }
}
