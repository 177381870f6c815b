package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.stream.Stream;

/**
 * A synced boot image.
 *
 * @param osystem for example {@code ubuntu}
 * @param series for example {@code noble}
 * @param architecture for example {@code amd64}
 * @param kernels deployable kernels; the first is the default
 */
public record MaasImage(String osystem, String series, String architecture, List<String> kernels) {
    /** Copies the list and refuses an image without kernel. */
    public MaasImage {
        kernels = List.copyOf(kernels);
        if (kernels.isEmpty()) {
            throw new IllegalArgumentException("an image has at least one kernel");
        }
    }

    /** An Ubuntu image for amd64 with the release's own and its hardware enablement kernel. */
    public static MaasImage ubuntu(String series, String version) {
        return new MaasImage("ubuntu", series, "amd64", List.of("ga-" + version, "hwe-" + version));
    }

    /** The same with this kernel only. */
    MaasImage of(String kernel) {
        return new MaasImage(osystem, series, architecture, List.of(kernel));
    }

    /** The same with another's kernels too. */
    MaasImage and(MaasImage other) {
        return new MaasImage(
                osystem,
                series,
                architecture,
                Stream.concat(kernels.stream(), other.kernels.stream()).toList());
    }

    String name() {
        return osystem + "/" + series;
    }

    String arch() {
        return architecture + "/generic";
    }
}
