package io.penguintech.gough.bot.rollout;

import static io.penguintech.gough.bot.rollout.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Risk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** In which order hosts are disturbed and when, from the plan and the journal alone. */
class PaceTest {
    private static final String WAVES = "waves: {by: zone}";

    private final SortedMap<String, String> zones = new TreeMap<>();
    /** The zones of the revision that was brought about completely. */
    private final SortedMap<String, String> before = new TreeMap<>();

    private final List<Change> plan = new ArrayList<>();
    private final List<Intent> journal = new ArrayList<>();
    private final List<Intent> earlier = new ArrayList<>();
    private final List<ApprovalStore.Yes> yeses = new ArrayList<>();
    private final Set<String> early = new HashSet<>();
    private final Map<String, Machine.State> machines = new HashMap<>();
    private final Set<String> deployedBefore = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    private String limits = WAVES;
    private Instant now = NOW;
    private Optional<Instant> retriedAt = Optional.empty();
    /** By host, why it is not well. */
    private final Map<String, String> sick = new HashMap<>();

    /** Hosts that nobody can tell the health of. */
    private final Set<String> unseen = new HashSet<>();

    private Wellbeing wellbeing(Intent intent) {
        var name = name(intent.change());
        if (unseen.contains(name)) return new Wellbeing.Unjudged("nobody may look");
        var why = sick.get(name);
        return why == null ? new Wellbeing.Well() : new Wellbeing.Unwell(why);
    }

    /** A host that is declared in a zone, to be deployed and approved. */
    private PaceTest host(String name, String zone) {
        zones.put(name, zone);
        var change = Samples.bringUp(name);
        plan.add(change);
        yes("ben", change, false);
        return this;
    }

    private PaceTest hosts(String zone, String... names) {
        for (var name : names) host(name, zone);
        return this;
    }

    private void yes(String person, Change change, boolean breakGlass) {
        yeses.add(new ApprovalStore.Yes(person, change.digest(), NOW.plus(Duration.ofDays(30)), breakGlass));
    }

    private Intent intent(Change change, Intent.Ending ending) {
        return new Intent(
                journal.size() + earlier.size() + 1,
                Scene.REPOSITORY,
                new RolloutId(1),
                Samples.REVISION,
                change,
                change.digest(),
                Intent.backend(change),
                now,
                now,
                "no disk",
                ending == Intent.Ending.OPEN ? Optional.empty() : Optional.of(now),
                ending);
    }

    /** What was open of these ends now. */
    private PaceTest end(Intent.Ending ending, String... names) {
        for (var name : names) {
            for (int i = 0; i < journal.size(); i++) {
                var old = journal.get(i);
                if (old.ending() != Intent.Ending.OPEN || !name.equals(name(old.change()))) continue;
                journal.set(
                        i,
                        new Intent(
                                old.id(),
                                old.repository(),
                                old.rollout(),
                                old.revision(),
                                old.change(),
                                old.digest(),
                                old.backend(),
                                old.startedAt(),
                                old.lookAt(),
                                old.detail(),
                                Optional.of(now),
                                ending));
                if (ending == Intent.Ending.ARRIVED) plan.remove(old.change());
            }
        }
        return this;
    }

    private PaceTest arrive(String... names) {
        return end(Intent.Ending.ARRIVED, names);
    }

    private static String name(Change change) {
        return change.subject().text().replaceFirst("^host ", "");
    }

    private Situation situation() {
        var rollout = Samples.rollout(new RolloutState.Applying());
        return new Situation(new Situation.Facts(
                retriedAt.map(rollout::retried).orElse(rollout),
                new Plan(plan, List.of(), List.of(), 0),
                journal.stream().filter(one -> one.finishedAt().isEmpty()).toList(),
                new Situation.Past(List.copyOf(journal), List.copyOf(earlier), Map.of(), 100),
                Map.of(),
                new ApprovalRules(
                        Scene.rules(Scene.RULES.replace("maxParallel: 10", "maxParallel: 100, " + limits)),
                        Ceiling.DEFAULT,
                        Authors.NOBODY,
                        Set.of()),
                yeses,
                early,
                now));
    }

    private SortedMap<HostName, Host> declared() {
        return declared(zones);
    }

    private static SortedMap<HostName, Host> declared(SortedMap<String, String> zones) {
        var files = new TreeMap<String, RepoTree.Entry>();
        files.put("gough.yaml", blob(Scene.RULES));
        zones.forEach((name, zone) -> files.put(
                "hosts/" + name + ".yaml",
                blob(Scene.host(name, 1 + zones.headMap(name).size(), zone.isEmpty() ? "" : "zone: " + zone)
                        .replace("{name: %s}".formatted(name), labelled(name, zone)))));
        return switch (new InventoryLoader(Limits.DEFAULT).load(new RepoTree(Optional.empty(), files))) {
            case Loaded.Valid valid -> valid.inventory().hosts();
            case Loaded.Invalid invalid -> throw new AssertionError(invalid.diagnostics());
        };
    }

    private static String labelled(String name, String zone) {
        return zone.isEmpty() ? "{name: %s}".formatted(name) : "{name: %s, labels: {ring: %s}}".formatted(name, zone);
    }

    private static RepoTree.Entry blob(String text) {
        return new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8));
    }

    private Groups groups() {
        var records = new TreeMap<HostName, Records.HostRecord>();
        for (var name : deployedBefore) records.put(new HostName(name), record(name));
        for (var name : lost) records.put(new HostName(name), record(name).confirmedLost());
        return new Groups(
                declared(),
                declared(before),
                host -> Optional.ofNullable(machines.get(host.name().value())).map(PaceTest::machine),
                new Records(records, new TreeMap<>()),
                Set.of());
    }

    private static Records.HostRecord record(String name) {
        return new Records.HostRecord(
                new HostName(name),
                Samples.DEFAULT,
                new SystemId("abc123"),
                new TreeSet<>(),
                false,
                Optional.of(Samples.deployment()),
                Optional.empty(),
                new TreeSet<>());
    }

    private static Machine machine(Machine.State state) {
        return new Machine(
                new SystemId("abc123"),
                "x",
                new TreeSet<>(),
                Optional.empty(),
                "amd64/generic",
                "rack-z",
                "default",
                "maas",
                "",
                new TreeSet<>(),
                Optional.empty(),
                false,
                "manual",
                new TreeMap<>(),
                "",
                state);
    }

    private Pace last = new Pace(situation(), this::groups, this::wellbeing);

    /** What begins at one look, in order; the journal says so afterwards. */
    private List<String> begin() {
        last = new Pace(situation(), this::groups, this::wellbeing);
        var begun = new ArrayList<String>();
        for (var change : last.ordered()) {
            if (last.hold(change).isPresent()) continue;
            last.begins(change);
            begun.add(name(change));
            journal.add(intent(change, Intent.Ending.OPEN));
        }
        return begun;
    }

    private String waits() {
        return last.waits().map(Waits::why).orElse("");
    }

    private PaceTest after(Duration time) {
        now = now.plus(time);
        return this;
    }

    // ---- waves

    @Test
    void withoutRulesEverythingBeginsAtOnce() {
        limits = "maxDestroyedPercent: 50";
        hosts("rack-b", "b1").hosts("rack-a", "a1", "a2");
        assertThat(begin()).containsExactlyInAnyOrder("b1", "a1", "a2");
        assertThat(last.waits()).isEmpty();
    }

    @Test
    void aWaveBeginsWhenTheOneBeforeItHasEnded() {
        hosts("rack-b", "b1").hosts("rack-a", "a1", "a2");
        assertThat(begin()).containsExactly("a1", "a2");
        assertThat(waits()).isEqualTo("Wave 1 of 2 (zone rack-a) is on; later waves come after it. 1 waits.");
        assertThat(last.waits().orElseThrow().until()).isEmpty();

        arrive("a1");
        assertThat(begin()).isEmpty();
        arrive("a2");
        assertThat(begin()).containsExactly("b1");
        assertThat(last.waits()).isEmpty();
    }

    @Test
    void aDeclaredOrderComesFirstThenNamesThenHostsOfNoGroup() {
        limits = "waves: {by: 'label:ring', order: [outer, inner]}";
        hosts("", "none")
                .hosts("inner", "i")
                .hosts("middle", "m")
                .hosts("outer", "o")
                .hosts("edge", "e");
        for (var next : List.of("o", "i", "e", "m", "none")) {
            assertThat(begin()).containsExactly(next);
            arrive(next);
        }
    }

    @Test
    void aHostThatSaysNoZoneIsWhereItsMachineIsAndElseWhereMaasPutsIt() {
        machines.put("m", new Machine.State.Ready());
        hosts("", "m", "absent").hosts("rack-a", "a");
        assertThat(begin()).containsExactly("absent");
        assertThat(waits()).contains("Wave 1 of 3 (zone default)");
        arrive("absent");
        assertThat(begin()).containsExactly("a");
        arrive("a");
        assertThat(begin()).containsExactly("m");
        assertThat(groups().of(io.penguintech.gough.schema.Grouping.parse("zone"), new HostName("m")))
                .isEqualTo("rack-z");
    }

    @Test
    void whatWaitsForAnApprovalHoldsNoLaterWaveUpAndComesFirstOnceItIsApproved() {
        hosts("rack-a", "a1").hosts("rack-b", "b1", "b2");
        yeses.removeIf(yes -> yes.digest().equals(Samples.bringUp("a1").digest()));
        assertThat(begin()).containsExactly("b1", "b2");
        hosts("rack-b", "b3");
        yes("ben", Samples.bringUp("a1"), false);
        assertThat(begin()).containsExactly("a1");
        assertThat(waits()).contains("Wave 1 of 2");
    }

    @Test
    void whatDisturbsNobodyComesInNoWave() {
        hosts("rack-a", "a1").hosts("rack-b", "b1");
        zones.put("b2", "rack-b");
        plan.add(Samples.amend("b2", "zone", "a", "b", Risk.NOTICE));
        plan.add(Samples.create("q"));
        assertThat(begin()).containsExactlyInAnyOrder("b2", "query default/q", "a1");
    }

    @Test
    void givingAHostUpComesInNoWaveAndIsNoCanary() {
        limits = "waves: {by: zone, canary: 1}";
        hosts("rack-a", "a1").hosts("rack-b", "b1");
        zones.put("z", "rack-z");
        plan.add(Samples.release("z"));
        yes("ben", Samples.release("z"), false);
        yes("cyn", Samples.release("z"), false);
        assertThat(begin()).containsExactly("z", "a1");
        arrive("a1");
        assertThat(begin()).containsExactly("b1");
    }

    @Test
    void failuresOfOneWaveStopEverythingNew() {
        limits = "waves: {by: zone, stopAfterFailures: 2}";
        hosts("rack-a", "a1", "a2", "a3").hosts("rack-b", "b1");
        begin();
        end(Intent.Ending.FAILED, "a1").arrive("a3");
        end(Intent.Ending.FAILED, "a2");
        assertThat(begin()).isEmpty();
        assertThat(last.person())
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("Wave 1 of 2 (zone rack-a) has 2 failed (a1, a2)")
                        .contains("retry"));

        retriedAt = Optional.of(now);
        assertThat(begin()).containsExactly("a1", "a2");
    }

    @Test
    void theNextWaveWaitsUntilTheHostsOfTheOneBeforeAreWell() {
        hosts("rack-a", "a1", "a2", "a3").hosts("rack-b", "b1", "b2");
        sick.put("a2", "not enrolled in Fleet");
        begin();
        arrive("a1", "a2");
        sick.put("a1", "fails 1 policy: Firewall");
        assertThat(begin()).as("its own wave is on").isEmpty();
        after(Duration.ofMinutes(10)).arrive("a3");
        assertThat(begin()).isEmpty();
        assertThat(waits())
                .startsWith("2 hosts of earlier waves are not seen to be well yet"
                        + " (a1: fails 1 policy: Firewall; a2: not enrolled in Fleet), and have time until ")
                .endsWith(" 2 wait.");
        assertThat(last.waits().orElseThrow().until()).contains(now.plus(Duration.ofMinutes(110)));
        assertThat(last.person()).isEmpty();

        sick.clear();
        assertThat(begin()).containsExactly("b1", "b2");
    }

    @Test
    void hostsThatNobodyCanTellTheHealthOfAreNotWaitedForAndThatIsSaid() {
        limits = "waves: {canary: 1}";
        hosts("", "a1", "a2", "a3");
        unseen.add("a1");
        begin();
        arrive("a1");
        assertThat(begin()).containsExactly("a2", "a3");
        assertThat(waits()).isEqualTo("1 host is not judged, and not waited for (a1: nobody may look).");
        assertThat(last.waits().orElseThrow().until()).isEmpty();
        assertThat(last.person()).isEmpty();
    }

    @Test
    void hostsThatAreNotWellInTimeStopTheRolloutUntilSomebodySaysRetry() {
        limits = "waves: {by: zone, healthyWithin: 30m}";
        hosts("rack-a", "a1", "a2").hosts("rack-b", "b1");
        begin();
        arrive("a1", "a2");
        sick.put("a1", "not enrolled in Fleet");
        after(Duration.ofMinutes(29));
        assertThat(begin()).isEmpty();
        assertThat(last.person()).isEmpty();
        after(Duration.ofMinutes(1));
        assertThat(begin()).isEmpty();
        assertThat(last.person())
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("1 host of earlier waves is not well in time (a1: not enrolled in Fleet)", "retry"));
        retriedAt = Optional.of(now);
        assertThat(begin()).containsExactly("b1");
    }

    @Test
    void canariesAreWaitedForWithinTheirWaveAndNobodyIsWithZero() {
        limits = "waves: {canary: 1}";
        hosts("", "a1", "a2");
        sick.put("a1", "not enrolled in Fleet");
        begin();
        arrive("a1");
        assertThat(begin()).isEmpty();
        limits = "waves: {canary: 1, healthyWithin: 0s}";
        assertThat(begin()).containsExactly("a2");
    }

    @Test
    void anotherCommitDoesNotShortenTheWaitForHealth() {
        hosts("rack-b", "b1");
        zones.put("a1", "rack-a");
        sick.put("a1", "not enrolled in Fleet");
        earlier.add(intent(Samples.bringUp("a1"), Intent.Ending.ARRIVED));
        assertThat(begin()).isEmpty();
        sick.clear();
        assertThat(begin()).containsExactly("b1");
    }

    @Test
    void aSickHostThatIsDisturbedAgainHoldsNobodyAsThatMayMendIt() {
        limits = "waves: {canary: 1}";
        hosts("", "a1", "a2");
        sick.put("a1", "not enrolled in Fleet");
        earlier.add(intent(Samples.bringUp("a1"), Intent.Ending.ARRIVED));
        after(Duration.ofDays(1));
        assertThat(begin()).containsExactly("a1");
        arrive("a1");
        assertThat(begin()).as("what mends it must be seen to").isEmpty();
        assertThat(last.person()).as("it has its time again").isEmpty();
        sick.clear();
        assertThat(begin()).containsExactly("a2");
    }

    @Test
    void fewerFailuresLetTheNextWaveBegin() {
        limits = "waves: {by: zone, stopAfterFailures: 2}";
        hosts("rack-a", "a1", "a2").hosts("rack-b", "b1");
        begin();
        end(Intent.Ending.FAILED, "a1").arrive("a2");
        assertThat(begin()).containsExactly("b1");
    }

    // ---- canaries

    @Test
    void canariesComeBeforeAllOthers() {
        limits = "waves: {by: zone, canary: 2}";
        hosts("rack-a", "a1", "a2", "a3").hosts("rack-b", "b1");
        assertThat(begin()).containsExactly("a1", "a2");
        assertThat(waits()).isEqualTo("0 of 2 canaries through; the others come after them. 2 wait.");
        arrive("a1");
        assertThat(begin()).isEmpty();
        assertThat(waits()).contains("1 of 2 canaries");
        arrive("a2");
        assertThat(begin()).containsExactly("a3");
    }

    @Test
    void aFailedCanaryHoldsAllOthersUntilItIsTriedAgain() {
        limits = "waves: {canary: 1}";
        hosts("rack-a", "a1", "a2", "a3");
        assertThat(begin()).containsExactly("a1");
        end(Intent.Ending.FAILED, "a1");
        assertThat(begin()).isEmpty();
        assertThat(last.person()).hasValueSatisfying(why -> assertThat(why).contains("A canary failed (a1: no disk)"));

        journal.replaceAll(one -> forgiven(one));
        assertThat(begin()).containsExactly("a1");
        arrive("a1");
        assertThat(begin()).containsExactly("a2", "a3");
    }

    private Intent forgiven(Intent old) {
        return new Intent(
                old.id(),
                old.repository(),
                old.rollout(),
                old.revision(),
                old.change(),
                old.digest(),
                old.backend(),
                old.startedAt(),
                old.lookAt(),
                old.detail(),
                old.finishedAt(),
                Intent.Ending.FORGIVEN);
    }

    @Test
    void aCanaryThatNobodyWantsAnyMoreIsNoSuccess() {
        limits = "waves: {canary: 1}";
        hosts("rack-a", "a1", "a2", "a3");
        begin();
        end(Intent.Ending.WITHDRAWN, "a1");
        plan.removeFirst();
        assertThat(begin()).containsExactly("a2");
        assertThat(begin()).isEmpty();
    }

    @Test
    void fewerHostsThanCanariesAreNotHeld() {
        limits = "waves: {canary: 5}";
        hosts("rack-a", "a1", "a2");
        assertThat(begin()).containsExactly("a1", "a2");
        arrive("a1", "a2");
        assertThat(last.waits()).isEmpty();
    }

    // ---- pauses

    @Test
    void aPauseCountsFromTheLastHostOfTheWaveBefore() {
        limits = "waves: {by: zone, pause: 30m}";
        hosts("rack-a", "a1", "a2").hosts("rack-b", "b1", "b2");
        assertThat(begin()).containsExactly("a1", "a2");
        after(Duration.ofMinutes(5)).arrive("a1");
        after(Duration.ofMinutes(5)).arrive("a2");
        after(Duration.ofMinutes(30).minusSeconds(1));
        assertThat(begin()).isEmpty();
        assertThat(waits())
                .isEqualTo("The pause before Wave 2 of 2 (zone rack-b) ends at 2026-05-01T12:40:00Z. 2 wait.");
        assertThat(last.waits().orElseThrow().until()).contains(NOW.plus(Duration.ofMinutes(40)));
        after(Duration.ofSeconds(1));
        assertThat(begin()).containsExactly("b1", "b2");
    }

    @Test
    void aPauseIsNotCountedAgainOnceItsWaveHasBegun() {
        limits = "waves: {by: zone, pause: 30m}";
        hosts("rack-a", "a1").hosts("rack-b", "b1");
        begin();
        arrive("a1").after(Duration.ofMinutes(30));
        assertThat(begin()).containsExactly("b1");
        hosts("rack-b", "b2");
        assertThat(begin()).containsExactly("b2");
    }

    @Test
    void thereIsAPauseAfterTheCanariesToo() {
        limits = "waves: {by: zone, canary: 1, pause: 10m}";
        hosts("rack-a", "a1", "a2");
        begin();
        arrive("a1").after(Duration.ofMinutes(9));
        assertThat(begin()).isEmpty();
        assertThat(waits()).contains("The pause before Wave 1 of 1 (zone rack-a)");
        after(Duration.ofMinutes(1));
        assertThat(begin()).containsExactly("a2");
    }

    @Test
    void aPauseIsNotLostWhenANewerRevisionTakesOver() {
        limits = "waves: {by: zone, pause: 30m}";
        hosts("rack-a", "a1").hosts("rack-b", "b1", "b2");
        begin();
        arrive("a1");
        earlier.addAll(journal);
        journal.clear();
        after(Duration.ofMinutes(10));
        assertThat(begin()).isEmpty();
        assertThat(waits()).contains("Wave 2 of 2 (zone rack-b)");
        after(Duration.ofMinutes(20));
        assertThat(begin()).containsExactly("b1", "b2");
    }

    /** As another commit does: what was begun so far was so by the rollout before. */
    private PaceTest takeOver() {
        earlier.addAll(journal);
        journal.clear();
        return this;
    }

    @Test
    void aPauseHoldsBeforeAWaveThatAnEarlierRevisionHadBegunWhenItsOwnHostsComeFirst() {
        limits = "waves: {by: zone, pause: 30m}";
        hosts("rack-a", "a1").hosts("rack-b", "b1");
        begin();
        arrive("a1").after(Duration.ofMinutes(30));
        assertThat(begin()).containsExactly("b1");
        after(Duration.ofMinutes(5)).arrive("b1").takeOver();

        hosts("rack-a", "a1").hosts("rack-b", "b1", "b2");
        assertThat(begin()).containsExactly("a1");
        after(Duration.ofMinutes(5)).arrive("a1");
        assertThat(begin()).isEmpty();
        after(Duration.ofMinutes(30));
        assertThat(begin()).containsExactly("b1", "b2");
    }

    @Test
    void aWaveThatIsUnderWayIsNotPausedAnewByTheRevisionThatTakesOver() {
        limits = "waves: {by: zone, pause: 30m}";
        hosts("rack-a", "a1").hosts("rack-b", "b1", "b2");
        yeses.removeIf(yes -> yes.digest().equals(Samples.bringUp("b2").digest()));
        begin();
        arrive("a1").after(Duration.ofMinutes(30));
        hosts("rack-a", "a2");
        yeses.removeIf(yes -> yes.digest().equals(Samples.bringUp("a2").digest()));
        assertThat(begin()).containsExactly("b1");
        yes("ben", Samples.bringUp("a2"), false);
        assertThat(begin()).as("approved late").containsExactly("a2");
        after(Duration.ofMinutes(5)).arrive("a2", "b1").takeOver();

        yes("ben", Samples.bringUp("b2"), false);
        assertThat(begin()).containsExactly("b2");
    }

    // ---- change windows

    @Test
    void outsideOfTheWindowsNobodyIsDisturbedAndEverybodySeesUntilWhen() {
        limits = "windows: [{days: [sat], from: 22:00, to: 06:00, zone: Europe/Stockholm}]";
        hosts("rack-a", "a1", "a2");
        plan.add(Samples.amend("a2", "zone", "a", "b", Risk.NOTICE));
        plan.add(Samples.rules());
        yes("ben", Samples.rules(), false);
        yes("cyn", Samples.rules(), false);
        assertThat(begin()).containsExactlyInAnyOrder("a2", "gough.yaml");
        assertThat(waits())
                .isEqualTo("Outside of the change windows (sat 22:00-06:00 Europe/Stockholm); the next opens"
                        + " Sat 2 May 2026 22:00 Europe/Stockholm. 2 wait.");
        assertThat(last.waits().orElseThrow().until()).contains(Instant.parse("2026-05-02T20:00:00Z"));

        now = Instant.parse("2026-05-02T20:00:00Z");
        end(Intent.Ending.ARRIVED, "a2");
        assertThat(begin()).contains("a1");
    }

    @Test
    void whatAnAdminLetBeginEarlyAndABrokenGlassNeedNoWindow() {
        limits = "windows: [{days: [sat], from: 22:00, to: 06:00, zone: UTC}]";
        hosts("rack-a", "a1", "a2", "a3");
        early.add(Samples.bringUp("a1").digest());
        yes("root", Samples.bringUp("a3"), true);
        assertThat(begin()).containsExactly("a1", "a3");
    }

    // ---- groups

    @Test
    void noMoreHostsOfAGroupAreUnavailableThanMayBe() {
        limits = "maxUnavailable: [{by: zone, most: 1}]";
        hosts("rack-a", "a1", "a2").hosts("rack-b", "b1", "b2");
        assertThat(begin()).containsExactly("a1", "b1");
        assertThat(waits())
                .contains("zone rack-a: 1 of 2 hosts unavailable (a1), at most 1 may be. 1 waits.")
                .contains("zone rack-b: 1 of 2");
        assertThat(last.person()).isEmpty();
        arrive("a1");
        machines.put("a1", new Machine.State.Deployed("noble", ""));
        assertThat(begin()).containsExactly("a2");
    }

    @Test
    void aShareCountsTheDeclaredHostsOfTheGroup() {
        limits = "maxUnavailable: [{by: 'label:ring', percent: 50}]";
        hosts("r", "a1", "a2", "a3", "a4", "a5").hosts("s", "b1");
        assertThat(begin()).containsExactly("a1", "a2", "b1");
    }

    @Test
    void hostsThatFailedOrAreBrokenOrDoNotRunAnyMoreCountAsUnavailable() {
        limits = "maxUnavailable: [{by: zone, most: 2}]";
        hosts("rack-a", "a1", "a2", "a3", "a4");
        zones.put("broken", "rack-a");
        machines.put("broken", new Machine.State.Broken(Machine.Trouble.MARKED_BROKEN, ""));
        assertThat(begin()).containsExactly("a1");
        end(Intent.Ending.FAILED, "a1");
        assertThat(begin()).isEmpty();
        assertThat(last.person())
                .hasValueSatisfying(why -> assertThat(why).contains("2 of 5 hosts unavailable (a1, broken)"));

        machines.put("broken", new Machine.State.Deployed("noble", ""));
        assertThat(begin()).containsExactly("a2");
        arrive("a2");
        deployedBefore.add("a2");
        machines.put("a2", new Machine.State.Ready());
        assertThat(begin()).isEmpty();
    }

    @Test
    void aHostCountsInTheGroupsItIsInAndInThoseItWasIn() {
        limits = "maxUnavailable: [{by: zone, most: 1}]";
        hosts("rack-a", "a1").hosts("rack-b", "b1").hosts("rack-c", "c1");
        before.putAll(Map.of("a1", "rack-old", "b1", "rack-old", "c1", "rack-c"));
        assertThat(begin()).containsExactly("a1", "c1");
        assertThat(waits()).contains("zone rack-old: 1 of 2 hosts unavailable (a1), at most 1 may be. 1 waits.");
        arrive("a1");
        machines.put("a1", new Machine.State.Deployed("noble", ""));
        assertThat(begin()).containsExactly("b1");
    }

    @Test
    void aShareIsOfTheGroupAsItWasOrShallBeWhicheverIsSmaller() {
        limits = "maxUnavailable: [{by: zone, percent: 50}]";
        hosts("rack-a", "a1", "a2").hosts("rack-b", "b1", "b2", "b3", "b4");
        before.putAll(
                Map.of("a1", "rack-a", "a2", "rack-a", "b1", "rack-a", "b2", "rack-a", "b3", "rack-b", "b4", "rack-b"));
        assertThat(begin()).as("one of two each").containsExactly("a1", "b3");
    }

    @Test
    void aLostHostIsUnavailableUntilItRunsAgain() {
        limits = "maxUnavailable: [{by: zone, most: 1}]";
        hosts("rack-a", "a1", "a2");
        lost.add("a1");
        machines.put("a1", new Machine.State.Ready());
        assertThat(begin()).containsExactly("a1");
        arrive("a1");
        assertThat(begin()).isEmpty();
        machines.put("a1", new Machine.State.Deployed("noble", ""));
        assertThat(begin()).containsExactly("a2");
    }

    @Test
    void aHostThatIsUnavailableAlreadyMayBeWorkedOn() {
        limits = "maxUnavailable: [{by: zone, most: 1}]";
        hosts("rack-a", "a1", "a2");
        machines.put("a2", new Machine.State.Broken(Machine.Trouble.OTHER, ""));
        assertThat(begin()).containsExactly("a2");
    }
}
