package io.penguintech.gough.bot.secrets;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource;

/**
 * What one repository and its hosts may ask for: the loader already refuses other references; here they are refused once
 * more, at the door.
 */
public final class PermittedSecrets {
    private final SecretSource source;
    private final SecretPrefixes allowed;

    /** Lets through what {@code allowed} allows. */
    public PermittedSecrets(SecretSource source, SecretPrefixes allowed) {
        this.source = source;
        this.allowed = allowed;
    }

    /** What is allowed. */
    public SecretPrefixes allowed() {
        return allowed;
    }

    /** The secrets as {@code host} may have them, by the labels of its document. */
    public SecretSource of(Host host) {
        return ref -> reveal(ref, host);
    }

    private String reveal(SecretRef ref, Host host) {
        return switch (allowed.judge(ref, host.labels())) {
            case SecretPrefixes.Verdict.Allowed _ -> source.reveal(ref);
            case SecretPrefixes.Verdict.Outside _ ->
                throw new SecretSource.SecretUnavailable(
                        ref, "this repository may not use it; the server setting secret-prefixes lists what it may");
            case SecretPrefixes.Verdict.Bound bound ->
                throw new SecretSource.SecretUnavailable(
                        ref,
                        "host %s may not use it; %s (server setting secret-prefixes)"
                                .formatted(host.name(), bound.rule()));
        };
    }
}
