package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Faults;
import io.penguintech.gough.simulators.fault.StandInClock;
import java.time.Duration;
import java.util.List;

/**
 * What a stand-in region is like.
 *
 * @param port TCP port on the loopback address; 0 picks a free one
 * @param clock the time inside the region
 * @param durations how long things take
 * @param images synced boot images
 * @param costPerListedMachine real time each machine in a list costs; a real 3.4 needs about 29 ms
 * @param rackConnected whether a rack controller is there; without one power and rescue answer 503 (recorded)
 * @param faults faults in force from the start
 * @param seed of system ids
 * @param importing how long an import of images takes, in time of the clock
 * @param costPerWrite real time each write to a machine takes, longer the more there are at once; a real 3.4 needs 0.8 s
 * @param version what the region is; 3.4 unless told otherwise
 */
public record MaasStandInSettings(
        int port,
        StandInClock clock,
        MaasDurations durations,
        List<MaasImage> images,
        Duration costPerListedMachine,
        boolean rackConnected,
        Faults faults,
        long seed,
        Duration importing,
        Duration costPerWrite,
        MaasVersion version) {

    /** Copies the list. */
    public MaasStandInSettings {
        images = List.copyOf(images);
    }

    /** Free port, real time, everything takes a second, focal, jammy and noble, lists cost nothing. */
    public static MaasStandInSettings defaults() {
        return new MaasStandInSettings(
                0,
                StandInClock.realTime(),
                MaasDurations.all(Duration.ofSeconds(1)),
                List.of(
                        MaasImage.ubuntu("focal", "20.04"),
                        MaasImage.ubuntu("jammy", "22.04"),
                        MaasImage.ubuntu("noble", "24.04")),
                Duration.ZERO,
                true,
                new Faults(1),
                1,
                Duration.ofSeconds(1),
                Duration.ZERO,
                MaasVersion.V3_4);
    }

    /** The same on another port. */
    public MaasStandInSettings withPort(int other) {
        return new MaasStandInSettings(
                other,
                clock,
                durations,
                images,
                costPerListedMachine,
                rackConnected,
                faults,
                seed,
                importing,
                costPerWrite,
                version);
    }

    /** The same with another clock. */
    public MaasStandInSettings withClock(StandInClock other) {
        return new MaasStandInSettings(
                port,
                other,
                durations,
                images,
                costPerListedMachine,
                rackConnected,
                faults,
                seed,
                importing,
                costPerWrite,
                version);
    }

    /** The same with other durations. */
    public MaasStandInSettings withDurations(MaasDurations other) {
        return new MaasStandInSettings(
                port,
                clock,
                other,
                images,
                costPerListedMachine,
                rackConnected,
                faults,
                seed,
                importing,
                costPerWrite,
                version);
    }

    /** The same with other images. */
    public MaasStandInSettings withImages(MaasImage... other) {
        return new MaasStandInSettings(
                port,
                clock,
                durations,
                List.of(other),
                costPerListedMachine,
                rackConnected,
                faults,
                seed,
                importing,
                costPerWrite,
                version);
    }

    /** The same with another price of lists. */
    public MaasStandInSettings withCostPerListedMachine(Duration other) {
        return new MaasStandInSettings(
                port, clock, durations, images, other, rackConnected, faults, seed, importing, costPerWrite, version);
    }

    /** The same without a rack controller. */
    public MaasStandInSettings withoutRack() {
        return new MaasStandInSettings(
                port,
                clock,
                durations,
                images,
                costPerListedMachine,
                false,
                faults,
                seed,
                importing,
                costPerWrite,
                version);
    }

    /** The same with these faults. */
    public MaasStandInSettings withFaults(Faults other) {
        return new MaasStandInSettings(
                port,
                clock,
                durations,
                images,
                costPerListedMachine,
                rackConnected,
                other,
                seed,
                importing,
                costPerWrite,
                version);
    }

    /** The same with other system ids. */
    public MaasStandInSettings withSeed(long other) {
        return new MaasStandInSettings(
                port,
                clock,
                durations,
                images,
                costPerListedMachine,
                rackConnected,
                faults,
                other,
                importing,
                costPerWrite,
                version);
    }

    /** The same as another version of MAAS. */
    public MaasStandInSettings withVersion(MaasVersion other) {
        return new MaasStandInSettings(
                port,
                clock,
                durations,
                images,
                costPerListedMachine,
                rackConnected,
                faults,
                seed,
                importing,
                costPerWrite,
                other);
    }

    /** The same with another duration of imports. */
    public MaasStandInSettings withImporting(Duration other) {
        return new MaasStandInSettings(
                port,
                clock,
                durations,
                images,
                costPerListedMachine,
                rackConnected,
                faults,
                seed,
                other,
                costPerWrite,
                version);
    }

    /** The same with another price of writes; a positive one brings contention with it. */
    public MaasStandInSettings withCostPerWrite(Duration other) {
        return new MaasStandInSettings(
                port,
                clock,
                durations,
                images,
                costPerListedMachine,
                rackConnected,
                faults,
                seed,
                importing,
                other,
                version);
    }
}
