package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes one machine behind everybody's back: no rule, no event, no permission. Each change counts at once. */
public final class MachineEdit {
    private final Region region;
    private final Node node;

    MachineEdit(Region region, Node node) {
        this.region = region;
        this.node = node;
    }

    /** Sets the note. */
    public MachineEdit description(String text) {
        return change(() -> node.description = text);
    }

    /** Moves it to a zone, made if it does not exist. */
    public MachineEdit zone(String name) {
        return change(() -> node.zone = region.catalog.zone(name));
    }

    /** Moves it to a pool, made if it does not exist. */
    public MachineEdit pool(String name) {
        return change(() -> node.pool = region.catalog.pool(name));
    }

    /** Sets its tags, made if they do not exist. */
    public MachineEdit tags(List<String> names) {
        return change(() -> {
            names.forEach(region.catalog::tag);
            node.tags.clear();
            node.tags.addAll(names);
        });
    }

    /**
     * Renames it.
     *
     * @throws IllegalArgumentException if another machine has that name
     */
    public MachineEdit hostname(String name) {
        return change(() -> {
            if (region.named(name).filter(other -> !other.equals(node)).isPresent()) {
                throw new IllegalArgumentException("there is a machine " + name + " already");
            }
            region.rename(node, name);
        });
    }

    /** Sets its owner; null for none. */
    public MachineEdit owner(@Nullable String user) {
        return change(() -> node.owner = user);
    }

    /** Sets its status; what was running is forgotten. Idle statuses have no installation. */
    public MachineEdit status(MaasStatus status) {
        return change(() -> {
            region.enter(node, status);
            if (status == MaasStatus.NEW || status == MaasStatus.READY) {
                Releasing.forgetInstallation(region, node);
            }
        });
    }

    /** Switches it by another driver, without parameters. */
    public MachineEdit power(String type) {
        return change(() -> {
            node.powerType = type;
            node.powerParameters = Map.of();
        });
    }

    /** Locks it. */
    public MachineEdit lock() {
        return change(() -> node.locked = true);
    }

    /** Unlocks it. */
    public MachineEdit unlock() {
        return change(() -> node.locked = false);
    }

    /** Sets its workload annotations. */
    public MachineEdit annotations(Map<String, String> values) {
        return change(() -> {
            node.annotations.clear();
            node.annotations.putAll(values);
        });
    }

    /** Sets its power state. */
    public MachineEdit powerState(String state) {
        return change(() -> node.powerState = state);
    }

    /** Replaces its interfaces. */
    public MachineEdit macAddresses(List<String> macs) {
        return change(() -> region.replaceNics(node, macs));
    }

    private MachineEdit change(Runnable change) {
        synchronized (region) {
            region.begin();
            change.run();
        }
        return this;
    }
}
