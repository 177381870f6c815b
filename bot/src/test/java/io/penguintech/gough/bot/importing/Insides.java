package io.penguintech.gough.bot.importing;

import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sets machines of the stand-in up by its API, as people do who have no Gough. */
public final class Insides {
    private static final long DISK = 100_000_000_000L;
    private static final int MEBI = 1 << 20;

    private final MaasStandIn maas;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String vlan;
    private final String storage;
    /** The last one given. */
    private int address = 10;

    /** Ways to set a machine up, by what they are called. */
    public enum Way {
        /** A bond with a VLAN, a bridge on it, and a static address with the default route. */
        BONDED,
        /** A static address, another card without any, a longer frame. */
        STATIC,
        /** Layout lvm with names and sizes of its own. */
        LVM,
        /** Layout bcache. */
        BCACHE,
        /** Layout flat with a boot partition, on less than the disk. */
        FLAT,
        /** Root on a partition, a RAID with a volume group on it. */
        RAID,
        /** Layout flat, and a filesystem on another disk. */
        BESIDE
    }

    /** Adds VLAN 100 with subnet 10.100.0.0/24 to the region. */
    public Insides(MaasStandIn maas) {
        this.maas = maas;
        post("fabrics/0/vlans/", "vid", "100");
        vlan = send("GET", "fabrics/0/vlans/100/").path("id").asString();
        storage = post("subnets/", "cidr", "10.100.0.0/24", "vlan", vlan, "gateway_ip", "10.100.0.1")
                .path("id")
                .asString();
    }

    /** Adds a Ready machine with three cards and four disks, set up so. */
    public String add(NewMachine machine, int number, Way way) {
        var macs = IntStream.range(0, 3)
                .mapToObj(card -> "52:54:01:%02x:%02x:%02x".formatted(number / 256, number % 256, card))
                .toArray(String[]::new);
        var id = maas.addMachine(
                machine.withStatus(MaasStatus.READY).withMacAddresses(macs).withDisks(DISK, DISK, DISK, DISK));
        switch (way) {
            case BONDED -> bonded(id);
            case STATIC -> fixed(id);
            case LVM -> layout(id, "lvm", "vg_name", "system", "lv_name", "os", "lv_size", "20G");
            case BCACHE -> layout(id, "bcache");
            case FLAT -> layout(id, "flat", "boot_size", "1G", "root_size", "30G");
            case RAID -> raid(id);
            case BESIDE -> beside(id);
        }
        return id;
    }

    // ---- networks

    private void bonded(String id) {
        var cards = cards(id);
        for (var card : cards.subList(1, 3)) put(id, card, "vlan", "2", "mtu", "9000");
        var bond = post(
                interfaces(id) + "?op=create_bond",
                "name",
                "bond0",
                "parents",
                cards.get(1),
                "parents",
                cards.get(2),
                "bond_mode",
                "802.3ad",
                "bond_lacp_rate",
                "fast",
                "mtu",
                "9000");
        var bondId = bond.path("id").asString();
        var tagged = post(interfaces(id) + "?op=create_vlan", "parent", bondId, "vlan", vlan);
        post(interfaces(id) + "?op=create_bridge", "name", "br0", "parent", bondId, "bridge_stp", "true");
        var taggedId = tagged.path("id").asString();
        link(id, taggedId, storage, "10.100.0." + ++address, "true");
    }

    private void fixed(String id) {
        var cards = cards(id);
        put(id, cards.get(1), "vlan", vlan);
        put(id, cards.get(2), "mtu", "1400", "tags", "slow");
        link(id, cards.get(1), storage, "10.100.0." + ++address, "false");
    }

    private void link(String id, String card, String subnet, String address, String gateway) {
        post(
                interfaces(id) + card + "/?op=link_subnet",
                "mode",
                "STATIC",
                "subnet",
                subnet,
                "ip_address",
                address,
                "default_gateway",
                gateway);
    }

    private static String interfaces(String id) {
        return "nodes/%s/interfaces/".formatted(id);
    }

    private List<String> cards(String id) {
        return send("GET", interfaces(id))
                .valueStream()
                .map(card -> card.path("id").asString())
                .toList();
    }

    /** Gives a card another name. */
    void rename(String id, int card, String name) {
        put(id, cards(id).get(card), "name", name);
    }

    private void put(String id, String card, String... form) {
        send("PUT", interfaces(id) + card + "/", form);
    }

    // ---- disks

    private void layout(String id, String layout, String... form) {
        var all = new ArrayList<>(List.of("storage_layout", layout));
        all.addAll(List.of(form));
        post("machines/%s/?op=set_storage_layout".formatted(id), all.toArray(String[]::new));
    }

    private String disk(String id, int index) {
        return send("GET", "nodes/%s/blockdevices/".formatted(id))
                .path(index)
                .path("id")
                .asString();
    }

    private String partition(String id, String disk, String... form) {
        return post("nodes/%s/blockdevices/%s/partitions/".formatted(id, disk), form)
                .path("id")
                .asString();
    }

    private void hold(String id, String disk, String partition, String type, String... mount) {
        var path = partition.isEmpty()
                ? "nodes/%s/blockdevices/%s/".formatted(id, disk)
                : "nodes/%s/blockdevices/%s/partition/%s".formatted(id, disk, partition);
        post(path + "?op=format", "fstype", type, "label", partition.isEmpty() ? "" : "d-" + type);
        if (mount.length > 0) post(path + "?op=mount", mount);
    }

    private void raid(String id) {
        layout(id, "blank");
        var boot = disk(id, 0);
        hold(id, boot, partition(id, boot, "size", "" + 512L * MEBI), "fat32", "mount_point", "/boot/efi");
        hold(id, boot, partition(id, boot, "size", "" + 8192L * MEBI), "swap", "mount_point", "none");
        var root = partition(id, boot);
        hold(id, boot, root, "ext4", "mount_point", "/", "mount_options", "noatime");
        post(
                "machines/%s/?op=mount_special".formatted(id),
                "fstype",
                "tmpfs",
                "mount_point",
                "/tmp",
                "mount_options",
                "size=2g");
        var raid = post(
                        "nodes/%s/raids/".formatted(id),
                        "name",
                        "md0",
                        "level",
                        "raid-1",
                        "block_devices",
                        disk(id, 1),
                        "block_devices",
                        disk(id, 2),
                        "spare_devices",
                        disk(id, 3))
                .path("virtual_device")
                .path("id")
                .asString();
        var group = post("nodes/%s/volume-groups/".formatted(id), "name", "vg0", "block_devices", raid)
                .path("id")
                .asString();
        for (var volume : List.of("db", "log")) {
            var made = post(
                            "nodes/%s/volume-group/%s/?op=create_logical_volume".formatted(id, group),
                            "name",
                            volume,
                            "size",
                            "" + (volume.equals("db") ? 40_960L : 10_240L) * MEBI)
                    .path("id")
                    .asString();
            hold(id, made, "", "xfs", "mount_point", "/srv/" + volume);
        }
    }

    private void beside(String id) {
        layout(id, "flat");
        hold(id, disk(id, 2), "", "xfs", "mount_point", "/srv/archive");
    }

    // ---- calls

    private JsonNode post(String path, String... form) {
        return send("POST", path, form);
    }

    private JsonNode send(String method, String path, String... form) {
        var pairs = new ArrayList<String>();
        for (int i = 0; i < form.length; i += 2)
            pairs.add(form[i] + "=" + URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        var key = maas.apiKey().split(":");
        var request = HttpRequest.newBuilder(URI.create(maas.url() + "/api/2.0/" + path))
                .method(method, BodyPublishers.ofString(String.join("&", pairs)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "OAuth oauth_version=\"1.0\", oauth_signature_method=\"PLAINTEXT\", oauth_consumer_key=\"%s\", oauth_token=\"%s\", oauth_signature=\"%%26%s\", oauth_nonce=\"%s\", oauth_timestamp=\"%d\""
                                .formatted(
                                        key[0],
                                        key[1],
                                        key[2],
                                        UUID.randomUUID(),
                                        Instant.now().getEpochSecond()))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2)
                throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
            return JsonMapper.shared().readTree(answer.body().isEmpty() ? "null" : answer.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
