package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change.Act;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Images: selected, imported, awaited, grown old. */
class ImagesTest {
    private static final Records.Deployment RAN = new Records.Deployment(1, "noble", "", "");

    private final TreeMap<String, ObservedThing> sets = new TreeMap<>();
    private final TreeMap<HostName, String> versions = new TreeMap<>();

    private static Thing declared(String architectures) {
        return ThingPlanningTest.thing(
                ThingKind.IMAGE_SET,
                "noble",
                false,
                "os",
                "ubuntu",
                "release",
                "noble",
                "architectures",
                architectures);
    }

    private static ObservedThing selected(String architectures, String... more) {
        var fields = ThingPlanningTest.fields(
                "os", "ubuntu", "release", "noble", "architectures", architectures, "kernels", "*");
        fields.putAll(ThingPlanningTest.fields(more));
        return new ObservedThing(ThingKind.IMAGE_SET, "1-1", fields);
    }

    private Plan plan(Records records, MachineDraft[] machines, HostDraft[] hosts, Thing... things) {
        var seen = Given.observed(machines);
        var regions = new TreeMap<>(seen.regions());
        var all = new TreeMap<ThingKind, SortedMap<String, ObservedThing>>();
        all.put(ThingKind.IMAGE_SET, sets);
        regions.replaceAll((name, region) -> region.with(all));
        return Planner.plan(
                Given.desired(
                        Given.repository(),
                        List.of(hosts).stream().map(HostDraft::build).toList(),
                        things),
                new Observed(regions, seen.fleets()),
                new Records(records.hosts(), records.inFleets(), records.things(), versions),
                Given.rules());
    }

    private Plan plan(Thing... things) {
        return plan(Records.NONE, new MachineDraft[0], new HostDraft[0], things);
    }

    private static HostDraft arm() {
        return new HostDraft("arm-01", "52:54:00:00:00:01").architecture("arm64/generic");
    }

    @Test
    void whatIsNotSelectedIsSelectedAsANotice() {
        var change = (Change.OfThing) plan(declared("amd64")).changes().getFirst();
        assertThat(change.act()).isEqualTo(Act.CREATE);
        assertThat(change.risk()).isEqualTo(Risk.NOTICE);
        assertThat(change.subject().text()).isEqualTo("image set default/noble");
    }

    @Test
    void whatIsSelectedBesidesStays() {
        sets.put("1-1", selected("i386", "image.i386", "20261101"));
        var change = (Change.OfThing) plan(declared("amd64")).changes().getFirst();
        assertThat(change.act()).isEqualTo(Act.ADOPT);
        assertThat(change.fields())
                .containsExactly(new FieldChange("architectures", Optional.of("i386"), Optional.of("amd64, i386")));
        sets.put("1-1", selected("*", "image.amd64", "20261101"));
        assertThat(((Change.OfThing) plan(declared("amd64")).changes().getFirst()).fields())
                .isEmpty();
    }

    @Test
    void aHostWaitsForAnImageThatIsDeclaredSelectedOrOnItsWay() {
        var hosts = new HostDraft[] {arm()};
        var none = new MachineDraft[0];
        var undeclared = plan(Records.NONE, none, hosts);
        assertThat(undeclared.blocked())
                .singleElement()
                .satisfies(one -> assertThat(one.waiting()).isFalse());
        assertThat(waits(plan(Records.NONE, none, hosts, declared("arm64"))))
                .isEqualTo(
                        "It waits for its image: image set noble selects noble for arm64, and MAAS fetches it then.");
        sets.put("1-1", selected("arm64"));
        assertThat(waits(plan(Records.NONE, none, hosts)))
                .isEqualTo(
                        "It waits for its image. MAAS has no whole image of ubuntu/noble yet: arm64 is selected and comes with MAAS's next import.");
        sets.put("1-1", selected("arm64", "progress.arm64", "45"));
        assertThat(waits(plan(Records.NONE, none, hosts))).endsWith("arm64 is at 45 %.");
    }

    private static String waits(Plan plan) {
        var host = plan.blocked().stream()
                .filter(blocked -> blocked.subject() instanceof Subject.OfHost)
                .findFirst()
                .orElseThrow();
        assertThat(host.waiting()).isTrue();
        return host.why();
    }

    @Test
    void anImageOfAnOlderVersionIsEnoughToDeployWhileANewerOneComes() {
        sets.put("1-1", selected("amd64", "image.amd64", "20261101", "progress.amd64", "45"));
        var plan =
                plan(Records.NONE, new MachineDraft[0], new HostDraft[] {new HostDraft("hv-01", "52:54:00:00:00:02")});
        assertThat(plan.blocked()).isEmpty();
        assertThat(plan.changes()).hasSize(1);
    }

    @Test
    void aSelectionIsImportedOnceAndWatchedUntilItIsWhole() {
        var change = (Change.OfThing) plan(declared("amd64")).changes().getFirst();
        var made = new Taken("create-thing", Given.NOON, Optional.of(new Outcome.Done(Optional.of("1-1"))));
        sets.put("1-1", selected("amd64"));
        assertThat(next(change, List.of(made), Given.NOON.plusSeconds(1)))
                .isInstanceOfSatisfying(
                        Next.Start.class,
                        start -> assertThat(start.kind().word()).isEqualTo("import-images"));
        var asked =
                new Taken("import-images", Given.NOON.plusSeconds(1), Optional.of(new Outcome.Done(Optional.empty())));
        assertThat(next(change, List.of(made, asked), Given.NOON.plusSeconds(60)))
                .isInstanceOf(Next.Wait.class);
        sets.put("1-1", selected("amd64", "progress.amd64", "7"));
        assertThat(next(change, List.of(made, asked), Given.NOON.plus(Duration.ofHours(5))))
                .isInstanceOfSatisfying(
                        Next.Wait.class, wait -> assertThat(wait.why()).contains("amd64 is at 7 %"));
        sets.put("1-1", selected("amd64", "image.amd64", "20261101"));
        assertThat(next(change, List.of(made, asked), Given.NOON.plus(Duration.ofHours(6))))
                .isEqualTo(new Next.Arrived());
    }

    @Test
    void anAddedKernelIsImportedOnceThoughOlderImagesAreWhole() {
        sets.put("1-1", selected("amd64", "kernels", "ga-24.04", "image.amd64", "20261101"));
        var wanted = ThingPlanningTest.thing(
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
                "hwe-24.04");
        var change = (Change.OfThing) plan(wanted).changes().getFirst();
        assertThat(next(change, List.of(), Given.NOON))
                .isInstanceOfSatisfying(
                        Next.Start.class,
                        start -> assertThat(start.kind().word()).isEqualTo("update-thing"));
        sets.put("1-1", selected("amd64", "kernels", "ga-24.04, hwe-24.04", "image.amd64", "20261101"));
        var updated = new Taken("update-thing", Given.NOON, Optional.of(new Outcome.Done(Optional.of("1-1"))));
        assertThat(next(change, List.of(updated), Given.NOON.plusSeconds(1)))
                .isInstanceOfSatisfying(
                        Next.Start.class,
                        start -> assertThat(start.kind().word()).isEqualTo("import-images"));
        var asked =
                new Taken("import-images", Given.NOON.plusSeconds(1), Optional.of(new Outcome.Done(Optional.empty())));
        assertThat(next(change, List.of(updated, asked), Given.NOON.plusSeconds(2)))
                .isEqualTo(new Next.Arrived());
        assertThat(next(change, List.of(asked, updated), Given.NOON.plusSeconds(2)))
                .isInstanceOf(Next.Start.class);
        assertThat(next(change, List.of(), Given.NOON.plusSeconds(2)))
                .as("nothing was written")
                .isEqualTo(new Next.Arrived());
        var refused = new Taken(
                "import-images",
                Given.NOON.plusSeconds(1),
                Optional.of(new Outcome.Failed(new Failure.NeedsHuman("no"))));
        assertThat(next(change, List.of(updated, refused), Given.NOON.plusSeconds(2)))
                .isInstanceOfSatisfying(
                        Next.Stuck.class,
                        stuck -> assertThat(stuck.why())
                                .startsWith("The selection of ubuntu/noble changed. import-images was refused: no"));
    }

    @Test
    void anImageThatNeverComesEndsWithAPerson() {
        var change = (Change.OfThing) plan(declared("amd64")).changes().getFirst();
        sets.put("1-1", selected("amd64"));
        var asked = new Taken("import-images", Given.NOON, Optional.of(new Outcome.Done(Optional.empty())));
        var made = new Taken("create-thing", Given.NOON, Optional.of(new Outcome.Done(Optional.of("1-1"))));
        assertThat(next(change, List.of(made, asked, asked, asked), Given.NOON.plus(Duration.ofHours(1))))
                .isInstanceOfSatisfying(
                        Next.Stuck.class,
                        stuck -> assertThat(stuck.why())
                                .contains(
                                        "MAAS has no whole image of ubuntu/noble yet", "tried 3 times", "boot source"));
    }

    private Next next(Change.OfThing change, List<Taken> taken, Instant now) {
        return Journey.next(
                change,
                new Seen<>(sets, now),
                taken,
                new Course(Given.REPOSITORY_ID, Given.USER, "", Journey.Patience.DEFAULT, now));
    }

    @Test
    void hostsFromOlderImagesAreOneFindingForEachImage() {
        sets.put("1-1", selected("amd64", "image.amd64", "20261201"));
        var machines = new MachineDraft[4];
        var hosts = new HostDraft[4];
        var records = new Records.HostRecord[4];
        for (int i = 0; i < 4; i++) {
            var mac = "52:54:00:00:00:0" + i;
            machines[i] = new MachineDraft("m" + i, "hv-0" + i)
                    .macs(mac)
                    .marked()
                    .deployed(Given.USER)
                    .stamped(RAN);
            hosts[i] = new HostDraft("hv-0" + i, mac);
            records[i] = Given.record("hv-0" + i, machines[i], RAN);
            versions.put(
                    new HostName("hv-0" + i),
                    List.of("20261101", "20261101", "20261201", "20261215").get(i));
        }
        var findings = plan(Given.records(records), machines, hosts, declared("amd64")).findings().stream()
                .filter(finding -> finding.kind().equals("older-image"))
                .toList();
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().what())
                .startsWith(
                        "2 hosts were deployed from older images of noble amd64 (20261101; MAAS has 20261201): hv-00, hv-01.");
        assertThat(findings.getFirst().subject().text()).isEqualTo("image set default/noble");
    }
}
