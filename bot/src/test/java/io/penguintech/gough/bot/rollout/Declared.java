package io.penguintech.gough.bot.rollout;

import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One host's document in a random history.
 *
 * @param number the last byte of its address
 * @param fit how it is switched and set up
 * @param by who wrote it last
 */
record Declared(
        int number,
        String name,
        Optional<String> formerly,
        String goal,
        int generation,
        SortedSet<String> tags,
        Optional<String> zone,
        Optional<String> pool,
        Optional<String> description,
        boolean protect,
        boolean adopt,
        boolean delete,
        Fit fit,
        String by) {
    /**
     * How a host is switched and set up.
     *
     * @param secret the key of the secret its BMC is told to know; empty for power type manual
     * @param layout of its disks
     * @param mtu of its one card, which is then called lan0
     * @param hypervisor whether MAAS shall know it as a VM host
     */
    record Fit(Optional<String> secret, Optional<String> layout, Optional<Integer> mtu, boolean hypervisor) {
        /** Switched by hand, and nothing set up. */
        static final Fit PLAIN = new Fit(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** A first document. */
    static Declared of(int number, String goal, boolean protect, boolean adopt, Fit fit) {
        var none = Optional.<String>empty();
        return new Declared(
                number,
                "h" + number,
                none,
                goal,
                0,
                new TreeSet<>(),
                none,
                none,
                none,
                protect,
                adopt,
                false,
                fit,
                "ada");
    }

    Declared named(String other) {
        return copy(other, Optional.of(name), goal, generation, tags, zone, pool, description, protect, adopt, delete);
    }

    Declared goal(String other, boolean deletes) {
        return copy(name, formerly, other, generation, tags, zone, pool, description, protect, adopt, deletes);
    }

    Declared raised() {
        return copy(name, formerly, goal, generation + 1, tags, zone, pool, description, protect, adopt, delete);
    }

    Declared tagged(String tag) {
        var other = new TreeSet<>(tags);
        if (!other.remove(tag)) other.add(tag);
        return copy(name, formerly, goal, generation, other, zone, pool, description, protect, adopt, delete);
    }

    Declared placed(Optional<String> otherZone, Optional<String> otherPool) {
        return copy(name, formerly, goal, generation, tags, otherZone, otherPool, description, protect, adopt, delete);
    }

    Declared described(String text) {
        return copy(name, formerly, goal, generation, tags, zone, pool, Optional.of(text), protect, adopt, delete);
    }

    Declared protect(boolean on) {
        return copy(name, formerly, goal, generation, tags, zone, pool, description, on, adopt, delete);
    }

    Declared adopt(boolean on) {
        return copy(name, formerly, goal, generation, tags, zone, pool, description, protect, on, delete);
    }

    Declared fit(Fit other) {
        return new Declared(
                number,
                name,
                formerly,
                goal,
                generation,
                tags,
                zone,
                pool,
                description,
                protect,
                adopt,
                delete,
                other,
                by);
    }

    Declared by(String person) {
        return new Declared(
                number,
                name,
                formerly,
                goal,
                generation,
                tags,
                zone,
                pool,
                description,
                protect,
                adopt,
                delete,
                fit,
                person);
    }

    private Declared copy(
            String name,
            Optional<String> formerly,
            String goal,
            int generation,
            SortedSet<String> tags,
            Optional<String> zone,
            Optional<String> pool,
            Optional<String> description,
            boolean protect,
            boolean adopt,
            boolean delete) {
        return new Declared(
                number,
                name,
                formerly,
                goal,
                generation,
                tags,
                zone,
                pool,
                description,
                protect,
                adopt,
                delete,
                fit,
                by);
    }

    /** The wave it comes in. */
    int ring() {
        return number % 2;
    }

    /** The document. */
    String text() {
        var more = new ArrayList<String>();
        more.add("protect: " + protect);
        if (adopt) more.add("adopt: true");
        if (generation > 0) more.add("generation: " + generation);
        if (!tags.isEmpty()) more.add("tags: " + tags);
        zone.ifPresent(z -> more.add("zone: " + z));
        pool.ifPresent(p -> more.add("pool: " + p));
        description.ifPresent(d -> more.add("description: " + d));
        formerly.ifPresent(f -> more.add("formerly: [" + f + "]"));
        if (goal.equals("retired")) more.add("retired: {erase: quick, delete: " + delete + "}");
        fit.layout().ifPresent(layout -> more.add("storage: {layout: %s}".formatted(layout)));
        fit.mtu()
                .ifPresent(mtu -> more.add("network: {interfaces: {lan0: {macAddress: \"%s\", mtu: %d}}}"
                        .formatted(RandomDeeds.mac(number), mtu)));
        if (fit.hypervisor())
            more.add(("virtualization: lxd\n"
                            + "vmHost: {address: \"https://%s.maas:8443\", password: {secret: \"lxd/x#password\"}}")
                    .formatted(name));
        return Scene.host(name, number, String.join("\n", more))
                .replace("goal: deployed", "goal: " + goal)
                .replace("{name: %s}".formatted(name), "{name: %s, labels: {ring: r%d}}".formatted(name, ring()))
                .replace("{type: manual}", fit.secret().map(this::bmc).orElse("{type: manual}"));
    }

    private String bmc(String key) {
        return "{type: ipmi, address: 192.0.2.%d, user: admin, password: {secret: \"bmc/h%d#%s\"}}"
                .formatted(number, number, key);
    }
}
