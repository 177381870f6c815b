package io.penguintech.gough.schema;

import java.util.List;

/**
 * Which secrets a repository may refer to. A setting of the server, never of the repository.
 *
 * @param allowed path prefixes, matched by whole steps: {@code bmc} allows {@code bmc/hv-01}, not {@code bmcx}
 * @param everything whether every path is allowed
 */
public record SecretPrefixes(List<String> allowed, boolean everything) {
    /** Every path: for looking at a repository without a server. */
    public static final SecretPrefixes ANY = new SecretPrefixes(List.of(), true);

    /** Keeps a copy without closing slashes. */
    public SecretPrefixes {
        allowed = allowed.stream().map(SecretPrefixes::withoutSlash).toList();
    }

    /** Only what lies under these prefixes; none at all when the list is empty. */
    public static SecretPrefixes only(List<String> prefixes) {
        return new SecretPrefixes(prefixes, false);
    }

    /** Whether the repository may refer to {@code ref}. */
    public boolean allow(SecretRef ref) {
        return everything
                || allowed.stream()
                        .anyMatch(prefix ->
                                ref.path().equals(prefix) || ref.path().startsWith(prefix + "/"));
    }

    private static String withoutSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }
}
