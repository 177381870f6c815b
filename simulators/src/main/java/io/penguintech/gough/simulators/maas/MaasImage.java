package io.penguintech.gough.simulators.maas;

import java.util.List;

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

    String name() {
        return osystem + "/" + series;
    }

    String arch() {
        return architecture + "/generic";
    }
}
