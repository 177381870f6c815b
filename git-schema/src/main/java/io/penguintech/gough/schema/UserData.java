package io.penguintech.gough.schema;

/** The rendered user data of one host. Prints only its digest. */
public interface UserData {
    /** SHA-256 of the merged tree, secret references in place, and the renderer's version; 64 hexadecimal digits. */
    String digest();

    /**
     * Whether it has the system enrol in a Fleet: it speaks of an enrolment secret, as the flags of osquery and the service
     * of fleetd do, or of fleetd's package. What merely installs osquery does not.
     */
    boolean enrols();

    /** The text with every secret shown as its reference. */
    String masked();

    /** The bytes to send, secrets asked of {@code source}. Never to be logged, kept or compared. */
    byte[] reveal(SecretSource source);
}
