package io.penguintech.gough.schema;

/** Where secrets come from at the moment they are used. */
@FunctionalInterface
public interface SecretSource {
    /**
     * The secret behind a reference. Never cached, logged or compared by the caller.
     *
     * @throws SecretUnavailable when it cannot be had; the message names the reference only
     */
    String reveal(SecretRef ref);

    /** A secret that cannot be had now. */
    final class SecretUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says why, without any part of a secret. */
        public SecretUnavailable(SecretRef ref, String why) {
            super("%s: %s".formatted(ref, why));
        }
    }
}
