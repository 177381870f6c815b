package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.simulators.maas.MachineSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Virtual machines that people make on the hypervisors of a random history, and what they know of them. */
final class RandomGuests {
    private static final JsonMapper JSON = new JsonMapper();

    private final Scene scene;
    private final Random random;
    private final List<Guest> guests = new ArrayList<>();
    /** Guests that somebody deleted. */
    private final Set<String> deleted = new HashSet<>();

    /**
     * A virtual machine that somebody made.
     *
     * @param from the number of the first call that can know of it
     */
    private record Guest(String id, String machine, long vmHost, long from) {}

    RandomGuests(Scene scene, Random random) {
        this.scene = scene;
        this.random = random;
    }

    /** Somebody makes one on a machine that is a VM host; what, in words. */
    Optional<String> compose(RandomDeeds deeds, MachineSnapshot machine, int number, long next) {
        var vmHost = vmHost(deeds, machine.systemId());
        if (vmHost.isEmpty()) return Optional.empty();
        var name = "g" + (guests.size() + 1);
        int status = deeds.call(
                scene.maas.otherAdminApiKey(),
                "POST",
                "vm-hosts/%d/?op=compose".formatted(vmHost.get()),
                Map.of("hostname", name, "cores", "1", "memory", "1024"));
        scene.maas
                .machine(name)
                .ifPresent(guest -> guests.add(new Guest(guest.systemId(), machine.systemId(), vmHost.get(), next)));
        return Optional.of(
                deeds.outcome(machine, number, "alice composes %s on %s".formatted(name, machine.systemId()), status));
    }

    private static Optional<Long> vmHost(RandomDeeds deeds, String id) {
        return vmHosts(deeds).stream()
                .filter(one -> isOn(one, id))
                .map(one -> one.path("id").asLong())
                .findFirst();
    }

    private static List<JsonNode> vmHosts(RandomDeeds deeds) {
        var all = deeds.read("vm-hosts/");
        return all.startsWith("[") ? JSON.readTree(all).valueStream().toList() : List.of();
    }

    private static boolean isOn(JsonNode vmHost, String id) {
        return vmHost.path("host").path("system_id").asString("").equals(id);
    }

    /** Whether a machine is a VM host of which MAAS knows nothing yet. */
    boolean isUnreached(RandomDeeds deeds, String id) {
        return vmHosts(deeds).stream()
                .anyMatch(one -> isOn(one, id) && one.path("capabilities").isEmpty());
    }

    /** Somebody deletes one; what, in words. */
    Optional<String> remove(RandomDeeds deeds) {
        var living = guests.stream().filter(one -> !deleted.contains(one.id())).toList();
        if (living.isEmpty()) return Optional.empty();
        var guest = living.get(random.nextInt(living.size()));
        int status =
                deeds.call(scene.maas.otherAdminApiKey(), "DELETE", "machines/%s/".formatted(guest.id()), Map.of());
        if (scene.maas.machine(guest.id()).isEmpty()) deleted.add(guest.id());
        return Optional.of("alice deletes guest %s of %s: %d".formatted(guest.id(), guest.machine(), status));
    }

    /** Whether guests live on a machine that a call with this number can know of. */
    boolean isInhabited(String machine, long call) {
        return livingFrom(call).anyMatch(guest -> guest.machine().equals(machine));
    }

    /** The same, of a VM host with this number. */
    boolean isInhabited(long vmHost, long call) {
        return livingFrom(call).anyMatch(guest -> guest.vmHost() == vmHost);
    }

    private Stream<Guest> livingFrom(long call) {
        return guests.stream().filter(guest -> call >= guest.from() && !deleted.contains(guest.id()));
    }

    /** Guests that are gone although nobody deleted them. */
    List<String> goneUnasked() {
        return livingFrom(Long.MAX_VALUE)
                .filter(guest -> scene.maas.machine(guest.id()).isEmpty())
                .map(guest -> "the virtual machine %s on %s is gone, and nobody deleted it"
                        .formatted(guest.id(), guest.machine()))
                .toList();
    }
}
