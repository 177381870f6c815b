package io.penguintech.gough.bot.rollout;

import java.util.List;

/**
 * How many people must still say yes to what comes from certain files, and who may.
 *
 * @param globs the rules that it is under, as gough.yaml spells them
 * @param missing how many more there must be
 * @param eligible names of those whose yes would count and is not there
 */
public record PathNeed(List<String> globs, int missing, List<String> eligible) {
    /** Keeps copies. */
    public PathNeed {
        globs = List.copyOf(globs);
        eligible = List.copyOf(eligible);
    }

    /** For people: {@code hosts/db/**: 1 of ben, cyn}. */
    public String words() {
        return "%s: %d%s"
                .formatted(
                        String.join(" and ", globs),
                        missing,
                        eligible.isEmpty()
                                ? ", but nobody else in gough.yaml may"
                                : " of " + String.join(", ", eligible));
    }
}
