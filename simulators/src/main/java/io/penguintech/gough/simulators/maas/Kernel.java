package io.penguintech.gough.simulators.maas;

import java.util.List;

/** Which kernel a machine is deployed with (source code: get_working_kernel). */
final class Kernel {
    private Kernel() {}

    /** What was asked for if there is such a kernel; of a word that names none MAAS takes no notice. */
    static String choose(String asked, MaasImage image, Node node) {
        if (!isKernel(asked)) {
            return image.kernels().stream()
                    .filter(kernel -> isNewEnough(kernel, node.minHweKernel))
                    .findFirst()
                    .orElseThrow(() -> refused(image.series() + " has no kernels available which meet min_hwe_kernel("
                            + node.minHweKernel + ")."));
        }
        if (!image.kernels().contains(asked)) {
            throw refused(asked + " is not available for " + image.name() + " on " + node.architecture + ".");
        }
        if (!isNewEnough(asked, node.minHweKernel)) {
            throw refused("chosen kernel (" + asked + ") is older than minimal kernel required by the machine ("
                    + node.minHweKernel + ").");
        }
        return asked;
    }

    private static Refusal refused(String text) {
        return Refusal.invalid("hwe_kernel", text);
    }

    private static boolean isKernel(String text) {
        var parts = List.of(text.split("-"));
        return parts.contains("ga") || parts.contains("hwe");
    }

    /** By release, then a release's own kernel before its hardware enablement; flavours are not modelled. */
    private static boolean isNewEnough(String kernel, String least) {
        if (!isKernel(least)) {
            return true;
        }
        int newer = number(kernel).compareTo(number(least));
        return newer > 0 || (newer == 0 && (kernel.startsWith("hwe") || least.startsWith("ga")));
    }

    private static String number(String kernel) {
        return kernel.replaceAll("[^0-9.]", "");
    }
}
