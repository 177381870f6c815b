package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change.Identity;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Risk;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an approval covers of a setup: everything that is declared, and not how it is spelled. */
class SetupDigestTest {
    private static final String DESIGN = """
            storage:
              layout: custom
              disks:
                a: {serial: A, partitions: {x: {size: 1GiB, filesystem: fat32, mount: /boot/efi}, y: {size: rest}}}
                b: {serial: B}
                c: {serial: C}
                d: {serial: D}
              raids:
                m: {level: 1, devices: [b, c], spares: [d]}
              volumeGroups:
                v: {devices: [a.y, m], volumes: {r: {size: 50%, filesystem: ext4, mount: /}}}
            """;

    private static Host host(String spec) {
        var text = """
                apiVersion: gough.io/v1
                kind: Host
                metadata: {name: hv-01}
                spec:
                  machine: {macAddresses: ["52:54:00:00:00:01"]}
                """ + spec.indent(2);
        var files = new TreeMap<String, RepoTree.Entry>();
        files.put("gough.yaml", blob("apiVersion: gough.io/v1\nkind: Repository\nmetadata: {name: i}\nspec: {}\n"));
        files.put("hosts/hv-01.yaml", blob(text));
        return switch (new InventoryLoader(Limits.DEFAULT).load(new RepoTree(Optional.empty(), files))) {
            case Loaded.Invalid(var diagnostics) -> throw new AssertionError(diagnostics);
            case Loaded.Valid(var inventory, var _) ->
                inventory.hosts().firstEntry().getValue();
        };
    }

    private static RepoTree.Entry blob(String text) {
        return new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of a change that sets a New machine up as {@code spec} says. */
    private static String digest(String spec) {
        var host = host(spec);
        var setup = new Setup(host.network(), host.storage(), new TreeMap<>(), host.commissioning());
        return new Change.BringUp(
                        new Subject.OfHost(new HostName("hv-01")),
                        Given.REGION,
                        new Identity.Known(new SystemId("m1")),
                        "New",
                        new HostGoal.Ready(),
                        Optional.empty(),
                        false,
                        setup,
                        SetupPlan.all(setup),
                        Risk.DISRUPTIVE,
                        "")
                .digest();
    }

    /** As they were before there was layout custom: an approval given then still holds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{layout: flat, rootSize: 20GB, rootDisk: {serial: S1, tags: [ssd, a]}}|7e9c7ddc3b82f5d05626329667aa85a5e78dbebe810c2fe82ccf96bc15f25a04",
                "{layout: lvm, bootSize: 1GiB, volumeGroup: v, logicalVolume: l, logicalVolumeSize: 40GB}|1855880cd6997d54056953dc29b25356916bb6f62db886a52f4ef9f9fcda896d",
                "{layout: bcache, cacheDisk: {name: sdb, model: M}, cacheMode: writeback}|522580577fead9c19bdda8c443511e190cccd21341a27809de8d1cafa4a81669",
                "{layout: blank}|5a5e6d02ef3e69d9c42bc80fc1aea2274d0e610a4a0e86e56bba39c79844af6a",
            })
    void theLayoutsOfMaasKeepTheirDigests(String storage, String digest) {
        assertThat(digest("storage: " + storage)).isEqualTo(digest);
    }

    @Test
    void everythingThatIsDeclaredAltersTheDigest() {
        var digests = new HashSet<String>();
        assertThat(digests.add(digest(DESIGN))).isTrue();
        for (var edit : List.of(
                "serial: B|serial: E",
                "serial: B|model: B",
                "serial: B|idPath: B",
                "serial: B|name: B",
                "serial: B|tags: [B]",
                "serial: B|size: 5GB",
                "serial: B|serial: B, boot: false",
                "size: 1GiB|size: 1GB",
                "size: 1GiB|size: 1GiB, bootable: true",
                "fat32|vfat",
                "mount: /boot/efi|mount: /boot",
                "mount: /boot/efi|mount: /boot/efi, mountOptions: noatime",
                ", y: {size: rest}|, y: {size: 60%}",
                ", y: {size: rest}|, y: {size: 5GB}, z: {size: rest}",
                "level: 1|level: 5",
                "devices: [b, c], spares: [d]|devices: [b, c, d]",
                ", spares: [d]|",
                "devices: [a.y, m]|devices: [m]",
                "size: 50%|size: 51%",
                "filesystem: ext4|filesystem: xfs",
                "mount: /}}}|mount: /}, s: {size: rest}}}",
                "m: {level: 1|n: {level: 1"))
            assertThat(digests.add(digest(edited(edit)))).as(edit).isTrue();
    }

    private static String edited(String edit) {
        var parts = edit.split("\\|", -1);
        assertThat(DESIGN).contains(parts[0]);
        var text = DESIGN.replace(parts[0], parts[1]);
        if (parts[1].startsWith("n: ")) return text.replace("a.y, m", "a.y, n");
        return parts[1].startsWith("level: 5") ? text.replace("[b, c], spares: [d]", "[b, c, d]") : text;
    }

    @Test
    void theOrderOfPartitionsAltersTheDigestAndThatOfDevicesDoesNot() {
        var two = "storage: {layout: custom, disks: {a: {serial: A, partitions: {%s}}}}";
        var x = "x: {size: 5GB, filesystem: ext4, mount: /}";
        var y = "y: {size: 5GB}";

        assertThat(digest(two.formatted(x + ", " + y))).isNotEqualTo(digest(two.formatted(y + ", " + x)));
        assertThat(digest(DESIGN.replace("[b, c]", "[c, b]").replace("[a.y, m]", "[m, a.y]")))
                .isEqualTo(digest(DESIGN));
    }

    @Test
    void howASizeIsSpelledAltersNothing() {
        assertThat(digest(DESIGN.replace("1GiB", "1024MiB").replace("50%", "50.0%")))
                .isEqualTo(digest(DESIGN));
    }

    @Test
    void theNetworkAndTheCommissioningAlterTheDigest() {
        var digests = new HashSet<String>();
        for (var spec : List.of(
                "{}",
                "network: {interfaces: {up0: {macAddress: '52:54:00:00:00:01'}}}",
                "network: {interfaces: {up1: {macAddress: '52:54:00:00:00:01'}}}",
                "network: {interfaces: {up0: {macAddress: '52:54:00:00:00:02'}}}",
                "network: {interfaces: {up0: {macAddress: '52:54:00:00:00:01', mtu: 9000}}}",
                "network: {interfaces: {up0: {macAddress: '52:54:00:00:00:01', tags: [a]}}}",
                "network: {interfaces: {up0: {macAddress: '52:54:00:00:00:01', vlan: {vid: 5}}}}",
                "network: {interfaces: {up0: {macAddress: '52:54:00:00:00:01', links: []}}}",
                "network: {interfaces: {up0: {macAddress: '52:54:00:00:00:01', links: [{mode: dhcp}]}}}",
                "network: {interfaces: {up0: {macAddress: '52:54:00:00:00:01', links: [{mode: link-up}]}}}",
                "commissioning: {skipBmcConfig: true}",
                "commissioning: {tests: []}",
                "commissioning: {tests: [smartctl-validate]}"))
            assertThat(digests.add(digest(spec.equals("{}") ? "zone: a" : spec)))
                    .as(spec)
                    .isTrue();
    }
}
