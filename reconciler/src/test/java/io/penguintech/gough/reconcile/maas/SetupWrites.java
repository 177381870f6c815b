package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.DiskWrite;
import io.penguintech.gough.reconcile.Disks;
import io.penguintech.gough.reconcile.Fitted;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.SetupWrite;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.HostStorage.Layout;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Writes to the inside of a Ready machine, with everything made before that they need. */
final class SetupWrites {
    private static final long DISK = 100_000_000_000L;

    private final MaasHttp maas;
    private final SystemId id;

    private SetupWrites(MaasHttp maas, SystemId id) {
        this.maas = maas;
        this.id = id;
    }

    static Step.OnMachine prepare(Write write, MaasStandIn standIn) {
        var id = new SystemId(standIn.addMachine(
                NewMachine.named("subject").withStatus(MaasStatus.READY).withDisks(DISK, DISK, DISK)));
        try (var maas = new MaasHttp(
                new BackendName("default"),
                MaasSettings.of(URI.create(standIn.url()), new Credential(standIn.apiKey())),
                CallListener.NONE,
                Clock.systemUTC(),
                new Random())) {
            return new Step.SetUp(id, new SetupWrites(maas, id).write(write));
        }
    }

    private SetupWrite write(Write write) {
        return switch (write) {
            case RENAME_INTERFACE -> {
                var nic = inside().nics().getFirst();
                yield new SetupWrite.Rename(nic.id(), InterfaceType.PHYSICAL, nic.name(), "up0");
            }
            case LAY_OUT -> blank();
            case CREATE_PARTITION -> partition();
            case CREATE_RAID -> {
                done(blank());
                yield new DiskWrite.CreateRaid("md0", "raid-1", List.of(whole(1), whole(2)), List.of());
            }
            case CREATE_VOLUME_GROUP -> group();
            case CREATE_VOLUME -> {
                done(group());
                yield new DiskWrite.CreateVolume("vg0", "data", 40_000_000_000L / (4 << 20) * (4 << 20));
            }
            case FORMAT -> format();
            case MOUNT -> {
                var format = format();
                done(format);
                yield new DiskWrite.Mount(format.spot(), "/srv", "noatime");
            }
            default -> throw new IllegalArgumentException("no write to the inside of a machine: " + write);
        };
    }

    private static SetupWrite blank() {
        return new SetupWrite.LayOut(
                Layout.BLANK, new TreeMap<>(), new TreeMap<>(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private SetupWrite partition() {
        done(blank());
        return new DiskWrite.CreatePartition("b.one", disks().disks().get(1).id(), 0, Optional.of(10L << 30), false);
    }

    private SetupWrite group() {
        done(blank());
        return new DiskWrite.CreateVolumeGroup("vg0", List.of(whole(1)));
    }

    private DiskWrite.Format format() {
        done(partition());
        var disk = disks().disks().get(1);
        var part = disk.partitions().getFirst().id();
        return new DiskWrite.Format(new DiskWrite.Spot("b.one", disk.id(), Optional.of(part)), "xfs", "");
    }

    private Disks.Member whole(int disk) {
        return new Disks.Member(false, disks().disks().get(disk).id());
    }

    private void done(SetupWrite write) {
        assertThat(maas.start(new Step.SetUp(id, write))).isInstanceOf(Outcome.Done.class);
    }

    private Disks disks() {
        return inside().disks();
    }

    private Fitted inside() {
        return MaasContract.got(maas.look(Set.of(id))).get(id).fitted();
    }
}
