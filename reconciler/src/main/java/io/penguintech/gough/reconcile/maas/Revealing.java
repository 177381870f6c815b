package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.SecretSource;
import java.util.ArrayList;
import java.util.List;

/** Hands secrets through for one call and remembers them until it ends, so that its messages can be cleaned of them. */
final class Revealing implements SecretSource {
    private final SecretSource source;
    private final List<String> revealed = new ArrayList<>();

    Revealing(SecretSource source) {
        this.source = source;
    }

    @Override
    public String reveal(SecretRef ref) {
        var secret = source.reveal(ref);
        revealed.add(secret);
        return secret;
    }

    List<String> revealed() {
        return List.copyOf(revealed);
    }

    @Override
    public String toString() {
        return "Revealing";
    }
}
