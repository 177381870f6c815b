package io.penguintech.gough.bot.rollout;

import java.util.Locale;
import java.util.regex.Pattern;

/** How people name a plan, a change or a finding: by the first hexadecimal digits of its digest, twelve of them at least. */
public final class DigestName {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{12,64}");

    private DigestName() {}

    /** Whether this may be such a name, in small letters or capitals. */
    public static boolean is(String text) {
        return DIGITS.matcher(small(text)).matches();
    }

    /** Whether {@code name} is one of {@code digest}, which is written small. */
    static boolean names(String name, String digest) {
        return is(name) && digest.startsWith(small(name));
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
