package io.penguintech.gough.schema;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * When two names are one to Fleet: its database compares them regardless of case, accents and trailing blanks
 * (collation utf8mb4_unicode_ci; inferred, so taken at its widest).
 */
public final class FleetNames {
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    private FleetNames() {}

    /** The same text for names that Fleet takes for one. */
    public static String key(String name) {
        var lower = name.strip().toLowerCase(Locale.ROOT);
        if (lower.chars().allMatch(c -> c < 0x80)) return lower;
        return ACCENTS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD))
                .replaceAll("");
    }
}
