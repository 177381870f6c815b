package io.penguintech.gough.reconcile;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a region can deploy.
 *
 * @param releases series by architecture, such as {@code noble} for {@code amd64}
 * @param kernels the kernels of each; of a release without any, MAAS does not say which it has
 */
public record Deployable(SortedMap<String, SortedSet<String>> releases, List<ImageKernel> kernels) {
    /** Keeps unmodifiable sorted copies. */
    public Deployable {
        var copy = new TreeMap<String, SortedSet<String>>();
        releases.forEach((architecture, series) ->
                copy.put(architecture, Collections.unmodifiableSortedSet(new TreeSet<>(series))));
        releases = Collections.unmodifiableSortedMap(copy);
        kernels = kernels.stream().distinct().sorted().toList();
    }

    /** The series for an architecture, with or without what follows its slash. */
    SortedSet<String> releases(String architecture) {
        var exact = releases.get(architecture);
        return exact == null ? releases.getOrDefault(Images.main(architecture), Collections.emptySortedSet()) : exact;
    }

    /** The kernels of a release for any machine of the same architecture; none when MAAS does not say. */
    List<ImageKernel> kernels(String release, String architecture) {
        return kernels.stream()
                .filter(kernel -> kernel.release().equals(release))
                .filter(kernel -> kernel.architecture().equals(Images.main(architecture)))
                .toList();
    }
}
