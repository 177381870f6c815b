package io.penguintech.gough.simulators.fleet;

import java.text.Normalizer;
import java.util.Locale;

/** How Fleet's database compares names: it ignores case and accents (utf8mb4_unicode_ci of schema.sql; inferred). */
final class Names {

    private Names() {}

    static boolean same(String one, String other) {
        return folded(one).equals(folded(other));
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .stripTrailing();
    }
}
