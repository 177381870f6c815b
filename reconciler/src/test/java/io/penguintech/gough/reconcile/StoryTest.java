package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Risk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole stories, from commit to machine, planned and followed tick by tick. */
class StoryTest {
    private static final String A = "52:54:00:aa:00:01";

    private static HostDraft host() {
        return new HostDraft("hv-01", A).zone("rack-a").tags("role-db").unprotected();
    }

    private static TestEngine deployed() {
        return new TestEngine(Given.desired(host())).run(60);
    }

    private static Machine only(TestEngine world) {
        assertThat(world.maas.machines).hasSize(1);
        return world.maas.machines.firstEntry().getValue();
    }

    @Test
    void anAbsentHostIsDeployedOnceAndThenLeftAlone() {
        var world = deployed();

        assertThat(only(world).state()).isEqualTo(new Machine.State.Deployed("noble", "ga-24.04"));
        assertThat(only(world).tags()).containsExactly(Given.OWN_TAG, Desired.MANAGED, "role-db");
        assertThat(world.maas.effects).containsExactly("enlist hv-01", "commission e1", "deploy e1");
        assertThat(world.started).hasSize(1);
        int calls = world.maas.calls.size();
        for (int i = 0; i < 20; i++) world.tick();
        assertThat(world.maas.calls).hasSize(calls);
        assertThat(world.plan().inSync()).isTrue();
    }

    @Test
    void aRevertedRetirementBringsTheHostBackUntouched() {
        var world = deployed();
        world.desired = Given.desired(host().retired(HostGoal.Erase.SECURE, true));
        for (int i = 0; i < 30; i++) world.tick();
        assertThat(world.maas.effects).endsWith("power-off e1");
        assertThat(world.inFlight()).isTrue();
        assertThat(world.hosts.firstEntry().getValue().heldSince()).isPresent();

        world.desired = Given.desired(host());
        world.run(10);

        assertThat(world.maas.effects).endsWith("power-off e1", "power-on e1");
        assertThat(world.hosts.firstEntry().getValue().heldSince()).isEmpty();
        assertThat(only(world).state()).isInstanceOf(Machine.State.Deployed.class);
        assertThat(world.plan().inSync()).isTrue();
    }

    @Test
    void aRetirementThatNobodyRevertsEndsAfterItsHold() {
        var world = deployed();
        world.desired = Given.desired(host().retired(HostGoal.Erase.SECURE, true));

        world.run(72 * 60 - 1);
        assertThat(world.maas.effects).endsWith("power-off e1");
        world.run(20);

        assertThat(world.maas.effects).endsWith("power-off e1", "release e1", "delete e1");
        assertThat(world.maas.machines).isEmpty();
        assertThat(world.hosts).isEmpty();
        assertThat(world.plan().inSync()).isTrue();
    }

    @Test
    void aRenameKeepsTheMachineAndMovesTheRecord() {
        var world = deployed();
        world.desired = Given.desired(
                new HostDraft("hv-new", A).zone("rack-a").tags("role-db").unprotected());
        world.run(10);

        assertThat(only(world).hostname()).isEqualTo("hv-new");
        assertThat(world.hosts.keySet().stream().map(Object::toString)).containsExactly("hv-new");
        assertThat(world.hosts.firstEntry().getValue().deployment()).contains(Given.NOBLE);
        assertThat(world.plan().inSync()).isTrue();
        assertThat(world.plan().findings()).isEmpty();
    }

    @Test
    void aTagThatIsNoLongerDeclaredGoesAndOthersStay() {
        var world = deployed();
        world.maas.edit(only(world).id(), draft -> draft.tag("theirs"));
        world.desired = Given.desired(
                new HostDraft("hv-01", A).zone("rack-a").tags("role-web").unprotected());
        world.run(10);

        assertThat(only(world).tags()).containsExactly(Given.OWN_TAG, Desired.MANAGED, "role-web", "theirs");
    }

    @Test
    void aHostSomebodyReleasedIsLostUntilAPersonConfirms() {
        var world = deployed();
        var id = only(world).id();
        world.maas.start(new Step.Release(id, HostGoal.Erase.NONE));
        world.run(30);
        assertThat(world.maas.effects)
                .filteredOn(effect -> effect.startsWith("deploy"))
                .hasSize(1);
        assertThat(Plans.why(world.plan())).startsWith("Lost:");

        world.hosts.replaceAll((name, record) -> record.confirmedLost());
        assertThat(world.plan().risk()).isEqualTo(Risk.DESTRUCTIVE);
        world.run(30);

        assertThat(world.maas.effects)
                .filteredOn(effect -> effect.startsWith("deploy"))
                .hasSize(2);
        assertThat(world.plan().inSync()).isTrue();
        assertThat(world.hosts.values()).noneMatch(Records.HostRecord::lost);
    }

    @Test
    void aQueryIsCreatedRenamedMendedAndKeptWhenItsDocumentVanishes() {
        var world = new TestEngine(Given.desired(Given.query("up", "SELECT 1")));
        world.run(5);
        assertThat(world.inFleets.values()).containsExactly(101L);

        world.desired = Given.desired(Given.query("uptime", "SELECT 1", false, List.of("up")));
        world.run(5);
        assertThat(world.fleet.objects.get("QUERY 101").name()).isEqualTo("uptime");
        assertThat(world.inFleets.keySet()).extracting(Subject.OfFleet::name).containsExactly("uptime");

        world.fleet.objects.remove("QUERY 101");
        world.run(5);
        assertThat(world.fleet.objects).containsOnlyKeys("QUERY 102");
        assertThat(world.inFleets.values()).containsExactly(102L);

        world.desired = Given.desired(new HostDraft[0]);
        world.run(5);
        assertThat(world.fleet.objects).containsOnlyKeys("QUERY 102");
        assertThat(Plans.findings(world.plan())).containsExactly("orphan");
    }
}
