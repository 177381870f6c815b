package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasFaults;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What goes wrong between Gough and its servers in a random history. */
final class RandomFaults {
    private static final List<String> WRITES = List.of(
            "op=deploy",
            "op=release",
            "op=commission",
            "op=allocate",
            "op=update_nodes",
            "op=set_",
            "machines/",
            "power",
            "rescue");

    private final Scene scene;
    private final Random random;

    RandomFaults(Scene scene, Random random) {
        this.scene = scene;
        this.random = random;
    }

    /** Something goes wrong from now on; what, in words. */
    String random() {
        return switch (random.nextInt(12)) {
            case 0 -> {
                scene.maas.faults().down();
                yield "MAAS is down";
            }
            case 1 -> {
                scene.repo.down("no route to the forge");
                yield "the forge is down";
            }
            case 2 -> {
                scene.fleet.down();
                yield "Fleet is down";
            }
            case 3 -> at("GET", "machines/", 1 + random.nextInt(3));
            case 4 -> {
                var fault = fault();
                scene.fleet.faults().add(FaultRule.times(1, "*", "", fault));
                yield "the next call to Fleet meets " + brief(fault);
            }
            case 5, 6 -> {
                ended();
                yield "every fault ends";
            }
            default ->
                at(
                        random.nextInt(5) == 0 ? "*" : "POST",
                        WRITES.get(random.nextInt(WRITES.size())),
                        1 + random.nextInt(3));
        };
    }

    private String at(String method, String target, int times) {
        var fault = fault();
        scene.maas.faults().add(FaultRule.times(times, method, target, fault));
        return "the next %d calls %s %s meet %s".formatted(times, method, target, brief(fault));
    }

    private Fault fault() {
        return switch (random.nextInt(9)) {
            case 0 -> new Fault.Reset();
            case 1 -> new Fault.Delay(Duration.ofMillis(10));
            case 2 -> MaasFaults.contention();
            case 3 -> MaasFaults.noRack();
            case 4 -> MaasFaults.gatewayTimeout();
            case 5 -> Fault.Status.of(500, "oops");
            default -> new Fault.DoneThenTimeout(Duration.ZERO);
        };
    }

    private static String brief(Fault fault) {
        return fault instanceof Fault.Status status ? "a " + status.code() : fault.toString();
    }

    /** Nothing goes wrong any more. */
    void ended() {
        scene.maas.faults().clear();
        scene.maas.faults().up();
        scene.fleet.faults().clear();
        scene.fleet.up();
        scene.repo.up();
    }

    /** How many faults have struck; differs while something is down. */
    long struck() {
        return scene.maas.faults().struck() + scene.fleet.faults().struck();
    }
}
