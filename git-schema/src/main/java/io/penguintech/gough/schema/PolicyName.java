package io.penguintech.gough.schema;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The name of a policy, as Fleet shows it: one line, trimmed, in Unicode's normal form C, to which Fleet brings it too.
 *
 * @param value the name
 */
public record PolicyName(String value) implements Comparable<PolicyName> {
    private static final Pattern VALID = Pattern.compile("\\S(?:[^\\p{Cntrl}]{0,253}\\S)?");

    /** Refuses what cannot be such a name. */
    public PolicyName {
        if (!VALID.matcher(value).matches()) throw new IllegalArgumentException("not a policy name: " + value);
        var normal = Normalizer.normalize(value, Normalizer.Form.NFC);
        // The few characters that grow when they are composed stay as they are where the name would become too long.
        if (VALID.matcher(normal).matches()) value = normal;
    }

    @Override
    public int compareTo(PolicyName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
