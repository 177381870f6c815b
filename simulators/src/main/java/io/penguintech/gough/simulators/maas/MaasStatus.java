package io.penguintech.gough.simulators.maas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The statuses of a machine with the numbers and names of the API (source code, {@code enum.py}; most recorded). */
public enum MaasStatus {
    NEW(0, "New"),
    COMMISSIONING(1, "Commissioning"),
    FAILED_COMMISSIONING(2, "Failed commissioning"),
    MISSING(3, "Missing"),
    READY(4, "Ready"),
    RESERVED(5, "Reserved"),
    DEPLOYED(6, "Deployed"),
    RETIRED(7, "Retired"),
    BROKEN(8, "Broken"),
    DEPLOYING(9, "Deploying"),
    ALLOCATED(10, "Allocated"),
    FAILED_DEPLOYMENT(11, "Failed deployment"),
    RELEASING(12, "Releasing"),
    FAILED_RELEASING(13, "Releasing failed"),
    DISK_ERASING(14, "Disk erasing"),
    FAILED_DISK_ERASING(15, "Failed disk erasing"),
    RESCUE_MODE(16, "Rescue mode"),
    ENTERING_RESCUE_MODE(17, "Entering rescue mode"),
    FAILED_ENTERING_RESCUE_MODE(18, "Failed to enter rescue mode"),
    EXITING_RESCUE_MODE(19, "Exiting rescue mode"),
    FAILED_EXITING_RESCUE_MODE(20, "Failed to exit rescue mode"),
    TESTING(21, "Testing"),
    FAILED_TESTING(22, "Failed testing");

    private final int code;
    private final String label;

    MaasStatus(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number in the field {@code status}. */
    public int code() {
        return code;
    }

    /** The text in the field {@code status_name}. */
    public String label() {
        return label;
    }

    /** The status a list filter means: the constant's name, in lower case in practice. */
    static Optional<MaasStatus> named(String filter) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(filter.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
