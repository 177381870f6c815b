package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One machine's life, with power control, so that every step takes its time. */
class LifecycleTest extends Standing {
    private static final String USER_DATA = "I2Nsb3VkLWNvbmZpZwpwYWNrYWdlczogW2pxXQo=";

    private String enlist(String hostname) {
        var answer = admin.post(
                "machines/",
                "hostname",
                hostname,
                "architecture",
                "amd64",
                "mac_addresses",
                "52:54:00:AA:00:01",
                "power_type",
                "ipmi",
                "power_parameters_power_address",
                "192.0.2.7",
                "commission",
                "false");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MaasClient.JSON.readTree(answer.body()).path("system_id").asString();
    }

    @Test
    void aMachineIsCommissionedTestedDeployedAndReleased() {
        var id = enlist("hv-01");
        assertThat(status(id)).isEqualTo(MaasStatus.NEW);
        assertThat(maas.machine(id).orElseThrow().macAddresses()).containsExactly("52:54:00:aa:00:01");

        assertThat(act(id, "commission").statusCode()).isEqualTo(200);
        assertThat(read(id).path("owner").asString()).isEqualTo("admin");
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.TESTING);
        clock.advance(STEP);
        assertThat(read(id).path("status_name").asString()).isEqualTo("Ready");
        assertThat(read(id).path("owner").isNull()).isTrue();
        assertThat(read(id).path("hardware_info").path("system_serial").asString())
                .isEqualTo("SN525400AA0001");

        assertThat(act(id, "deploy", "distro_series", "noble", "hwe_kernel", "hwe-24.04", "user_data", USER_DATA)
                        .body())
                .contains("\"status_name\": \"Deploying\"")
                .doesNotContain(USER_DATA);
        clock.advance(STEP);
        var deployed = maas.machine("hv-01").orElseThrow();
        assertThat(deployed.status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(deployed.owner()).contains("admin");
        assertThat(deployed.distroSeries()).isEqualTo("noble");
        assertThat(deployed.hweKernel()).contains("hwe-24.04");
        assertThat(deployed.powerState()).isEqualTo("on");
        assertThat(maas.userData(id)).contains(USER_DATA);

        assertThat(act(id, "release").statusCode()).isEqualTo(200);
        assertThat(status(id)).isEqualTo(MaasStatus.RELEASING);
        clock.advance(STEP);
        var released = maas.machine(id).orElseThrow();
        assertThat(released.status()).isEqualTo(MaasStatus.READY);
        assertThat(released.owner()).isEmpty();
        assertThat(released.powerState()).isEqualTo("off");
        assertThat(maas.userData(id)).isEmpty();
    }

    @Test
    void stepsThatBecameDueWhileNobodyLookedHappenInOrder() {
        var id = enlist("hv-01");
        act(id, "commission");
        clock.advance(STEP.multipliedBy(10));

        var events = admin.json("events/?op=query&level=DEBUG&hostname=hv-01").path("events");
        assertThat(events.valueStream()
                        .map(event -> event.path("type").asString() + " "
                                + event.path("created").asString().substring(18)))
                .containsExactly(
                        "Node changed status 19:42:00",
                        "Ready 19:42:00",
                        "Testing 19:41:00",
                        "Node changed status 19:41:00",
                        "Node changed status 19:40:00",
                        "Commissioning 19:40:00",
                        "User starting node commissioning 19:40:00");
    }

    @Test
    void creatingAsAdministratorCommissionsUnlessToldOtherwise() {
        var answer = admin.post(
                "machines/", "architecture", "amd64", "mac_addresses", "52:54:00:00:00:09", "power_type", "manual");

        assertThat(answer.body()).contains("\"status_name\": \"Commissioning\"");
        assertThat(maas.machines().getFirst().hostname()).startsWith("machine-");
    }

    @Test
    void releaseKeepsTagsAndPlaceAndDropsAnnotations() {
        var id = maas.addMachine(NewMachine.named("a")
                .deployed("jammy", "admin")
                .inZone("rack-b")
                .inPool("prod")
                .withTags("t1")
                .withDescription("note")
                .withAnnotations(Map.of("k", "v")));
        act(id, "release");
        clock.advance(STEP);

        var machine = maas.machine(id).orElseThrow();
        assertThat(machine.status()).isEqualTo(MaasStatus.READY);
        assertThat(machine.annotations()).isEmpty();
        assertThat(List.of(machine.zone(), machine.pool(), machine.description()))
                .containsExactly("rack-b", "prod", "note");
        assertThat(machine.tags()).containsExactly("t1");
    }

    @Test
    void releaseOfAMachineWhoseCommissioningNeverPassedEndsInNew() {
        maas.plan(Mishap.COMMISSION_UNRECORDED, "hv-01");
        var id = enlist("hv-01");
        act(id, "commission", "testing_scripts", "none");
        clock.advance(STEP);
        act(id, "deploy", "distro_series", "jammy");
        clock.advance(STEP);
        act(id, "release");
        clock.advance(STEP);

        assertThat(status(id)).isEqualTo(MaasStatus.NEW);
    }

    @Test
    void erasingComesBeforeReleasing() {
        var id = maas.addMachine(NewMachine.named("a").deployed("jammy", "admin"));

        act(id, "release", "erase", "true", "quick_erase", "true");
        assertThat(status(id)).isEqualTo(MaasStatus.DISK_ERASING);
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.RELEASING);
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.READY);
    }

    @Test
    void releasingWhatIsReadyDoesNothing() {
        var id = maas.addMachine(NewMachine.named("a"));

        assertThat(act(id, "release").statusCode()).isEqualTo(200);
        assertThat(status(id)).isEqualTo(MaasStatus.READY);
        assertThat(maas.machine(id).orElseThrow().powerState()).isEqualTo("off");
    }

    @Test
    void abortingADeploymentLeavesItAllocated() {
        var id = maas.addMachine(NewMachine.named("a"));
        act(id, "deploy", "distro_series", "jammy");
        act(id, "abort");
        clock.advance(STEP.multipliedBy(2));

        assertThat(status(id)).isEqualTo(MaasStatus.ALLOCATED);
        assertThat(maas.machine(id).orElseThrow().owner()).contains("admin");
    }

    @Test
    void abortingACommissioningLeavesItNew() {
        var id = enlist("hv-01");
        act(id, "commission");
        act(id, "abort");
        clock.advance(STEP.multipliedBy(3));

        assertThat(status(id)).isEqualTo(MaasStatus.NEW);
        assertThat(maas.machine(id).orElseThrow().owner()).isEmpty();
    }

    @Test
    void aPlannedMishapStrikesOnceOnItsHostOnly() {
        var bad = maas.addMachine(NewMachine.named("bad"));
        var good = maas.addMachine(NewMachine.named("good"));
        maas.failNextDeploy("bad");
        act(bad, "deploy", "distro_series", "jammy");
        act(good, "deploy", "distro_series", "jammy");
        clock.advance(STEP);

        assertThat(status(bad)).isEqualTo(MaasStatus.FAILED_DEPLOYMENT);
        assertThat(status(good)).isEqualTo(MaasStatus.DEPLOYED);
        act(bad, "release");
        clock.advance(STEP);
        act(bad, "deploy", "distro_series", "jammy");
        clock.advance(STEP);
        assertThat(status(bad)).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void whatHangsStaysUntilItIsAborted() {
        var id = maas.addMachine(NewMachine.named("a"));
        maas.plan(Mishap.DEPLOY_HANGS, "a");
        act(id, "deploy", "distro_series", "jammy");
        clock.advance(Duration.ofDays(2));

        assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYING);
        act(id, "abort");
        act(id, "deploy", "distro_series", "jammy");
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void withoutPowerWhatRunsFailsAndTheBmcDoesNotAnswer() {
        var id = maas.addMachine(NewMachine.named("a"));
        act(id, "deploy", "distro_series", "jammy");
        maas.pullPlug("a");
        clock.advance(STEP);

        assertThat(status(id)).isEqualTo(MaasStatus.FAILED_DEPLOYMENT);
        assertThat(read(id).path("power_state").asString()).isEqualTo("error");
        var answer = act(id, "power_on");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        maas.pushPlug("a");
        assertThat(act(id, "power_on").statusCode()).isEqualTo(200);
        assertThat(admin.get("machines/" + id + "/?op=query_power_state").body())
                .contains("\"state\": \"on\"");
    }

    @Test
    void ofFiveParallelDeploysOneWins() {
        var id = maas.addMachine(NewMachine.named("a"));

        var statuses = IntStream.range(0, 5)
                .parallel()
                .mapToObj(i -> act(id, "deploy", "distro_series", "jammy").statusCode())
                .sorted()
                .toList();

        assertThat(statuses).containsExactly(200, 409, 409, 409, 409);
        assertThat(maas.received("deploy", id)).isEqualTo(5);
        assertThat(maas.accepted("deploy", id)).isEqualTo(1);
    }

    @Test
    void aRefusedDeployRollsTheAcquisitionBack() {
        var id = maas.addMachine(NewMachine.named("a"));

        assertThat(act(id, "deploy", "distro_series", "zzz").body())
                .isEqualTo("{\"distro_series\": [\"'zzz' is not a valid distro_series.  It should be one of: '',"
                        + " 'ubuntu/focal', 'ubuntu/jammy', 'ubuntu/noble'.\"]}");
        assertThat(act(id, "deploy", "distro_series", "noble", "hwe_kernel", "ga-20.04")
                        .statusCode())
                .isEqualTo(400);
        assertThat(status(id)).isEqualTo(MaasStatus.READY);
        assertThat(maas.machine(id).orElseThrow().owner()).isEmpty();
    }

    @Test
    void aMachineWithoutNetworkLinkIsNotDeployed() {
        var id = maas.addMachine(NewMachine.named("a").withStatus(MaasStatus.NEW));
        maas.edit(id).status(MaasStatus.READY);

        var answer = act(id, "deploy", "distro_series", "jammy");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"network\": [\"Node must be configured to use a network\"]}");
    }

    /** From the source: start_testing, and the signal that clears owners. */
    @Test
    void everyRunOfTestsHasItsNumberAndGivesAnOwnerUntilReady() {
        var id = maas.addMachine(NewMachine.named("a"));
        act(id, "test");
        assertThat(status(id)).isEqualTo(MaasStatus.TESTING);
        assertThat(maas.machine(id).orElseThrow().owner()).contains("admin");
        var first = read(id).path("current_testing_result_id").asLong();
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.READY);
        assertThat(maas.machine(id).orElseThrow().owner()).isEmpty();

        maas.plan(Mishap.TEST_FAILS, "a");
        act(id, "test");
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.FAILED_TESTING);
        assertThat(maas.machine(id).orElseThrow().owner()).contains("admin");
        assertThat(read(id).path("current_testing_result_id").asLong()).isGreaterThan(first);
        act(id, "override_failed_testing");
        assertThat(maas.machine(id).orElseThrow().owner()).isEmpty();
    }

    /** From the source: Node.start and set_user_data. */
    @Test
    void switchingOnForgetsTheUserDataAndIsNoWayToDeploy() {
        var id = maas.addMachine(NewMachine.named("a"));
        act(id, "deploy", "distro_series", "noble", "user_data", USER_DATA);
        clock.advance(STEP);
        act(id, "power_off");
        assertThat(maas.userData(id)).isPresent();
        assertThat(act(id, "power_on").statusCode()).isEqualTo(200);
        assertThat(maas.userData(id)).isEmpty();
        act(id, "power_on", "user_data", USER_DATA);
        assertThat(maas.userData(id)).contains(USER_DATA);

        var allocated = maas.addMachine(
                NewMachine.named("b").withStatus(MaasStatus.ALLOCATED).withOwner("admin"));
        assertThat(act(allocated, "power_on").statusCode()).isEqualTo(501);
    }

    @Test
    void anImageCanBeSyncedLater() {
        var id = maas.addMachine(NewMachine.named("a"));
        assertThat(act(id, "deploy", "distro_series", "plucky").statusCode()).isEqualTo(400);

        maas.addImage(MaasImage.ubuntu("plucky", "25.04"));

        assertThat(act(id, "deploy", "distro_series", "ubuntu/plucky").statusCode())
                .isEqualTo(200);
    }

    @Test
    void brokenAndFixedComesBackDeployedWithoutOwnerAndRelease() {
        var id = maas.addMachine(NewMachine.named("a").deployed("jammy", "admin"));

        assertThat(act(id, "mark_broken").statusCode()).isEqualTo(200);
        assertThat(status(id)).isEqualTo(MaasStatus.BROKEN);
        assertThat(act(id, "mark_fixed").statusCode()).isEqualTo(200);
        var machine = maas.machine(id).orElseThrow();
        assertThat(machine.status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(machine.owner()).isEmpty();
        assertThat(machine.distroSeries()).isEmpty();
    }

    @Test
    void rescueLeadsThereAndBack() {
        var id = maas.addMachine(NewMachine.named("a").deployed("jammy", "admin"));
        act(id, "rescue_mode");
        assertThat(status(id)).isEqualTo(MaasStatus.ENTERING_RESCUE_MODE);
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.RESCUE_MODE);
        act(id, "exit_rescue_mode");
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void aRescueThatFailedTwiceLeadsBackToWhereItBegan() {
        var id = maas.addMachine(NewMachine.named("a").deployed("jammy", "admin"));
        maas.plan(Mishap.RESCUE_FAILS, "a");
        act(id, "rescue_mode");
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.FAILED_ENTERING_RESCUE_MODE);

        assertThat(act(id, "rescue_mode").statusCode()).isEqualTo(200);
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.RESCUE_MODE);
        act(id, "exit_rescue_mode");
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void testsOfADeployedMachineEndWhereTheyBegan() {
        var id = maas.addMachine(NewMachine.named("a").deployed("jammy", "admin"));
        act(id, "test");
        assertThat(status(id)).isEqualTo(MaasStatus.TESTING);
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(maas.machine(id).orElseThrow().owner()).contains("admin");
    }

    @Test
    void failedTestsCanBeOverridden() {
        var id = maas.addMachine(NewMachine.named("a"));
        maas.plan(Mishap.TEST_FAILS, "a");
        act(id, "test");
        clock.advance(STEP);
        assertThat(status(id)).isEqualTo(MaasStatus.FAILED_TESTING);
        assertThat(act(id, "override_failed_testing").statusCode()).isEqualTo(200);
        assertThat(status(id)).isEqualTo(MaasStatus.READY);
    }

    @ParameterizedTest
    @EnumSource(
            value = MaasStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"READY", "ALLOCATED"})
    void deployIsRefusedInEveryOtherStatus(MaasStatus status) {
        var id = maas.addMachine(NewMachine.named("a").withStatus(status));

        var answer = act(id, "deploy", "distro_series", "jammy");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo("Can't deploy a machine that is in the '" + status.label() + "' state");
        assertThat(status(id)).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(
            value = MaasStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NEW", "FAILED_COMMISSIONING", "READY", "BROKEN"})
    void commissionIsRefusedInEveryOtherStatus(MaasStatus status) {
        var id = maas.addMachine(NewMachine.named("a").withStatus(status));

        assertThat(act(id, "commission").statusCode()).isEqualTo(400);
        assertThat(status(id)).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(
            value = MaasStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMMISSIONING", "DEPLOYING", "DISK_ERASING", "TESTING"})
    void abortIsRefusedWhereNothingRuns(MaasStatus status) {
        var id = maas.addMachine(NewMachine.named("a").withStatus(status));

        assertThat(act(id, "abort").statusCode()).isEqualTo(409);
        assertThat(status(id)).isEqualTo(status);
    }
}
