package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Deployable;
import io.penguintech.gough.reconcile.ImageKernel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of images says which releases there are, and which kernels each has. */
class DeployableReaderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Deployable read(String... images) {
        return DeployableReader.read(list(images));
    }

    private static List<JsonNode> list(String... images) {
        return Stream.of(images).map(JSON::readTree).toList();
    }

    private static String image(String name, String architecture, String more) {
        return "{\"name\": \"%s\", \"architecture\": \"%s\"%s}".formatted(name, architecture, more);
    }

    private static List<String> kernels(Deployable deployable, String release) {
        return deployable.kernels().stream()
                .filter(kernel -> kernel.release().equals(release))
                .map(ImageKernel::name)
                .toList();
    }

    @Test
    void theRecordedListHasOneKernelForEachRelease() {
        var recorded = DeployableReader.read(
                JSON.readTree(Recorded.labelled("list boot-resources/").answer().body())
                        .valueStream()
                        .toList());
        assertThat(recorded.releases()).containsOnlyKeys("amd64");
        assertThat(recorded.releases().get("amd64")).containsExactly("focal", "jammy");
        assertThat(kernels(recorded, "jammy")).containsExactly("ga-22.04");
        assertThat(recorded.kernels().getLast().platforms()).containsExactly("generic");
    }

    @Test
    void flavoursAndEdgeAreKernelsOfTheirOwnAndOlderWordsForPlatformsAreNone() {
        var read = read(
                image("ubuntu/jammy", "amd64/ga-22.04-lowlatency", ""),
                image("ubuntu/jammy", "amd64/hwe-22.04-edge", ""),
                image("ubuntu/jammy", "arm64/xgene-uboot", ""));
        assertThat(kernels(read, "jammy")).containsExactly("ga-22.04-lowlatency", "hwe-22.04-edge");
        assertThat(read.releases()).containsOnlyKeys("amd64", "arm64");
    }

    @Test
    void aPlatformIsWhatMaasSaysElseWhatTheNameBeginsWithElseGeneric() {
        var read = read(
                image(
                        "ubuntu/noble",
                        "arm64/a-ga-24.04",
                        ", \"platform\": \"b\", \"supported_platforms\": \"c,generic\""),
                image("ubuntu/noble", "arm64/ga-24.04", ""),
                image("ubuntu/noble", "arm64/nvidia-64k-ga-24.04", ""));
        assertThat(read.kernels().stream().map(ImageKernel::platforms).map(Object::toString))
                .containsExactly("[b, c, generic]", "[generic]", "[nvidia-64k]");
    }

    @Test
    void whatIsNotUbuntuIsInstalledByItsBaseElseByAnyOfUbuntus() {
        var read = read(
                image("ubuntu/jammy", "amd64/ga-22.04", ""),
                image("ubuntu/noble", "amd64/ga-24.04", ""),
                image("golden", "amd64/generic", ", \"base_image\": \"ubuntu/noble\""),
                image("centos/centos70", "amd64/generic", ""));
        assertThat(kernels(read, "golden")).containsExactly("ga-24.04");
        assertThat(kernels(read, "centos70")).containsExactly("ga-22.04", "ga-24.04");
    }

    @Test
    void whatAReleaseIsInstalledByMattersToIt() {
        var golden = image("golden", "amd64/generic", ", \"base_image\": \"ubuntu/noble\"");
        var all =
                list(image("ubuntu/noble", "amd64/ga-24.04", ""), image("ubuntu/jammy", "amd64/ga-22.04", ""), golden);
        assertThat(all.stream()
                        .filter(image -> DeployableReader.matters(image, "golden", all))
                        .map(image -> image.path("name").asString()))
                .containsExactly("ubuntu/noble", "golden");
    }
}
