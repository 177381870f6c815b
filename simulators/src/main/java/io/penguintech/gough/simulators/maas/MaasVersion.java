package io.penguintech.gough.simulators.maas;

/**
 * The versions of MAAS a region can be (source code at the tags named; 3.4.10 recorded). They differ in what section 11
 * of the facts lists; what is not listed there is answered alike.
 */
public enum MaasVersion {
    V3_4("3.4.10"),
    V3_5("3.5.13"),
    V3_7("3.7.3"),
    /** Not released yet: the state of the development branch, with VM hosts removed. */
    V4_0("4.0.0");

    private final String text;

    MaasVersion(String text) {
        this.text = text;
    }

    /** As {@code version/} shows it. */
    public String text() {
        return text;
    }

    boolean atLeast(MaasVersion other) {
        return compareTo(other) >= 0;
    }

    /** VM hosts were removed for 4.0 (source code). */
    boolean hasVmHosts() {
        return !atLeast(V4_0);
    }

    /** Acts for administrators are refused in other words since 3.8 (source code). */
    String adminsOnly() {
        return atLeast(V4_0)
                ? "User does not have permission to perform this action." // wording inferred
                : "This method is reserved for admin users.";
    }
}
