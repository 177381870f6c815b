package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Deployable;
import io.penguintech.gough.reconcile.ImageKernel;
import io.penguintech.gough.reconcile.Images;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a list of images says can be deployed. MAAS names images {@code ubuntu/jammy}, and has one for each kernel, which
 * stands behind the slash of its architecture: {@code amd64/ga-22.04} (recorded). What is not Ubuntu is installed by a kernel
 * of its base image, and where none is named by one of the release that machines are commissioned with (source), which no
 * list tells: then by any of Ubuntu's.
 */
final class DeployableReader {
    private static final String UBUNTU = "ubuntu/";

    private DeployableReader() {}

    static Deployable read(List<JsonNode> images) {
        var named = images.stream().filter(DeployableReader::isNamed).toList();
        var releases = new TreeMap<String, SortedSet<String>>();
        named.forEach(image ->
                releases.computeIfAbsent(main(image), any -> new TreeSet<>()).add(series(name(image))));
        var ubuntu = named.stream()
                .filter(DeployableReader::isKernel)
                .map(DeployableReader::kernel)
                .toList();
        var all = new ArrayList<>(ubuntu);
        named.stream().filter(image -> !name(image).startsWith(UBUNTU)).forEach(image -> borrowed(image, ubuntu, all));
        return new Deployable(releases, all);
    }

    /** Whether an image is of this release, or of what that is installed by. */
    static boolean matters(JsonNode image, String release, List<JsonNode> images) {
        return series(name(image)).equals(release)
                || images.stream()
                        .filter(other -> series(name(other)).equals(release))
                        .anyMatch(other -> base(other).equals(name(image)));
    }

    private static void borrowed(JsonNode image, List<ImageKernel> ubuntu, List<ImageKernel> into) {
        var base = base(image);
        ubuntu.stream()
                .filter(kernel -> kernel.architecture().equals(main(image)))
                .filter(kernel -> base.isEmpty() || base.equals(UBUNTU + kernel.release()))
                .map(kernel ->
                        new ImageKernel(kernel.architecture(), series(name(image)), kernel.name(), kernel.platforms()))
                .forEach(into::add);
    }

    private static boolean isNamed(JsonNode image) {
        return !name(image).isEmpty() && !main(image).isEmpty();
    }

    /** As MAAS tells a kernel from an older word for a platform (source: parse_subarch_kernel_string). */
    private static boolean isKernel(JsonNode image) {
        var parts = Arrays.asList(kernelName(image).split("-", -1));
        return name(image).startsWith(UBUNTU) && (parts.contains("ga") || parts.contains("hwe"));
    }

    private static ImageKernel kernel(JsonNode image) {
        return new ImageKernel(main(image), series(name(image)), kernelName(image), platforms(image));
    }

    /** Where MAAS names no platform, the kernel's own name may begin with one (source: get_hwe_kernels). */
    private static SortedSet<String> platforms(JsonNode image) {
        var platforms = new TreeSet<String>();
        var inName = kernelName(image).replaceFirst("(^|-)(ga|hwe)(-.*)?$", "");
        platforms.add(image.path("platform").asString(inName.isEmpty() ? "generic" : inName));
        for (var other : image.path("supported_platforms").asString("").split(",", -1))
            if (!other.isBlank()) platforms.add(other.strip());
        return platforms;
    }

    private static String name(JsonNode image) {
        return image.path("name").asString("");
    }

    private static String base(JsonNode image) {
        return image.path("base_image").asString("");
    }

    private static String series(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private static String main(JsonNode image) {
        return Images.main(image.path("architecture").asString(""));
    }

    private static String kernelName(JsonNode image) {
        var architecture = image.path("architecture").asString("");
        return architecture.substring(architecture.indexOf('/') + 1);
    }
}
