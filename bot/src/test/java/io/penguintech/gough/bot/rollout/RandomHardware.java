package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.simulators.maas.MachineSnapshot;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the machines of a random history are: BMCs with passwords, disks, cards; and what people do to them. */
final class RandomHardware {
    private static final JsonMapper JSON = new JsonMapper();

    private final Scene scene;
    private final Random random;
    private final Breadth breadth;
    /** What the BMC of a host knows as its password; hosts that are switched by hand have none. */
    private final Map<Integer, String> passwords = new TreeMap<>();

    private final RandomGuests guests;

    RandomHardware(Scene scene, Random random, Breadth breadth) {
        this.scene = scene;
        this.random = random;
        this.breadth = breadth;
        guests = new RandomGuests(scene, random);
    }

    /** Virtual machines that people make. */
    RandomGuests guests() {
        return guests;
    }

    /** The key of some secret. */
    static String secret(Random random) {
        return "k" + random.nextInt(3);
    }

    /** Some layout of disks. */
    static String layout(Random random) {
        return random.nextBoolean() ? "flat" : "lvm";
    }

    /** How a new host is switched and set up. */
    Declared.Fit drawn(int number) {
        if (!breadth.isWide()) return Declared.Fit.PLAIN;
        boolean bmc = random.nextInt(3) > 0;
        if (bmc) passwords.put(number, "secret-k0");
        return new Declared.Fit(
                bmc ? Optional.of("k0") : Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of(layout(random)) : Optional.empty(),
                random.nextInt(4) == 0 ? Optional.of(9000) : Optional.empty(),
                random.nextInt(3) == 0);
    }

    /** How MAAS switches a machine that it meets: it may know nothing of a BMC. */
    NewMachine wired(int number, NewMachine machine) {
        var password = passwords.get(number);
        if (password == null) return machine.withPower("manual", Map.of());
        return random.nextBoolean()
                ? machine.withPower("", Map.of())
                : machine.withPower(
                        "ipmi",
                        Map.of("power_address", "192.0.2." + number, "power_user", "admin", "power_pass", password));
    }

    /** A machine is in MAAS: its BMC is still the same. */
    void attach(int number, String id) {
        var password = passwords.get(number);
        if (password != null) scene.maas.setBmcPassword(id, password);
    }

    /** Somebody does something to a machine that not all histories know; what, in words. */
    Optional<String> deed(RandomDeeds deeds, MachineSnapshot machine, int number, long next) {
        if (!breadth.isWide() || random.nextInt(3) > 0) return Optional.empty();
        return switch (random.nextInt(4)) {
            case 0, 1 -> guests.compose(deeds, machine, number, next);
            case 2 ->
                passwords.containsKey(number) ? Optional.of(rotated(deeds, machine, number)) : Optional.<String>empty();
            default -> guests.remove(deeds);
        };
    }

    private String rotated(RandomDeeds deeds, MachineSnapshot machine, int number) {
        var password = "secret-" + secret(random);
        passwords.put(number, password);
        attach(number, machine.systemId());
        return deeds.done(
                machine.systemId(),
                number,
                "the BMC of %s (%d) knows %s from now on".formatted(machine.systemId(), number, password));
    }

    // ---- as set up

    /** The layout of a machine's disks and the MTU of its cards by name, as MAAS shows them. */
    record Shown(String layout, Map<String, Integer> mtus) {}

    /** What MAAS shows of a machine; empty when it does not answer. */
    Optional<Shown> shown(RandomDeeds deeds, String id) {
        var text = deeds.read("machines/%s/".formatted(id));
        if (!text.startsWith("{")) return Optional.empty();
        var machine = JSON.readTree(text);
        var mtus = new TreeMap<String, Integer>();
        for (JsonNode nic : machine.path("interface_set"))
            mtus.put(nic.path("name").asString(""), nic.path("effective_mtu").asInt());
        return Optional.of(new Shown(machine.path("virtualblockdevice_set").isEmpty() ? "flat" : "lvm", mtus));
    }

    // ---- the end

    /** Good people put every plug in and give each BMC the password that its document names. */
    void mended(RandomDeeds deeds, Map<Integer, Declared> declared) {
        declared.forEach((number, host) -> {
            host.fit()
                    .secret()
                    .filter(key -> passwords.containsKey(number))
                    .ifPresent(key -> passwords.put(number, "secret-" + key));
            deeds.machine(number).ifPresent(machine -> {
                attach(number, machine.systemId());
                deeds.plugIn(machine.systemId(), number);
            });
        });
    }
}
