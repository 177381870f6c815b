package io.penguintech.gough.simulators.fleet;

import java.util.Locale;

/**
 * A global role of a user, as far as the routes of the stand-in tell roles apart (fleetdm/fleet
 * articles/role-based-access).
 */
public enum Role {
    /** May do everything. */
    ADMIN,
    /** May write reports and read everything, enroll secrets included. */
    MAINTAINER,
    /** May read, not write, and sees no enroll secrets. */
    OBSERVER,
    /** Writes reports; may neither list hosts nor activities. */
    GITOPS;

    boolean mayWriteReports() {
        return this != OBSERVER;
    }

    boolean mayListHosts() {
        return this != GITOPS;
    }

    /** Whether this role may ask hosts what nobody saved as a report. */
    boolean mayRunNew() {
        return this == ADMIN || this == MAINTAINER;
    }

    boolean mayReadSecrets() {
        return this != OBSERVER;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
