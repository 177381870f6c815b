package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.MachineSnapshot;
import io.penguintech.gough.simulators.maas.Mishap;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people do in MAAS behind Gough's back in a random history, and what they know to have done. */
final class RandomDeeds {
    static final String MARK = "managed-by-gough";
    static final String OWN_TAG = "gough-" + Scene.REPOSITORY;
    static final String OURS = "admin";

    private final Scene scene;
    private final Random random;
    private final int numbers;
    private final PersonAtMaas person;
    private final Set<Long> calls = new HashSet<>();
    /** Everything somebody did to a machine, oldest first. */
    final List<Act> acts = new ArrayList<>();
    /** Machines somebody locked, with the number of the first call that knew of it. */
    final Map<String, Long> locked = new HashMap<>();
    /** Hosts that Gough remembers to run and that somebody took away from it. */
    final Set<Integer> lost = new HashSet<>();
    /** Machines that Gough released and did not deploy since. */
    final Set<String> releasedByGough = new HashSet<>();
    /** Who deployed what runs on a machine: gough or a person. */
    final Map<String, String> runs = new HashMap<>();

    /** Machines that somebody put into MAAS. */
    final Set<String> broughtByPeople = new HashSet<>();

    /** What was not on until somebody put its plug in. */
    private final List<Act> pluggedIn = new ArrayList<>();

    private final RandomHardware hardware;
    private int reborn;

    /** Somebody did something to a machine, with success. */
    record Act(String systemId, int number, String what, Instant at) {}

    RandomDeeds(Scene scene, Random random, int numbers, RandomHardware hardware) {
        this.scene = scene;
        this.random = random;
        this.numbers = numbers;
        this.hardware = hardware;
        person = new PersonAtMaas(scene.maas.url());
    }

    static String mac(int number) {
        return "52:54:00:00:00:%02x".formatted(number);
    }

    /** The machine with a host's address. */
    Optional<MachineSnapshot> machine(int number) {
        return scene.maas.machines().stream()
                .filter(machine -> machine.macAddresses().contains(mac(number)))
                .findFirst();
    }

    /** The number of the last call that reached MAAS. */
    long lastCall() {
        var all = scene.maas.calls();
        return all.isEmpty() ? 0 : all.getLast().number();
    }

    /** Whether a call was a person's. */
    boolean isPersons(CallRecord call) {
        return calls.contains(call.number());
    }

    /** Whether somebody did something to a machine since. */
    boolean touchedSince(int number, Instant since) {
        return acts.stream().anyMatch(act -> act.number() == number && !act.at().isBefore(since));
    }

    /** Whether it is on, and somebody's plug switched it on since. */
    boolean isOnByPlugSince(int number, Instant since) {
        return isOn(number)
                && pluggedIn.stream()
                        .anyMatch(act -> act.number() == number && !act.at().isBefore(since));
    }

    /**
     * Somebody does something at random.
     *
     * @param next the number of the first call that can know of it
     * @return what, in words
     */
    String random(long next) {
        int number = 1 + random.nextInt(numbers);
        var found = machine(number);
        if (found.isEmpty()) return appear(number);
        return hardware.deed(this, found.get(), number, next).orElseGet(() -> to(found.get(), number, next));
    }

    /** Somebody puts a machine into MAAS. */
    String brought(int number, NewMachine machine) {
        var id = scene.maas.addMachine(machine);
        broughtByPeople.add(id);
        hardware.attach(number, id);
        return id;
    }

    private String appear(int number) {
        var id = brought(
                number,
                hardware.wired(
                        number,
                        NewMachine.named("m" + number + "x" + ++reborn)
                                .withMacAddresses(mac(number))
                                .withStatus(MaasStatus.NEW)));
        return done(id, number, "machine of %d boots from the network and is New as %s".formatted(number, id));
    }

    private String to(MachineSnapshot machine, int number, long next) {
        var id = machine.systemId();
        var us = random.nextInt(4) == 0;
        var key = us ? scene.maas.apiKey() : scene.maas.otherAdminApiKey();
        var who = us ? "somebody with our key" : "alice";
        return switch (random.nextInt(24)) {
            case 0, 1, 2 -> release(machine, number, key, who);
            case 3, 4 -> deploy(machine, number, key, who);
            case 5, 6 -> lock(id, number, next);
            case 7, 8 -> unlock(id, number);
            case 9 -> operate(machine, number, key, who, random.nextBoolean() ? "power_off" : "power_on");
            case 10 -> broken(machine, number);
            case 11 -> operate(machine, number, scene.maas.otherAdminApiKey(), "alice", "mark_fixed");
            case 12 -> delete(machine, number, key, who);
            case 13 -> vanish(id, number);
            case 14, 15 -> tags(machine, number);
            case 16 -> place(id, number);
            case 17, 18 -> abort(machine, number, key, who);
            case 19 -> operate(machine, number, key, who, "commission");
            case 20 -> operate(machine, number, key, who, random.nextBoolean() ? "rescue_mode" : "exit_rescue_mode");
            case 21, 22 -> mishap(machine, number);
            default -> plug(id, number);
        };
    }

    /** What MAAS answers to somebody's call. */
    int call(String key, String method, String target, Map<String, String> form) {
        long before = lastCall();
        int status = person.call(key, method, target, form);
        for (var call : scene.maas.calls())
            if (call.number() > before && !call.method().equals("GET")) calls.add(call.number());
        return status;
    }

    /** What MAAS shows somebody. */
    String read(String target) {
        return person.read(scene.maas.otherAdminApiKey(), target);
    }

    private int operation(String id, String key, String op, Map<String, String> form) {
        return call(key, "POST", "machines/%s/?op=%s".formatted(id, op), form);
    }

    private String operate(MachineSnapshot machine, int number, String key, String who, String op) {
        var id = machine.systemId();
        int status = operation(id, key, op, Map.of());
        return outcome(machine, number, "%s sends %s to %s".formatted(who, op, id), status);
    }

    /** @param before the machine as it was before the call */
    String outcome(MachineSnapshot before, int number, String what, int status) {
        if (took(status, before)) acts.add(new Act(before.systemId(), number, what, scene.time.instant()));
        return "%s (%d): %d".formatted(what, number, status);
    }

    /** Whether a call had its effect: MAAS said so, or no answer came and the machine is not as it was. */
    private boolean took(int status, MachineSnapshot before) {
        if (status != 0) return status >= 200 && status < 300;
        return scene.maas.machines().stream().noneMatch(before::equals);
    }

    String done(String id, int number, String what) {
        acts.add(new Act(id, number, what, scene.time.instant()));
        return what;
    }

    private String release(MachineSnapshot machine, int number, String key, String who) {
        var id = machine.systemId();
        boolean ran = remembered(id).filter(Records.HostRecord::ran).isPresent();
        int status = operation(id, key, "release", Map.of());
        if (took(status, machine) && machine.status() != MaasStatus.READY) taken(id, number, ran);
        return outcome(machine, number, "%s releases %s, which was %s".formatted(who, id, machine.status()), status);
    }

    /** What ran there does not run any more, and Gough did not end it. */
    private void taken(String id, int number, boolean ran) {
        if (ran && !releasedByGough.contains(id) && !isBeingReleased(number)) lost.add(number);
        runs.remove(id);
    }

    /** Whoever began that cannot know whether a call that was lost or somebody else did it. */
    private boolean isBeingReleased(int number) {
        return !scene.database(
                        "select id from intents where finished_at is null and verb in ('release', 'reinstall') and subject ~ '^host [a-z]%d$'"
                                .formatted(number))
                .isEmpty();
    }

    private Optional<Records.HostRecord> remembered(String id) {
        return new RecordStore(JdbcClient.create(scene.dataSource))
                .machine(Scene.REPOSITORY, Scene.DEFAULT, new SystemId(id));
    }

    private String deploy(MachineSnapshot machine, int number, String key, String who) {
        var id = machine.systemId();
        if (machine.status() == MaasStatus.READY) call(key, "POST", "machines/?op=allocate", Map.of("system_id", id));
        var before = machine(number).orElse(machine);
        int status = operation(id, key, "deploy", Map.of("distro_series", "jammy"));
        if (took(status, before)) runs.put(id, who);
        return outcome(before, number, "%s deploys %s, which was %s".formatted(who, id, machine.status()), status);
    }

    private String lock(String id, int number, long next) {
        scene.maas.edit(id).lock();
        locked.putIfAbsent(id, next);
        return done(id, number, "somebody locks %s (%d)".formatted(id, number));
    }

    private String unlock(String id, int number) {
        scene.maas.edit(id).unlock();
        locked.remove(id);
        return done(id, number, "somebody unlocks %s (%d)".formatted(id, number));
    }

    private String broken(MachineSnapshot machine, int number) {
        var ours = machine.owner().filter(OURS::equals).isPresent();
        var key = ours ? scene.maas.apiKey() : scene.maas.otherAdminApiKey();
        int status = operation(machine.systemId(), key, "mark_broken", Map.of());
        if (took(status, machine)) runs.remove(machine.systemId());
        return outcome(
                machine,
                number,
                "somebody marks %s broken, which was %s".formatted(machine.systemId(), machine.status()),
                status);
    }

    private String delete(MachineSnapshot machine, int number, String key, String who) {
        var id = machine.systemId();
        boolean ran = remembered(id).filter(Records.HostRecord::ran).isPresent();
        int status = call(key, "DELETE", "machines/%s/".formatted(id), Map.of());
        if (took(status, machine)) gone(id, number, ran);
        return outcome(machine, number, "%s deletes %s, which was %s".formatted(who, id, machine.status()), status);
    }

    private String vanish(String id, int number) {
        boolean ran = remembered(id).filter(Records.HostRecord::ran).isPresent();
        scene.maas.vanish(id);
        gone(id, number, ran);
        return done(id, number, "%s (%d) vanishes from MAAS without a trace".formatted(id, number));
    }

    private void gone(String id, int number, boolean ran) {
        taken(id, number, ran);
        locked.remove(id);
    }

    private String tags(MachineSnapshot machine, int number) {
        var id = machine.systemId();
        var tags = new ArrayList<>(machine.tags());
        int what = random.nextInt(8);
        if (what == 0) tags.removeAll(List.of(MARK, OWN_TAG));
        else if (what == 1) tags.remove(MARK);
        else if (what == 2) tags.add("gough-other");
        else if (what < 5 || tags.isEmpty()) tags.add("theirs" + what);
        else tags.remove(random.nextInt(tags.size()));
        scene.maas.edit(id).tags(tags);
        return done(
                id,
                number,
                "somebody makes the tags of %s (%d) %s instead of %s".formatted(id, number, tags, machine.tags()));
    }

    private String place(String id, int number) {
        var zone = RandomCommits.ZONES.get(random.nextInt(2));
        var pool = RandomCommits.POOLS.get(random.nextInt(2));
        scene.maas.edit(id).zone(zone).pool(pool).description("moved by hand");
        return done(id, number, "somebody moves %s (%d) to %s and %s".formatted(id, number, zone, pool));
    }

    private String abort(MachineSnapshot machine, int number, String key, String who) {
        int status = operation(machine.systemId(), key, "abort", Map.of());
        if (took(status, machine) && machine.status() == MaasStatus.DEPLOYING) runs.remove(machine.systemId());
        return outcome(
                machine,
                number,
                "%s aborts %s, which was %s".formatted(who, machine.systemId(), machine.status()),
                status);
    }

    private String mishap(MachineSnapshot machine, int number) {
        var all = Mishap.values();
        var mishap = all[random.nextInt(all.length)];
        scene.maas.plan(mishap, machine.hostname());
        return "at the next occasion %s on %s (%d)".formatted(mishap, machine.systemId(), number);
    }

    private String plug(String id, int number) {
        if (random.nextBoolean()) {
            scene.maas.pullPlug(id);
            return "the plug of %s (%d) is pulled".formatted(id, number);
        }
        plugIn(id, number);
        return "the plug of %s (%d) is in".formatted(id, number);
    }

    /** Somebody puts the plug in: what was off and should run runs again. */
    void plugIn(String id, int number) {
        boolean ran = isOn(number);
        scene.maas.pushPlug(id);
        if (!ran && isOn(number)) pluggedIn.add(new Act(id, number, "plug", scene.time.instant()));
    }

    /** Whether MAAS says that a machine is on. */
    private boolean isOn(int number) {
        return machine(number)
                .filter(machine -> machine.powerState().equals("on"))
                .isPresent();
    }
}
