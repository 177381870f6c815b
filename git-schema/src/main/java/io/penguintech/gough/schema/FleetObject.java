package io.penguintech.gough.schema;

import java.util.List;
import java.util.Optional;

/** Something a document declares in a Fleet. */
public sealed interface FleetObject permits Query, Policy, Label {
    /** What it is. */
    FleetKind kind();

    /** Its name in Fleet, as text. */
    String title();

    /** Earlier names, as text: a rename that keeps Fleet's id. */
    List<String> earlier();

    /** Which configured Fleet. */
    BackendName fleet();

    /** Which fleet of hosts inside that server; empty: all hosts. */
    Optional<TeamName> team();

    /** Whether one of this name that somebody else made is taken over. */
    boolean adopt();

    /** Where its document begins. */
    Place place();
}
