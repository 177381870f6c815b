package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A region that was lost is rebuilt around machines that run: none is commissioned, deployed or released. */
class RegisterJourneyTest {
    private static final String A = "52:54:00:aa:00:01";

    private static TestEngine lost(HostDraft host, Records.HostRecord record) {
        var world = new TestEngine(Given.desired(host));
        world.hosts.put(record.host(), record);
        return world;
    }

    @Test
    void aLivingHostIsRegisteredMarkedAndStampedWithWhatIsRemembered() {
        var machine = new MachineDraft("m1", "hv-01", A);
        var world = lost(
                new HostDraft("hv-01", A).zone("rack-a"),
                Given.record("hv-01", machine, Given.NOBLE).confirmedLiving());

        world.run(20);

        assertThat(world.maas.effects).containsExactly("register hv-01");
        assertThat(world.maas.calls)
                .filteredOn(call -> !call.startsWith("look") && !call.startsWith("find"))
                .containsExactly("register", "tag", "amend", "stamp");
        var now = world.maas.get("e1");
        assertThat(now.state()).isInstanceOf(Machine.State.Deployed.class);
        assertThat(now.zone()).isEqualTo("rack-a");
        assertThat(Stamp.says(now, Given.NOBLE, Given.REPOSITORY_ID)).isTrue();
        var record = world.hosts.firstEntry().getValue();
        assertThat(record.systemId()).isEqualTo(new SystemId("e1"));
        assertThat(record.deployment()).contains(Given.NOBLE);
        assertThat(record.living()).isFalse();
        assertThat(world.plan().inSync()).isTrue();
    }

    @Test
    void anAdoptedHostStaysAdopted() {
        var world = lost(
                new HostDraft("hv-01", A),
                Given.adopted("hv-01", new MachineDraft("m1", "hv-01", A)).confirmedLiving());

        world.run(20);

        assertThat(world.maas.effects).containsExactly("register hv-01");
        assertThat(world.hosts.firstEntry().getValue().adopted()).isTrue();
        assertThat(world.plan().inSync()).isTrue();
    }

    @Test
    void aLostAnswerIsMadeUpForAtTheNextLook() {
        var world = lost(
                new HostDraft("hv-01", A),
                Given.record("hv-01", new MachineDraft("m1", "hv-01", A), Given.NOBLE)
                        .confirmedLiving());
        world.maas.fate(() -> world.maas.effects.isEmpty() ? FakeMaas.Luck.ANSWER_LOST : FakeMaas.Luck.GOOD, 1);

        world.run(6);

        // Whether it was told how to switch the machine is not known either: that is told again, which is telling it
        // once.
        assertThat(world.maas.effects).containsExactly("register hv-01", "set-power e1", "query-power e1");
        assertThat(Stamp.says(world.maas.get("e1"), Given.NOBLE, Given.REPOSITORY_ID))
                .isTrue();
    }

    @Test
    void whatWasRememberedIsKeptUntilTheMachineIsMarked() {
        var world = lost(
                new HostDraft("hv-01", A),
                Given.record("hv-01", new MachineDraft("m1", "hv-01", A), Given.NOBLE)
                        .confirmedLiving());
        world.maas.fate(() -> world.maas.effects.isEmpty() ? FakeMaas.Luck.ANSWER_LOST : FakeMaas.Luck.CALL_LOST, 1);

        world.run(1);

        assertThat(world.maas.effects).containsExactly("register hv-01");
        var record = world.hosts.firstEntry().getValue();
        assertThat(record.living()).isTrue();
        assertThat(record.deployment()).contains(Given.NOBLE);
    }
}
