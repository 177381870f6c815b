package io.penguintech.gough.bot.secrets;

import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource;

/** A server without a place for secrets. */
public final class NoSecrets implements SecretSource {
    @Override
    public String reveal(SecretRef ref) {
        throw new SecretUnavailable(
                ref, "the server has no place for secrets; set gough.secrets.root or gough.secrets.vault");
    }
}
