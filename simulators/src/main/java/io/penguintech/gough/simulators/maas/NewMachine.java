package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A machine to put into the stand-in past its API. Immutable; zone, pool and tags that do not exist are made.
 *
 * <p>From Ready on it counts as commissioned with success. Its MAC address is picked and its serial number derived from
 * it unless given.
 */
public final class NewMachine {
    final String hostname;
    List<String> macAddresses = List.of();
    MaasStatus status = MaasStatus.READY;
    Optional<String> owner = Optional.empty();
    String architecture = "amd64/generic";
    String powerType = "ipmi";
    Map<String, String> powerParameters =
            Map.of("power_address", "192.0.2.1", "power_user", "maas", "power_pass", "stand-in");
    String zone = "default";
    String pool = "default";
    String description = "";
    List<String> tags = List.of();
    Map<String, String> annotations = Map.of();
    String distroSeries = "";
    String serial = "";
    boolean locked;
    List<Long> disks = List.of(100_000_000_000L);

    private NewMachine(String hostname) {
        this.hostname = hostname;
    }

    /** A Ready machine without owner, power type ipmi, in the default zone and pool. */
    public static NewMachine named(String hostname) {
        return new NewMachine(hostname);
    }

    /** The same with these MAC addresses, lower case. */
    public NewMachine withMacAddresses(String... macs) {
        return changed(copy -> copy.macAddresses = List.of(macs));
    }

    /** The same in another status. */
    public NewMachine withStatus(MaasStatus other) {
        return changed(copy -> copy.status = other);
    }

    /** The same with an owner: {@code admin}, {@code alice}, {@code bob} or any user added. */
    public NewMachine withOwner(String user) {
        return changed(copy -> copy.owner = Optional.of(user));
    }

    /** Deployed with an Ubuntu series by an owner. */
    public NewMachine deployed(String series, String user) {
        return changed(copy -> {
            copy.status = MaasStatus.DEPLOYED;
            copy.distroSeries = series;
            copy.owner = Optional.of(user);
        });
    }

    /** The same with another architecture. */
    public NewMachine withArchitecture(String other) {
        return changed(copy -> copy.architecture = other);
    }

    /** The same with another power type; parameters without the prefix {@code power_parameters_}. */
    public NewMachine withPower(String type, Map<String, String> parameters) {
        return changed(copy -> {
            copy.powerType = type;
            copy.powerParameters = Map.copyOf(parameters);
        });
    }

    /** The same in another zone. */
    public NewMachine inZone(String name) {
        return changed(copy -> copy.zone = name);
    }

    /** The same in another pool. */
    public NewMachine inPool(String name) {
        return changed(copy -> copy.pool = name);
    }

    /** The same with these tags. */
    public NewMachine withTags(String... names) {
        return changed(copy -> copy.tags = List.of(names));
    }

    /** The same with these workload annotations. */
    public NewMachine withAnnotations(Map<String, String> values) {
        return changed(copy -> copy.annotations = Map.copyOf(values));
    }

    /** The same with a note. */
    public NewMachine withDescription(String text) {
        return changed(copy -> copy.description = text);
    }

    /** The same with a serial number. */
    public NewMachine withSerial(String number) {
        return changed(copy -> copy.serial = number);
    }

    /** The same with disks of these sizes in bytes, named sda, sdb, ... */
    public NewMachine withDisks(long... sizes) {
        return changed(copy -> copy.disks = LongStream.of(sizes).boxed().toList());
    }

    /** The same, locked. */
    public NewMachine asLocked() {
        return changed(copy -> copy.locked = true);
    }

    private NewMachine changed(Consumer<NewMachine> change) {
        var copy = new NewMachine(hostname);
        copy.macAddresses = macAddresses;
        copy.status = status;
        copy.owner = owner;
        copy.architecture = architecture;
        copy.powerType = powerType;
        copy.powerParameters = powerParameters;
        copy.zone = zone;
        copy.pool = pool;
        copy.description = description;
        copy.tags = tags;
        copy.annotations = annotations;
        copy.distroSeries = distroSeries;
        copy.serial = serial;
        copy.locked = locked;
        copy.disks = disks;
        change.accept(copy);
        return copy;
    }

    /** Names the machine and its status; power parameters hold a password. */
    @Override
    public String toString() {
        return hostname + " (" + status.label() + ")";
    }
}
