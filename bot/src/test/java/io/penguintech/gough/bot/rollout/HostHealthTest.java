package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.HostRequest.What;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How hosts are said to be: told by what MAAS and Fleet hold, through the real engine and database. */
class HostHealthTest {
    private static final String OSQUERY = """
        #cloud-config
        write_files:
          - {path: /etc/osquery/osquery.flags, content: "--enroll_secret_path=/etc/osquery/secret.txt"}
        """;
    private static final String ENROLS = "protect: false\ntemplates: [osquery]";
    private static final FleetHost ALPHA = FleetHost.ubuntu("alpha", "", "52:54:00:00:00:01", "192.0.2.1");

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private Health health() {
        scene.tick();
        while (!scene.world.callRoll(Scene.DEFAULT).equals(new Reading.Got<>(true)))
            assertThat(scene.world.rolls().get(Scene.DEFAULT).failure()).isEmpty();
        scene.tick();
        return scene.service.rollouts().hosts(Scene.REPOSITORY).getFirst().health();
    }

    private void is(Health.State state, String... reasons) {
        var health = health();
        assertThat(health.reasons()).containsExactly(reasons);
        assertThat(health.state()).isEqualTo(state);
        var summary = scene.service.rollouts().status().getFirst().health();
        assertThat(summary.count(state)).as("the status counts it too").isEqualTo(1);
        assertThat(summary.lines(9)).hasSize(state == Health.State.UNHEALTHY || state == Health.State.UNKNOWN ? 1 : 0);
    }

    private void later(int minutes) {
        scene.time.advance(Duration.ofMinutes(minutes));
    }

    @Test
    void aHostThatIsToEnrolIsMissedAfterAWhileAndHealthyOnceItIsThere() {
        scene.write("templates/osquery.yaml", OSQUERY);
        scene.deployed("alpha", 1, ENROLS);
        assertThat(health().state()).isEqualTo(Health.State.UNKNOWN);
        assertThat(health().words()).startsWith("not enrolled in Fleet yet, 0 min after its deployment; expected by ");
        later(46);
        is(Health.State.UNHEALTHY, "not enrolled in Fleet 46 min after its deployment");
        // Whoever mends the template does not make the host any healthier.
        scene.write("templates/osquery.yaml", OSQUERY + "timezone: Etc/UTC\n").push();
        scene.restart().settle();
        is(Health.State.UNHEALTHY, "not enrolled in Fleet 46 min after its deployment");

        int id = scene.fleet.enroll(ALPHA);
        is(Health.State.HEALTHY);
        assertThat(health().seenAt()).isPresent();
        scene.fleet.change(id, ALPHA.with(FleetHost.Status.OFFLINE));
        later(59);
        is(Health.State.HEALTHY);
        later(71);
        assertThat(health().words()).startsWith("silent for 2 h 10 min: Fleet last saw it ");
        assertThat(scene.writes()).as("nothing was done about it").isEqualTo(writesOf(1));
    }

    /** What the deployment of a host wrote, as nothing else may be. */
    private long writesOf(int hosts) {
        assertThat(scene.fleet.writes()).isZero();
        assertThat(scene.database("select id from intents")).hasSize(hosts);
        return scene.maas.writes();
    }

    @Test
    void aHostThatGoughMayNotSeeIsNotSaidToBeMissing() {
        var servers = scene.fleet.addFleet("Servers", "secret");
        scene.write("templates/osquery.yaml", OSQUERY);
        scene.deployed("alpha", 1, ENROLS);
        scene.fleet.enroll(ALPHA);
        later(46);
        is(Health.State.HEALTHY);
        scene.fleet.limit(FleetSettings.GOUGH, Set.of(servers.id()));
        scene.restart();
        is(Health.State.UNKNOWN, "Gough's user in Fleet sees hosts of Servers only, and this one is not among them");
    }

    @Test
    void afterAReinstallTheRecordOfWhatRanBeforeDoesNotCount() {
        scene.write("templates/osquery.yaml", OSQUERY);
        scene.deployed("alpha", 1, ENROLS);
        int id = scene.fleet.enroll(ALPHA);
        is(Health.State.HEALTHY);
        later(30);
        scene.fleet.change(id, ALPHA.with(FleetHost.Status.OFFLINE));
        later(1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, ENROLS + "\ngeneration: 2"))
                .push(Scene.STRANGER, "Reinstall alpha")
                .settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(health().words()).startsWith("not enrolled in Fleet yet, 0 min after its deployment");
        later(50);
        is(
                Health.State.UNHEALTHY,
                "not enrolled in Fleet 50 min after its deployment: its record alpha (id 1) there is of what ran on"
                        + " the machine before");
        scene.fleet.enrollAgain(id);
        is(Health.State.HEALTHY);
    }

    @Test
    void nobodyAsksWhyAHostIsNotInFleetThatIsNotMeantToBeUnlessItWas() {
        scene.deployed("alpha", 1, "");
        later(600);
        is(Health.State.HEALTHY);
        int id = scene.fleet.enroll(ALPHA);
        is(Health.State.HEALTHY);
        scene.fleet.deleteHost(id);
        scene.restart();
        assertThat(health().state())
                .as("as Fleet's expiry of silent hosts does")
                .isEqualTo(Health.State.UNHEALTHY);
        assertThat(health().words()).startsWith("not enrolled in Fleet 10 h");
    }

    @Test
    void thePoliciesOfTheRepositoryAreNamedAndNoStrangers() {
        scene.write("queries/policies.yaml", Scene.policy("Firewall", "SELECT 1 FROM iptables", ""));
        scene.deployed("alpha", 1, "");
        int id = scene.fleet.enroll(ALPHA);
        scene.fleet.addPolicy("A stranger's", "SELECT 1", "", 0, 0);
        scene.fleet.judge(id, "A stranger's", false);
        is(Health.State.HEALTHY);
        scene.fleet.judge(id, "Firewall", false);
        is(Health.State.UNHEALTHY, "fails 1 policy: Firewall");
        assertThat(scene.service.rollouts().status().getFirst().health().lines(9))
                .isEqualTo(List.of("alpha: fails 1 policy: Firewall"));
        scene.fleet.judge(id, "Firewall", true);
        is(Health.State.HEALTHY);
    }

    /** Alpha is deployed, and beta comes after it. */
    private void deployACanary() {
        var rules = Scene.RULES.replace("maxDestroyed: 5", "maxDestroyed: 5, waves: {canary: 1}");
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.restart().write("gough.yaml", rules).write("templates/osquery.yaml", OSQUERY);
        scene.write("queries/policies.yaml", Scene.policy("Firewall", "SELECT 1 FROM iptables", ""));
        for (int number = 1; number <= 2; number++) {
            scene.newMachine(number);
            var name = number == 1 ? "alpha" : "beta";
            scene.write("hosts/" + name + ".yaml", Scene.host(name, number, ENROLS));
        }
        scene.push().settle();
        scene.approve(Scene.ben);
        runs("alpha");
    }

    @Test
    void aHostThatTheTokenMayNeverSeeIsNotWaitedForAndTheRolloutSaysSo() {
        scene.fleet.limit(
                FleetSettings.GOUGH,
                Set.of(scene.fleet.addFleet("Servers", "secret").id()));
        deployACanary();
        health();
        assertThat(waits()).contains("1 host is not judged, and not waited for (alpha: ", "sees hosts of Servers only");
        runs("beta");
    }

    @Test
    void theNextWaveBeginsOnceTheCanaryIsEnrolledAndPasses() {
        deployACanary();
        int id = scene.fleet.enroll(ALPHA);
        health();
        assertThat(waits())
                .contains("1 host of earlier waves is not seen to be well yet (alpha: has not answered its policies"
                        + " yet)");
        scene.fleet.limit(
                FleetSettings.GOUGH,
                Set.of(scene.fleet.addFleet("Servers", "secret").id()));
        health();
        assertThat(waits()).as("it was seen before").contains("(alpha: not seen in Fleet)");
        scene.fleet.limit(FleetSettings.GOUGH, Set.of());
        scene.fleet.judge(id, "Firewall", false);
        health();
        assertThat(waits()).contains("(alpha: fails 1 policy: Firewall)");
        later(121);
        health();
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
        scene.write("README.md", "about").push().settle();
        later(121);
        health();
        assertThat(scene.state()).as("another commit mends no host").isInstanceOf(RolloutState.Stalled.class);
        assertThat(scene.database("select id from intents where subject = 'host beta'"))
                .isEmpty();
        excuseAlpha();
        runs("beta");
    }

    private void excuseAlpha() {
        var rollouts = scene.service.rollouts();
        var id = scene.rollout().id();
        assertThat(rollouts.retry(id, Scene.dan, "alpha")).isInstanceOf(Verdict.Refused.class);
        assertThat(rollouts.retry(id, Scene.ada, "beta").text()).isEqualTo("No host of " + id + " failed.");
        assertThat(rollouts.retry(id, Scene.ada, "alpha").text())
                .isEqualTo(id + " waits no longer for host alpha to be well in Fleet.");
    }

    private String waits() {
        return scene.rollout().waits().map(Waits::why).orElse("");
    }

    private void runs(String host) {
        for (int i = 0; i < 60; i++) {
            scene.tick();
            if (!scene.database("select id from intents where subject = 'host " + host + "' and result = 'arrived'")
                    .isEmpty()) return;
            scene.time.advance(Duration.ofSeconds(20));
        }
        throw new AssertionError(scene.rollout());
    }

    @Test
    void aHostThatWasSwitchedOffOnRequestIsNotMissed() {
        var id = scene.switchable("alpha", 1);
        assertThat(scene.service
                        .hostDecisions()
                        .ask(
                                Scene.REPOSITORY,
                                What.POWER_OFF,
                                HostSelection.parse("alpha"),
                                Scene.ada,
                                "a disk is replaced"))
                .isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.maas.machine(id).orElseThrow().powerState()).isEqualTo("off");
        is(Health.State.NOT_EXPECTED, "switched off, as somebody asked for");
    }
}
