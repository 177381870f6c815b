package io.penguintech.gough.simulators.fleet;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Which hosts a policy is for, by names of labels; nothing is every host.
 *
 * @param includeAny hosts with one of them
 * @param includeAll hosts with all of them
 * @param excludeAny hosts with none of them
 * @param excludeAll hosts that lack one of them
 */
public record LabelScopes(
        List<String> includeAny, List<String> includeAll, List<String> excludeAny, List<String> excludeAll) {

    /** Every host. */
    public static final LabelScopes NONE = new LabelScopes(List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public LabelScopes {
        includeAny = List.copyOf(includeAny);
        includeAll = List.copyOf(includeAll);
        excludeAny = List.copyOf(excludeAny);
        excludeAll = List.copyOf(excludeAll);
    }

    boolean isEmpty() {
        return names().findAny().isEmpty();
    }

    Stream<String> names() {
        return Stream.of(includeAny, includeAll, excludeAny, excludeAll).flatMap(List::stream);
    }

    LabelScopes with(UnaryOperator<List<String>> change) {
        return new LabelScopes(
                change.apply(includeAny), change.apply(includeAll), change.apply(excludeAny), change.apply(excludeAll));
    }

    /** At most one scope of each side, and no label on both (the rule of fleetdm/fleet; its words are inferred). */
    Optional<String> complaint() {
        if (!includeAny.isEmpty() && !includeAll.isEmpty()) {
            return Optional.of("policy can include at most one of labels_include_any or labels_include_all");
        }
        if (!excludeAny.isEmpty() && !excludeAll.isEmpty()) {
            return Optional.of("policy can include at most one of labels_exclude_any or labels_exclude_all");
        }
        return Stream.concat(includeAny.stream(), includeAll.stream())
                .filter(name -> excludeAny.contains(name) || excludeAll.contains(name))
                .findFirst()
                .map(name -> "label \"" + name + "\" cannot be both included and excluded");
    }
}
