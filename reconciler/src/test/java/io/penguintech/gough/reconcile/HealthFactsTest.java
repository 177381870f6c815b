package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Health.Enrolment;
import io.penguintech.gough.reconcile.Health.State;
import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a host is: every state of MAAS with every goal and everything Fleet may say. */
class HealthFactsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T15:12:00Z");
    private static final Instant READ = NOW.minusSeconds(120);
    private static final Health.Patience PATIENCE = Health.Patience.DEFAULT;
    private static final List<HostGoal> GOALS = List.of(
            new HostGoal.Deployed(),
            new HostGoal.Ready(),
            new HostGoal.Maintenance(),
            new HostGoal.Retired(HostGoal.Erase.QUICK, false));

    private HostGoal goal = new HostGoal.Deployed();
    private Optional<Machine> machine = Optional.of(running(Machine.Power.ON));
    private Instant machineRead = NOW.minusSeconds(60);
    private boolean regionRead = true;
    private Optional<String> regionAway = Optional.empty();
    private boolean ran = true;
    private Optional<String> work = Optional.empty();
    private boolean switchedOff;
    private Optional<Installation> installed =
            Optional.of(new Installation(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(9))));
    private Enrolment enrolment = known(READ, FleetRoll.Failing.NOTHING);

    private static Machine running(Machine.Power power) {
        return machine(new Machine.State.Deployed("noble", ""), "Deployed", power);
    }

    private static Machine machine(Machine.State state, String status, Machine.Power power) {
        return new MachineDraft("m1", "one", "52:54:00:aa:00:01")
                .state(state, status)
                .power(power)
                .build();
    }

    private static Enrolment known(Instant seen, FleetRoll.Failing failing) {
        return new Enrolment.Known(host(Optional.of(seen)), failing, READ);
    }

    private static FleetHost host(Optional<Instant> seen) {
        return new FleetHost(
                7,
                "one",
                Optional.of("SN1"),
                Optional.empty(),
                Optional.empty(),
                "online",
                seen,
                Optional.of(Given.NOON),
                Optional.empty(),
                "",
                0,
                "5.14.1");
    }

    private Health health() {
        return facts().health(PATIENCE, NOW);
    }

    private HealthFacts facts() {
        return new HealthFacts(
                goal,
                machine.map(one -> new Seen<>(one, machineRead)),
                regionRead,
                regionAway,
                ran,
                work,
                switchedOff,
                installed,
                enrolment);
    }

    private void ails(Set<Ailing.Cause> causes, Set<Ailing.Cause> unclear) {
        var ailing = facts().ailing(PATIENCE, NOW);
        assertThat(ailing.causes().keySet()).isEqualTo(causes);
        assertThat(ailing.unclear()).isEqualTo(unclear);
    }

    @Test
    void whatIsWrongIsToldByCauseAndWhatCannotBeToldIsNoRecovery() {
        ails(Set.of(), Set.of());
        enrolment = known(NOW.minus(Duration.ofDays(3)), new FleetRoll.Failing(List.of("Firewall"), 0, 0));
        ails(Set.of(Ailing.Cause.SILENCE), Set.of());
        machine = Optional.of(running(Machine.Power.OFF));
        ails(Set.of(Ailing.Cause.MACHINE, Ailing.Cause.SILENCE), Set.of());
        enrolment = new Enrolment.Unread("Fleet is away", Optional.empty());
        ails(Set.of(Ailing.Cause.MACHINE), Set.of(Ailing.Cause.ENROLMENT, Ailing.Cause.SILENCE));
        enrolment = new Enrolment.Missing(Optional.empty(), READ);
        ails(Set.of(Ailing.Cause.MACHINE, Ailing.Cause.ENROLMENT), Set.of());
        switchedOff = true;
        ails(Set.of(), Set.of());
        switchedOff = false;
        regionAway = Optional.of("MAAS is away");
        machineRead = NOW.minus(PATIENCE.silence()).minusSeconds(1);
        ails(Set.of(), EnumSet.allOf(Ailing.Cause.class));
        regionAway = Optional.empty();
        machine = Optional.empty();
        ails(Set.of(Ailing.Cause.MACHINE), Set.of());
        regionRead = false;
        ails(Set.of(), EnumSet.allOf(Ailing.Cause.class));
    }

    private void is(State state, String... reasons) {
        var health = health();
        assertThat(health.reasons()).containsExactly(reasons);
        assertThat(health.state()).isEqualTo(state);
    }

    @Test
    void aHostThatRunsAndTalksIsHealthy() {
        is(State.HEALTHY);
        assertThat(health().seenAt()).contains(READ);
        assertThat(health().asOf()).as("the older of both").contains(READ);
        enrolment = new Enrolment.NotMeant();
        is(State.HEALTHY);
        assertThat(health().asOf()).contains(machineRead);
    }

    @Test
    void silenceIsJudgedByWhenFleetWasReadAndToldByNow() {
        enrolment = known(READ.minus(PATIENCE.silence()).plusSeconds(1), FleetRoll.Failing.NOTHING);
        is(State.HEALTHY);
        enrolment = known(READ.minus(PATIENCE.silence()), FleetRoll.Failing.NOTHING);
        is(State.UNHEALTHY, "silent for 1 h 2 min: Fleet last saw it 14:10 UTC");
        assertThat(health().since()).contains(READ.minus(PATIENCE.silence()));
        enrolment = known(NOW.minus(Duration.ofDays(3)), FleetRoll.Failing.NOTHING);
        is(State.UNHEALTHY, "silent for 3 days: Fleet last saw it 2026-11-19 15:12 UTC");
        enrolment = new Enrolment.Known(host(Optional.empty()), FleetRoll.Failing.NOTHING, READ);
        is(State.UNHEALTHY, "silent: Fleet never heard of it since it enrolled");
    }

    @Test
    void everyReasonIsTold() {
        machine = Optional.of(running(Machine.Power.OFF));
        enrolment = known(NOW.minus(Duration.ofHours(2)), new FleetRoll.Failing(List.of("Firewall", "Sudo"), 0, 0));
        is(
                State.UNHEALTHY,
                "MAAS: it is switched off, and nobody asked Gough for that",
                "silent for 2 h: Fleet last saw it 13:12 UTC",
                "fails 2 policies: Firewall, Sudo");
        switchedOff = true;
        is(State.NOT_EXPECTED, "switched off, as somebody asked for");
        machine = Optional.of(running(Machine.Power.ON));
        enrolment = known(READ, FleetRoll.Failing.NOTHING);
        is(State.HEALTHY);
    }

    @Test
    void policiesAreNamedAndTheRestCounted() {
        enrolment = known(READ, new FleetRoll.Failing(List.of("Firewall"), 0, 0));
        is(State.UNHEALTHY, "fails 1 policy: Firewall");
        enrolment = known(READ, new FleetRoll.Failing(List.of("a", "b", "c", "d", "e", "f", "g"), 1, 0));
        is(State.UNHEALTHY, "fails 8 policies: a, b, c, d, e and 3 more");
        enrolment = known(READ, new FleetRoll.Failing(List.of(), 2, 0));
        is(State.UNHEALTHY, "fails 2 policies: Fleet does not list which yet");
    }

    @Test
    void aHostHasTimeToEnrolAfterItsDeployment() {
        var arrived = READ.minus(PATIENCE.enrolment());
        installed = Optional.of(new Installation(arrived.minusSeconds(900), arrived.plusSeconds(1)));
        enrolment = new Enrolment.Missing(Optional.empty(), READ);
        is(State.UNKNOWN, "not enrolled in Fleet yet, 46 min after its deployment; expected by 15:10 UTC");
        installed = Optional.of(new Installation(arrived.minusSeconds(900), arrived));
        is(State.UNHEALTHY, "not enrolled in Fleet 47 min after its deployment");
        assertThat(health().since()).contains(arrived);
        enrolment = new Enrolment.Missing(Optional.of(host(Optional.empty())), READ);
        is(
                State.UNHEALTHY,
                "not enrolled in Fleet 47 min after its deployment: its record one (id 7) there is of what ran on the machine before");
        installed = Optional.empty();
        enrolment = new Enrolment.Missing(Optional.empty(), READ);
        is(State.UNHEALTHY, "not enrolled in Fleet");
    }

    @Test
    void whatCannotBeReadIsUnknownAndSaysWhy() {
        var since = Optional.of(NOW.minusSeconds(5000));
        enrolment = new Enrolment.Unread("Fleet default refused to list hosts (HTTP 403). Give it a role.", since);
        is(State.UNKNOWN, "Fleet default refused to list hosts (HTTP 403). Give it a role");
        assertThat(health().since()).isEqualTo(since);
        enrolment = new Enrolment.Doubtful("Fleet has more than one host that it may be: a, b", READ);
        is(State.UNKNOWN, "Fleet has more than one host that it may be: a, b");
        machine = Optional.of(running(Machine.Power.OFF));
        is(
                State.UNHEALTHY,
                "MAAS: it is switched off, and nobody asked Gough for that",
                "Fleet has more than one host that it may be: a, b");

        machine = Optional.of(running(Machine.Power.ON));
        regionAway = Optional.of("MAAS default did not answer.");
        is(State.UNKNOWN, "Fleet has more than one host that it may be: a, b");
        machineRead = NOW.minus(PATIENCE.silence()).minusSeconds(1);
        is(State.UNKNOWN, "MAAS default did not answer");
        machine = Optional.empty();
        regionRead = false;
        is(State.UNKNOWN, "MAAS default did not answer");
        regionAway = Optional.empty();
        is(State.UNKNOWN, "its MAAS region was not read completely yet");
    }

    @Test
    void aMachineThatIsGoneIsMissedOnlyWhereSomethingRan() {
        machine = Optional.empty();
        is(State.UNHEALTHY, "MAAS does not have its machine any more");
        work = Optional.of("reinstall");
        is(State.NOT_EXPECTED, "not deployed yet");
        work = Optional.empty();
        ran = false;
        is(State.NOT_EXPECTED, "not deployed yet");
        goal = new HostGoal.Ready();
        ran = true;
        is(State.NOT_EXPECTED, "goal ready");
    }

    @Test
    void whatMaasCallsFailedIsUnhealthyUnlessItIsMeant() {
        machine = broken(Machine.Trouble.DEPLOYMENT, "Failed deployment", "Installation failed.");
        is(State.UNHEALTHY, "MAAS: Failed deployment: Installation failed");
        goal = new HostGoal.Ready();
        is(State.UNHEALTHY, "MAAS: Failed deployment: Installation failed");
        machine = broken(Machine.Trouble.RESCUE, "Rescue mode", "");
        is(State.UNHEALTHY, "MAAS: Rescue mode");
        goal = new HostGoal.Maintenance();
        is(State.NOT_EXPECTED, "goal maintenance");
        goal = new HostGoal.Deployed();
        work = Optional.of("return");
        is(State.NOT_EXPECTED, "return is under way");
        machine = broken(Machine.Trouble.RETIRED, "Retired", "");
        is(State.UNHEALTHY, "MAAS: Retired");
        goal = new HostGoal.Retired(HostGoal.Erase.QUICK, false);
        is(State.NOT_EXPECTED, "goal retired");
    }

    private static Optional<Machine> broken(Machine.Trouble trouble, String status, String message) {
        return Optional.of(machine(new Machine.State.Broken(trouble, message), status, Machine.Power.UNKNOWN));
    }

    @Test
    void whatRanAndDoesNotIsUnhealthyAndWhatNeverRanIsNotExpected() {
        machine = Optional.of(machine(new Machine.State.Ready(), "Ready", Machine.Power.OFF));
        is(State.UNHEALTHY, "MAAS says Ready: what Gough knew to run there does not run any more");
        ran = false;
        is(State.NOT_EXPECTED, "not deployed yet");
        machine = Optional.of(
                machine(new Machine.State.Busy(Machine.Doing.DEPLOYING), "Deploying", Machine.Power.UNKNOWN));
        is(State.NOT_EXPECTED, "MAAS says Deploying");
        machine =
                Optional.of(machine(new Machine.State.Busy(Machine.Doing.UNKNOWN), "Dreaming", Machine.Power.UNKNOWN));
        is(State.UNKNOWN, "MAAS says Dreaming, which this version of Gough does not know");
    }

    /** Rules that hold for all of them together. */
    @Test
    void everyCombinationKeepsTheRules() {
        int cases = 0;
        for (var aGoal : GOALS)
            for (var aMachine : machines())
                for (var fleet : enrolments())
                    for (int bits = 0; bits < 16; bits++) {
                        goal = aGoal;
                        machine = aMachine;
                        enrolment = fleet;
                        ran = (bits & 1) > 0;
                        work = (bits & 2) > 0 ? Optional.of("reinstall") : Optional.empty();
                        switchedOff = (bits & 4) > 0;
                        regionRead = (bits & 8) > 0;
                        keepsTheRules(health());
                        cases++;
                    }
        assertThat(cases).isEqualTo(4 * 25 * 6 * 16);
    }

    private void keepsTheRules(Health health) {
        var runs = machine.filter(one -> one.state() instanceof Machine.State.Deployed)
                        .isPresent()
                && goal instanceof HostGoal.Deployed
                && work.isEmpty();
        boolean broken = machine.filter(one -> one.state() instanceof Machine.State.Broken)
                .isPresent();
        assertThat(health.reasons().isEmpty())
                .as("whatever is not healthy says why: %s", health)
                .isEqualTo(health.state() == State.HEALTHY);
        if (health.state() == State.HEALTHY) assertThat(runs).as("%s", health).isTrue();
        if (health.state() == State.UNHEALTHY && !(goal instanceof HostGoal.Deployed))
            assertThat(broken).as("%s", health).isTrue();
        if (!runs || enrolment instanceof Enrolment.NotMeant)
            assertThat(health.words()).doesNotContain("Fleet", "polic");
        if (machine.isEmpty() && !regionRead)
            assertThat(health.state())
                    .as("absence is known only from a complete list")
                    .isEqualTo(State.UNKNOWN);
    }

    private static List<Optional<Machine>> machines() {
        var all = new ArrayList<Optional<Machine>>();
        all.add(Optional.empty());
        for (var power : Machine.Power.values()) all.add(Optional.of(running(power)));
        all.add(Optional.of(machine(new Machine.State.New(), "New", Machine.Power.UNKNOWN)));
        all.add(Optional.of(machine(new Machine.State.Ready(), "Ready", Machine.Power.OFF)));
        all.add(Optional.of(machine(new Machine.State.Allocated(), "Allocated", Machine.Power.OFF)));
        for (var doing : Machine.Doing.values())
            all.add(Optional.of(machine(new Machine.State.Busy(doing), doing.name(), Machine.Power.UNKNOWN)));
        for (var trouble : Machine.Trouble.values()) all.add(broken(trouble, trouble.name(), ""));
        all.add(broken(Machine.Trouble.OTHER, "Broken", "words"));
        return all;
    }

    private static List<Enrolment> enrolments() {
        return List.of(
                new Enrolment.NotMeant(),
                new Enrolment.Unread("Fleet is away", Optional.empty()),
                new Enrolment.Missing(Optional.empty(), READ),
                new Enrolment.Doubtful("Fleet has two", READ),
                known(READ, FleetRoll.Failing.NOTHING),
                known(NOW.minus(Duration.ofDays(1)), new FleetRoll.Failing(List.of("Firewall"), 0, 0)));
    }
}
