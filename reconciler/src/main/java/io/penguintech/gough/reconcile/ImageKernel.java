package io.penguintech.gough.reconcile;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A kernel that MAAS can deploy a release with.
 *
 * @param architecture such as {@code amd64}
 * @param release such as {@code noble}
 * @param name such as {@code ga-24.04} or {@code hwe-22.04-lowlatency}
 * @param platforms what follows the slash in the architecture of a machine that it is for, such as {@code generic}
 */
public record ImageKernel(String architecture, String release, String name, SortedSet<String> platforms)
        implements Comparable<ImageKernel> {
    private static final Comparator<ImageKernel> ORDER = Comparator.comparing(ImageKernel::architecture)
            .thenComparing(ImageKernel::release)
            .thenComparing(ImageKernel::name)
            .thenComparing(kernel -> kernel.platforms().toString());

    /** Keeps an unmodifiable copy. */
    public ImageKernel {
        platforms = Collections.unmodifiableSortedSet(new TreeSet<>(platforms));
    }

    @Override
    public int compareTo(ImageKernel other) {
        return ORDER.compare(this, other);
    }
}
