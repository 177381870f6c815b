package io.penguintech.gough.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the values of a host come from. */
public sealed interface Explanation {
    /**
     * The host and the field exist.
     *
     * @param lines one for each single value, in the order in which the host spells them
     */
    record Found(List<Line> lines) implements Explanation {
        /** Keeps a copy. */
        public Found {
            lines = List.copyOf(lines);
        }
    }

    /**
     * There is no such host or field.
     *
     * @param why a sentence for people, with what was meant, perhaps
     */
    record Missing(String why) implements Explanation {}

    /**
     * One value.
     *
     * @param field its way below {@code spec}, such as {@code os.release} or {@code tags[0]}
     * @param value what it is in the end; secrets are masked
     * @param place where it is written; empty when nobody wrote it and the default holds
     * @param origin what wrote it: {@code host hv-01}, {@code profile base}, or the default's meaning
     * @param sources what the placeholders in it stood for
     * @param overrides where profiles before it say something else, nearest first
     */
    record Line(
            String field,
            String value,
            Optional<Place> place,
            String origin,
            List<Source> sources,
            List<Place> overrides) {
        /** Keeps copies. */
        public Line {
            sources = List.copyOf(sources);
            overrides = List.copyOf(overrides);
        }

        /** The line as the command line prints it. */
        @Override
        public String toString() {
            var where = place.map(p -> "%s (%s)".formatted(p, origin)).orElse(origin);
            var through = sources.stream().map(source -> "; " + source).collect(Collectors.joining());
            var instead = overrides.isEmpty()
                    ? ""
                    : "; overrides " + overrides.stream().map(Place::toString).collect(Collectors.joining(", "));
            return "%s = %s  %s%s%s".formatted(field, value, where, through, instead);
        }
    }

    /**
     * What a placeholder stood for.
     *
     * @param name its name, such as {@code values.timezone}
     * @param place where that is written
     */
    record Source(String name, Place place) {
        @Override
        public String toString() {
            return "%s from %s".formatted(name, place);
        }
    }
}
