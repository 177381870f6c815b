package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.RandomCommits.Declared;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.maas.MachineSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Judges every write that MAAS received from Gough by what people approved, locked, stopped and took back, as the test
 * itself wrote it down. It asks the journal only which change a call belongs to and when that was begun.
 */
final class WritesOracle {
    private static final Pattern MACHINE = Pattern.compile("/MAAS/api/2\\.0/machines/([^/]+)/");
    private static final Set<String> ONCE =
            Set.of("deploy", "release", "delete", "commission", "rescue_mode", "exit_rescue_mode");
    private static final Set<String> NEVER =
            Set.of("abort", "mark_broken", "mark_fixed", "lock", "unlock", "test", "override_failed_testing");
    private static final Duration VALID = Duration.ofHours(24);
    private static final Set<String> APPROVERS = Set.of("ada", "ben", "cyn");

    private final Scene scene;
    private final RandomCommits commits;
    private final RandomDeeds deeds;
    private final Map<String, List<Yes>> yeses = new HashMap<>();
    private final Map<String, Integer> sent = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<Integer> confirmedLost = new HashSet<>();
    private final Set<Long> cancelled = new HashSet<>();
    private Map<Integer, Declared> inForce = Map.of();
    private long judged;
    private boolean excused;
    private long stoppedFrom = Long.MAX_VALUE;
    private Instant since = Instant.EPOCH;

    private record Yes(String person, Instant at, Optional<Instant> revoked) {
        /** Whether it stood when a change was begun, and no earlier change had used it up. */
        boolean counts(Begun begun) {
            return !at.isAfter(begun.at())
                    && begun.at().isBefore(at.plus(VALID))
                    && revoked.filter(begun.at()::isAfter).isEmpty()
                    && begun.before().filter(at::isBefore).isEmpty();
        }
    }

    WritesOracle(Scene scene, RandomCommits commits, RandomDeeds deeds) {
        this.scene = scene;
        this.commits = commits;
        this.deeds = deeds;
    }

    // ---- what people decided

    void approved(String person, Plan plan) {
        for (var change : plan.changes())
            yeses.computeIfAbsent(change.digest(), any -> new ArrayList<>())
                    .add(new Yes(person, scene.clock.instant(), Optional.empty()));
    }

    /** A no, or the end of a rollout: what was said yes to so far and is not begun does not count any more. */
    void revoked() {
        var now = Optional.of(scene.clock.instant());
        yeses.values()
                .forEach(all ->
                        all.replaceAll(yes -> yes.revoked().isPresent() ? yes : new Yes(yes.person(), yes.at(), now)));
    }

    /** Nothing of a cancelled rollout is sent any more. */
    void cancelled(RolloutId rollout) {
        cancelled.add(rollout.value());
    }

    void confirmedLost(int number) {
        confirmedLost.add(number);
    }

    /** A step is on its way already, and nobody can know any more of what happens now: until it is over, it is excused. */
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
        remember();
        var wrong = new ArrayList<String>();
        for (var call : scene.maas.calls()) {
            if (call.number() <= judged) continue;
            judged = call.number();
            if (call.method().equals("GET") || deeds.isPersons(call)) continue;
            var why = judge(call);
            if (!excused)
                why.ifPresent(it -> wrong.add("%s: %s %s?%s (%d): %s"
                        .formatted(when, call.method(), call.path(), call.query(), call.status(), it)));
        }
        since = scene.clock.instant();
        return wrong;
    }

    private void remember() {
        scene.maas.machines().forEach(machine -> numbers.computeIfAbsent(machine.systemId(), id -> number(machine)));
        inForce = commits.inForce();
    }

    private static int number(MachineSnapshot machine) {
        return machine.macAddresses().stream()
                .filter(mac -> mac.startsWith("52:54:00:00:00:"))
                .mapToInt(mac -> Integer.parseInt(mac.substring(15), 16))
                .findFirst()
                .orElse(0);
    }

    private Optional<String> judge(CallRecord call) {
        if (call.number() >= stoppedFrom) return Optional.of("it was written although everything was stopped");
        var machine = MACHINE.matcher(call.path());
        if (!machine.find()) {
            return call.query().contains("op=release")
                            || call.path().contains("machines/")
                                    && call.method().equals("DELETE")
                    ? Optional.of("many machines at once are never given up")
                    : Optional.empty();
        }
        return judge(call, machine.group(1), act(call));
    }

    private static String act(CallRecord call) {
        if (call.method().equals("DELETE")) return "delete";
        if (call.method().equals("PUT")) return "update";
        return call.query().replaceFirst(".*op=", "");
    }

    private Optional<String> judge(CallRecord call, String id, String act) {
        if (NEVER.contains(act)) return Optional.of("Gough has no business to do that");
        int number = numbers.getOrDefault(id, 0);
        if (number == 0) return Optional.of("nobody ever declared that machine");
        var lockedFrom = deeds.locked.get(id);
        if (lockedFrom != null && call.number() >= lockedFrom) return Optional.of("the machine is locked by a person");
        if (journey(act).isEmpty()) return Optional.empty();
        var intent = intent(number, act);
        if (intent.isEmpty()) return Optional.of("no change that was begun asks for it");
        var wrong = judge(intent.get(), number, id, act);
        if (call.status() >= 200 && call.status() < 300) {
            var twice = sent.merge(intent.get().id() + " " + act, 1, Integer::sum);
            noted(number, id, act);
            if (twice > 1 && ONCE.contains(act)) return Optional.of("the same change did that before");
        }
        return wrong;
    }

    /** What kinds of change send it; empty for what needs nobody's word. */
    private static Set<String> journey(String act) {
        return switch (act) {
            case "release" -> Set.of("Release", "Reinstall");
            case "delete", "power_off" -> Set.of("Release");
            case "deploy", "commission" -> Set.of("BringUp", "Reinstall");
            case "power_on" -> Set.of("Restore");
            case "rescue_mode" -> Set.of("Maintain");
            case "exit_rescue_mode" -> Set.of("Return");
            default -> Set.of();
        };
    }

    /** A change that was begun, and when the same one was begun before it. */
    private record Begun(long id, long rollout, Change change, Instant at, Optional<Instant> before) {}

    private Optional<Begun> intent(int number, String act) {
        return JdbcClient.create(scene.dataSource)
                .sql("""
                select id, rollout, change, started_at,
                    (select max(before.started_at) from intents before
                     where before.digest = intents.digest and before.id < intents.id) as before
                from intents
                where subject like 'host %' and (finished_at is null or finished_at >= :since) order by id desc""")
                .param("since", Columns.at(since))
                .query((row, at) -> new Begun(
                        row.getLong("id"),
                        row.getLong("rollout"),
                        Json.read(row.getString("change"), Change.class),
                        Columns.instant(row, "started_at"),
                        Optional.ofNullable(row.getTimestamp("before")).map(java.sql.Timestamp::toInstant)))
                .list()
                .stream()
                .filter(begun -> isOf(begun.change(), number))
                .filter(begun -> journey(act).contains(begun.change().getClass().getSimpleName()))
                .findFirst();
    }

    private static boolean isOf(Change change, int number) {
        return change instanceof Change.OfHost host
                && host.subject()
                        .host()
                        .equals(new HostName(host.subject().host().value().charAt(0) + "" + number));
    }

    private Optional<String> judge(Begun intent, int number, String id, String act) {
        if (cancelled.contains(intent.rollout())) return Optional.of("its rollout was cancelled before");
        var unwanted = unwanted(intent, number, act);
        if (unwanted.isPresent()) return unwanted;
        if (deeds.lost.contains(number) && act.equals("deploy") && !confirmedLost.contains(number))
            return Optional.of("the host is lost and nobody confirmed that");
        if (act.equals("release") && !"gough".equals(deeds.runs.get(id)) && !isOfAllocated(intent.change()))
            return Optional.of("what runs there is not Gough's: " + deeds.runs.get(id));
        int needed = needed(intent.change(), number, act);
        var people = people(intent, number, needed > 1);
        return people.size() >= needed
                ? Optional.empty()
                : Optional.of("%s of %s needs %d people, approved by %s"
                        .formatted(act, intent.change().subject().text(), needed, people));
    }

    private static boolean isOfAllocated(Change change) {
        return change instanceof Change.Release release && release.before().startsWith("Allocated");
    }

    private int needed(Change change, int number, String act) {
        if (change instanceof Change.Release || change instanceof Change.Reinstall) return 2;
        return act.equals("deploy") && confirmedLost.contains(number) ? 2 : 1;
    }

    /** Who said yes to exactly this before it was begun, is an approver, and did not ask for it. */
    private Set<String> people(Begun intent, int number, boolean destructive) {
        var author = Optional.ofNullable(inForce.get(number)).map(Declared::by).orElse("");
        boolean own = destructive && !(intent.change() instanceof Change.BringUp);
        return yeses.getOrDefault(intent.change().digest(), List.of()).stream()
                .filter(yes -> yes.counts(intent))
                .map(Yes::person)
                .filter(APPROVERS::contains)
                .filter(person -> !own || !person.equals(author))
                .collect(Collectors.toSet());
    }

    /** The newest revision that Gough saw does not ask for it. */
    private Optional<String> unwanted(Begun intent, int number, String act) {
        if (!Set.of("release", "delete", "deploy", "power_off").contains(act)) return Optional.empty();
        var host = inForce.get(number);
        boolean released = sent.getOrDefault(intent.id() + " release", 0) > 0;
        if (host == null)
            return act.equals("delete") && released ? Optional.empty() : Optional.of("no document asks for it");
        boolean wanted = switch (act) {
            case "deploy" -> host.goal().equals("deployed");
            case "delete" -> released || !host.protect() && host.goal().equals("retired") && host.delete();
            case "release" ->
                !host.protect()
                        && (intent.change() instanceof Change.Reinstall
                                ? host.goal().equals("deployed")
                                : Set.of("ready", "retired").contains(host.goal()));
            default -> !host.protect() && host.goal().equals("retired");
        };
        return wanted ? Optional.empty() : Optional.of("the newest document does not ask for it: " + host);
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
