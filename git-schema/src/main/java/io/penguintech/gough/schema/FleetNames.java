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

    /** Whether Fleet takes two names for one. */
    public static boolean same(String one, String other) {
        if (one.equals(other)) return true;
        boolean ascii = isAscii(one) && isAscii(other);
        return ascii ? one.strip().equalsIgnoreCase(other.strip()) : key(one).equals(key(other));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) >= 0x80) return false;
        return true;
    }

    /** The same text for names that Fleet takes for one. */
    public static String key(String name) {
        var lower = name.strip().toLowerCase(Locale.ROOT);
        if (isAscii(lower)) return lower;
        return ACCENTS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD))
                .replaceAll("");
    }
}
