package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.BegunChanges.Begun;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.maas.MachineSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Judges every write that MAAS received from Gough by what people approved, locked, stopped and took back, as the test
 * itself wrote it down. It asks the journal only which change a call belongs to and when that was begun.
 */
final class WritesOracle {
    private static final Pattern MACHINE = Pattern.compile("/MAAS/api/2\\.0/(machines|nodes)/([^/]+)/");
    private static final Pattern VM_HOST = Pattern.compile("/MAAS/api/2\\.0/vm-hosts/(\\d+)/");
    private static final Set<String> ONCE =
            Set.of("deploy", "release", "delete", "commission", "rescue_mode", "exit_rescue_mode");
    private static final Set<String> NEVER =
            Set.of("abort", "mark_broken", "mark_fixed", "lock", "unlock", "override_failed_testing");
    /** What ends or cuts off the virtual machines of a hypervisor. */
    private static final Set<String> ENDS_GUESTS = Set.of("release", "delete", "rescue_mode", "power_off", "test");

    private final Scene scene;
    private final RandomDeeds deeds;
    private final RandomGuests guests;
    private final Yeses yeses;
    private final WishesOracle wishes;
    private final BegunChanges begun;
    private final Map<String, Integer> sent = new HashMap<>();
    private final Set<String> tried = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<Integer> confirmedLost = new HashSet<>();
    private final Set<Long> cancelled = new HashSet<>();
    private long judged;
    private boolean excused;
    private long stoppedFrom = Long.MAX_VALUE;
    private Instant since = Instant.EPOCH;

    WritesOracle(Scene scene, RandomDeeds deeds, RandomGuests guests, Yeses yeses, WishesOracle wishes) {
        this.scene = scene;
        this.deeds = deeds;
        this.guests = guests;
        this.yeses = yeses;
        this.wishes = wishes;
        begun = new BegunChanges(scene);
    }

    // ---- what people decided

    /** Nothing of a cancelled rollout is sent any more. */
    void cancelled(RolloutId rollout) {
        cancelled.add(rollout.value());
    }

    void confirmedLost(int number) {
        confirmedLost.add(number);
    }

    /**
     * A step is on its way already, and nobody can know any more of what happens now: until it is over, it is excused, and
     * only noted.
     */
    void excuse(boolean on) {
        excused = on;
    }

    /** From this call on nothing is written. */
    void stoppedFrom(long call) {
        stoppedFrom = Math.min(stoppedFrom, call);
    }

    void resumed() {
        stoppedFrom = Long.MAX_VALUE;
    }

    // ---- what was sent

    /** Judges what MAAS received since it was judged last; answers what is wrong. */
    List<String> judge(String when) {
        var wrong = new ArrayList<>(remember(when));
        wrong.addAll(guests.goneUnasked());
        for (var call : scene.maas.calls()) {
            if (call.number() <= judged) continue;
            judged = call.number();
            if (call.method().equals("GET") || deeds.isPersons(call)) continue;
            var why = judge(call);
            if (!excused)
                why.ifPresent(it -> wrong.add("%s: %s %s?%s (%d): %s"
                        .formatted(when, call.method(), call.path(), call.query(), call.status(), it)));
        }
        since = scene.time.instant();
        return wrong;
    }

    /** Which machine is whose; one that only Gough can have put into MAAS must have been asked for. */
    private List<String> remember(String when) {
        var wrong = new ArrayList<String>();
        for (var machine : scene.maas.machines()) {
            var id = machine.systemId();
            if (numbers.containsKey(id)) continue;
            int number = number(machine);
            numbers.put(id, number);
            if (number == 0 || excused || deeds.broughtByPeople.contains(id)) continue;
            var enlisted = intent(number, Set.of("BringUp", "Register"), any -> true)
                    .filter(change -> !yeses.people(change, Set.of()).isEmpty());
            if (enlisted.isEmpty()) wrong.add("%s: machine %s was put into MAAS unasked".formatted(when, id));
        }
        return wrong;
    }

    private static int number(MachineSnapshot machine) {
        return machine.macAddresses().stream()
                .filter(mac -> mac.startsWith("52:54:00:00:00:"))
                .mapToInt(mac -> Integer.parseInt(mac.substring(15), 16))
                .findFirst()
                .orElse(0);
    }

    private Optional<String> judge(CallRecord call) {
        if (!excused && call.number() >= stoppedFrom)
            return Optional.of("it was written although everything was stopped");
        var vmHost = VM_HOST.matcher(call.path());
        if (vmHost.find() && call.method().equals("DELETE"))
            return guests.isInhabited(Long.parseLong(vmHost.group(1)), call.number())
                            || call.query().contains("decompose")
                    ? Optional.of("virtual machines live on it")
                    : Optional.empty();
        var machine = MACHINE.matcher(call.path());
        if (!machine.find()) {
            return call.query().contains("op=release")
                            || call.path().contains("machines/")
                                    && call.method().equals("DELETE")
                    ? Optional.of("many machines at once are never given up")
                    : Optional.empty();
        }
        return judge(call, machine.group(2), act(call, machine.group(1)));
    }

    private static String act(CallRecord call, String kind) {
        if (kind.equals("nodes") || call.query().contains("set_storage_layout")) return "set_up";
        if (call.method().equals("DELETE")) return "delete";
        if (call.method().equals("PUT")) return "update";
        return call.query().replaceFirst(".*op=", "");
    }

    private Optional<String> judge(CallRecord call, String id, String act) {
        if (NEVER.contains(act)) return Optional.of("Gough has no business to do that");
        int number = numbers.getOrDefault(id, 0);
        if (number == 0) return Optional.of("nobody ever declared that machine");
        var lockedFrom = deeds.locked.get(id);
        if (!excused && lockedFrom != null && call.number() >= lockedFrom)
            return Optional.of("the machine is locked by a person");
        if (!excused && ENDS_GUESTS.contains(act) && guests.isInhabited(id, call.number()))
            return Optional.of("virtual machines live on it");
        if (journey(act).isEmpty()) return Optional.empty();
        var intent = intent(number, act);
        if (intent.isEmpty()) return Optional.of("no change that was begun asks for it");
        var wrong = judge(intent.get(), number, id, act);
        var key = key(intent.get(), act);
        tried.add(key);
        if (call.status() >= 200 && call.status() < 300) {
            var twice = sent.merge(key, 1, Integer::sum);
            noted(number, id, act);
            if (twice > most(intent.get(), act)) return Optional.of("the same change did that before");
        }
        return wrong;
    }

    /** How often it may take effect: what is to be off is first asked to shut down, and then switched off. */
    private static int most(Begun intent, String act) {
        if (!(intent.change() instanceof Change.OnRequest one)) return ONCE.contains(act) ? 1 : Integer.MAX_VALUE;
        return one.request().what() == HostRequest.What.POWER_OFF ? 2 : 1;
    }

    /** One key for a change, and for all changes of one request. */
    private static String key(Begun intent, String act) {
        return intent.change().asked().map(asked -> "request" + asked.number()).orElse(intent.id() + "") + " " + act;
    }

    /** What kinds of change send it; empty for what needs nobody's word. */
    private static Set<String> journey(String act) {
        return switch (act) {
            case "release" -> Set.of("Release", "Reinstall");
            case "delete" -> Set.of("Release");
            case "power_off" -> Set.of("Release", "OnRequest");
            case "deploy", "commission" -> Set.of("BringUp", "Reinstall");
            case "power_on" -> Set.of("Restore", "OnRequest");
            case "test" -> Set.of("OnRequest");
            case "rescue_mode" -> Set.of("Maintain");
            case "exit_rescue_mode" -> Set.of("Return");
            case "set_up" -> Set.of("BringUp", "Reinstall", "Amend");
            default -> Set.of();
        };
    }

    private Optional<Begun> intent(int number, String act) {
        return intent(number, journey(act), one -> !act.equals("set_up") || isSettingUp(one));
    }

    /** An alteration of mere tags, begun in the look in which a machine was prepared, sent nothing of that. */
    private static boolean isSettingUp(Begun one) {
        return !(one.change() instanceof Change.Amend amend) || !amend.setup().isNothing();
    }

    private Optional<Begun> intent(int number, Set<String> kinds, Predicate<Begun> which) {
        return begun.since(since).stream()
                .filter(one -> one.isOf(number) && kinds.contains(one.kind()))
                .filter(which)
                .findFirst();
    }

    private Optional<String> judge(Begun intent, int number, String id, String act) {
        // Nobody asked for a machine that is off: what a cycle switched off goes on again, whatever comes between.
        boolean ends = act.equals("power_on") && isCycle(intent) && mayBeSwitchedOff(intent);
        if (!ends && cancelled.contains(intent.rollout())) return Optional.of("its rollout was cancelled before");
        boolean released = sent.getOrDefault(key(intent, "release"), 0) > 0;
        var unwanted = ends ? Optional.<String>empty() : wishes.unwanted(intent, number, act, released);
        if (unwanted.isPresent()) return unwanted;
        if (deeds.lost.contains(number) && act.equals("deploy") && !confirmedLost.contains(number))
            return Optional.of("the host is lost and nobody confirmed that");
        if (act.equals("release") && !isGoughs(id) && !isOfAllocated(intent.change()))
            return Optional.of("what runs there is not Gough's: " + deeds.runs.get(id));
        if (intent.change() instanceof Change.OnRequest) {
            if (!isGoughs(id) && !(act.equals("test") && !deeds.runs.containsKey(id)))
                return Optional.of("what runs there is not Gough's: " + deeds.runs.get(id));
            if (act.equals("power_on") && isCycle(intent) && !mayBeSwitchedOff(intent))
                return Optional.of("it was not switched off before");
        }
        int needed = needed(intent.change(), number, act);
        var people = yeses.people(intent, wishes.barred(intent, needed > 1));
        return people.size() >= needed
                ? Optional.empty()
                : Optional.of("%s of %s needs %d people, approved by %s"
                        .formatted(act, intent.change().subject().text(), needed, people));
    }

    /** It was sent, or the process died when it was about to be sent, and nobody can know. */
    private boolean mayBeSwitchedOff(Begun intent) {
        return tried.contains(key(intent, "power_off"))
                || !scene.database("select id from steps where intent = %d and word = 'power-off' and outcome is null"
                                .formatted(intent.id()))
                        .isEmpty();
    }

    private boolean isGoughs(String id) {
        return "gough".equals(deeds.runs.get(id));
    }

    private static boolean isCycle(Begun intent) {
        return intent.change()
                .asked()
                .filter(asked -> asked.what() == HostRequest.What.POWER_CYCLE)
                .isPresent();
    }

    private static boolean isOfAllocated(Change change) {
        return change instanceof Change.Release release && release.before().startsWith("Allocated");
    }

    private int needed(Change change, int number, String act) {
        if (change instanceof Change.Release || change instanceof Change.Reinstall) return 2;
        return act.equals("deploy") && confirmedLost.contains(number) ? 2 : 1;
    }

    /** Whether something was sent for a request, with effect or not. */
    boolean tried(long request, String act) {
        return tried.contains("request" + request + " " + act);
    }

    /** How often each act that may destroy or disturb something took effect. */
    Map<String, Integer> effects() {
        var all = new TreeMap<String, Integer>();
        sent.forEach((key, times) -> all.merge(key.substring(key.indexOf(' ') + 1), times, Integer::sum));
        return all;
    }

    private void noted(int number, String id, String act) {
        if (act.equals("deploy")) {
            deeds.runs.put(id, "gough");
            deeds.lost.remove(number);
            deeds.releasedByGough.remove(id);
            confirmedLost.remove(number);
        }
        if (act.equals("release")) {
            deeds.runs.remove(id);
            deeds.releasedByGough.add(id);
        }
    }
}
