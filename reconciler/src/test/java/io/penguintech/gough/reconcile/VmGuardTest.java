package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Risk;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Virtual machines: what lives on a hypervisor keeps it, and what is virtual may vanish with its release. */
class VmGuardTest {
    private static final String A = "52:54:00:aa:00:01";

    private static MachineDraft hypervisor() {
        return new MachineDraft("m1", "hv-01", A).marked().deployed(Given.USER).stamped(Given.NOBLE);
    }

    private static MachineDraft vm(int number) {
        return new MachineDraft("v" + number, "vm-%02d".formatted(number)).deployed("eve");
    }

    private static HostDraft host() {
        return new HostDraft("hv-01", A).unprotected();
    }

    private static Plan plan(HostDraft host, MachineDraft hypervisor, MachineDraft... vms) {
        return Given.plan(
                Given.desired(host),
                Given.observed(
                        Stream.concat(Stream.of(hypervisor), Stream.of(vms)).toArray(MachineDraft[]::new)),
                Given.records(Given.record("hv-01", hypervisor, Given.NOBLE)));
    }

    @Test
    void aHypervisorWithLivingVirtualMachinesIsNeitherReleasedNorReinstalled() {
        var vms =
                new MachineDraft[] {vm(1).on("pod", "m1"), vm(2).on("pod", "m1").ready(), vm(3).on("pod", "m9")};
        for (var host : Stream.of(
                        host().ready(),
                        host().retired(HostGoal.Erase.QUICK, false),
                        host().retired(HostGoal.Erase.QUICK, true),
                        host().generation(2))
                .toList())
            assertThat(Plans.why(plan(host, hypervisor(), vms)))
                    .contains("on machine m1 (hv-01) live virtual machines: vm-01 (v1, Deployed), vm-02 (v2, Ready).")
                    .contains("Move or retire them first")
                    .doesNotContain("v3");
    }

    @Test
    void withoutThemItIsReleasedAsAnyMachine() {
        var release = Plans.only(plan(host().ready(), hypervisor(), vm(3).on("pod", "m9")), Change.Release.class);
        assertThat(release.fields()).extracting(FieldChange::field).containsExactly("goal");
        assertThat(plan(host(), hypervisor(), vm(1).on("pod", "m1")).inSync())
                .as("what is as declared stays so")
                .isTrue();
    }

    @Test
    void aVmHostWhoseMachineMaasDoesNotKnowIsTakenForTheMachineOfItsName() {
        assertThat(Plans.why(plan(host().ready(), hypervisor(), vm(1).on("HV-01", ""))))
                .contains("vm-01");
        Plans.only(plan(host().ready(), hypervisor(), vm(1).on("other", "")), Change.Release.class);
    }

    @Test
    void ofManyVirtualMachinesTenAreNamed() {
        var vms = IntStream.rangeClosed(1, 14)
                .mapToObj(number -> vm(number).on("pod", "m1"))
                .toArray(MachineDraft[]::new);
        assertThat(Plans.why(plan(host().ready(), hypervisor(), vms)))
                .contains("vm-10 (v10, Deployed) and 4 more")
                .doesNotContain("vm-11");
    }

    @Test
    void retiringAVirtualMachineSaysThatMaasDeletesItAndCountsAsDestruction() {
        var metal = Plans.only(plan(host().retired(HostGoal.Erase.NONE, false), hypervisor()), Change.Release.class);
        var virtual = Plans.only(
                plan(host().retired(HostGoal.Erase.NONE, false), hypervisor().on("pod", "m9")), Change.Release.class);
        assertThat(virtual.fields())
                .contains(new FieldChange(
                        "machine",
                        Optional.of("virtual, on VM host pod"),
                        Optional.of("deleted by MAAS, with its disks")));
        assertThat(virtual.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(virtual.destroysHost()).isTrue();
        assertThat(virtual.deletes()).isTrue();
        assertThat(metal.deletes()).isFalse();
        assertThat(virtual.digest()).as("an approval covers the deletion").isNotEqualTo(metal.digest());
    }

    @Test
    void aVirtualMachineIsNotReinstalledBecauseItMayBeGoneHalfway() {
        for (var host : Stream.of(host().ready(), host().generation(2)).toList())
            assertThat(Plans.why(plan(host, hypervisor().on("pod", "m9"))))
                    .contains("virtual machine on VM host pod", "may delete such a machine", "spec.goal: retired");
    }
}
