package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Images are selected, imported, and only then deployed. */
class ImagesTest extends Standing {
    private void select(String release) {
        body(admin.post(
                "boot-sources/1/selections/",
                "os",
                "ubuntu",
                "release",
                release,
                "arches",
                "amd64",
                "subarches",
                "*",
                "labels",
                "*"));
    }

    private JsonNode image(String name) {
        for (var each : admin.json("boot-resources/?type=synced")) {
            if (each.path("name").asString().equals(name)) {
                return admin.json("boot-resources/" + each.path("id").asString() + "/");
            }
        }
        throw new AssertionError("no image " + name);
    }

    @Test
    void aSelectedImageIsDeployableOnceItsImportEnded() {
        var id = maas.addMachine(NewMachine.named("a"));
        select("plucky");
        assertThat(act(id, "deploy", "distro_series", "plucky").body())
                .contains("'plucky' is not a valid distro_series");

        assertThat(admin.post("boot-resources/?op=import").body()).isEqualTo("Import of boot resources started");
        assertThat(admin.get("boot-resources/?op=is_importing").body()).isEqualTo("true");
        var set = image("ubuntu/plucky").path("sets").path("20261101");
        assertThat(set.path("complete").asBoolean()).isFalse();
        assertThat(set.path("progress").asDouble()).isZero();
        assertThat(act(id, "deploy", "distro_series", "plucky").statusCode()).isEqualTo(400);

        clock.advance(Duration.ofMillis(500));
        assertThat(image("ubuntu/plucky")
                        .path("sets")
                        .path("20261101")
                        .path("progress")
                        .asDouble())
                .isEqualTo(50);
        clock.advance(Duration.ofMillis(500));
        assertThat(admin.get("boot-resources/?op=is_importing").body()).isEqualTo("false");
        assertThat(image("ubuntu/plucky").path("sets").path("20261101").has("progress"))
                .isFalse();
        assertThat(act(id, "deploy", "distro_series", "plucky").statusCode()).isEqualTo(200);
        assertThat(image("ubuntu/plucky").path("last_deployed").isNull()).isFalse();
    }

    @Test
    void anImportThatIsStoppedLeavesNothing() {
        select("plucky");
        admin.post("boot-resources/?op=import");
        admin.post("boot-resources/?op=stop_import");

        assertThat(admin.get("boot-resources/?op=is_importing").body()).isEqualTo("false");
        assertThat(admin.json("boot-resources/")).hasSize(6);
    }

    @Test
    void aNewerImageComesWithTheNextImportAndTheOldOneStays() {
        maas.publishImages("20261122");
        assertThat(image("ubuntu/noble").path("sets")).hasSize(1);

        admin.post("boot-resources/?op=import");
        clock.advance(STEP);
        assertThat(image("ubuntu/noble").path("sets").propertyNames()).containsExactly("20261122", "20261101");
    }

    @Test
    void onlyWhatTheSourceOffersCanBeSelected() {
        var path = "boot-sources/1/selections/";

        assertThat(admin.post(path, "os", "ubuntu", "release", "warty", "arches", "*", "subarches", "*", "labels", "*")
                        .body())
                .isEqualTo("{\"os\": [\"OS ubuntu with release warty has no available images for download\"]}");
        assertThat(admin.post(
                                path,
                                "os",
                                "ubuntu",
                                "release",
                                "plucky",
                                "arches",
                                "s390x",
                                "subarches",
                                "*",
                                "labels",
                                "*")
                        .body())
                .isEqualTo("{\"arches\": [\"No available images to download for ['s390x']\"]}");
        assertThat(admin.post(path, "release", "noble").body()).contains("\"arches\": [\"This field is required.\"]");
        assertThat(bob.post(path, "release", "noble").statusCode()).isEqualTo(403);
        assertThat(admin.get("boot-sources/2/").body()).isEqualTo("No BootSource matches the given query.");
    }

    @Test
    void whatIsNoLongerSelectedGoesWithTheNextImport() {
        var selections = admin.json("boot-sources/1/selections/");
        assertThat(selections).hasSize(3);
        assertThat(admin.delete("boot-sources/1/selections/"
                                + selections.get(0).path("id").asString() + "/")
                        .statusCode())
                .isEqualTo(204);
        admin.post("boot-resources/?op=import");

        assertThat(admin.json("boot-resources/")).hasSize(4);
        assertThat(admin.get("boot-resources/?type=zzz").body()).startsWith("'zzz' is not a valid boot resource type.");
    }

    @Test
    void everyKernelIsAnImageOfItsOwn() {
        assertThat(architectures("ubuntu/noble")).containsExactly("amd64/ga-24.04", "amd64/hwe-24.04");

        maas.dropKernel("noble", "hwe-24.04");

        assertThat(architectures("ubuntu/noble")).containsExactly("amd64/ga-24.04");
    }

    private List<String> architectures(String name) {
        return admin.json("boot-resources/")
                .valueStream()
                .filter(image -> image.path("name").asString().equals(name))
                .map(image -> image.path("architecture").asString())
                .toList();
    }

    @Test
    void onlyTheKernelsThatAreSelectedAreFetched() {
        body(admin.put("boot-sources/1/selections/3/", "arches", "amd64", "subarches", "ga-24.04")); // noble
        admin.post("boot-resources/?op=import");
        clock.advance(STEP);

        assertThat(architectures("ubuntu/noble")).containsExactly("amd64/ga-24.04");
    }

    @Test
    void aKernelThatIsNotHereIsRefusedAndAWordThatNamesNoneIsPassedOver() {
        maas.dropKernel("noble", "hwe-24.04");
        var id = maas.addMachine(NewMachine.named("a"));

        assertThat(act(id, "deploy", "distro_series", "noble", "hwe_kernel", "hwe-24.04")
                        .body())
                .isEqualTo("{\"hwe_kernel\": [\"hwe-24.04 is not available for ubuntu/noble on amd64/generic.\"]}");
        assertThat(act(id, "deploy", "distro_series", "noble", "hwe_kernel", "lowlatency")
                        .statusCode())
                .isEqualTo(200);
        assertThat(maas.machine(id).orElseThrow().hweKernel()).contains("ga-24.04");
    }

    @Test
    void aMachinesMinimumKernelForbidsOlderOnes() {
        var id = maas.addMachine(NewMachine.named("a"));
        body(admin.put("machines/" + id + "/", "min_hwe_kernel", "hwe-24.04"));

        assertThat(act(id, "deploy", "distro_series", "noble", "hwe_kernel", "ga-24.04")
                        .body())
                .contains("chosen kernel (ga-24.04) is older than minimal kernel required by the machine (hwe-24.04).");
        assertThat(act(id, "deploy", "distro_series", "jammy").body())
                .contains("jammy has no kernels available which meet min_hwe_kernel(hwe-24.04).");
        body(act(id, "deploy", "distro_series", "noble"));
        assertThat(maas.machine(id).orElseThrow().hweKernel()).contains("hwe-24.04");
    }

    @Test
    void anImageOfAnotherArchitectureDoesNotDo() {
        body(admin.put("boot-sources/1/selections/1/", "arches", "amd64", "arches", "arm64")); // focal
        admin.post("boot-resources/?op=import");
        clock.advance(STEP);
        var id = maas.addMachine(NewMachine.named("arm").withArchitecture("arm64/generic"));

        var refused = act(id, "deploy", "distro_series", "noble");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("noble has no kernels available.");
        assertThat(act(id, "deploy", "distro_series", "focal").statusCode()).isEqualTo(200);
    }
}
