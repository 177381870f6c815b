package io.penguintech.gough.schema;

import java.util.Map;
import java.util.Optional;

/** Checks references to secrets against what the server settings let the repository and its hosts use. */
final class SecretChecks {
    private static final String SUMMARY = "Secret not allowed";

    private final SecretPrefixes prefixes;

    SecretChecks(SecretPrefixes prefixes) {
        this.prefixes = prefixes;
    }

    /** An error when {@code host} may not refer to the secret, in its document, its profiles or its templates. */
    Optional<Diagnostic> ofHost(Document host, SecretRef ref, Place place) {
        return switch (prefixes.judge(ref, host.labels())) {
            case SecretPrefixes.Verdict.Allowed _ -> Optional.empty();
            case SecretPrefixes.Verdict.Outside _ -> Optional.of(outside(ref, place));
            case SecretPrefixes.Verdict.Bound bound ->
                Optional.of(Diagnostic.error(
                        SUMMARY,
                        "Host %s may not refer to %s: %s (server settings), and it has %s. Refer to another secret; or correct its labels."
                                .formatted(host.name(), ref, bound.rule(), has(host.labels(), bound)),
                        place));
        };
    }

    /** An error when no host at all may refer to the secret. */
    Optional<Diagnostic> ofAnybody(SecretRef ref, Place place) {
        return prefixes.judge(ref, Map.of()) instanceof SecretPrefixes.Verdict.Outside
                ? Optional.of(outside(ref, place))
                : Optional.empty();
    }

    /** An error when gough.yaml, whose values reach every host, may not refer to the secret. */
    Optional<Diagnostic> ofRepository(SecretRef ref, Place place) {
        return switch (prefixes.judge(ref, Map.of())) {
            case SecretPrefixes.Verdict.Allowed _ -> Optional.empty();
            case SecretPrefixes.Verdict.Outside _ -> Optional.of(outside(ref, place));
            case SecretPrefixes.Verdict.Bound bound ->
                Optional.of(Diagnostic.error(
                        SUMMARY,
                        "gough.yaml may not refer to %s: %s (server settings), and its values reach every host. Refer to it in the host, a profile or a template."
                                .formatted(ref, bound.rule()),
                        place));
        };
    }

    private Diagnostic outside(SecretRef ref, Place place) {
        var allowed = prefixes.allowed().isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        prefixes.allowed().stream().map(SecretPrefix::toString).toList());
        return Diagnostic.error(
                SUMMARY,
                "This repository may not refer to %s. Allowed are paths under: %s (server settings)."
                        .formatted(ref, allowed),
                place);
    }

    /** What the host has of the labels that are asked for: {@code env=staging and no label role}. */
    private static String has(Map<String, String> labels, SecretPrefixes.Verdict.Bound bound) {
        return String.join(
                " and ",
                bound.to().stream()
                        .flatMap(prefix -> prefix.labels().keySet().stream())
                        .distinct()
                        .map(key -> labels.containsKey(key) ? key + "=" + labels.get(key) : "no label " + key)
                        .toList());
    }
}
