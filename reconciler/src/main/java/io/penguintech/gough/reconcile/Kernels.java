package io.penguintech.gough.reconcile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether MAAS would deploy a release with a kernel, by its own rules (source: get_working_kernel). What cannot be told is
 * left to MAAS: a release that it names no kernels of, and rolling kernels, which it lists nowhere.
 */
final class Kernels {
    private static final Pattern ROLLING = Pattern.compile("(.*-)?rolling(-.*)?");
    private static final Pattern VERSIONED =
            Pattern.compile("(?:(?<platform>.+)-)?(?<channel>ga|hwe)-(?<early>edge-)?(?<year>\\d\\d)\\.(?<month>\\d\\d)"
                    + "(?<flavour>(?:-(?!edge$)[a-z0-9]+)*)(?<late>-edge)?");

    private Kernels() {}

    /**
     * What is to be deployed, and on what.
     *
     * @param kernel the kernel, or empty text for MAAS's choice
     * @param architecture the machine's, as MAAS spells it
     * @param least the oldest kernel that the machine is to have, or empty text
     */
    record Wish(String release, String kernel, String architecture, String least) {}

    /** Why MAAS would refuse it, without the end of the sentence; empty when it would not, or that cannot be told. */
    static Optional<String> obstacle(Wish wish, Deployable deployable) {
        var all = deployable.kernels(wish.release(), wish.architecture());
        if (all.isEmpty()) return Optional.empty();
        var fitting = fitting(all, wish.architecture());
        return wish.kernel().isEmpty()
                ? noneNewEnough(wish, fitting)
                : unknown(wish, fitting).or(() -> tooOld(wish));
    }

    /** Names of the kernels that are for the platform of a machine. */
    private static List<String> fitting(List<ImageKernel> kernels, String architecture) {
        var platform = architecture.substring(architecture.indexOf('/') + 1);
        boolean any = !architecture.contains("/");
        return kernels.stream()
                .filter(kernel -> any || kernel.platforms().contains(platform))
                .map(ImageKernel::name)
                .distinct()
                .toList();
    }

    /** MAAS refuses what it does not have; of what does not even look like a kernel it takes no notice, and picks its own. */
    private static Optional<String> unknown(Wish wish, List<String> known) {
        if (known.contains(wish.kernel()) || ROLLING.matcher(wish.kernel()).matches()) return Optional.empty();
        return Optional.of("has no kernel \"%s\" of release %s for %s; there is: %s"
                .formatted(wish.kernel(), wish.release(), wish.architecture(), listed(known)));
    }

    private static Optional<String> tooOld(Wish wish) {
        if (isNewEnough(wish.kernel(), wish.least())) return Optional.empty();
        return Optional.of(
                "deploys no kernel older than %s on that machine, which is its minimum kernel there, and %s is older"
                        .formatted(wish.least(), wish.kernel()));
    }

    private static Optional<String> noneNewEnough(Wish wish, List<String> known) {
        if (known.stream().anyMatch(kernel -> isNewEnough(kernel, wish.least()))) return Optional.empty();
        if (known.isEmpty())
            return Optional.of("has no kernel of release %s for %s".formatted(wish.release(), wish.architecture()));
        return Optional.of(
                "has no kernel of release %s as new as %s, which is the machine's minimum kernel there; there is: %s"
                        .formatted(wish.release(), wish.least(), listed(known)));
    }

    private static String listed(List<String> known) {
        return known.isEmpty() ? "none" : String.join(", ", known);
    }

    /** Unless both say how new they are, it is MAAS that judges. */
    private static boolean isNewEnough(String kernel, String least) {
        var is = age(kernel);
        var wanted = age(least);
        return is.isEmpty() || wanted.isEmpty() || is.getAsLong() >= wanted.getAsLong();
    }

    /** Greater is newer: by release, then ga, hwe, edge, then plain before special (source: get_release_version_from_string). */
    private static OptionalLong age(String kernel) {
        var match = VERSIONED.matcher(kernel);
        if (!match.matches()) return OptionalLong.empty();
        boolean edge = match.group("early") != null || match.group("late") != null;
        long release = Long.parseLong(match.group("year")) * 100 + Long.parseLong(match.group("month"));
        long channel = match.group("channel").equals("ga") ? 0 : edge ? 10_000_000 : 1_000_000;
        long platform = isPlain(match.group("platform")) ? 0 : 100_000;
        long flavour = isPlain(match.group("flavour").replaceFirst("^-", "")) ? 0 : 10;
        return OptionalLong.of(release * 100_000_000 + channel + platform + flavour);
    }

    private static boolean isPlain(@Nullable String part) {
        return part == null || part.isEmpty() || part.equals("generic");
    }
}
