package io.penguintech.gough.bot.secrets;

import io.penguintech.gough.schema.SecretPrefixes;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource;

/**
 * What one repository may ask for: the loader already refuses other references; here they are refused once more, at the
 * door.
 */
public final class PermittedSecrets implements SecretSource {
    private final SecretSource source;
    private final SecretPrefixes allowed;

    /** Lets through what {@code allowed} allows. */
    public PermittedSecrets(SecretSource source, SecretPrefixes allowed) {
        this.source = source;
        this.allowed = allowed;
    }

    @Override
    public String reveal(SecretRef ref) {
        if (!allowed.allow(ref))
            throw new SecretUnavailable(
                    ref, "this repository may not use it; the server setting secret-prefixes lists what it may");
        return source.reveal(ref);
    }
}
