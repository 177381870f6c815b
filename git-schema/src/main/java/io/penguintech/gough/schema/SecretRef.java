package io.penguintech.gough.schema;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A reference to a secret: which file or Vault path, and which key in it. Holds no secret itself.
 *
 * @param path path below the configured root, with forward slashes
 * @param key key inside it
 */
public record SecretRef(String path, String key) implements Comparable<SecretRef> {
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_@.+-]+(/[A-Za-z0-9_@.+-]+)*");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]+");

    /** Refuses a path that could climb out of the root, and a malformed key. */
    public SecretRef {
        if (!PATH.matcher(path).matches() || List.of(path.split("/")).stream().anyMatch(s -> s.matches("\\.+")))
            throw new IllegalArgumentException("not a secret path: " + path);
        if (!KEY.matcher(key).matches()) throw new IllegalArgumentException("not a secret key: " + key);
    }

    /** Reads {@code path#key}. */
    public static SecretRef parse(String text) {
        int hash = text.indexOf('#');
        if (hash < 0) throw new IllegalArgumentException("a secret is written path#key: " + text);
        return new SecretRef(text.substring(0, hash), text.substring(hash + 1));
    }

    @Override
    public int compareTo(SecretRef other) {
        return toString().compareTo(other.toString());
    }

    /** How the reference is shown wherever the secret itself would stand: {@code <secret path#key>}. */
    @Override
    public String toString() {
        return "<secret " + path + "#" + key + ">";
    }
}
