package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one disk a commissioned machine has, shaped as recorded. */
final class StorageJson {
    private static final long SIZE = 100_000_000_000L;

    private StorageJson() {}

    static List<Map<String, @Nullable Object>> disks(Node node) {
        return node.diskId == null ? List.of() : List.of(disk(node, node.diskId));
    }

    private static Map<String, @Nullable Object> disk(Node node, long id) {
        return Json.object()
                .with("firmware_version", "1.0")
                .with("used_size", 99_998_498_816L)
                .with("name", "sda")
                .with("system_id", node.systemId)
                .with("partition_table_type", "GPT")
                .with("tags", List.of("ssd"))
                .with("storage_pool", null)
                .with("type", "physical")
                .with("path", "/dev/disk/by-dname/sda")
                .with("filesystem", null)
                .with("available_size", 0)
                .with("used_for", "GPT partitioned with 1 partition")
                .with("block_size", 1024)
                .with("uuid", null)
                .with("size", SIZE)
                .with("id_path", null)
                .with("model", "stand-in disk")
                .with("partitions", List.of(partition(node, id).map()))
                .with("serial", "disk-" + id)
                .with("id", id)
                .with("numa_node", 0)
                .with("resource_uri", "/MAAS/api/2.0/nodes/" + node.systemId + "/blockdevices/" + id + "/")
                .map();
    }

    private static Json partition(Node node, long id) {
        return Json.object()
                .with("uuid", "00000000-0000-4000-8000-%012d".formatted(id))
                .with("size", 99_992_207_360L)
                .with("bootable", false)
                .with("tags", List.of())
                .with("system_id", node.systemId)
                .with("device_id", id)
                .with("used_for", "ext4 formatted filesystem mounted at /")
                .with("id", id)
                .with("type", "partition")
                .with("path", "/dev/disk/by-dname/sda-part2")
                .with("filesystem", filesystem(id))
                .with(
                        "resource_uri",
                        "/MAAS/api/2.0/nodes/" + node.systemId + "/blockdevices/" + id + "/partition/" + id);
    }

    private static Json filesystem(long id) {
        return Json.object()
                .with("fstype", "ext4")
                .with("label", "root")
                .with("uuid", "00000000-0000-4000-9000-%012d".formatted(id))
                .with("mount_point", "/")
                .with("mount_options", null);
    }
}
