package io.penguintech.gough.schema;

/** The rendered user data of one host. Prints only its digest. */
public interface UserData {
    /** SHA-256 of the merged tree, secret references in place, and the renderer's version; 64 hexadecimal digits. */
    String digest();

    /** The text with every secret shown as its reference. */
    String masked();

    /** The bytes to send, secrets asked of {@code source}. Never to be logged, kept or compared. */
    byte[] reveal(SecretSource source);
}
