package io.penguintech.gough.reconcile;

/**
 * Which server answers under a backend's name, so that a swapped one is noticed.
 *
 * @param url its base URL
 * @param fingerprint something of the server that does not change while it is the same one, hashed
 * @param user the user our credential belongs to
 * @param version the server's version, for people; may change
 */
public record BackendIdentity(String url, String fingerprint, String user, String version) {
    /** Whether {@code other} is the same server seen by the same user; versions may differ. */
    public boolean sameAs(BackendIdentity other) {
        return fingerprint.equals(other.fingerprint) && user.equals(other.user);
    }
}
