package io.penguintech.gough.simulators.fleet;

import java.util.Locale;

/** The licence of a Fleet server: fleets and labels on reports need Premium. */
public enum Tier {
    /** No fleets, no label scopes: such requests are answered 402. */
    FREE,
    /** Everything the stand-in knows. */
    PREMIUM;

    /** As {@code license.tier} of {@code GET /config} spells it. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
