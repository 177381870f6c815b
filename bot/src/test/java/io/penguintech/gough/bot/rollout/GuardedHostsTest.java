package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.HostRequest.What;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.LiveAnswer;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host answers decides whether what runs on it is destroyed: told by what MAAS received. */
class GuardedHostsTest {
    private static final String SQL = "SELECT pid FROM processes WHERE name = 'qemu-system-x86_64'";
    private static final LiveAnswer TWO = LiveAnswer.rows("pid", "4711", "4712");
    private static final LiveAnswer NONE = LiveAnswer.rows("pid");
    private static final FleetHost ALPHA = FleetHost.ubuntu("alpha", "", "52:54:00:00:00:01", "192.0.2.1");

    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Scene scene = Scene.start();
    private String id = "";
    private int host;

    /** alpha runs, enrolled in Fleet, and may be given up once no virtual machine is on it. */
    private void guard(String hold) {
        var rules = Scene.RULES
                .replace("roles: [operator, approver]", "roles: [admin]")
                .replace("hold: 0s", hold);
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.restart().write("gough.yaml", rules).write("queries/vms.yaml", Scene.query("Virtual machines", SQL));
        host = scene.fleet.enroll(ALPHA);
        id = scene.switchable("alpha", 1, "protect: false\nguards: [Virtual machines]");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private String document() {
        return scene.files.get("hosts/alpha.yaml");
    }

    private void retire() {
        change(document().replace("goal: deployed", "goal: retired"));
    }

    /** Ada commits it, and two others say yes. */
    private void change(String document) {
        scene.write("hosts/alpha.yaml", document).push(Scene.ADA, "Change alpha");
        until("it is asked", () -> scene.state() instanceof RolloutState.AwaitingApproval);
        approve();
    }

    private void approve() {
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        assertThat(scene.approve(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
    }

    private void until(String what, BooleanSupplier seen) {
        for (int i = 0; i < 400; i++) {
            scene.tick();
            if (seen.getAsBoolean()) return;
            scene.time.advance(Duration.ofSeconds(1));
            pause();
        }
        throw new AssertionError(what + ": never\n" + scene.rollout() + "\n"
                + scene.database("select verb, detail, result from intents"));
    }

    /** Hosts are asked beside the looks. */
    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void untilHeld(String words) {
        until("held: " + words, () -> waits().contains(words));
    }

    private String waits() {
        return scene.rollout().waits().map(Waits::why).orElse("");
    }

    private void nothingWasDestroyed() {
        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(scene.maas.received("power_off", id)).isZero();
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
    }

    private boolean isReady() {
        return scene.maas.machine(id).orElseThrow().status() == MaasStatus.READY;
    }

    private String digest() {
        return scene.rollout().plan().orElseThrow().changes().stream()
                .filter(LiveGuards::isGuarded)
                .findFirst()
                .orElseThrow()
                .digest();
    }

    private Verdict overrule(Actor actor, String reason) {
        return scene.service.rollouts().overrule(scene.rollout().id(), actor, digest(), reason);
    }

    @Test
    void rowsHoldARetirementBeforeTheFirstSwitchAndItGoesOnOnceThereAreNone() {
        guard("hold: 72h");
        scene.fleet.answer(host, SQL, TWO);
        scene.write("hosts/alpha.yaml", document().replace("goal: deployed", "goal: retired"))
                .push(Scene.ADA, "Retire alpha");
        until("it is asked", () -> scene.state() instanceof RolloutState.AwaitingApproval);
        assertThat(scene.rollout().plan().orElseThrow().changes())
                .anySatisfy(change -> assertThat(change.because())
                        .contains("first the host must answer its guard with no row: Virtual machines"));
        approve();

        untilHeld("Guard Virtual machines of host alpha returns 2 rows: pid=4711; pid=4712.");
        until("people see it", () -> scene.state() instanceof RolloutState.Stalled);
        assertThat(((RolloutState.Stalled) scene.state()).why())
                .contains("gough overrule " + scene.rollout().id() + " --digest " + digest().substring(0, 12))
                .contains("(cyn)");
        for (int i = 0; i < 5; i++) scene.tick();
        nothingWasDestroyed();
        assertThat(scene.fleet.asked(host)).as("asked once in two minutes").isEqualTo(1);

        scene.fleet.answer(host, SQL, NONE);
        scene.time.advance(Duration.ofMinutes(2));
        until("it is off", () -> scene.maas.received("power_off", id) == 1);
        assertThat(scene.fleet.asked(host)).isEqualTo(2);
        assertThat(scene.maas.received("release", id)).isZero();
    }

    @Test
    void silenceOfEveryKindHoldsAReinstall() {
        guard("hold: 0s");
        scene.fleet.answer(host, SQL, new LiveAnswer.Failing("no such table: \u202evms"));
        change(document().replace("goal: deployed", "goal: deployed\n  generation: 1"));
        untilHeld("is not answered, and silence blocks: Fleet says: no such table: \\u202evms.");

        scene.fleet.answer(host, SQL, new LiveAnswer.Silent());
        again("Fleet says: timeout waiting for results");
        scene.fleet.answer(host, SQL, NONE);
        scene.fleet.change(host, ALPHA.with(FleetHost.Status.OFFLINE));
        again("Fleet says that the host is offline");
        scene.fleet.change(host, FleetHost.ubuntu("alpha", "", "52:54:00:99:99:99", "192.0.2.1"));
        again("only its name says that the host alpha (id 1) is this machine");
        scene.fleet.change(host, FleetHost.ubuntu("beta", "", "52:54:00:99:99:99", "192.0.2.1"));
        again("Fleet knows no host with serial");
        scene.fleet.change(host, ALPHA);
        int second = scene.fleet.enroll(FleetHost.ubuntu("alpha.maas", "", "52:54:00:00:00:01", "192.0.2.1"));
        again("Fleet has more than one host that it may be: alpha (id 1), alpha.maas (id 2)");
        scene.fleet.down();
        again("cannot be asked, and silence blocks: Fleet default");
        scene.fleet.up();
        nothingWasDestroyed();

        scene.fleet.change(second, FleetHost.ubuntu("gamma", "", "52:54:00:00:00:03", "192.0.2.3"));
        scene.time.advance(Duration.ofMinutes(2));
        until("it is reinstalled", () -> scene.maas.received("deploy", id) == 2);
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
    }

    private void again(String words) {
        scene.time.advance(Duration.ofMinutes(2));
        untilHeld(words);
    }

    @Test
    void anAdminWhoIsNotItsAuthorOverrulesOnce() {
        guard("hold: 0s");
        scene.fleet.answer(host, SQL, TWO);
        retire();
        untilHeld("returns 2 rows");
        assertThat(overrule(Scene.ben, "it is fine").text()).contains("does not have the role admin");
        assertThat(overrule(Scene.ada, "it is fine").text()).contains("a destructive change needs others");
        assertThat(overrule(Scene.cyn, " ").text()).contains("Say why");
        assertThat(scene.service
                        .rollouts()
                        .overrule(scene.rollout().id(), Scene.cyn, "0".repeat(12), "it is fine")
                        .text())
                .contains("names no change")
                .contains("release host alpha (" + digest().substring(0, 12) + ")");
        for (int i = 0; i < 5; i++) scene.tick();
        nothingWasDestroyed();

        assertThat(overrule(Scene.cyn, "they are test machines").text())
                .contains("cyn overrules the guards of release host alpha")
                .contains("Virtual machines");
        until("it is released", this::isReady);
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
        assertThat(scene.events())
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                RolloutEvent.Decided.class,
                                told -> assertThat(told.text()).contains("they are test machines")));

        scene.write("hosts/alpha.yaml", document().replace("goal: retired", "goal: deployed"))
                .push();
        until("it is asked", () -> scene.state() instanceof RolloutState.AwaitingApproval);
        scene.approve(Scene.ben);
        until("it runs again", () -> scene.state() instanceof RolloutState.Done);
        retire();
        untilHeld("returns 2 rows");
        for (int i = 0; i < 5; i++) scene.tick();
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
    }

    @Test
    void aCommitThatTakesTheGuardAwayWithWhatItGuardsIsStillGuarded() {
        guard("hold: 0s");
        scene.fleet.answer(host, SQL, TWO);
        scene.delete("queries/vms.yaml");
        change(document().replace("goal: deployed", "goal: retired").replace("guards: [Virtual machines]", ""));
        untilHeld("Guard Virtual machines of host alpha returns 2 rows");

        // What people said yes to is done as they saw it, also when a later commit is brought about.
        var before = scene.rollout().id();
        scene.write("queries/other.yaml", Scene.query("Other", "SELECT 1 FROM processes"))
                .push(Scene.ADA, "Add a query");
        until("another rollout", () -> !scene.rollout().id().equals(before));
        untilHeld("Guard Virtual machines of host alpha returns 2 rows");
        assertThat(scene.fleet.report("Other")).isPresent();
        nothingWasDestroyed();

        scene.fleet.answer(host, SQL, NONE);
        scene.time.advance(Duration.ofMinutes(2));
        until("it is released", this::isReady);
    }

    @ParameterizedTest
    @ValueSource(strings = {"guards-passed reinstall", "intent-journalled reinstall", "step-journalled release"})
    void aProcessThatDiesBetweenTheAnswerAndTheReleaseAsksAnew(String place) {
        guard("hold: 0s");
        scene.write("queries/other.yaml", Scene.query("Other", "SELECT 1 FROM processes"))
                .push(Scene.ADA, "Let a revision pass")
                .settle();
        var dead = new boolean[1];
        scene.crash = reached -> {
            if (dead[0] || !reached.equals(place)) return;
            dead[0] = true;
            throw new Killed();
        };
        scene.restart().tick();
        assertThat(scene.service
                        .hostDecisions()
                        .ask(Scene.REPOSITORY, What.REINSTALL, HostSelection.parse("alpha"), Scene.ada, "it is slow"))
                .isInstanceOf(Verdict.Accepted.class);
        until("it is asked", () -> scene.state() instanceof RolloutState.AwaitingApproval);
        approve();
        try {
            until("it dies", () -> false);
        } catch (Killed killed) {
            assertThat(scene.fleet.asked(host)).isEqualTo(1);
        }

        scene.fleet.answer(host, SQL, TWO);
        scene.restart();
        if (place.startsWith("step")) scene.time.advance(Duration.ofMinutes(15)); // the doubt is over
        until("it is held", () -> (waits() + details()).contains("returns 2 rows"));
        nothingWasDestroyed();
        if (!place.startsWith("guards")) {
            var digest = String.valueOf(scene.database("select digest from intents where finished_at is null")
                    .getFirst()
                    .get("digest"));
            var said = scene.service.rollouts().overrule(scene.rollout().id(), Scene.cyn, digest, "all of it may go");
            assertThat(said).isInstanceOf(Verdict.Accepted.class);
        } else {
            scene.fleet.answer(host, SQL, NONE);
            scene.time.advance(Duration.ofMinutes(2));
        }
        until("it is reinstalled", () -> scene.maas.received("deploy", id) == 2);
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
    }

    private String details() {
        return String.join(
                " ",
                scene.database("select detail from intents where finished_at is null").stream()
                        .map(row -> String.valueOf(row.get("detail")))
                        .toList());
    }

    @Test
    void aYesOnAPullRequestKeepsTheGuardsUnderWhichItWasSaid() {
        guard("hold: 0s");
        scene.fleet.answer(host, SQL, TWO);
        var guarded = document();
        scene.write("hosts/alpha.yaml", guarded.replace("goal: deployed", "goal: retired"));
        var pull = new Pull(scene, 12);
        pull.propose();
        assertThat(pull.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        assertThat(pull.approve(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        // Twice something else is accepted, so that nothing but the yeses knows the guard any more.
        var bare = guarded.replace("guards: [Virtual machines]", "guards: []");
        scene.write("hosts/alpha.yaml", bare)
                .push(Scene.ADA, "Guard alpha no more")
                .settle();
        scene.write("README.md", "Hello.").push(Scene.ADA, "Say hello").settle();
        scene.write("README.md", "Hello again.")
                .push(Scene.ADA, "Say hello again")
                .settle();
        scene.write("hosts/alpha.yaml", bare.replace("goal: deployed", "goal: retired"));
        pull.merged(pull.squash(Scene.ADA));

        untilHeld("Guard Virtual machines of host alpha returns 2 rows");
        for (int i = 0; i < 5; i++) scene.tick();
        nothingWasDestroyed();
    }

    @Test
    void aCommitThatRenamesAHostDoesNotTakeItsGuardsAway() {
        guard("hold: 0s");
        scene.fleet.answer(host, SQL, TWO);
        var vmHost =
                "  virtualization: lxd\n  vmHost:\n    address: https://alpha.maas:8443\n    password: {secret: \"lxd/alpha#password\"}\n";
        var renamed = document()
                .replace("name: alpha", "name: beta")
                .replace("  guards: [Virtual machines]", "")
                .replaceFirst("spec:\\n", "spec:\n  formerly: [alpha]\n" + vmHost);
        scene.delete("hosts/alpha.yaml").write("hosts/beta.yaml", renamed).push(Scene.ADA, "Rename alpha");
        until("it is asked", () -> scene.state() instanceof RolloutState.AwaitingApproval);
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        assertThat(scene.approve(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);

        untilHeld("Guard Virtual machines of host beta returns 2 rows");
        assertThat(scene.maas.count(
                        call -> call.method().equals("POST") && call.path().endsWith("/vm-hosts/")))
                .isZero();
    }
}
