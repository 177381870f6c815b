package io.penguintech.gough.schema;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the fields of a map that was checked against its {@link Shape}: what has another type counts as absent.
 *
 * @param map the map
 */
record Fields(Tree.Mapping map) {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]+)([smhdw])");

    Optional<String> text(String key) {
        return map.get(key).flatMap(Fields::text);
    }

    boolean flag(String key, boolean otherwise) {
        return map.get(key).flatMap(Fields::flag).orElse(otherwise);
    }

    int whole(String key, int otherwise) {
        return map.get(key).flatMap(Fields::whole).orElse(otherwise);
    }

    /** A whole number that may be a large one. */
    Optional<Long> number(String key) {
        return map.get(key).flatMap(Fields::number);
    }

    static Optional<Long> number(Tree tree) {
        return tree instanceof Tree.Scalar s && s.value() instanceof Long n ? Optional.of(n) : Optional.empty();
    }

    Optional<Duration> period(String key) {
        return map.get(key).flatMap(Fields::period);
    }

    List<Tree> items(String key) {
        return map.get(key)
                .map(tree -> tree instanceof Tree.Seq seq ? seq.items() : List.<Tree>of())
                .orElse(List.of());
    }

    List<String> texts(String key) {
        return items(key).stream().flatMap(item -> text(item).stream()).toList();
    }

    /** The map under {@code key}, or one without entries. */
    Tree.Mapping mapping(String key) {
        if (map.get(key).orElse(null) instanceof Tree.Mapping inner) return inner;
        return new Tree.Mapping(List.of(), map.place());
    }

    Fields inner(String key) {
        return new Fields(mapping(key));
    }

    /** Where the value of {@code key} stands, or the whole map when it is not there. */
    Place place(String key) {
        return map.get(key).map(Tree::place).orElse(map.place());
    }

    static Optional<String> text(Tree tree) {
        if (tree instanceof Tree.Scalar s && s.value() instanceof String text) return Optional.of(text);
        return Optional.empty();
    }

    private static Optional<Boolean> flag(Tree tree) {
        if (tree instanceof Tree.Scalar s && s.value() instanceof Boolean flag) return Optional.of(flag);
        return Optional.empty();
    }

    private static Optional<Integer> whole(Tree tree) {
        if (tree instanceof Tree.Scalar s && s.value() instanceof Long n)
            return Optional.of(Math.clamp(n, Integer.MIN_VALUE, Integer.MAX_VALUE)); // more was refused already
        return Optional.empty();
    }

    private static Optional<Duration> period(Tree tree) {
        if (tree instanceof Tree.Scalar s && s.value() instanceof Long) return Optional.of(Duration.ZERO);
        return text(tree).map(Fields::duration);
    }

    /** Adds up a text such as {@code 1h30m}; {@code 0} is nothing. */
    static Duration duration(String text) {
        return AMOUNT.matcher(text)
                .results()
                .map(amount -> unit(amount.group(2)).multipliedBy(Long.parseLong(amount.group(1))))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7); // the pattern leaves only w
        };
    }
}
