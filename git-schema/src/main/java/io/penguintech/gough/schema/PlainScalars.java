package io.penguintech.gough.schema;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted scalar means. Follows the core schema of YAML 1.2 (section 10.3.2) but for whole numbers with a
 * leading zero, which stay text: YAML 1.1 reads {@code 0644} as octal and 1.2 as decimal, so a guess would be wrong
 * for somebody, and cloud-init reads the text as the file mode that was meant.
 */
final class PlainScalars {
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+\\.[0-9]*)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+");
    private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Set<String> NAN = Set.of(".nan", ".NaN", ".NAN");
    private static final Set<String> YES = Set.of("yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> NO = Set.of("no", "No", "NO", "off", "Off", "OFF");

    /** Longer ones are text: nobody means a number, and converting it costs more than reading it. */
    private static final int MOST_DIGITS = 100;

    private PlainScalars() {}

    /** The meaning of {@code text}: null, Boolean, Long, BigInteger, Double, or the text itself. */
    static @Nullable Object value(String text, Yaml.Dialect dialect) {
        if (NULLS.contains(text)) return null;
        if (text.length() <= 5) {
            var word = word(text, dialect);
            if (word.isPresent()) return word.get();
        }
        return startsNumber(text.charAt(0)) && text.length() <= MOST_DIGITS ? number(text) : text;
    }

    private static Optional<Boolean> word(String text, Yaml.Dialect dialect) {
        boolean old = dialect == Yaml.Dialect.CLOUD_CONFIG;
        if (TRUE.contains(text) || (old && YES.contains(text))) return Optional.of(true);
        if (FALSE.contains(text) || (old && NO.contains(text))) return Optional.of(false);
        return Optional.empty();
    }

    private static boolean startsNumber(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    }

    private static Object number(String text) {
        if (INTEGER.matcher(text).matches()) return whole(new BigInteger(text));
        if (OCTAL.matcher(text).matches()) return whole(new BigInteger(text.substring(2), 8));
        if (HEXADECIMAL.matcher(text).matches()) return whole(new BigInteger(text.substring(2), 16));
        if (FLOAT.matcher(text).matches()) return Double.valueOf(text);
        if (INFINITE.matcher(text).matches())
            return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return NAN.contains(text) ? (Object) Double.NaN : text;
    }

    private static Object whole(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }
}
