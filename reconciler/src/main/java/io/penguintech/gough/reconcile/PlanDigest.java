package io.penguintech.gough.reconcile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Names changes and plans by what they would do. Nothing unrelated enters: no power state, no time, no other host. */
public final class PlanDigest {
    private PlanDigest() {}

    /**
     * SHA-256 over the change's subject, machine, what it would alter or destroy (before-values), the values it leads
     * to and its risk; 64 hexadecimal digits.
     */
    public static String of(Change change) {
        var fields = change.fields().stream().sorted().map(FieldChange::toString);
        return sha256(Stream.concat(
                        Stream.of(
                                change.verb(),
                                change.subject().text(),
                                change.risk().word()),
                        fields)
                .toList());
    }

    /** SHA-256 over the sorted digests of the plan's changes; 64 hexadecimal digits. */
    public static String of(Plan plan) {
        return sha256(plan.changes().stream().map(PlanDigest::of).sorted().toList());
    }

    private static String sha256(List<String> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
