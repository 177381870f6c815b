package io.penguintech.gough.reconcile.maas;

import static io.penguintech.gough.reconcile.maas.MaasContract.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.ImageKernel;
import io.penguintech.gough.reconcile.Images;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.ThingKind;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.maas.MaasImage;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images behind the port, at the stand-in: a real region would begin to fetch gigabytes. */
class MaasImagesTest {
    private final StandInClock time = StandInClock.realTime();
    private final MaasStandIn standIn = MaasStandIn.start(
            MaasStandInSettings.defaults().withClock(time).withImages(MaasImage.ubuntu("jammy", "22.04")));
    private final MaasHttp maas = new MaasHttp(
            new BackendName("default"),
            MaasSettings.of(URI.create(standIn.url()), new Credential(standIn.apiKey())),
            CallListener.NONE,
            Clock.systemUTC(),
            new Random());

    @AfterEach
    void stop() {
        maas.close();
        standIn.close();
    }

    private Map<String, ObservedThing> sets() {
        var byKey = new TreeMap<String, ObservedThing>();
        MaasContract.got(maas.things(Set.of(ThingKind.IMAGE_SET)))
                .getOrDefault(ThingKind.IMAGE_SET, new TreeMap<>())
                .values()
                .forEach(set -> byKey.put(set.key(), set));
        return byKey;
    }

    private Map<String, String> set(String key) {
        return sets().get(key).fields();
    }

    private Outcome select(Optional<String> id, String... fields) {
        return maas.start(new Step.OnThing(ThingKind.IMAGE_SET, id, fields(fields)));
    }

    private String noble(String architectures) {
        var outcome = select(Optional.empty(), "os", "ubuntu", "release", "noble", "architectures", architectures);
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome).id().orElseThrow();
    }

    @Test
    void whatARegionHasIsKnownWithItsVersion() {
        assertThat(sets()).containsOnlyKeys("ubuntu/jammy");
        assertThat(set("ubuntu/jammy"))
                .containsEntry("architectures", "amd64")
                .containsEntry("kernels", "*")
                .containsEntry("labels", "*")
                .containsEntry(Images.VERSION + "amd64", "20261101");
    }

    @Test
    void aSelectionIsImportedAndSeenToComeAndToBeWhole() {
        var id = noble("amd64, arm64");
        assertThat(sets().get("ubuntu/noble").id()).isEqualTo(id);
        assertThat(set("ubuntu/noble").keySet()).noneMatch(field -> field.contains("."));

        assertThat(maas.start(new Step.ImportImages())).isInstanceOf(Outcome.Done.class);
        assertThat(set("ubuntu/noble"))
                .containsKeys(Images.PROGRESS + "amd64", Images.PROGRESS + "arm64")
                .doesNotContainKey(Images.VERSION + "amd64");
        time.advance(Duration.ofDays(1));
        assertThat(set("ubuntu/noble"))
                .containsEntry(Images.VERSION + "arm64", "20261101")
                .doesNotContainKey(Images.PROGRESS + "arm64");
    }

    @Test
    void theKernelsOfAReleaseAreKnown() {
        assertThat(MaasContract.got(maas.surroundings()).deployable().kernels())
                .extracting(ImageKernel::release, ImageKernel::name)
                .containsExactly(tuple("jammy", "ga-22.04"), tuple("jammy", "hwe-22.04"));
    }

    @Test
    void onlyWhatIsHereCompletelyIsDeployableAtThisMoment() {
        noble("amd64");
        maas.start(new Step.ImportImages());
        assertThat(MaasContract.got(maas.surroundings()).releases().get("amd64"))
                .contains("noble");
        assertThat(MaasContract.got(maas.deployable("noble")).releases().get("amd64"))
                .containsExactly("jammy");

        time.advance(Duration.ofDays(1));
        var now = MaasContract.got(maas.deployable("noble"));
        assertThat(now.releases().get("amd64")).containsExactly("jammy", "noble");
        assertThat(now.kernels()).extracting(ImageKernel::name).contains("ga-24.04", "hwe-24.04");

        standIn.dropKernel("noble", "hwe-24.04");
        assertThat(MaasContract.got(maas.deployable("noble")).kernels())
                .extracting(ImageKernel::name)
                .contains("ga-24.04")
                .doesNotContain("hwe-24.04");
    }

    @Test
    void aNewerVersionComesBesideTheOlderOne() {
        standIn.publishImages("20261201");
        maas.start(new Step.ImportImages());
        assertThat(set("ubuntu/jammy"))
                .containsEntry(Images.VERSION + "amd64", "20261101")
                .containsKey(Images.PROGRESS + "amd64");
        time.advance(Duration.ofDays(1));
        assertThat(set("ubuntu/jammy")).containsEntry(Images.VERSION + "amd64", "20261201");
    }

    @Test
    void askingTwiceToImportFetchesOnce() {
        noble("amd64");
        maas.start(new Step.ImportImages());
        assertThat(maas.start(new Step.ImportImages())).isInstanceOf(Outcome.Done.class);
        time.advance(Duration.ofDays(1));
        assertThat(set("ubuntu/noble")).containsEntry(Images.VERSION + "amd64", "20261101");
    }

    @Test
    void anArchitectureIsAddedAndTheRestOfTheSelectionStays() {
        var made = select(
                Optional.empty(),
                "os",
                "ubuntu",
                "release",
                "noble",
                "architectures",
                "amd64",
                "kernels",
                "ga-24.04",
                "labels",
                "stable");
        var id = ((Outcome.Done) made).id();
        assertThat(select(id, "architectures", "amd64, arm64")).isEqualTo(new Outcome.Done(id));
        assertThat(set("ubuntu/noble"))
                .containsEntry("architectures", "amd64, arm64")
                .containsEntry("kernels", "ga-24.04")
                .containsEntry("labels", "stable");
    }

    @Test
    void whatTheSourceDoesNotOfferIsRefusedInMaassOwnWords() {
        var outcome = select(Optional.empty(), "os", "ubuntu", "release", "noble", "architectures", "sparc");
        assertThat(MaasContract.failure(outcome)).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(MaasContract.failure(outcome).why()).contains("No available images to download for ['sparc']");
        assertThat(sets()).doesNotContainKey("ubuntu/noble");
    }

    @Test
    void anImageThatGoesWhileItIsLookedAtHidesNoOther() {
        standIn.faults().add(FaultRule.once("GET", "/boot-resources/[0-9]+/$", new Fault.Status(404, Map.of(), "")));
        assertThat(set("ubuntu/jammy")).doesNotContainKey(Images.VERSION + "amd64");
        assertThat(set("ubuntu/jammy")).containsKey(Images.VERSION + "amd64");
    }

    @Test
    void imagesCostThreeListsAndOneLookForEachReleaseAndArchitecture() {
        noble("amd64, arm64");
        maas.start(new Step.ImportImages());
        long before = standIn.count(call -> call.method().equals("GET"));
        sets();
        assertThat(standIn.count(call -> call.method().equals("GET")) - before).isEqualTo(3 + 3);
        before = standIn.count(call -> call.path().endsWith("/boot-resources/"));
        MaasContract.got(maas.surroundings());
        assertThat(standIn.count(call -> call.path().endsWith("/boot-resources/")) - before)
                .isEqualTo(1);
        assertThat(List.copyOf(sets().keySet())).containsExactly("ubuntu/jammy", "ubuntu/noble");
    }
}
