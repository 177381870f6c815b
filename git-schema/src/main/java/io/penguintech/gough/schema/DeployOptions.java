package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.words;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How MAAS installs a host, beside what it installs. What is not said is as MAAS does it: on disk, without hardware sync,
 * with the interfaces as they are.
 *
 * @param ephemeral whether the system runs in memory only: it is gone when the machine is switched off
 * @param hardwareSync whether the running system goes on telling MAAS about its hardware
 * @param bridgeAll a bridge over every configured card, made for the time of the deployment
 */
public record DeployOptions(boolean ephemeral, boolean hardwareSync, Optional<Bridging> bridgeAll) {
    /** As MAAS does it. */
    public static final DeployOptions NONE = new DeployOptions(false, false, Optional.empty());

    private static final String PATH = "os.";

    static final List<Shape.Field> FIELDS = List.of(
            field("ephemeral", new Shape.Flag(), "Run it in memory only, never from disk; false if not given."),
            field(
                    "hardwareSync",
                    new Shape.Flag(),
                    "Let the running system keep MAAS's knowledge of its hardware fresh; false if not given."),
            field(
                    "bridgeAll",
                    Shape.struct(
                            field("type", words("standard", "ovs"), "Which kind of bridges; standard if not given."),
                            field("stp", new Shape.Flag(), "Spanning tree protocol; false if not given."),
                            field(
                                    "forwardDelay",
                                    new Shape.Whole(0, 255),
                                    "Seconds before a port forwards; 15 if not given.")),
                    "Make a bridge over every card; for bridges one by one see network.bridges."));

    /** Whether MAAS makes bridges over all cards. */
    public boolean isBridged() {
        return bridgeAll.isPresent();
    }

    /** Reads what an earlier version wrote, which knew no bridges. */
    public DeployOptions {
        bridgeAll = Objects.requireNonNullElse(bridgeAll, Optional.empty());
    }

    /**
     * The bridges over all cards.
     *
     * @param type their kind
     * @param stp whether they speak the spanning tree protocol
     * @param forwardDelay seconds before a port forwards
     */
    public record Bridging(Type type, boolean stp, int forwardDelay) {
        /** Kinds of bridges that MAAS makes. */
        public enum Type {
            /** The kernel's own. */
            STANDARD,
            /** Open vSwitch. */
            OVS;

            /** The word in documents and in MAAS. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public String toString() {
            return "%s, stp %s, forward delay %d s".formatted(type.word(), stp ? "on" : "off", forwardDelay);
        }
    }

    /** What is said, by the path of its field, as people read it. */
    public SortedMap<String, String> said() {
        var said = new TreeMap<String, String>();
        if (ephemeral) said.put(PATH + "ephemeral", "true");
        if (hardwareSync) said.put(PATH + "hardwareSync", "true");
        bridgeAll.ifPresent(bridging -> said.put(PATH + "bridgeAll", bridging.toString()));
        return said;
    }

    /** Reads {@code spec.os}. */
    static DeployOptions decode(Fields os) {
        return new DeployOptions(
                os.flag("ephemeral", false),
                os.flag("hardwareSync", false),
                os.map().get("bridgeAll").map(any -> bridging(os.inner("bridgeAll"))));
    }

    private static Bridging bridging(Fields bridging) {
        var type = bridging.text("type").orElse("standard");
        return new Bridging(
                Bridging.Type.valueOf(type.toUpperCase(Locale.ROOT)),
                bridging.flag("stp", false),
                bridging.whole("forwardDelay", 15));
    }

    /** Bridges over all cards and bridges one by one exclude each other: MAAS would bridge the bridged. */
    static void check(Fields spec, Problems problems) {
        var os = spec.inner("os");
        boolean declared = !spec.inner("network").mapping("bridges").entries().isEmpty();
        if (os.map().get("bridgeAll").isPresent() && declared)
            problems.error(
                    "Bridges declared twice",
                    "spec.os.bridgeAll makes a bridge over every card, and spec.network.bridges stands at %s; keep one of the two."
                            .formatted(spec.inner("network").place("bridges")),
                    os.place("bridgeAll"));
    }
}
