package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kernel that MAAS would refuse is known before anything is begun, and nothing is refused that MAAS would take. */
class KernelsTest {
    private static final List<String> NOBLE =
            List.of("ga-24.04", "ga-24.04-lowlatency", "hwe-24.04", "hwe-24.04-edge", "nvidia-ga-24.04");

    private static Deployable region() {
        var releases = new TreeMap<String, SortedSet<String>>();
        releases.put("amd64", new TreeSet<>(Set.of("noble", "windows")));
        var kernels = new ArrayList<ImageKernel>();
        for (var name : NOBLE) {
            var platform = name.startsWith("nvidia") ? "nvidia" : "generic";
            kernels.add(new ImageKernel("amd64", "noble", name, new TreeSet<>(Set.of(platform))));
        }
        return new Deployable(releases, kernels);
    }

    private static Optional<String> obstacle(String release, String kernel, String architecture, String least) {
        return Kernels.obstacle(new Kernels.Wish(release, kernel, architecture, least), region());
    }

    @ParameterizedTest
    @CsvSource({
        "ga-24.04, ''",
        "hwe-24.04-edge, ''",
        "ga-24.04-lowlatency, ''",
        "'', ''",
        "'', hwe-24.04",
        "hwe-24.04, ga-24.04",
        "hwe-24.04, hwe-24.04",
        "hwe-24.04-edge, hwe-24.04",
        "ga-24.04, hwe-22.04-edge",
        "hwe-24.04, hwe-x",
        "hwe-rolling, ''",
        "hwe-rolling-lowlatency-edge, hwe-24.04"
    })
    void whatMaasHasOrDoesNotListIsTaken(String kernel, String least) {
        assertThat(obstacle("noble", kernel, "amd64/generic", least)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hwe-99.04", "hwe-22.04", "lowlatency", "ga-24.04-generic", "nvidia-ga-24.04"})
    void whatMaasDoesNotHaveIsSaidWithWhatItHas(String kernel) {
        assertThat(obstacle("noble", kernel, "amd64/generic", ""))
                .contains("has no kernel \"%s\" of release noble for amd64/generic; there is: ".formatted(kernel)
                        + "ga-24.04, ga-24.04-lowlatency, hwe-24.04, hwe-24.04-edge");
    }

    @ParameterizedTest
    @CsvSource({
        "ga-24.04, hwe-24.04",
        "ga-24.04, ga-24.04-lowlatency",
        "hwe-24.04, hwe-24.04-edge",
        "hwe-24.04-edge, ga-26.04"
    })
    void whatIsOlderThanTheMachinesMinimumIsSaid(String kernel, String least) {
        assertThat(obstacle("noble", kernel, "amd64/generic", least))
                .contains(
                        "deploys no kernel older than %s on that machine, which is its minimum kernel there, and %s is older"
                                .formatted(least, kernel));
    }

    @Test
    void aMinimumThatNoKernelMeetsIsSaidAlsoWhereMaasWouldChoose() {
        assertThat(obstacle("noble", "", "amd64/generic", "ga-26.04"))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("has no kernel of release noble as new as ga-26.04")
                        .contains("there is: ga-24.04"));
    }

    @Test
    void aPlatformHasKernelsOfItsOwn() {
        assertThat(obstacle("noble", "nvidia-ga-24.04", "amd64/nvidia", "")).isEmpty();
        assertThat(obstacle("noble", "ga-24.04", "amd64/nvidia", ""))
                .hasValueSatisfying(why -> assertThat(why).endsWith("there is: nvidia-ga-24.04"));
        assertThat(obstacle("noble", "", "amd64/xgene", "")).contains("has no kernel of release noble for amd64/xgene");
    }

    @Test
    void whereMaasNamesNoKernelsItIsLeftToMaas() {
        assertThat(obstacle("windows", "hwe-99.04", "amd64/generic", "ga-26.04"))
                .isEmpty();
        assertThat(obstacle("noble", "hwe-99.04", "arm64/generic", "")).isEmpty();
    }

    // ---- in a plan

    private static Observed seen(MachineDraft... machines) {
        var seen = Given.observed(machines);
        var regions = new TreeMap<BackendName, Observed.Region>();
        seen.regions()
                .forEach((name, is) -> regions.put(
                        name,
                        new Observed.Region(
                                is.identity(),
                                is.machines(),
                                is.complete(),
                                is.sweptAt(),
                                is.zones(),
                                is.pools(),
                                is.domains(),
                                region(),
                                is.things(),
                                is.vmHosts())));
        return new Observed(regions, seen.fleets());
    }

    private static HostDraft host() {
        return new HostDraft("hv-01", "52:54:00:00:00:01");
    }

    private static MachineDraft machine() {
        return new MachineDraft("m1", "hv-01", "52:54:00:00:00:01");
    }

    private static Plan plan(Observed seen, Records records, HostDraft host, Thing... things) {
        return Planner.plan(
                Given.desired(Given.repository(), List.of(host.build()), things), seen, records, Given.rules());
    }

    private static String blocked(Plan plan) {
        return plan.blocked().stream()
                .filter(one -> one.subject() instanceof Subject.OfHost)
                .filter(one -> !one.waiting())
                .findFirst()
                .orElseThrow()
                .why();
    }

    @Test
    void aHostToBeEnlistedIsBlockedWithWhatThereIsAndWhatToDo() {
        assertThat(blocked(plan(seen(), Records.NONE, host().kernel("hwe-99.04"))))
                .isEqualTo(
                        "Region default has no kernel \"hwe-99.04\" of release noble for amd64/generic; there is: "
                                + "ga-24.04, ga-24.04-lowlatency, hwe-24.04, hwe-24.04-edge. Correct spec.os.kernel at "
                                + "hosts/hv-01.yaml:1:1, leave it out so that MAAS picks one, or select that kernel in an ImageSet or in MAAS.");
    }

    @Test
    void aMachineThatIsThereIsBlockedForItsMinimumToo() {
        var needs = machine().leastKernel("hwe-24.04");
        assertThat(blocked(plan(seen(needs), Records.NONE, host().kernel("ga-24.04"))))
                .contains("deploys no kernel older than hwe-24.04 on that machine", "spec.os.kernel");
        assertThat(blocked(plan(seen(machine().leastKernel("ga-26.04")), Records.NONE, host())))
                .contains("as new as ga-26.04", "Lower the machine's minimum kernel in MAAS");
        assertThat(plan(seen(needs), Records.NONE, host().kernel("hwe-24.04")).blocked())
                .isEmpty();
    }

    @Test
    void aRunningHostIsNotReleasedForAKernelThatIsNotThere() {
        var ran = new Records.Deployment(0, "noble", "", "");
        var runs = machine().marked().deployed(Given.USER).stamped(ran);
        var again = host().kernel("hwe-99.04").unprotected().generation(1);
        var desired = Given.desired(again);
        var plan = Planner.plan(
                new Desired(
                        desired.inventory(),
                        desired.userData(),
                        new TreeSet<>(desired.inventory().hosts().keySet()),
                        desired.repositoryId()),
                seen(runs),
                Given.records(Given.record("hv-01", runs, ran)),
                Given.rules());
        assertThat(plan.changes()).isEmpty();
        assertThat(blocked(plan)).contains("has no kernel \"hwe-99.04\"");
    }

    @Test
    void aKernelThatIsSelectedByItsNameIsWaitedFor() {
        var selected = ThingPlanningTest.thing(
                ThingKind.IMAGE_SET,
                "noble",
                false,
                "os",
                "ubuntu",
                "release",
                "noble",
                "architectures",
                "amd64",
                "kernels",
                "ga-24.04, hwe-24.04-lowlatency");
        var plan = plan(seen(), Records.NONE, host().kernel("hwe-24.04-lowlatency"), selected);
        assertThat(plan.blocked())
                .filteredOn(one -> one.subject() instanceof Subject.OfHost)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.waiting()).isTrue();
                    assertThat(one.why()).startsWith("It waits for kernel hwe-24.04-lowlatency of noble for amd64");
                });
        assertThat(blocked(plan(seen(), Records.NONE, host().kernel("hwe-99.04"), selected)))
                .contains("hwe-99.04");
    }

    @Test
    void aHostThatIsOnlyToBeReadyNeedsNoKernel() {
        assertThat(plan(seen(), Records.NONE, host().kernel("hwe-99.04").ready())
                        .blocked())
                .isEmpty();
    }
}
