package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation in every status: what is legal where, and how the rest is refused. */
class OperationsTest extends Standing {
    private static final Set<MaasStatus> BUSY = EnumSet.of(
            MaasStatus.COMMISSIONING,
            MaasStatus.DEPLOYING,
            MaasStatus.RELEASING,
            MaasStatus.DISK_ERASING,
            MaasStatus.ENTERING_RESCUE_MODE,
            MaasStatus.EXITING_RESCUE_MODE,
            MaasStatus.TESTING);

    /** An operation, its form, where it is legal, and how it is refused elsewhere; {@code %s} is the status. */
    private record Rule(String op, String form, Set<MaasStatus> legal, int status, String refusal) {}

    private static Set<MaasStatus> only(MaasStatus first, MaasStatus... rest) {
        return EnumSet.of(first, rest);
    }

    private static Stream<Rule> rules() {
        return Stream.of(
                new Rule(
                        "commission",
                        "",
                        only(MaasStatus.NEW, MaasStatus.FAILED_COMMISSIONING, MaasStatus.READY, MaasStatus.BROKEN),
                        400,
                        "{\"__all__\": [\"Commission is not available because of the current state of the node.\"]}"),
                new Rule(
                        "deploy",
                        "distro_series=noble",
                        only(MaasStatus.READY, MaasStatus.ALLOCATED),
                        409,
                        "Can't deploy a machine that is in the '%s' state"),
                new Rule(
                        "release",
                        "",
                        only(
                                MaasStatus.READY,
                                MaasStatus.RESERVED,
                                MaasStatus.DEPLOYED,
                                MaasStatus.BROKEN,
                                MaasStatus.DEPLOYING,
                                MaasStatus.ALLOCATED,
                                MaasStatus.FAILED_DEPLOYMENT,
                                MaasStatus.RELEASING,
                                MaasStatus.FAILED_RELEASING,
                                MaasStatus.FAILED_DISK_ERASING),
                        409,
                        "Machine cannot be released in its current state ('%s')."),
                new Rule(
                        "lock",
                        "",
                        only(MaasStatus.DEPLOYED, MaasStatus.DEPLOYING),
                        409,
                        "Can't lock, node is not deployed or deploying"),
                new Rule("mark_fixed", "", only(MaasStatus.BROKEN), 409, "Can't mark a non-broken node as 'Ready'."),
                new Rule(
                        "test",
                        "",
                        EnumSet.complementOf(EnumSet.copyOf(BUSY)),
                        400,
                        "{\"__all__\": [\"Test is not" + " available because of the current state of the node.\"]}"),
                new Rule(
                        "override_failed_testing",
                        "",
                        only(MaasStatus.FAILED_TESTING),
                        409,
                        "Unable to override node status. Node is not in 'Failed testing' status."),
                new Rule(
                        "rescue_mode",
                        "",
                        only(
                                MaasStatus.NEW,
                                MaasStatus.FAILED_COMMISSIONING,
                                MaasStatus.MISSING,
                                MaasStatus.READY,
                                MaasStatus.RESERVED,
                                MaasStatus.DEPLOYED,
                                MaasStatus.RETIRED,
                                MaasStatus.BROKEN,
                                MaasStatus.ALLOCATED,
                                MaasStatus.FAILED_DEPLOYMENT,
                                MaasStatus.FAILED_DISK_ERASING,
                                MaasStatus.FAILED_ENTERING_RESCUE_MODE,
                                MaasStatus.FAILED_TESTING),
                        409,
                        "Invalid transition: %s -> Entering rescue mode."),
                new Rule(
                        "exit_rescue_mode",
                        "",
                        only(
                                MaasStatus.RESCUE_MODE,
                                MaasStatus.ENTERING_RESCUE_MODE,
                                MaasStatus.FAILED_ENTERING_RESCUE_MODE,
                                MaasStatus.FAILED_EXITING_RESCUE_MODE),
                        409,
                        "Invalid transition: %s -> Exiting rescue mode."),
                new Rule(
                        "set_storage_layout",
                        "storage_layout=flat",
                        only(MaasStatus.READY),
                        409,
                        "Cannot change the storage layout on a machine that is not Ready."),
                new Rule(
                        "restore_networking_configuration",
                        "",
                        only(MaasStatus.READY, MaasStatus.FAILED_TESTING),
                        409,
                        "Machine must be in a ready or failed testing state to restore networking configuration."),
                new Rule(
                        "mount_special",
                        "fstype=tmpfs&mount_point=/tmp",
                        only(MaasStatus.READY, MaasStatus.ALLOCATED),
                        409,
                        "Cannot mount the filesystem because the machine is not Ready or Allocated."));
    }

    @TestFactory
    Stream<DynamicTest> everyOperationInEveryStatus() {
        return rules().flatMap(rule -> Arrays.stream(MaasStatus.values())
                .map(status -> DynamicTest.dynamicTest(rule.op() + " in " + status, () -> check(rule, status))));
    }

    private void check(Rule rule, MaasStatus status) {
        var machine = NewMachine.named(
                        (rule.op() + "-" + status).toLowerCase(Locale.ROOT).replace('_', '-'))
                .withStatus(status);
        var id = maas.addMachine(status == MaasStatus.READY ? machine : machine.withOwner("admin"));
        var answer =
                admin.send("POST", "/MAAS/api/2.0/machines/" + id + "/?op=" + rule.op(), rule.form(), admin.header());

        if (rule.legal().contains(status)) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } else {
            assertThat(answer.statusCode()).isEqualTo(rule.status());
            assertThat(answer.body()).isEqualTo(rule.refusal().formatted(status.label()));
            assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
            assertThat(status(id)).isEqualTo(status);
        }
    }

    @TestFactory
    Stream<DynamicTest> aLockForbidsWithoutAWord() {
        return Stream.of(
                        "release",
                        "commission",
                        "deploy",
                        "abort",
                        "mark_broken",
                        "rescue_mode",
                        "test",
                        "power_on",
                        "power_off",
                        "set_workload_annotations",
                        "set_storage_layout",
                        "restore_default_configuration")
                .map(op -> DynamicTest.dynamicTest(op, () -> {
                    var id = maas.addMachine(NewMachine.named("locked-" + op.replace('_', '-'))
                            .deployed("noble", "admin")
                            .asLocked());
                    var answer = act(id, op);
                    assertThat(answer.statusCode()).isEqualTo(403);
                    assertThat(answer.body()).isEmpty();
                    assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYED);
                }));
    }
}
